"""Prompts: Markdown files with front matter, rendered strictly, untrusted text fenced."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from interview_cli.errors import UsageError
from interview_cli.library.yaml_file import compose, line_of, parse_yaml, read_text, validate

if TYPE_CHECKING:
    from jinja2 import Template

VERSION_LENGTH = 12

_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_SECTIONS = re.compile(r"\A\s*# System\n(?P<system>.*?)\n# User\n(?P<user>.*)\Z", re.DOTALL)
# Control codes, direction overrides and invisible tag characters can hide instructions from people.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_LIKE_A_MARK = re.compile(r"<(?=\s*/?\s*untrusted)", re.IGNORECASE)
# What an expression in a prompt may raise while it is worked out, beside Jinja2's own errors.
_RENDER_ERRORS = (
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    MemoryError,
    RecursionError,
)
_SHAPE = "Compare with: interview prompts show judge"

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class Parameters(BaseModel):
    """How the model samples: temperature (0-2), the longest reply in tokens, seconds to wait."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=100_000)] | None = None
    timeout: Annotated[float, Field(gt=0, le=600)] = 60.0


class FrontMatter(BaseModel):
    """What a prompt file says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name
    purpose: Annotated[str, Field(min_length=10, max_length=300)]
    variables: tuple[Name, ...] = ()
    untrusted: tuple[Name, ...] = ()
    parameters: Parameters = Parameters()
    output: Literal["json", "text"] = "json"

    @model_validator(mode="after")
    def _untrusted_are_variables(self) -> FrontMatter:
        if unknown := set(self.untrusted) - set(self.variables):
            raise ValueError(f"untrusted names no variable: {', '.join(sorted(unknown))}")
        return self


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt ready to send, with the version of the file and the variables it came from."""

    prompt_id: str
    version: str
    system: str
    user: str
    parameters: Parameters
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. `version` is the hash of its content: the same words, the same version."""

    about: FrontMatter
    system: str
    user: str
    version: str
    path: Path

    def check(self, values: Mapping[str, Any]) -> None:
        """Make sure that all variables are given. Raises UsageError with those missing and unknown."""
        missing = sorted(set(self.about.variables) - set(values))
        unknown = sorted(set(values) - set(self.about.variables))
        if missing or unknown:
            parts = [f"missing {', '.join(missing)}"] * bool(missing)
            parts += [f"unknown {', '.join(unknown)}"] * bool(unknown)
            raise UsageError(f"Prompt {self.about.id}: {'; '.join(parts)}.", f"See {self.path}.")

    def render(self, **values: Any) -> Rendered:
        """Fill in the variables; untrusted ones are fenced, empty ones stay empty to be tested by `if`.

        Raises UsageError that lists every variable that is missing, unknown or undefined in the text.
        """
        self.check(values)
        safe = {
            name: fence(name, str(value)) if name in self.about.untrusted and value != "" else value
            for name, value in values.items()
        }
        return Rendered(
            self.about.id,
            self.version,
            _render(self.system, safe, self.path),
            _render(self.user, safe, self.path),
            self.about.parameters,
            values,
        )


def fence(name: str, text: str) -> str:
    """Untrusted text between marks that it cannot forge.

    Whatever looks like a mark in it loses its bracket; the marks carry a hash of the text besides.
    """
    clean = _LIKE_A_MARK.sub("\u2039", _HIDDEN.sub("", text))
    mark = hashlib.sha256(clean.encode("utf-8", "replace")).hexdigest()[:8]
    return f'<untrusted name="{name}" mark="{mark}">\n{clean}\n</untrusted mark="{mark}">'


def load_prompt(path: Path) -> Prompt:
    """A prompt from its file. Raises UsageError with file and line of what is wrong."""
    return _parsed(read_text(path), path)


@lru_cache(maxsize=64)
def _parsed(text: str, path: Path) -> Prompt:
    """A text's prompt, kept because many interviews in one process use the same one."""
    parts = _FRONT_MATTER.match(text)
    if parts is None:
        raise UsageError(f"{path}:1: no front matter between two lines of ---.", _SHAPE)
    # The empty line keeps the line numbers of the file.
    head = "\n" + parts["head"]
    about = validate(parse_yaml(head, str(path)), FrontMatter, head, str(path), _SHAPE)
    sections = _SECTIONS.match(parts["body"])
    first_line = text[: parts.start("body")].count("\n") + 1
    if sections is None:
        raise UsageError(f"{path}:{first_line}: the body needs '# System' and then '# User'.", _SHAPE)
    root = compose(head)
    if about.id != path.stem:
        line = line_of(root, ("id",))
        raise UsageError(f"{path}:{line}: id {about.id} differs from the file's name.", _SHAPE)
    used: set[str] = set()
    for name in ("system", "user"):
        line = first_line + parts["body"][: sections.start(name)].count("\n")
        used |= _variables(sections[name], path, line)
    if problem := _mismatch(used, set(about.variables)):
        raise UsageError(f"{path}:{line_of(root, ('variables',))}: variables: {problem}.", _SHAPE)
    version = hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]
    return Prompt(about, sections["system"].strip(), sections["user"].strip(), version, path)


def _variables(body: str, path: Path, first_line: int) -> set[str]:
    """The variables that a section uses. Raises UsageError with the line of a syntax error."""
    from jinja2 import TemplateSyntaxError, meta
    from jinja2.sandbox import SandboxedEnvironment

    try:
        tree = SandboxedEnvironment().parse(body)
        used = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:
        line = first_line + error.lineno - 1
        raise UsageError(f"{path}:{line}: {error.message}", _SHAPE) from error
    except RecursionError as error:
        raise UsageError(f"{path}:{first_line}: nested too deeply.", _SHAPE) from error
    if any(meta.find_referenced_templates(tree)):
        raise UsageError(f"{path}:{first_line}: a prompt cannot include other files.", _SHAPE)
    return used


def _mismatch(used: set[str], declared: set[str]) -> str:
    undeclared, unused = ", ".join(sorted(used - declared)), ", ".join(sorted(declared - used))
    parts = [f"uses undeclared {undeclared}"] * bool(undeclared)
    parts += [f"declares unused {unused}"] * bool(unused)
    return "; ".join(parts)


@lru_cache(maxsize=64)
def _template(body: str) -> Template:
    """The compiled body: compiling takes ten times as long as rendering, and a judge renders often."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(body)


def _render(body: str, values: dict[str, Any], path: Path) -> str:
    from jinja2 import TemplateError

    try:
        return _template(body).render(values).strip()
    except (*_RENDER_ERRORS, TemplateError) as error:
        problem = " ".join(str(error).split()).rstrip(".")
        raise UsageError(
            f"{path}: cannot be rendered: {problem}.", "Check the prompt's expressions and variables."
        ) from error
