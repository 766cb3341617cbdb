"""Writes the JSON Schema of suite files: `python -m tests.make_suite_schema`."""

from __future__ import annotations

import json
from pathlib import Path

from interview_cli.regress import suite

SCHEMA_FILE = Path(suite.__file__).with_name("suite.schema.json")


def schema_text() -> str:
    """The schema as the committed file holds it."""
    return json.dumps(suite.json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
    print(f"Wrote {SCHEMA_FILE}.")
