"""A candidate's recordings become the blessed ones: all of it, or blessed again; and never another run's."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Interview
from tests.regress.tapes.taping import TOPICS, Provider, replies, started, tape


def results(suite: Path) -> str:
    """The blessed results as they stand in their file."""
    return suite.with_name(f"{suite.stem}.baseline.json").read_text("utf-8")


def _dies_at_step(number: int) -> Callable[[], None]:
    """Kills the process at its so manieth step that changes what is on disk."""
    steps = itertools.count(1)

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            if next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*given, **named)

        return step

    def before() -> None:
        os.fsync = counted(os.fsync)
        for name in ("replace", "unlink"):
            setattr(Path, name, counted(getattr(Path, name)))

    return before


def test_wherever_the_blessing_of_a_candidate_is_killed_blessing_it_again_mends_all(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    interview("regress", "record", words)
    interview("regress", "bless", words)
    provider.began_anew("But how about")
    interview("regress", "record", words, "--candidate")
    wanted = replies(tape(words, "candidate"))
    for number in itertools.count(1):
        suite = tmp_path / f"killed-{number}" / words.name
        shutil.copytree(words.parent, suite.parent)
        process = started(tmp_path, "regress", "bless", suite, "--candidate", before=_dies_at_step(number))
        process.join()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        assert replies(tape(suite, "candidate")) == wanted
        assert interview("regress", "bless", suite, "--candidate").code == 0
        assert replies(tape(suite)) == wanted
        assert not tape(suite, "candidate").exists()
        assert results(suite).count("But how about") == len(TOPICS)
    again = interview("regress", "run", suite)
    assert "Same: every output and score is the one it was." in again.out
    # A report, the results, the recordings, each written and put in place; then the candidate's are removed.
    assert number > 7


def test_a_run_is_blessed_with_the_recordings_that_it_was_made_of(
    interview: Interview, words: Path, provider: Provider
) -> None:
    interview("regress", "record", words)
    blessed = interview("regress", "run", words, "--json").json["id"]
    provider.began_anew("But how about")
    interview("regress", "record", words, "--candidate")
    changed = interview("regress", "run", words, "--candidate", "--json").json["id"]
    for run_id, flags, hint in ((changed, (), "add --candidate"), (blessed, ("--candidate",), "Leave out")):
        ran = interview("regress", "bless", words, "--run", run_id, *flags)
        assert (ran.code, ran.out) == (2, "")
        assert hint in ran.err
    assert tape(words, "candidate").exists()
    assert interview("regress", "bless", words, "--run", changed, "--candidate").code == 0
    assert not tape(words, "candidate").exists()
