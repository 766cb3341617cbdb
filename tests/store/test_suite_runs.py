"""Runs of suites are kept whole when they end, and case by case while they are under way."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interview_cli.errors import NotFoundError, StorageError, UsageError
from interview_cli.store.suite_runs import MOST_KEPT, SuiteRunStore

NOW = datetime(2026, 3, 2, 9, 0, 0, 250, tzinfo=UTC)


@pytest.fixture
def runs(root: Path) -> SuiteRunStore:
    return SuiteRunStore(root)


def begun(runs: SuiteRunStore, suite: str = "judge", after: float = 0) -> str:
    """The id of a run that began so many seconds after now."""
    return runs.new_id(suite, NOW + timedelta(seconds=after))


def test_a_run_is_kept_in_private_and_found_by_its_id_a_beginning_its_suite_and_as_the_last(
    runs: SuiteRunStore, root: Path
) -> None:
    first, second = begun(runs), begun(runs, after=60)
    other = begun(runs, "next-step", after=30)
    for run_id, suite in ((first, "judge"), (second, "judge"), (other, "next-step")):
        runs.keep(suite, run_id, run_id.encode())
    again = SuiteRunStore(root)
    assert again.load(first) == first.encode()
    assert again.load(first[:-1]) == first.encode()
    assert again.load("next-") == other.encode()
    assert again.load("judge") == second.encode()
    assert again.load("last") == second.encode()
    assert (again.suites(), again.ids("judge")) == (["judge", "next-step"], [second, first])
    assert again.history("judge", 1) == [second.encode()]
    path = root / "regress" / "judge" / f"{first}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_runs_of_one_second_are_told_apart_and_keep_their_order(runs: SuiteRunStore) -> None:
    ids = [begun(runs, after=number / 1000) for number in range(20)]
    for run_id in ids:
        runs.keep("judge", run_id, run_id.encode())
    assert runs.ids("judge") == ids[::-1]
    assert runs.load("last") == ids[-1].encode()
    assert begun(runs) != begun(runs)


def test_a_suite_whose_name_begins_another_s_is_meant_by_its_whole_name(runs: SuiteRunStore) -> None:
    short, long = begun(runs, "judge"), begun(runs, "judge-2", after=60)
    runs.keep("judge", short, b"short")
    runs.keep("judge-2", long, b"long")
    assert runs.load("judge") == b"short"
    assert runs.load("judge-2") == b"long"
    assert runs.load("last") == b"long"


def test_what_is_not_there_and_what_is_not_clear_are_told(runs: SuiteRunStore) -> None:
    for wanted in ("last", "judge", ""):
        with pytest.raises(NotFoundError) as missing:
            runs.load(wanted)
        assert "regress report --list" in missing.value.hint
    for after in (0, 1):
        runs.keep("judge", begun(runs, after=after), b"")
    with pytest.raises(UsageError, match="2 runs begin with 'judge-2026'"):
        runs.load("judge-2026")
    with pytest.raises(NotFoundError):
        runs.load("")


@pytest.mark.parametrize("name", ["", "..", "../judge", "Judge", "a/b", "-a", "a.json"])
def test_what_is_no_id_never_becomes_a_path(runs: SuiteRunStore, root: Path, name: str) -> None:
    for act in (
        lambda: runs.keep(name, "run", b""),
        lambda: runs.keep("judge", name, b""),
        lambda: runs.append("judge", name, [b""]),
        lambda: runs.part(name, "run"),
        lambda: runs.new_id(name, NOW),
    ):
        with pytest.raises(UsageError, match="is no id"):
            act()
    assert not root.exists()


def test_what_came_of_a_run_is_there_though_it_never_ended_but_for_a_line_that_was_cut(
    runs: SuiteRunStore, root: Path
) -> None:
    run_id = begun(runs)
    assert (runs.unfinished("judge"), runs.part("judge", run_id)) == (None, [])
    runs.append("judge", run_id, [b'{"case": 1}'])
    runs.append("judge", run_id, [b'{"case": 2}', b'{"case": 3}'])
    path = root / "regress" / "judge" / f"{run_id}.part.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(path.read_bytes() + b'{"case": ')
    again = SuiteRunStore(root)
    assert again.unfinished("judge") == run_id
    assert again.part("judge", run_id) == [b'{"case": 1}', b'{"case": 2}', b'{"case": 3}']
    assert again.ids("judge") == []
    with pytest.raises(NotFoundError):
        again.load("last")


def test_a_run_that_ended_leaves_no_part_of_it_nor_of_those_that_it_superseded(runs: SuiteRunStore) -> None:
    stale, paid, run_id, later = (begun(runs, after=number) for number in range(4))
    for one in (stale, paid, run_id, later):
        runs.append("judge", one, [b"{}"])
    runs.keep("judge", run_id, b"whole", superseded=[stale])
    assert runs.part_ids("judge") == [later, paid]
    assert runs.unfinished("judge") == later


def test_what_is_under_way_elsewhere_is_superseded_by_nothing(runs: SuiteRunStore) -> None:
    other, run_id = begun(runs), begun(runs, after=1)
    runs.append("judge", other, [b"{}"])
    with runs.held("judge", other):
        assert runs.is_held("judge", other)
        with pytest.raises(StorageError, match="under way in another process"), runs.held("judge", other):
            pass
        runs.keep("judge", run_id, b"whole", superseded=[other])
    assert (runs.is_held("judge", other), runs.part_ids("judge")) == (False, [other])


def test_a_run_with_something_to_make_up_for_can_be_gone_on_with_until_another_supersedes_it(
    runs: SuiteRunStore,
) -> None:
    run_id = begun(runs)
    runs.append("judge", run_id, [b"{}"])
    runs.keep("judge", run_id, b"with errors", ended=False)
    assert (runs.load("last"), runs.unfinished("judge")) == (b"with errors", run_id)
    runs.keep("judge", begun(runs, after=1), b"newer", superseded=[run_id])
    assert runs.unfinished("judge") is None


def test_only_the_newest_runs_of_a_suite_are_kept(runs: SuiteRunStore) -> None:
    ids = [begun(runs, after=number) for number in range(MOST_KEPT + 2)]
    runs.keep("other", begun(runs, "other", after=-9), b"")
    for run_id in ids:
        runs.keep("judge", run_id, b"")
    assert runs.ids("judge") == ids[:1:-1]
    assert len(runs.ids("other")) == 1
