"""Who a simulated candidate is: for a model that plays the part, and for answers without one."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from interview_cli.errors import UsageError
from interview_cli.library.role import Document, Identifier
from interview_cli.library.yaml_file import load

FOLDER = Path(__file__).with_name("personas")
_HINT = "Compare with the bundled personas, such as interview_cli/candidate/personas/medium.yaml."

Line = Annotated[str, Field(min_length=1, max_length=2000)]


class Manner(Document):
    """How one kind of question is answered without a model.

    `share` is how much of the sample answer is said (0-1 of its sentences, from the first). What stands in
    `before` and `after` is said around it, and what stands in `instead` in its place, one after the other
    from question to question; an empty text in `instead` says nothing, `/skip` passes. `{topic}` stands for
    what the question is about.
    """

    share: Annotated[float, Field(ge=0, le=1)] = 0.0
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    instead: tuple[Annotated[str, Field(max_length=2000)], ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Manner:
        if not (self.share or self.before or self.after or self.instead):
            raise ValueError("says nothing: give share, before, after or instead")
        return self


class SimulatedPersona(Document):
    """A simulated candidate.

    `quality` places its answers among weak, medium and strong ones, None for those that test the
    interviewer's manners. `about` tells a model how to play it. `words_per_minute` makes time of words.
    """

    schema_version: Literal[1] = 1
    id: Identifier
    name: Annotated[str, Field(min_length=3, max_length=80)]
    quality: Literal["weak", "medium", "strong"] | None = None
    about: Annotated[str, Field(min_length=20, max_length=3000)]
    words_per_minute: Annotated[int, Field(ge=60, le=240)] = 140
    main: Manner
    follow_up: Manner


def persona_ids() -> list[str]:
    """The ids of the bundled personas, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_persona(named: str, folder: Path | None = None) -> SimulatedPersona:
    """A bundled persona by its id, or one from a file (relative to `folder`).

    Raises UsageError that names the nearest one, or the line of what is wrong.
    """
    if named.endswith((".yaml", ".yml")):
        return load((folder or Path()) / named, SimulatedPersona, _HINT)
    known = persona_ids()
    if named not in known:
        near = get_close_matches(named, known, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"There is no persona {named!r}.",
            f"{hint}There are {', '.join(known)}, or the path of a YAML file.",
        )
    return load(FOLDER / f"{named}.yaml", SimulatedPersona, _HINT)
