"""Writes the JSON Schema of the session document: `python -m tests.make_session_schema`."""

from __future__ import annotations

import json
from pathlib import Path

from interview_cli.interview import session

SCHEMA_FILE = Path(session.__file__).with_name("session.schema.json")


def schema_text() -> str:
    """The schema as the committed file holds it."""
    return json.dumps(session.json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
    print(f"Wrote {SCHEMA_FILE}.")
