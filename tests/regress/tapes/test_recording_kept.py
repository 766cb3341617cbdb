"""What was paid for stays on the recordings: killed at any moment, cut off, broken, or recorded on twice."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from interview_cli.llm.gateway import LiteLLMModel
from tests.cli.conftest import Interview
from tests.loopback import Behaviour, LoopbackServer
from tests.regress.suite_files import MODEL, QUESTION, suite_file
from tests.regress.tapes.taping import (
    KEY,
    TOPICS,
    Provider,
    killed_when_stalled,
    replies,
    started,
    tape,
)


@pytest.fixture(scope="module", autouse=True)
def _client() -> None:
    """Pays for the import of the client library once, before the forks."""
    asyncio.run(LiteLLMModel(MODEL, environ={}).warm_up())


# ---------------------------------------------------------------------- killed


def test_killed_in_the_middle_what_came_is_there_and_only_the_rest_is_asked_for(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    provider.began_anew(stalls_at=4)
    killed_when_stalled(started(tmp_path, "regress", "record", words, "--at-once", "1"), provider)
    assert [*replies(tape(words))] == [*TOPICS[:3]]
    assert KEY.encode() not in tape(words).read_bytes()
    missing = interview("regress", "run", words)
    assert (missing.code, missing.out) == (2, "")
    assert f"error: Case {TOPICS[3]}: The prompt rephrase was not recorded for it" in missing.err
    assert "(1 more case like it)" in missing.err

    provider.began_anew()
    assert interview("regress", "record", words).code == 0
    assert sorted(provider.asked) == sorted(TOPICS[3:])
    assert interview("regress", "run", words).code == 0
    whole = tape(words).read_bytes()
    assert interview("regress", "record", words).code == 0
    assert tape(words).read_bytes() == whole


def test_asking_anew_that_was_killed_keeps_the_old_replies_and_goes_on_with_the_rest(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    interview("regress", "record", words)
    provider.began_anew("But how about", stalls_at=3)
    killed_when_stalled(started(tmp_path, "regress", "record", words, "--fresh", "--at-once", "1"), provider)
    assert interview("regress", "run", words).code == 0
    replayed = interview("regress", "run", words)
    assert "old replies stand beside new ones" in replayed.err
    blessed = interview("regress", "bless", words)
    assert (blessed.code, "Go on with record --fresh, then bless." in blessed.err) == (2, True)
    provider.began_anew()
    mixed = interview("regress", "record", words, "--case", "r*")
    assert (mixed.code, provider.asked) == (0, [])
    assert "2 new replies are there, beside older ones. Record with --fresh" in mixed.err

    interview("regress", "record", words, "--fresh")
    assert len(provider.asked) == len(TOPICS) - 2
    provider.began_anew("Once more,", stalls_at=3)
    killed_when_stalled(started(tmp_path, "regress", "record", words, "--fresh", "--at-once", "1"), provider)
    provider.began_anew()
    went_on = interview("regress", "record", words, "--fresh", "--at-once", "1")
    assert (went_on.code, provider.asked) == (0, [*TOPICS[2:]])
    assert "Asking for everything anew was interrupted, and goes on: 2 new replies are there." in went_on.err
    assert replies(tape(words)) == {topic: [f"Once more, {topic}, ***?"] for topic in sorted(TOPICS)}
    provider.began_anew()
    assert interview("regress", "record", words, "--fresh").code == 0
    assert len(provider.asked) == len(TOPICS)


def test_asking_some_cases_anew_takes_up_nothing_that_was_begun_for_all(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    interview("regress", "record", words)
    provider.began_anew(stalls_at=3)
    killed_when_stalled(started(tmp_path, "regress", "record", words, "--fresh", "--at-once", "1"), provider)
    provider.began_anew()
    assert interview("regress", "record", words, "--fresh", "--case", "retries").code == 0
    assert provider.asked == ["retries"]


def test_asking_anew_in_which_a_provider_failed_asks_again_for_that_alone(
    interview: Interview, words: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview("regress", "record", words)

    def refuses(request: dict[str, Any], number: int) -> Behaviour:
        told = provider(request, number)
        return Behaviour(status=400, text="no") if provider.asked[-1] == "queues" else told

    with LoopbackServer(refuses) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        provider.began_anew("But how about")
        assert interview("regress", "record", words, "--fresh").code == 3
        provider.began_anew()
        assert interview("regress", "record", words, "--fresh").code == 3
        assert provider.asked == ["queues"]
    assert interview("regress", "run", words).code == 0


# ---------------------------------------------------------------------- cut off, broken, in the way


def test_a_last_line_that_was_cut_off_is_missing_and_alone_asked_for(
    interview: Interview, words: Path, provider: Provider
) -> None:
    interview("regress", "record", words)
    tape(words).write_bytes(tape(words).read_bytes()[:-40])
    for command in ("run", "bless"):
        ran = interview("regress", command, words)
        assert (ran.code, ran.out) == (2, "")
        assert "was not recorded for it" in ran.err
    provider.began_anew()
    mended = interview("regress", "record", words)
    assert (mended.code, provider.asked) == (0, ["retries"])
    assert f"note: {tape(words)}:6: no recording: it is no JSON" in mended.err
    assert interview("regress", "run", words).code == 0


def test_recording_leaves_broken_lines_out_and_asks_for_what_they_held(
    interview: Interview, words: Path, provider: Provider
) -> None:
    interview("regress", "record", words)
    lines = tape(words).read_bytes().split(b"\n")
    tape(words).write_bytes(b"\n".join([*lines[:2], b"<<<<<<< HEAD", lines[2][:30], *lines[3:]]))
    broken = tape(words).read_bytes()
    provider.began_anew()
    ran = interview("regress", "run", words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {tape(words)}:3: no recording" in ran.err
    assert "hint: Record what is missing: interview regress record" in ran.err
    assert (provider.asked, tape(words).read_bytes()) == ([], broken)
    anew = interview("regress", "record", words)
    assert (anew.code, len(provider.asked)) == (0, 1)
    assert f"note: {tape(words)}:3: no recording" in anew.err
    assert "The line is left out, with 1 more." in anew.err
    assert interview("regress", "run", words).code == 0


def test_recordings_of_another_suite_are_neither_replayed_nor_recorded_on(
    interview: Interview, words: Path, provider: Provider
) -> None:
    interview("regress", "record", words)
    tape(words).write_bytes(tape(words).read_bytes().replace(b'"suite":"words"', b'"suite":"others"', 1))
    foreign = tape(words).read_bytes()
    provider.began_anew()
    for command in ("run", "record"):
        ran = interview("regress", command, words)
        assert (ran.code, ran.out) == (2, "")
        assert "holds the recordings of others, not of words" in ran.err
    assert (provider.asked, tape(words).read_bytes()) == ([], foreign)


def test_a_place_that_no_recordings_can_be_written_to_is_told_before_anything_is_asked(
    interview: Interview, words: Path, provider: Provider
) -> None:
    tape(words).mkdir()
    taken = interview("regress", "record", words)
    assert (taken.code, provider.asked) == (5, [])
    assert f"Cannot save {tape(words)}: it is no file." in taken.err
    tape(words).rmdir()
    tape(words).symlink_to(words.parent / "gone" / "tape.jsonl")
    lost = interview("regress", "record", words)
    assert (lost.code, provider.asked) == (5, [])
    assert "no such file or directory" in lost.err


def test_a_second_recording_of_a_suite_is_refused_while_one_is_under_way(
    interview: Interview, words: Path, provider: Provider, tmp_path: Path
) -> None:
    provider.began_anew(stalls_at=2)
    first = started(tmp_path, "regress", "record", words, "--at-once", "1")
    assert provider.stalled.wait(30)
    second = interview("regress", "record", words)
    assert (second.code, len(provider.asked)) == (5, 2)
    assert f"The recordings {tape(words)} are being made by another process." in second.err
    first.kill()
    first.join()
    provider.began_anew()
    assert interview("regress", "record", words).code == 0
    assert len(provider.asked) == len(TOPICS) - 1


def test_recordings_and_baseline_may_be_read_by_whom_the_umask_lets(
    interview: Interview, words: Path, provider: Provider
) -> None:
    before = os.umask(0o027)
    try:
        interview("regress", "record", words)
        interview("regress", "bless", words)
        made = [tape(words), words.with_name("suite.baseline.json")]
        assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o640, 0o640]
        for path in made:
            path.chmod(0o664)
        interview("regress", "record", words, "--fresh")
        interview("regress", "bless", words)
        assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o664, 0o664]
    finally:
        os.umask(before)


# ---------------------------------------------------------------------- asked in another way


def test_more_samples_than_were_recorded_are_all_asked_for_alike(
    interview: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[float] = []
    answer = "I would lock the row, read the amount, write the charge, and then commit it all."

    def judge(request: dict[str, Any], number: int) -> Behaviour:
        sent.append(request["temperature"])
        quote = " ".join(answer.split()[:4])
        points = [{"number": place, "quote": quote, "made": False} for place in (1, 2)]
        told = {"quotes": [quote], "reason": "So.", "level": 3, "next_level": "More.", "points": points}
        return Behaviour(text=json.dumps(told))

    def suite(samples: int) -> Path:
        fields = {"id": "judge", "name": "The judge", "target": "judge", "models": [MODEL]}
        cases = [{"id": "lock", "question": QUESTION, "answer": answer}]
        checks = [{"check": "score_band", "low": 0, "high": 5}]
        return suite_file(tmp_path, {**fields, "samples": samples, "cases": cases, "checks": checks})

    with LoopbackServer(judge) as server:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        assert interview("regress", "record", suite(1)).code == 0
        once = len(sent)
        assert set(sent) == {0.0}
        ran = interview("regress", "run", suite(3))
        assert (ran.code, ran.out) == (2, "")
        assert "was recorded at temperature 0 and is now asked at temperature 0.7" in ran.err
        sent.clear()
        assert interview("regress", "record", suite(3)).code == 0
    assert sent == [0.7] * 3 * once
    assert interview("regress", "run", suite(3)).code == 0
    assert "is now asked at temperature 0." in interview("regress", "run", suite(1)).err
