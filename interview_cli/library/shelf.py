"""All roles, question banks and prompts there are: the user's own first, then the bundled ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from interview_cli.errors import ContentError, UsageError
from interview_cli.library.bank import Bank
from interview_cli.library.company import CompanyPack
from interview_cli.library.head import Head, head_of
from interview_cli.library.prompt import Prompt, load_prompt
from interview_cli.library.role import Question, QuestionBank, Role
from interview_cli.library.yaml_file import (
    Location,
    compose,
    line_of,
    load,
    read_text,
)

SHARED, COMPANIES = "shared", "companies"

_COMPARE = "Compare with: interview roles show backend_engineer --yaml"
_COMPARE_COMPANY = "Compare with: interview roles companies start-up --yaml"


class Library:
    """Finds and loads content in the given folders; in each, the first folder that has it wins."""

    def __init__(self, role_folders: Sequence[Path], prompt_folders: Sequence[Path]) -> None:
        self.role_folders = list(role_folders)
        self.prompt_folders = list(prompt_folders)

    def role_paths(self) -> dict[str, Path]:
        """Role id to file, sorted by id."""
        return _by_stem(self.role_folders, "*.yaml")

    def bank_paths(self) -> dict[str, Path]:
        """Id of a shared bank to file, sorted by id."""
        return _by_stem([folder / SHARED for folder in self.role_folders], "*.yaml")

    def company_paths(self) -> dict[str, Path]:
        """Id of a company pack to file, sorted by id."""
        return _by_stem([folder / COMPANIES for folder in self.role_folders], "*.yaml")

    def prompt_paths(self) -> dict[str, Path]:
        """Prompt id to file, sorted by id."""
        return _by_stem(self.prompt_folders, "*.md")

    def role_heads(self, left_out: list[Path] | None = None) -> dict[str, Head]:
        """What every role says of itself, by id; a file that cannot be read goes to those `left_out`."""
        return _heads(self.role_paths(), left_out)

    def company_heads(self, left_out: list[Path] | None = None) -> dict[str, Head]:
        """What every company pack says of itself, by id; one that cannot be read goes to those `left_out`."""
        return _heads(self.company_paths(), left_out)

    def role(self, role_id: str) -> Role:
        """A role. Raises UsageError that names the nearest one when there is none of that id."""
        path = _find("role", role_id, self.role_paths(), "interview roles list")
        role = load(path, Role, _COMPARE)
        if role.id != path.stem:
            raise UsageError(f"{path}:1: id {role.id} differs from the file's name.", "Make them the same.")
        return role

    def shared_banks(self) -> tuple[QuestionBank, ...]:
        """The question banks that every role can draw on."""
        return tuple(load(path, QuestionBank, _COMPARE) for path in self.bank_paths().values())

    def company(self, company_id: str) -> CompanyPack:
        """A company pack. Raises UsageError that names the nearest one when there is none of that id."""
        path = _find("company pack", company_id, self.company_paths(), "interview roles companies")
        pack = load(path, CompanyPack, _COMPARE_COMPANY)
        if pack.id != path.stem:
            raise UsageError(f"{path}:1: id {pack.id} differs from the file's name.", "Make them the same.")
        return pack

    def bank(self, role_id: str, company_id: str = "") -> Bank:
        """A role's questions together with the shared ones, and a company's where one is named."""
        company = self.company(company_id) if company_id else None
        return Bank(self.role(role_id), self.shared_banks(), company)

    def question(self, question_id: str) -> Question:
        """A question of any role, shared bank or company, reading no more files than name it.

        Raises UsageError when there is none of that id.
        """
        for path in self.content_paths():
            if question_id in read_text(path):
                for question in load(path, _model_of(path), _COMPARE).questions:
                    if question.id == question_id:
                        return question
        near = get_close_matches(question_id, self.question_ids(), n=1, cutoff=_NEAR)
        raise UsageError(
            f"There is no question {question_id!r}.",
            f"{f'Did you mean {near[0]}? ' if near else ''}See them with: interview roles show ROLE",
        )

    def question_ids(self) -> set[str]:
        """The ids of all questions there are; files that cannot be read are left out."""
        return set(_question_homes(self.content_paths()))

    def content_paths(self) -> list[Path]:
        """The files of all roles, shared banks and company packs."""
        return [
            *self.role_paths().values(),
            *self.bank_paths().values(),
            *self.company_paths().values(),
        ]

    def prompt(self, prompt_id: str) -> Prompt:
        """A prompt. Raises UsageError that names the nearest one when there is none of that id."""
        return load_prompt(_find("prompt", prompt_id, self.prompt_paths(), "interview prompts list"))

    def check_roles(self, rubric_criteria: Collection[str], paths: Sequence[Path] | None = None) -> list[str]:
        """Everything wrong with the given files (default: `content_paths`), as `file:line: ...`.

        `rubric_criteria` are the ids a question may name besides its role's own criteria. Question
        ids must also differ from those of all other files here; a file that takes another's place,
        having its name, may keep that one's ids.
        """
        present = self.content_paths()
        checked = present if paths is None else paths
        replaced = {_place(path) for path in checked}
        homes = _question_homes([path for path in present if _place(path) not in replaced])
        findings: list[str] = []
        for path in checked:
            try:
                text = read_text(path)
                content = load(path, _model_of(path), _COMPARE)
            except UsageError as error:
                findings += findings_of(error)
                continue
            root = compose(text)
            for location, problem in _loose_ends(content, path, rubric_criteria):
                findings.append(f"{path}:{line_of(root, location)}: {problem}")
            for number, question in enumerate(content.questions):
                if homes.setdefault(question.id, path) != path:
                    line = line_of(root, ("questions", number, "id"))
                    findings.append(f"{path}:{line}: question {question.id} is also in {homes[question.id]}")
        return findings

    def check_prompts(self, paths: Sequence[Path] | None = None) -> list[str]:
        """Everything wrong with the given prompt files (default: all), as `file:line: ...`.

        A prompt that takes a bundled one's place must use the same variables, as they are what it is given.
        """
        findings: list[str] = []
        for path in paths if paths is not None else self.prompt_paths().values():
            try:
                prompt = load_prompt(path)
            except UsageError as error:
                findings += findings_of(error)
                continue
            bundled = self.prompt_folders[-1] / path.name
            if bundled.is_file() and not bundled.samefile(path):
                given, own = load_prompt(bundled).about.variables, prompt.about.variables
                if set(own) != set(given):
                    findings.append(
                        f"{path}:1: variables must be those of the bundled prompt: {', '.join(given)}"
                    )
        return findings


def _heads(paths: dict[str, Path], left_out: list[Path] | None) -> dict[str, Head]:
    heads = {}
    for name, path in paths.items():
        try:
            heads[name] = head_of(path)
        except UsageError:
            # `roles check` says what is wrong with it, and so does choosing it.
            if left_out is not None:
                left_out.append(path)
    return heads


def findings_of(error: UsageError) -> tuple[str, ...]:
    """What an error says, finding by finding."""
    return error.findings if isinstance(error, ContentError) else (error.message,)


def _loose_ends(
    content: QuestionBank, path: Path, rubric_criteria: Collection[str]
) -> Iterator[tuple[Location, str]]:
    """What the format allows but no interview can use, and where it stands in the document."""
    if content.id != path.stem:
        yield ("id",), f"id {content.id} differs from the file's name"
    criteria = content.criteria if isinstance(content, Role) else ()
    own = {criterion.id for criterion in criteria}
    for number, criterion in enumerate(criteria):
        if criterion.id in rubric_criteria:
            problem = f"criterion {criterion.id} has the id of one of the rubric's, which would be used"
            yield ("criteria", number, "id"), problem
    for number, question in enumerate(content.questions):
        for unknown in sorted(set(question.criteria) - own - set(rubric_criteria)):
            place = ("questions", number, "criteria")
            yield place, f"{question.id}: criterion {unknown} is neither the rubric's nor the role's"
    if isinstance(content, Role):
        used = {tag for question in content.questions for tag in question.tags}
        for number, tag in enumerate(content.focus):
            if tag not in used:
                yield ("focus", number), f"focus {tag}: no question carries it"


def _model_of(path: Path) -> type[QuestionBank]:
    folders: dict[str, type[QuestionBank]] = {SHARED: QuestionBank, COMPANIES: CompanyPack}
    return folders.get(path.absolute().parent.name, Role)


def _place(path: Path) -> tuple[type[QuestionBank], str]:
    """The place a file has among all: two files of one place are alternatives."""
    return _model_of(path), path.stem


def _question_homes(paths: Sequence[Path]) -> dict[str, Path]:
    """Question id to file; a file that cannot be read is reported when it is checked itself."""
    homes: dict[str, Path] = {}
    for path in paths:
        try:
            content = load(path, _model_of(path), _COMPARE)
        except UsageError:
            continue
        homes |= {question.id: path for question in content.questions}
    return homes


def _by_stem(folders: Sequence[Path], pattern: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(pattern)) if folder.is_dir() else []:
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


# How alike two names are (0-1) of which one may be meant by the other.
_NEAR = 0.65


def _find(what: str, wanted: str, paths: dict[str, Path], list_command: str) -> Path:
    if wanted in paths:
        return paths[wanted]
    plain = wanted.lower().replace("-", "_").replace(" ", "_")
    # A part of a name ("sre") is near it, too, when it is a whole word there.
    part = [name for name in paths if plain and f"_{plain}_" in f"_{name}_".replace("-", "_")]
    near = part if len(part) == 1 else get_close_matches(plain, paths, n=1, cutoff=_NEAR)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(f"There is no {what} {wanted!r}.", f"{hint}All of them: {list_command}")
