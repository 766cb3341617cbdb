"""Addresses a model claims to have read, checked against the text it read."""

from __future__ import annotations

import re
from typing import Any

from interview_cli.resume.document import JsonResume

_MIN_PHONE_DIGITS = 5  # fewer digits occur in any text by chance
_LABELS = {
    "email": "e-mail address",
    "phone": "phone number",
    "url": "web address",
    "image": "picture address",
}


def _bare(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).rstrip("/")


def _occurs(field: str, value: str, text: str, digits: str) -> bool:
    if field == "phone":
        number = re.sub(r"\D", "", value)
        return len(number) >= _MIN_PHONE_DIGITS and number in digits
    return bool(_bare(value)) and _bare(value) in text


def _checked(value: Any, text: str, digits: str, dropped: list[str]) -> Any:
    if isinstance(value, list):
        return [_checked(item, text, digits, dropped) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for field, content in value.items():
        if field in _LABELS and isinstance(content, str) and not _occurs(field, content, text, digits):
            dropped.append(f"{_LABELS[field]} {content}")
        else:
            kept[field] = _checked(content, text, digits, dropped)
    return kept


def without_inventions(resume: JsonResume, text: str) -> tuple[JsonResume, list[str]]:
    """The resume without e-mail, phone and web addresses that are not in the text, and what was dropped."""
    dropped: list[str] = []
    folded = re.sub(r"\s+", "", text.casefold())
    kept = _checked(resume.to_standard(), folded, re.sub(r"\D", "", text), dropped)
    return JsonResume.model_validate(kept), dropped
