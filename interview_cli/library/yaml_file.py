"""YAML files checked against a pydantic model, with the file and line of whatever is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from interview_cli.errors import ContentError, UsageError
from interview_cli.inputs import open_input
from interview_cli.validation import field_name, in_words, problems_in

Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[int | str]

LARGEST_BYTES = 2_000_000
# Aliases can make a small file stand for a huge document; this many values is more than any file needs.
MOST_VALUES = 200_000
# Keys count too, so that a file is refused before much is made of it.
MOST_NODES = 250_000
# A role nests five deep; the C loader recurses and would crash the process at some tens of thousands.
DEEPEST = 100

# Parts parted by colons make numbers that Python refuses to write down, beyond 4300 digits.
_MOST_BITS = 14_000

# What PyYAML's constructors raise on `!!int ""`, `2024-13-45` and the like, beside its own errors.
_SCALAR_ERRORS = (ValueError, LookupError, AttributeError, ArithmeticError, TypeError)


# The C loader is ten times as fast; PyYAML builds without it exist.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader: bounds on depth and size, no merge keys, no key twice, a place in every error."""

    _depth = 0
    _nodes = 0

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        self._depth += 1
        self._nodes += 1
        if self._nodes > MOST_NODES:
            mark = current_node.start_mark if current_node else None
            problem = f"holds more than {MOST_NODES} keys and values"
            raise yaml.composer.ComposerError(None, None, problem, mark)
        if self._depth > DEEPEST:
            raise yaml.composer.ComposerError(None, None, "nested too deeply", current_node.start_mark)

    def ascend_resolver(self) -> None:
        self._depth -= 1

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            # Merged merge keys double with every level: thirty lines could stand for a billion values.
            if key.tag == "tag:yaml.org,2002:merge":
                raise _refused("merge keys (<<) are not supported", key)
            if isinstance(key, yaml.ScalarNode):
                # YAML's own way is to keep the last of two without a word, which would lose an answer.
                if (key.tag, key.value) in seen:
                    raise _refused(f"{key.value[:40]}: the key stands twice", key)
                seen.add((key.tag, key.value))

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
            if isinstance(value, int) and value.bit_length() > _MOST_BITS:
                raise ValueError("more digits than can be written down")
            return value
        except _SCALAR_ERRORS as error:
            problem = f"{str(node.value)[:40]!r} cannot be read as {node.tag.rpartition(':')[2]}"
            raise _refused(problem, node) from error


def _refused(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def read_text(path: Path) -> str:
    """The text of a YAML or prompt file. Raises UsageError when it is too large or unreadable."""
    try:
        with open_input(path) as file:
            data = file.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:
            raise UsageError(f"{path}:1: larger than 2 MB.", "Split it into several files.")
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}:1: {error.strerror or error}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: not UTF-8 text.", "Save the file as UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_yaml(text: str, source: str) -> Any:
    """The plain value of a YAML text. Raises UsageError with the line of a syntax error."""
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = _one_line(error.problem or "not YAML")
        raise UsageError(f"{source}:{line}: {problem}.", "Mend the YAML.") from error
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes.
        line = text.encode("utf-8", "replace")[: error.position].count(b"\n") + 1
        raise UsageError(f"{source}:{line}: {error.reason}.", "Mend the YAML.") from error
    except UnicodeEncodeError as error:
        raise UsageError(f"{source}:1: not UTF-8 text.", "Save the file as UTF-8.") from error
    if sum(1 for _ in islice(_values(value), MOST_VALUES + 1)) > MOST_VALUES:
        raise UsageError(f"{source}:1: stands for more than {MOST_VALUES} values.", "Write aliases out.")
    return value


def load(path: Path, model: type[Model], hint: str = "") -> Model:
    """A YAML file as a document of `model`.

    Raises UsageError that says `file:line: what is wrong`; as ContentError it carries all findings
    and the `hint`.
    """
    text = read_text(path)
    document: Model = _checked(text, str(path), model, hint)
    return document


@lru_cache(maxsize=64)
def _checked(text: str, source: str, model: type[BaseModel], hint: str) -> Any:
    """A text's document, kept because many interviews in one process use the same role."""
    return validate(parse_yaml(text, source), model, text, source, hint)


def validate(value: Any, model: type[Model], text: str, source: str, hint: str = "") -> Model:
    """A parsed value as a document of `model`; `text` is where line numbers are found.

    Raises ContentError.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        root = compose(text)
        findings = [
            f"{source}:{line_of(root, problem['loc'])}: "
            f"{field_name(problem) or 'document'}: {in_words(problem)}"
            for problem in problems_in(error, value)
        ]
        raise ContentError(findings, hint) from error


def compose(text: str) -> yaml.Node | None:
    """The nodes of a text that could be parsed, with their places in it."""
    root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return root


def line_of(root: yaml.Node | None, location: Location) -> int:
    """The line (from 1) of the deepest node on the way to a location, such as `("questions", 3, "id")`."""
    node = root
    line = node.start_mark.line if node else 0
    for part in location:
        if isinstance(node, yaml.MappingNode):
            match = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if match is None:
                break
            line, node = match[0].start_mark.line, match[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def _values(value: Any) -> Iterator[Any]:
    """All values inside a document, counted as often as they stand there."""
    stack = [value]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, dict):
            stack += current.values()
        elif isinstance(current, list | tuple):
            stack += current


def _one_line(text: str) -> str:
    return " ".join(text.split())
