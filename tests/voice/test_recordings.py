"""The recordings of an answer among those of its session."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.interview.spoken import doubts_of
from interview_cli.voice.ports import VoiceError
from interview_cli.voice.recordings import next_recording, recordings_of
from tests.voice.fake_voice import take


def test_the_next_one_comes_after_all_that_are_there(tmp_path: Path) -> None:
    assert next_recording(tmp_path, "t1").name == "t1-1.wav"
    for name in ("t1-2.wav", "t1-10.wav", "t11-12.wav", "t1-x.wav", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in recordings_of(tmp_path, "t1")] == ["t1-2.wav", "t1-10.wav"]
    assert next_recording(tmp_path, "t1").name == "t1-11.wav"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "recordings").touch()
    for place in (tmp_path / "recordings", tmp_path / "gone"):
        with pytest.raises(VoiceError, match="can't be read"):
            next_recording(place, "t1")


def test_a_part_that_is_not_written_down_is_a_gap_in_what_the_others_gave() -> None:
    missing = take("").model_copy(update={"transcript": None, "problem": "Nobody waited."})
    assert doubts_of([missing]) == []
    assert doubts_of([take("I used a lock.")]) == []
    assert "not written down" in doubts_of([missing, take("I used a lock.")])[0]
