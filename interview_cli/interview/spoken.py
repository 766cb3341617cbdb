"""Answers spoken in one or several takes: their text, what is doubtful of it, and handing them in."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.coach.speech import Take
from interview_cli.interview.events import GiveAnswer
from interview_cli.interview.session import Turn
from interview_cli.scripts import is_unspaced

_ENDINGS = {
    "limit": "The longest time of a recording was reached.",
    "silence": "The recording ended, since nothing was said any more.",
    "lost": "The microphone went away. What was said until then is kept.",
    "no_sound": "The microphone gave no sound any more. What was said until then is kept.",
    "disk": "The disk is full. What was said until then is kept.",
}


def answer_of(text: str, takes: Sequence[Take], *, checked: bool) -> GiveAnswer:
    """An answer to hand in: its text as it was corrected, with the recordings it was spoken in.

    `checked` says that the person saw the text. Where nothing was understood of any recording it was typed
    after all. The time of a spoken answer is that of its recordings.
    """
    understood = any(take.transcript is not None and take.transcript.text.strip() for take in takes)
    return GiveAnswer(
        text.strip(),
        source="spoken" if understood else "typed",
        seconds=round(sum(take.seconds for take in takes), 1) if understood else None,
        takes=tuple(take.model_copy(update={"checked": checked}) for take in takes),
    )


def going_on(text: str, take: Take) -> str:
    """What a take adds to the text that is there: its words, parted from what stands before them."""
    said = take.transcript.text.strip() if take.transcript else ""
    parted = not text or not said or text[-1].isspace() or is_unspaced(said)
    return said if parted else f" {said}"


def ending(take: Take) -> str:
    """What ended a recording, where that was not the person; empty otherwise."""
    return _ENDINGS.get(take.ended, "")


def doubts_of(takes: Sequence[Take]) -> list[str]:
    """Why a person should look at the text before it is judged; each reason once.

    A take in which nothing was understood gave no text that could be doubted; but one that was not written
    down leaves a gap in what the others gave.
    """
    understood = [take.transcript for take in takes if take.transcript and take.transcript.text.strip()]
    found = [doubt for transcript in understood for doubt in transcript.doubts]
    if understood and any(take.transcript is None for take in takes):
        found.append("A part of what you said is not written down and not in this text.")
    return list(dict.fromkeys(found))


def drafted(turn: Turn, *, again: bool) -> list[Take]:
    """The takes that the draft of an answer comes from.

    Those that could not be written down are left out where that is tried `again`.
    """
    return [take for take in turn.draft_takes if take.transcript is not None or not again]
