"""Plans, roles, prompts, settings, suites, batches, tables, stored sessions and names on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import Case
from tests.hostile.commands import COMMANDS
from tests.hostile.corpus import CASES, cases
from tests.hostile.harmless import amiss
from tests.hostile.program import Program, hand

MINE = [case for case in CASES.values() if case.kind not in ("resume", "job", "answers")]


@pytest.mark.parametrize("case", MINE, ids=[case.name for case in MINE])
def test_a_hostile_file_is_refused_or_harmless(case: Case, program: Program, tmp_path: Path) -> None:
    assert not amiss(case, hand(case, program, tmp_path / "case"))


def test_there_are_as_many_cases_as_promised_and_no_name_stands_twice() -> None:
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names) >= 200
    assert {case.kind for case in CASES.values()} == COMMANDS.keys()
