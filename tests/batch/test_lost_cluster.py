"""A Dask cluster that loses workers, its memory, or itself: nothing is missing, and nothing comes twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interview_cli.batch import cluster_shift
from interview_cli.batch.row import RowResult
from interview_cli.batch.sheet import read_sheet
from interview_cli.errors import ProviderError
from interview_cli.store.sessions import SessionStore
from interview_cli.wiring.batch import BatchWish, run_batch
from interview_cli.wiring.home import Home
from tests.batch.dask_cluster import DaskCluster
from tests.cli.conftest import Interview

ROW = {"role": "backend_engineer", "persona": "medium", "questions": 2, "max_follow_ups": 0}
ROWS = 16


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"{json.dumps({**ROW, 'seed': seed})}\n" for seed in range(ROWS)))
    return path


@pytest.fixture
def own(tmp_path: Path, with_dask: None) -> Iterator[DaskCluster]:
    """A cluster with one worker that may be lost."""
    (tmp_path / "dask").mkdir()
    with DaskCluster(tmp_path / "dask", workers=1) as running:
        yield running


def held_on(
    cluster: DaskCluster, rows: Path, tell: Callable[[str], None] = lambda line: None
) -> Iterator[RowResult]:
    """The rows of a file as they come; while nobody asks for more, none is handed over."""
    folder = rows.parent
    home = Home(folder / "data", folder / "c.yaml", folder / "roles", folder / "prompts")
    wish = BatchWish(jobs=1, offline=True, cluster=cluster.address)
    entries = read_sheet(rows.read_text(), str(rows))
    progress: list[int] = []
    held = run_batch(home, entries, rows, folder, wish, lambda now: progress.append(now.done), tell)
    yield from (result for result, _ in held)
    assert progress == list(range(1, ROWS + 1)), "no row came twice"


def check_all_are_there_once(rows: Path, results: list[RowResult]) -> None:
    assert [result.row for result in results] == list(range(1, ROWS + 1))
    assert {(result.status, result.error) for result in results} == {("completed", "")}
    ids = [result.session for result in results]
    stored = SessionStore(rows.parent / "data").listed()
    assert len(set(ids)) == len(stored) == ROWS
    assert {row["id"] for row in stored} == set(ids)


def test_a_worker_that_alone_holds_what_all_rows_need_takes_no_row_with_it(cluster: DaskCluster, rows: Path):
    cluster.add_worker()
    coming = held_on(cluster, rows)
    first = next(coming)
    cluster.kill_holder_of("carried")
    check_all_are_there_once(rows, [first, *coming])


def test_what_the_scheduler_forgot_is_handed_over_again(cluster: DaskCluster, rows: Path):
    coming = held_on(cluster, rows)
    first = next(coming)
    cluster.forget_all()
    check_all_are_there_once(rows, [first, *coming])


def test_what_the_scheduler_forgets_again_and_again_is_told_as_failed(
    cluster: DaskCluster, rows: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster_shift, "MOST_TIMES", 1)
    coming = held_on(cluster, rows)
    first = next(coming)
    cluster.forget_all()
    results = [first, *coming]
    assert [result.row for result in results] == list(range(1, ROWS + 1))
    forgotten = [result for result in results if result.status == "failed"]
    assert 0 < len(forgotten) < ROWS - 1
    assert {(result.error, result.code) for result in forgotten} == {
        ("The cluster forgot this work again and again.", 3)
    }


def test_a_cluster_without_a_worker_is_waited_for_a_while_and_told_how_to_go_on(
    own: DaskCluster, rows: Path, interview: Interview, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster_shift, "_QUIET_SECONDS", 0.1)
    told: list[str] = []

    def begin_another(line: str) -> None:
        told.append(line)
        own.add_worker()

    def kill_worker() -> None:
        own.workers[-1].kill()
        own.workers[-1].wait()

    coming = held_on(own, rows, begin_another)
    done = [next(coming)]
    kill_worker()
    done.append(next(coming))
    assert told == [
        f"note: The cluster has no worker left; waiting 30 s for one. Start some: dask worker {own.address}"
    ]
    kill_worker()
    monkeypatch.setattr(cluster_shift, "DESERTED_SECONDS", 0.0)
    monkeypatch.setattr(own, "add_worker", lambda: None)
    with pytest.raises(ProviderError) as failed:
        done += coming
    assert failed.value.message == f"The cluster at {own.address} has no worker left."
    assert f"dask worker {own.address}" in failed.value.hint
    assert "--continue" in failed.value.hint
    ran = interview("batch", "run", rows, "--offline", "--cluster", own.address, "--continue")
    assert (ran.code, ran.out.count("\n")) == (2, len(done)), "without workers from the start nothing waits"
    assert f"error: The cluster at {own.address} has no workers." in ran.err
    assert f"hint: Start some: dask worker {own.address}" in ran.err
    check_gone_on(interview, rows, done)


def test_workers_whose_memory_is_full_are_told_and_not_waited_for_for_ever(
    own: DaskCluster, rows: Path, interview: Interview, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster_shift, "_QUIET_SECONDS", 0.2)
    monkeypatch.setattr(cluster_shift, "DESERTED_SECONDS", 0.5)
    told: list[str] = []
    coming = held_on(own, rows, told.append)
    done = [next(coming)]
    own.fill_memory()
    with pytest.raises(ProviderError) as failed:
        done += coming
    assert "no worker but 1 that paused, as memory is full" in failed.value.message
    assert "Start some with more memory" in failed.value.hint
    assert len(told) == 1
    check_gone_on(interview, rows, done)


def test_a_cluster_that_is_lost_leaves_what_was_complete_to_go_on_with(
    own: DaskCluster, rows: Path, interview: Interview, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster_shift, "ANSWER_SECONDS", 0.5)
    coming = held_on(own, rows)
    done = [next(coming)]
    own.scheduler.kill()
    with pytest.raises(ProviderError) as failed:
        done += coming
    assert failed.value.message == f"The cluster at {own.address} was lost."
    assert "--continue" in failed.value.hint
    check_gone_on(interview, rows, done)


def check_gone_on(interview: Interview, rows: Path, done: list[RowResult]) -> None:
    """Go on here, and find what was done left as it was, and the rest done once."""
    ran = interview("batch", "run", rows, "--offline", "--jobs", "1", "--continue")
    assert ran.code == 0, ran.err
    results = [RowResult.model_validate_json(line) for line in ran.out.splitlines()]
    assert results[: len(done)] == done
    check_all_are_there_once(rows, results)
