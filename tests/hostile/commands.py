"""The commands that each kind of input goes through, and the files that they write.

A new kind of input is a function here, an entry in `COMMANDS`, and cases of that kind in the corpus.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.case import Case, Kind
from tests.hostile.corpus import ROLE

Command = list[str]
_ANSWER = (
    "I moved it behind a queue, measured it before and after, and the delay fell from nine seconds to two."
)
_ONE = ["--questions", "1", "--max-follow-ups", "0", "--type", "technical"]
_OFFLINE = ["session", "start", "--offline"]


@dataclass(frozen=True)
class Given:
    """A case laid out at a path, and the folder that is its own."""

    case: Case
    path: Path
    folder: Path

    @property
    def homes(self) -> Command:
        """The global options that keep to the folder."""
        settings = self.folder / "settings" / "config.yaml"
        return ["--data-dir", str(self.folder / "data"), "--config", str(settings)]

    @property
    def answered(self) -> Command:
        """The option that answers the first question."""
        return ["--answers", self.written("answer.json", [_ANSWER])]

    def written(self, name: str, value: object) -> str:
        """The path of a file of the folder that holds this value."""
        path = self.folder / name
        path.write_text(json.dumps(value), "utf-8")
        return str(path)

    def after(self, *commands: Command) -> list[Command]:
        """The commands, and those that show and export what they made."""
        exports = (
            ["export", "last", "--format", form, "--output", str(self.folder / f"report.{form}")]
            for form in ("md", "html", "csv", "json")
        )
        shown = (["history", "show", "last"], ["history"], *exports)
        return [[*self.homes, *command] for command in (*commands, *shown)]

    def alone(self, *commands: Command) -> list[Command]:
        """The commands with the folder's own homes."""
        return [[*self.homes, *command] for command in commands]


def _resume(given: Given) -> list[Command]:
    views = (
        ["resume", "show"],
        ["resume", "show", "--json"],
        ["resume", "show", "--text"],
        ["resume", "list"],
    )
    return given.alone(["resume", "ingest", "--offline", "--", str(given.path)], *views)


def _job(given: Given) -> list[Command]:
    job = ["--job-description", str(given.path)]
    return given.after([*_OFFLINE, "--role", ROLE, *_ONE, *given.answered, *job])


def _answers(given: Given) -> list[Command]:
    return given.after([*_OFFLINE, "--role", ROLE, *_ONE, "--answers", str(given.path), "--show-sample"])


def _plan(given: Given) -> list[Command]:
    plan = str(given.path)
    return given.after(["plan", "show", plan], [*_OFFLINE, *given.answered, "--plan", plan])


def _role(given: Given) -> list[Command]:
    own = ["--roles", str(given.path.parent)]
    return given.after(
        ["roles", "check", str(given.path)],
        [*own, "roles", "show", "own"],
        [*own, *_OFFLINE, "--role", "own", *_ONE, *given.answered],
    )


def _prompt(given: Given) -> list[Command]:
    shown = ["--prompts", str(given.path.parent), "prompts", "show", "judge"]
    return given.alone(["prompts", "check", str(given.path)], shown)


def _settings(given: Given) -> list[Command]:
    own = ["--data-dir", str(given.folder / "data"), "--config", str(given.path)]
    start = [*_OFFLINE, *_ONE, *given.answered, "--role", ROLE]
    return [[*own, *command] for command in (["config", "show"], start, ["history"])]


def _batch(given: Given) -> list[Command]:
    return given.alone(["batch", "run", "--offline", "--jobs", "1", str(given.path)], ["history"])


def _persona(given: Given) -> list[Command]:
    rows = [{"id": "one", "role": ROLE, "questions": 1, "persona": str(given.path)}]
    return given.alone(["batch", "run", "--offline", "--jobs", "1", given.written("all.yaml", rows)])


def _suite(given: Given) -> list[Command]:
    page, results = (str(given.folder / name) for name in ("page.html", "results.xml"))
    return given.alone(["regress", "run", "--html", page, "--junit", results, str(given.path)])


def _named_by_a_suite(given: Given) -> list[Command]:
    """A suite that takes its cases, or its recordings, from the hostile file."""
    suite: dict[str, object] = {"id": "own", "name": "Own", "target": "resume"}
    suite["checks"] = [{"check": "regex", "name": "person", "path": "basics.name"}]
    if given.case.kind == "cases":
        suite |= {"models": ["offline"], "cases_from": [given.path.name]}
    else:
        one = {"id": "one", "text": "Jane Baker, engineer", "expect": {"person": "Jane"}}
        suite |= {"models": ["openai/test"], "cases": [one]}
    return given.alone(["regress", "run", given.written("suite.yaml", suite)])


def _rows(given: Given) -> list[Command]:
    return given.alone(["score", "--offline", str(given.path)])


def _session(given: Given) -> list[Command]:
    """The hostile file where a stored session lies."""
    place = given.folder / "data" / "sessions" / "abcdefgh"
    place.mkdir(parents=True)
    given.path.rename(place / "session.json")
    return given.after(["history", "show", "abcdefgh"])


def _imported(given: Given) -> list[Command]:
    """A file that is said to be an export, and a report that is to be verified and compared."""
    paper = ["export", "last", "--format", "pdf", "--output", str(given.folder / "report.pdf")]
    taken = [["history", "import", str(given.path)]]
    return given.after(*taken, *([paper] if given.case.must == "harmless" else []))


def _option(given: Given) -> list[Command]:
    return given.alone(list(given.case.arguments))


COMMANDS: dict[Kind, Callable[[Given], list[Command]]] = {
    "resume": _resume,
    "job": _job,
    "answers": _answers,
    "plan": _plan,
    "role": _role,
    "prompt": _prompt,
    "settings": _settings,
    "batch": _batch,
    "persona": _persona,
    "suite": _suite,
    "cases": _named_by_a_suite,
    "cassette": _named_by_a_suite,
    "rows": _rows,
    "session": _session,
    "imported": _imported,
    "option": _option,
}
# What the commands may write into the folder, to be looked at as well.
WRITTEN = ("report.md", "report.html", "report.csv", "report.json", "page.html", "results.xml")
