"""Worker processes: what one task does to its process is no other task's harm."""

from __future__ import annotations

import multiprocessing
import os
import signal
from itertools import count
from pathlib import Path

from interview_cli.batch.pool import WorkerDied, work_off
from tests.batch import tasks


def test_every_task_is_done_once_by_processes_of_their_own():
    came = dict(work_off(range(12), tasks.double, 2))
    assert came == {number: number * 2 for number in range(12)}
    pids = {pid for _, pid in work_off(range(8), tasks.pid_of, 2)}
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= 2


def test_without_tasks_nothing_is_begun():
    assert list(work_off([], tasks.double, 2)) == []
    assert multiprocessing.active_children() == []


def test_a_task_that_kills_its_worker_takes_no_other_with_it():
    came = list(work_off(range(8), tasks.double_or_die, 2))
    assert sorted(number for number, _ in came) == list(range(8)), "each comes back once"
    found = dict(came)
    assert isinstance(found.pop(3), WorkerDied)
    assert found == {number: number * 2 for number in range(8) if number != 3}


def test_where_every_task_kills_its_worker_all_are_told_and_it_ends():
    came = list(work_off("abc", tasks.die, 2))
    assert sorted(task for task, _ in came) == ["a", "b", "c"]
    assert all(isinstance(result, WorkerDied) for _, result in came)


def test_a_task_whose_worker_was_killed_from_outside_is_done_again(tmp_path):
    assert dict(work_off([str(tmp_path / "mark")], tasks.die_once, 2)) == {
        str(tmp_path / "mark"): "done again"
    }


def test_an_exception_in_a_task_is_that_task_s_result():
    came = dict(work_off(range(4), tasks.refuse_odd, 2))
    assert (came[0], came[2]) == (0, 2)
    assert [(type(came[odd]), str(came[odd])) for odd in (1, 3)] == [
        (ValueError, "1 is odd"),
        (ValueError, "3 is odd"),
    ]


def test_a_result_that_can_t_be_sent_back_is_told_as_that_task_s():
    [(task, came)] = work_off(["a"], tasks.unsendable, 1)
    assert task == "a"
    assert isinstance(came, Exception)
    assert not isinstance(came, WorkerDied)


def test_an_exception_that_can_t_be_built_again_is_told_all_the_same():
    [(task, came)] = work_off(["a"], tasks.refuse_in_two_words, 1)
    assert task == "a"
    assert isinstance(came, Exception)
    assert not isinstance(came, WorkerDied)


def test_a_worker_killed_while_it_sends_a_large_result_keeps_nobody_waiting(tmp_path):
    marks = [str(tmp_path / f"{number}") for number in range(5)]
    working = work_off(marks, tasks.large, 1)
    done = dict([next(working)])
    for mark in marks[1:3]:
        while not Path(mark).exists():
            assert multiprocessing.active_children()
        # What was begun is on its way, and nobody reads it now.
        [worker] = multiprocessing.active_children()
        worker.kill()
        done |= [next(working)]
    done |= working
    assert [len(done[mark]) for mark in marks] == [5_000_000] * 5


def test_closed_early_it_waits_for_no_task_that_is_under_way():
    working = work_off([0.0, 3600.0], tasks.rest, 1)
    assert next(working) == (0.0, None)
    working.close()
    assert multiprocessing.active_children() == []


def test_closed_early_it_takes_no_more_tasks_and_leaves_no_process_behind():
    taken = []
    source = (taken.append(number) or number for number in count())
    working = work_off(source, tasks.double, 2)
    number, doubled = next(working)
    assert doubled == number * 2
    assert multiprocessing.active_children()
    working.close()
    assert multiprocessing.active_children() == []
    assert len(taken) <= 8, "an endless source is read only as far as there are workers for it"


def test_tasks_that_are_alike_go_to_one_worker_while_there_are_others_for_the_rest():
    named = ["a1", "a2", "a3", "b1", "b2", "b3"]
    done_by = dict(work_off(named, tasks.pid_of, 2, alike=lambda name: name[0]))
    assert set(done_by) == set(named)
    assert done_by["a1"] == done_by["a2"] != done_by["b1"] == done_by["b2"]
    alone = dict(work_off(["a1", "a2", "a3", "a4"], tasks.pid_of, 2, alike=lambda name: name[0]))
    assert alone["a1"] != alone["a2"], "no worker is idle for it"


def test_workers_leave_ctrl_c_to_the_one_who_began_them():
    before = signal.getsignal(signal.SIGINT)
    assert [came for _, came in work_off("ab", tasks.interrupts, 2)] == [(True, True)] * 2
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
