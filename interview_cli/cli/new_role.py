"""Writing a role of one's own: from options, step by step, or with a model's help."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview_cli.cli import console
from interview_cli.cli.asking import ask, checked
from interview_cli.cli.role_questions import ask_questions, given_questions, seniorities
from interview_cli.errors import UsageError
from interview_cli.interview.role_draft import draft_questions, identifier, sorted_out
from interview_cli.library.role import Role
from interview_cli.library.role_text import role_yaml
from interview_cli.library.yaml_file import load, parse_yaml, read_text
from interview_cli.store.files import make_private_folder, plain_errors, write_bytes

if TYPE_CHECKING:
    from interview_cli.library.prompt import Prompt
    from interview_cli.library.shelf import Library
    from interview_cli.llm.port import ModelPort
    from interview_cli.wiring import Home

# A balance for most jobs; the person sees it in the file and can change it.
_WEIGHTS = {
    "technical": 0.4,
    "problem_solving": 0.2,
    "communication": 0.2,
    "behavioral": 0.15,
    "confidence": 0.05,
}
_OPTIONS = "What is asked for can be given by options: interview roles new --help"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the options of `roles new` give; what is empty is asked for.

    `level` are seniorities with commas between, None when not given; `questions` is a YAML file of
    questions; `model` drafts `count` of them.
    """

    role_id: str = ""
    name: str = ""
    summary: str = ""
    level: str | None = None
    questions: Path | None = None
    model: str = ""
    count: int = 6
    force: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A role that was written: its file, itself, and why drafted questions were dropped."""

    path: Path
    role: Role
    dropped: list[str]


@dataclass
class Draft:
    """A role in the making, and the file that keeps what there is of it: `<id>.yaml.draft`."""

    target: Path
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where the draft lies, beside the role file it will become."""
        return self.target.with_name(f"{self.target.name}.draft")

    def keep(self) -> None:
        """Save the draft as it is. Raises StorageError."""
        make_private_folder(self.path.parent)
        write_bytes(self.path, role_yaml(self.values).encode())

    def finish(self) -> Role:
        """Make the draft the role file. Raises UsageError with the draft's line when it is not valid."""
        self.keep()
        role = load(self.path, Role)
        with plain_errors("save", self.target):
            self.path.replace(self.target)
        return role


def write_role(home: Home, folder: Path, wishes: Wishes) -> Written:
    """Write a role file into a folder.

    Raises UsageError for what cannot be taken, ModelError, StorageError. What was typed until then,
    or until an interruption, stays in the draft, and a message says where.
    """
    from interview_cli.wiring import open_library

    model = _open_model(home, wishes.model) if wishes.model else None
    library = open_library(home)
    try:
        name = _given_or_asked("name", "Name of the job", wishes.name)
        wanted = wishes.role_id or identifier(name, "_")
        role_id = _given_or_asked("id", "Id (lower-case letters, digits and _)", wanted)
        given = _questions_of_file(library, wishes, role_id)
        draft = _open_draft(folder / f"{role_id}.yaml", force=wishes.force)
    except EOFError as error:
        raise UsageError("The input ended before the role had a name and an id.", _OPTIONS) from error
    try:
        dropped = _fill_in(draft, library, name, wishes, given, model)
        return Written(draft.target, draft.finish(), dropped)
    except EOFError as error:
        raise UsageError("The input ended before the role was complete.", _OPTIONS) from error
    finally:
        if draft.path.exists():
            console.say(f"What there is of the role is in {draft.path}")


def _questions_of_file(library: Library, wishes: Wishes, role_id: str) -> list[dict[str, Any]] | None:
    """The questions of `--questions`, checked before any draft is begun; None without that option."""
    if wishes.questions is None:
        return None
    level = seniorities(wishes.level or "")
    return given_questions(wishes.questions, role_id, level, library.question_ids())


