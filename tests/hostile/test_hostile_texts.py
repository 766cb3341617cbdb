"""Resumes as text and JSON, under wrong names, and job descriptions, with all that attacks who shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import Case
from tests.hostile.corpus import CASES
from tests.hostile.harmless import amiss
from tests.hostile.program import Program, hand

MINE = [
    case
    for case in CASES.values()
    if case.kind in ("resume", "job") and not case.name.startswith(("pdf-", "docx-", "odt-"))
]


@pytest.mark.parametrize("case", MINE, ids=[case.name for case in MINE])
def test_a_hostile_text_is_refused_or_harmless(case: Case, program: Program, tmp_path: Path) -> None:
    assert not amiss(case, hand(case, program, tmp_path / "case"))
