"""What a person types: an answer of several lines, or a command that begins with a slash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

COMMANDS: dict[str, str] = {
    "skip": "go on without answering",
    "repeat": "show the question again",
    "rephrase": "ask in other words",
    "pause": "stop the clock; Enter starts it again",
    "clear": "drop what you typed of this answer",
    "end": "finish now, with feedback on what you answered",
    "quit": "stop here and keep everything; go on later with: interview session continue",
    "help": "show these commands",
}


class TimeOverError(Exception):
    """The time of a question is over and the answer is to be handed in as it stands.

    Raised into the reading of a line; `unfinished` is what was typed of that line.
    """

    def __init__(self, unfinished: str = "") -> None:
        super().__init__("time is over")
        self.unfinished = unfinished


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer's text, or the name of a command; `ended` says that no more input will come."""

    text: str = ""
    command: str = ""
    ended: bool = False


def read_answer(
    next_line: Callable[[], str],
    more_is_waiting: Callable[[], bool],
    already: str = "",
    keep: Callable[[str], None] | None = None,
) -> Typed:
    """Read lines up to an empty one, or up to the end of the input.

    `next_line` returns a line without its newline and raises EOFError at the end. An empty line
    inside pasted text does not end the answer: `more_is_waiting` tells that more is there at once.
    A first line `/word` is a command, and so is a later line that is nothing but a known one: the text
    typed so far comes with it. `//` begins an answer with a slash. `already` is text the answer
    begins with; `keep` is given the whole text after each of its lines.
    """
    lines: list[str] = [already] if already else []
    try:
        while True:
            line = next_line()
            if not lines and line.strip().startswith("/") and not line.strip().startswith("//"):
                return Typed(command=line.strip()[1:].split(" ")[0].lower())
            name = line.strip().removeprefix("/").lower()
            if line.strip() == f"/{name}" and name in COMMANDS and not more_is_waiting():
                return Typed(text="\n".join(lines).strip(), command=name)
            if line.strip():
                lines.append(line.replace("//", "/", 1) if not lines and line.startswith("//") else line)
                if keep is not None:
                    keep("\n".join(lines))
            elif lines and more_is_waiting():
                lines.append("")
            elif lines:
                return Typed(text="\n".join(lines).strip())
            else:
                return Typed()
    except TimeOverError as over:
        return Typed(text="\n".join([*lines, over.unfinished]).strip(), command="time")
    except EOFError:
        return Typed(text="\n".join(lines).strip(), ended=True)
