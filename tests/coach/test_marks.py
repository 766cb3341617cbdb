"""Marks for playback, and quiet tips while somebody speaks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from interview_cli.coach.marks import Mark, marks_of
from interview_cli.coach.speech import Pause, Sound, SpokenWord, Take, Transcript
from interview_cli.voice.measure.tips import AGAIN_SECONDS, SHOWN_SECONDS, TIPS, LiveTips

LEVEL = -20.0


def timed(text: str, per_second: float = 2.0, begin: float = 0.0) -> list[SpokenWord]:
    return [
        SpokenWord(text=f" {word}", start=begin + place / per_second, end=begin + (place + 0.8) / per_second)
        for place, word in enumerate(text.split())
    ]


def test_marks_are_fillers_and_long_pauses_in_their_order() -> None:
    words = timed("We had, um, a leak. You know, it, uh, grew.")
    pauses = [
        Pause(start=0, end=5, place="before"),
        Pause(start=0.9, end=3.0, place="inside"),
        Pause(start=2.2, end=4.3, place="between"),
        Pause(start=6, end=9.5, place="between"),
        Pause(start=10, end=13, place="unknown"),
        Pause(start=14, end=15, place="inside"),
    ]
    take = Take(
        file="t1-1.wav",
        seconds=20,
        transcript=Transcript(text="", by="x", words=words),
        sound=Sound(seconds=20, speech_seconds=8, pauses=pauses),
    )
    assert marks_of(take) == [
        Mark(0.9, "pause", "a pause of 2.1 s"),
        Mark(1.0, "filler", "um"),
        Mark(2.5, "filler", "you know"),
        Mark(4.0, "filler", "uh"),
        Mark(6, "pause", "a pause of 3.5 s"),
        Mark(10, "pause", "a pause of 3.0 s"),
    ]


def test_a_recording_of_which_nothing_is_known_has_no_marks() -> None:
    assert marks_of(Take(file="", seconds=3)) == []


def shown(tips: LiveTips, until: float, **known: object) -> list[tuple[float, str]]:
    """When a tip begins to show, looking four times a second."""
    begun: list[tuple[float, str]] = []
    before = ""
    for step in range(int(until * 4) + 1):
        now = tips.at(step / 4, level=LEVEL, **known)  # type: ignore[arg-type]
        if now and now != before:
            begun.append((step / 4, now))
        before = now
    return begun


def test_near_the_time_and_at_it_there_is_a_word_once_each() -> None:
    assert shown(LiveTips(120), 200) == [(105, TIPS["near"]), (120, TIPS["over"])]
    assert shown(LiveTips(0), 200) == []


def test_a_fast_stretch_is_told_of_and_a_good_pace_is_not() -> None:
    fast, good = timed("word " * 60, per_second=3.5), timed("word " * 60, per_second=2.4)
    assert LiveTips(120).at(18, level=LEVEL, words=fast) == TIPS["fast"]
    assert LiveTips(120).at(25, level=LEVEL, words=good) == ""
    # A burst of ten seconds is none.
    assert LiveTips(120).at(10, level=LEVEL, words=fast[:35]) == ""


def test_text_without_times_is_fast_where_there_is_too_much_of_it_for_the_time() -> None:
    assert LiveTips(120).at(20, level=LEVEL, text="word " * 70) == TIPS["fast"]
    assert LiveTips(120).at(20, level=LEVEL, text="word " * 50) == ""


@pytest.mark.parametrize("known", ["words", "text"])
def test_a_run_of_fillers_is_told_of_once_until_more_come(known: str) -> None:
    run = "So, um, it was, uh, a leak, um, in the cache."
    tips = LiveTips(600)

    def at(seconds: float, text: str) -> str:
        return tips.at(seconds, level=LEVEL, **{known: timed(text) if known == "words" else text})  # type: ignore[arg-type]

    assert at(8, run) == TIPS["fillers"]
    assert at(8 + SHOWN_SECONDS + 1, run) == ""
    assert at(9 + AGAIN_SECONDS, run) == ""
    calm = f"{run} {'The queue was full of old work. ' * 8}"
    assert at(60, calm) == ""
    assert at(70, f"{calm} And, um, we, uh, saw, um, that.") == TIPS["fillers"]


def test_a_soft_voice_is_asked_to_be_louder_and_silence_is_not() -> None:
    def over(levels: list[float]) -> str:
        tips, told = LiveTips(0), ""
        for step in range(40):
            told = told or tips.at(step / 4, level=levels[step % len(levels)])
        return told

    assert over([-47, -65, -50, -70]) == TIPS["soft"]
    assert over([-24, -60, -30, -65]) == ""
    assert over([-66, -70, -68]) == ""
    # The steady hum of a room is no soft voice.
    assert over([-50, -51, -49]) == ""


def test_no_tip_comes_twice_in_twenty_seconds_and_never_two_at_once() -> None:
    tips = LiveTips(60)
    begun: dict[str, list[float]] = {}
    before = ""
    for step in range(100 * 4):
        seconds = step / 4
        soft = (-48.0, -66.0)[step % 2]
        heard = timed("um, so, uh, like, um, word word " * 40, per_second=3.8)
        now = tips.at(seconds, level=soft, words=[word for word in heard if word.end <= seconds])
        assert now in ("", *TIPS.values())
        if now and now != before:
            begun.setdefault(now, []).append(seconds)
        before = now
    assert len(begun) == len(TIPS)
    for moments in begun.values():
        assert all(later - earlier >= AGAIN_SECONDS for earlier, later in pairwise(moments))


def test_in_another_language_only_time_and_level_are_told_of() -> None:
    tips = LiveTips(120, english=False)
    assert tips.at(20, level=LEVEL, words=timed("um, " * 80, per_second=4)) == ""
