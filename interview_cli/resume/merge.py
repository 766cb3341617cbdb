"""Two readings of one resume as one: the first counts, the second fills what it left out."""

from __future__ import annotations

from typing import Any

from interview_cli.resume.document import JsonResume

# Lists whose entries are matched and filled, with the fields that tell them apart.
_ENTRIES: dict[str, tuple[str, ...]] = {
    "work": ("name", "position", "startDate"),
    "education": ("institution", "studyType", "area"),
    "projects": ("name",),
    "profiles": ("network", "url"),
}
_NEEDED_MATCHES = {"work": 2, "education": 2, "projects": 1, "profiles": 1}


def _folded(value: Any) -> str:
    return " ".join(str(value).casefold().replace(".", "").split())


def _same(first: Any, second: Any) -> bool:
    one, other = _folded(first), _folded(second)
    return bool(one) and bool(other) and (one == other or one.startswith(other) or other.startswith(one))


def _matching(entry: dict[str, Any], candidates: list[dict[str, Any]], section: str) -> dict[str, Any] | None:
    """The candidate that tells of the same job, degree, project or profile, or None."""
    fields = _ENTRIES[section]
    for candidate in candidates:
        both = [name for name in fields if entry.get(name) and candidate.get(name)]
        agreeing = sum(_same(entry[name], candidate[name]) for name in both)
        if both and agreeing >= min(_NEEDED_MATCHES[section], len(both)):
            return candidate
    return None


def _fill_entries(primary: list[Any], secondary: list[Any], section: str) -> list[Any]:
    left = list(secondary)
    merged: list[Any] = []
    for entry in primary:
        match = _matching(entry, left, section)
        if match is not None:
            left.remove(match)
        merged.append(_fill(entry, match) if match is not None else entry)
    return merged + left if section == "profiles" else merged


def _fill_skills(primary: list[Any], secondary: list[Any]) -> list[Any]:
    """The groups of the first with those keywords of the second that it does not have anywhere."""
    known = {
        _folded(word)
        for group in primary
        for word in (group.get("name") or "", *(group.get("keywords") or []))
    }
    merged = [dict(group) for group in primary]
    by_name = {_folded(group.get("name")): group for group in merged}
    for group in secondary:
        new = [word for word in group.get("keywords") or [] if _folded(word) not in known]
        if not new:
            continue
        if same := by_name.get(_folded(group.get("name"))):
            same["keywords"] = [*(same.get("keywords") or []), *new]
        else:
            merged.append({**group, "keywords": new})
    return merged


def _fill(primary: dict[str, Any], secondary: dict[str, Any]) -> dict[str, Any]:
    merged = dict(primary)
    for name, value in secondary.items():
        mine = merged.get(name)
        if mine in (None, "", [], {}):
            merged[name] = value
        elif name == "skills":
            merged[name] = _fill_skills(mine, value)
        elif name in _ENTRIES and isinstance(mine, list):
            merged[name] = _fill_entries(mine, value, name)
        elif isinstance(mine, dict) and isinstance(value, dict):
            merged[name] = _fill(mine, value)
    return merged


def merge(primary: JsonResume, secondary: JsonResume) -> JsonResume:
    """The primary resume with every field it left out taken from the secondary, field by field.

    Jobs, degrees and projects are filled where both tell of the same one; entries that only
    the secondary has are not added, since it may have split or misread what the primary got
    right. Skills and profiles are united. An ended job stays ended: an end date is taken over
    only where the primary gave no dates at all.
    """
    first, second = primary.to_standard(), secondary.to_standard()
    merged = _fill(first, _without_stray_ends(first, second))
    return JsonResume.model_validate(merged)


def _without_stray_ends(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """The second reading without end dates for entries the first knows as lasting (a start and no end)."""
    cleaned = dict(second)
    for section in ("work", "education", "projects"):
        entries = [dict(entry) for entry in second.get(section) or []]
        for mine in first.get(section) or []:
            match = _matching(mine, entries, section)
            if match is not None and mine.get("startDate") and not mine.get("endDate"):
                match.pop("endDate", None)
        if entries:
            cleaned[section] = entries
    return cleaned