def _fill_in(
    draft: Draft,
    library: Library,
    name: str,
    wishes: Wishes,
    given: list[dict[str, Any]] | None,
    model: ModelPort | None,
) -> list[str]:
    """Bring a draft to its end. The sentences returned say what was dropped of a model's questions."""
    role_id, values = draft.target.stem, draft.values
    values |= {"schema_version": 1, "id": role_id, "name": name}
    if wishes.summary or "summary" not in values:
        label = "What the person does, and what the interview looks at"
        values["summary"] = _given_or_asked("summary", label, wishes.summary)
    values.setdefault("weights", dict(_WEIGHTS))
    draft.keep()
    questions = values.setdefault("questions", [])
    if given is not None:
        questions += given
        return []
    taken = library.question_ids()
    if model is not None:
        prompt = library.prompt("role_draft")
        return _draft_questions(values, model, prompt, seniorities(wishes.level or ""), taken, wishes.count)
    label = "Seniority (entry, mid, senior; several with commas) [all]"
    level = ask(label, seniorities) if wishes.level is None else seniorities(wishes.level)
    ask_questions(questions, role_id, level, taken, draft.keep)
    return []


def _draft_questions(
    values: dict[str, Any], model: ModelPort, prompt: Prompt, level: list[str], taken: set[str], count: int
) -> list[str]:
    """Add a model's questions to a role. Raises ModelError, also when none of them can be used."""
    from interview_cli.llm.port import ModelError

    console.say(f"Asking {model.name} for {count} questions ...")
    drafted = asyncio.run(
        draft_questions(
            model, prompt, name=values["name"], summary=values["summary"], seniority=level, wanted=count
        )
    )
    kept, dropped = sorted_out(drafted, role_id=values["id"], seniority=level, taken=taken)
    if not kept:
        reasons = " ".join(dropped)
        raise ModelError(f"{model.name} gave no usable question. {reasons}".strip(), kind="unreadable")
    values["questions"] += kept
    values["focus"] = sorted({tag for question in values["questions"] for tag in question.get("tags", ())})
    return dropped


def _open_model(home: Home, name: str) -> ModelPort:
    from interview_cli.wiring import agree_to_models, choose_models, open_model, open_settings

    settings = open_settings(home)
    choice = choose_models([name], offline=False, settings=settings)
    agree_to_models(home, choice.models, "what you say of the role")
    return open_model(choice.models, settings, on_notice=console.say)


def _open_draft(target: Path, *, force: bool) -> Draft:
    """The draft for a new role file, with what an interrupted run left.

    Raises UsageError when the role file is there, or when no person is there to go on with a draft.
    """
    draft = Draft(target)
    if force:
        return draft
    if target.exists():
        raise UsageError(f"{target} is there already.", "Choose another --id, or replace it with --force.")
    if draft.path.exists():
        if not sys.stdin.isatty():
            raise UsageError(
                f"{draft.path} was left by an interrupted run.",
                "Go on with it in a terminal, or begin again with --force.",
            )
        found = parse_yaml(read_text(draft.path), str(draft.path))
        if not isinstance(found, dict) or not _holds_questions(found.setdefault("questions", [])):
            raise UsageError(f"{draft.path}:1: not a draft of a role.", "Begin again with --force.")
        draft.values = found
        console.say(f"Going on with {draft.path}")
    return draft


def _holds_questions(found: Any) -> bool:
    """Whether a draft's questions can be gone on with; a person may have edited them."""
    return isinstance(found, list) and all(
        isinstance(question, dict) and isinstance(question.get("key_points", []), list) for question in found
    )


def _given_or_asked(field_name: str, label: str, given: str) -> str:
    """A field of a role, from its option or asked for. Raises UsageError, EOFError."""
    if not given:
        return ask(label, lambda line: checked(Role, field_name, line))
    try:
        return checked(Role, field_name, given.strip())
    except UsageError as error:
        raise UsageError(f"--{field_name}: {error.message}") from error
