"""Which engine writes down what is said, and why: `--transcriber auto|whisper|faster-whisper|MODEL`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from interview_cli.errors import UsageError
from interview_cli.llm.providers import Choice as Hosted
from interview_cli.llm.providers import check, detect_hearing, full_name
from interview_cli.voice.ports import Ability
from interview_cli.voice.transcribe.engine import EngineName
from interview_cli.voice.transcribe.weights import find, is_path, looked_for

AUTO = "auto"
# The faster one with the smaller memory comes first.
LOCAL: tuple[EngineName, ...] = ("faster-whisper", "whisper")
_MODULES = {"faster-whisper": "faster_whisper", "whisper": "whisper"}
assert set(LOCAL) == set(get_args(EngineName))


@dataclass(frozen=True, slots=True)
class Available:
    """What there is on this machine: engines that are installed, where each one's model lies, a model with a
    key (and which key), the size of model that is wanted, and why there can be none of that size."""

    installed: frozenset[str] = frozenset()
    weights: Mapping[str, Path] = field(default_factory=dict)
    hosted: str | None = None
    hosted_reason: str = ""
    size: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The transcribers to use, first choice first, none when nothing can; and why."""

    names: tuple[str, ...]
    reason: str


def available(size: str, folder: Path, environ: Mapping[str, str], *, offline: bool = False) -> Available:
    """Look what there is; imports no engine.

    With `offline` no model of a provider is looked for, as sound is not to leave the machine then.
    """
    hosted = (
        Hosted(None, "no provider is used, as --offline was given") if offline else detect_hearing(environ)
    )
    installed = frozenset(name for name in LOCAL if find_spec(_MODULES[name]) is not None)
    weights: dict[str, Path] = {}
    problem = ""
    for name in LOCAL:
        try:
            path = find(name, size, folder, environ=environ)
        except UsageError as error:
            problem = f"{error.message} {error.hint}"
            break
        if path is not None:
            weights[name] = path
    return Available(installed, weights, hosted.model, hosted.reason, size, problem)


def choose(wanted: str, there: Available, environ: Mapping[str, str], *, fall_back: bool = True) -> Choice:
    """The transcribers for `wanted`: `auto`, or names of engines and models with commas between them.

    What is named comes first, in its order, and the rest of what `auto` would take follows unless `fall_back`
    is off; but who names engines of this machine alone has no sound sent to a provider. An engine that is
    named but can't run here is skipped with its reason, or, when nothing else is left, raises UsageError; so
    does an unknown name or a missing key.
    """
    named = [name.strip() for name in wanted.split(",") if name.strip()]
    explicit = [name for name in named if name.lower() != AUTO]
    if not explicit:
        return _automatic(there)
    names: list[str] = []
    missing: list[str] = []
    for name in explicit:
        if name.lower() in _MODULES:
            engine = name.lower()
            if engine in there.installed and engine in there.weights:
                names.append(engine)
            else:
                missing.append(_missing(engine, there))
        else:
            names.append(_model(name, environ))
    stays_here = all(name.lower() in _MODULES for name in explicit)
    rest = [
        name
        for name in _automatic(there).names
        if fall_back and name not in names and not (stays_here and name == there.hosted)
    ]
    if not names and not rest:
        raise UsageError(missing[0], _advice(there))
    reason = " ".join([*missing, *([_named(names, rest)] if names else [f"{rest[0]} is used instead."])])
    return Choice((*names, *rest), reason)


def transcription_ability(there: Available, choice: Choice) -> Ability:
    """Whether what is said can be written down here, and with what or what is missing."""
    if choice.names:
        return Ability(True, f"{', then '.join(choice.names)}: {choice.reason}")
    return Ability(False, f"{choice.reason} {_advice(there)}")


def _automatic(there: Available) -> Choice:
    names: list[str] = [name for name in LOCAL if name in there.installed and name in there.weights]
    if there.hosted is not None:
        names.append(there.hosted)
    if not names:
        reasons = [_missing(name, there) for name in LOCAL]
        return Choice((), " ".join(dict.fromkeys([*reasons, _sentence(there.hosted_reason)])))
    if names[0] == there.hosted:
        ready = f"{there.hosted_reason}, and no local engine is ready."
        return Choice(tuple(names), f"{ready} {there.problem}".rstrip())
    return Choice(tuple(names), f"{names[0]} is installed, with its model at {there.weights[names[0]]}.")


def _named(names: Sequence[str], rest: Sequence[str]) -> str:
    then = [*names[1:], *rest]
    return f"you chose it; {' and '.join(then)} may take over." if then else "you chose it."


def _missing(engine: str, there: Available) -> str:
    """Why a local engine can't run."""
    if engine not in there.installed:
        return f"{engine} is not installed."
    if there.problem:
        return there.problem
    if is_path(there.size):
        return f"{engine} finds no {looked_for(engine)} at {there.size}."
    return f"{engine} has no {there.size} model on this machine."


def _advice(there: Available) -> str:
    """What to do about it, the shortest way first."""
    if there.installed and (there.problem or is_path(there.size)):
        return "Correct voice.model (or INTERVIEW_VOICE_MODEL): a size such as base, or where a model lies."
    if there.installed:
        engine = next(name for name in LOCAL if name in there.installed)
        return f"Install a model: interview voice install-model {there.size} --engine {engine}"
    return (
        "Install one: pip install 'interview-cli[faster-whisper]', then interview voice install-model; or set"
        " OPENAI_API_KEY or GROQ_API_KEY"
    )


def _model(name: str, environ: Mapping[str, str]) -> str:
    """The full name of a model that was named. Raises UsageError for an unknown one or a missing key."""
    try:
        model = full_name(name)
    except UsageError as error:
        raise UsageError(
            f"There is no transcriber {name!r}.",
            "Use auto, whisper, faster-whisper or a model such as openai/whisper-1.",
        ) from error
    check(model, environ)
    return model


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
