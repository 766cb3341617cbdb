"""The official JSON Resume schema and the shared resumes, for tests that need them."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft7Validator, FormatChecker

from interview_cli.resume.document import JsonResume

SHARED = Path(os.environ.get("INTERVIEW_SHARED_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
SCHEMA = SHARED / "jsonresume" / "schema.json"
SHARED_RESUMES = sorted((SHARED / "resumes").glob("*.txt"))

needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason=f"no JSON Resume schema at {SCHEMA}")
needs_resumes = pytest.mark.skipif(not SHARED_RESUMES, reason=f"no shared resumes under {SHARED}")


@cache
def _validator() -> Draft7Validator:
    return Draft7Validator(json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker())


def _urls(value: Any) -> list[str]:
    if isinstance(value, list):
        return [url for item in value for url in _urls(item)]
    if isinstance(value, dict):
        own = [value["url"]] if "url" in value else []
        return own + [url for item in value.values() for url in _urls(item)]
    return []


def problems(resume: JsonResume) -> list[str]:
    """What the official schema has against a resume; web addresses must have a scheme and a host."""
    document = resume.to_standard()
    found = [f"{list(error.path)}: {error.message}" for error in _validator().iter_errors(document)]
    for url in _urls(document):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii() or " " in url:
            found.append(f"not an address: {url}")
    return found
