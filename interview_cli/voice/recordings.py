"""The recordings of a session by their names: `t3-2.wav` is the second take of the answer to the turn t3."""

from __future__ import annotations

import re
from pathlib import Path

from interview_cli.voice.ports import VoiceError

_NAME = re.compile(r"(?P<turn>t\d+)-(?P<number>\d+)\.wav")


def recordings_of(folder: Path, turn_id: str) -> list[Path]:
    """The recordings of a turn's answer that are in a session's folder of recordings, in their order.

    Raises VoiceError where the folder can't be read.
    """
    try:
        there = list(folder.iterdir())
    except OSError as error:
        raise VoiceError(f"The recordings in {folder} can't be read: {error.strerror}.") from error
    numbered = (
        (int(found["number"]), path)
        for path in there
        if (found := _NAME.fullmatch(path.name)) and found["turn"] == turn_id
    )
    return [path for _, path in sorted(numbered)]


def next_recording(folder: Path, turn_id: str) -> Path:
    """Where the next recording of a turn's answer is to lie: after those that are there."""
    taken = [int(path.stem.rpartition("-")[2]) for path in recordings_of(folder, turn_id)]
    return folder / f"{turn_id}-{max(taken, default=0) + 1}.wav"
