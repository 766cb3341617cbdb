"""What the microphone is doing, in words beside colour: ready, recording with its level, writing down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from textual.content import Content
from textual.widgets import Static

from interview_cli.report.wording import one_line
from interview_cli.tui.clock import minutes
from interview_cli.voice.ports import Look

Stage = Literal["off", "opening", "ready", "speaking", "recording", "writing", "look"]

# The meter begins at the level of a quiet room.
_QUIET_DBFS, _CELLS = -60.0, 12
_FULL, _PARTS = "█", " ▏▎▍▌▋▊▉"
# So much of what was understood fits beside the answer.
_TAIL = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """What the strip shows: the stage, a sentence for it, and how a recording stands."""

    stage: Stage
    says: str = ""
    look: Look = field(default_factory=Look)
    seconds: int = 0


class VoiceStrip(Static):
    """A few lines below the answer: state and meter, what was understood so far, a warning or tip."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._shown: Shown | None = None

    def show(self, shown: Shown) -> None:
        """Show it, if it is something new."""
        if shown == self._shown:
            return
        self._shown = shown
        self.display = shown.stage != "off" or bool(shown.says)
        self.set_class(shown.stage == "recording", "-recording")
        self.update(Content("\n").join(self._lines(shown)))

    def _lines(self, shown: Shown) -> list[Content]:
        match shown.stage:
            case "recording":
                return _recording(shown)
            case "writing":
                waited = f" {shown.seconds} s" if shown.seconds else ""
                lines = [
                    Content.assemble(
                        ("◌ ", "$accent"), f"Writing down what you said...{waited}  {shown.says}"
                    )
                ]
                return [*lines, *_understood(shown.look.text)]
            case "look":
                return [Content.assemble(("! ", "$warning"), (one_line(shown.says), "$warning"))]
            case "off":
                return [Content.assemble(("✗ ", "$warning"), one_line(shown.says))]
            case _:
                mark = "♪ " if shown.stage == "speaking" else "○ "
                return [Content.assemble((mark, "$secondary"), one_line(shown.says))]


def _recording(shown: Shown) -> list[Content]:
    look = shown.look
    head = Content.assemble(
        ("● REC ", "bold $error"),
        f"{minutes(look.seconds)}  ",
        (meter(look.level), "$success"),
        f"  {shown.says}",
    )
    lines = [head, *_understood(look.text)]
    if look.warning:
        lines.append(Content.assemble(("! ", "$warning"), (one_line(look.warning), "$warning")))
    elif look.tip:
        lines.append(Content.styled(one_line(look.tip), "$secondary italic"))
    return lines


def _understood(text: str) -> list[Content]:
    said = one_line(text)
    return [Content(said if len(said) <= _TAIL else f"...{said[-_TAIL:]}")] if said else []


def meter(level: float) -> str:
    """A level in dBFS as a bar of twelve cells, from a quiet room to full scale."""
    share = min(1.0, max(0.0, 1 - level / _QUIET_DBFS))
    eighths = round(share * _CELLS * 8)
    whole, part = divmod(eighths, 8)
    bar = _FULL * whole + (_PARTS[part] if part else "")
    return f"▕{bar:<{_CELLS}}▏"
