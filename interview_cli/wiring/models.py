"""Which models are used, and the models themselves as the rest of the program meets them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interview_cli.errors import InterviewError, NotFoundError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from interview_cli.interview.session import CallRecord, Session
    from interview_cli.library.shelf import Library
    from interview_cli.llm.limits import Gates
    from interview_cli.llm.port import CallUsage, ModelPort
    from interview_cli.resume.ingest import ResumeModel
    from interview_cli.settings import Settings
    from interview_cli.wiring.home import Home


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The models that will be used, first choice first, empty for the offline coach; and why."""

    models: tuple[str, ...]
    reason: str


def choose_models(
    named: Sequence[str], *, offline: bool, settings: Settings, environ: Mapping[str, str] | None = None
) -> ModelChoice:
    """Which models to use, and why, in the order: flags, settings, a provider's key, Ollama, none.

    INTERVIEW_MODEL is part of the settings. A key that is kept is read now, which may ask for a passphrase,
    so that nothing has begun when it cannot be. Keys are looked for in `environ`, else in this process's
    environment. Raises UsageError for an unknown model or a missing key.
    """
    from interview_cli.llm.environment import process_environment
    from interview_cli.llm.ollama import ollama_models
    from interview_cli.llm.providers import check, detect, full_name, read_key

    keys = process_environment() if environ is None else environ
    if offline:
        unused = f", and goes before --model {' '.join(named)}" if named else ""
        return ModelChoice((), f"--offline was given{unused}")
    wanted, why = list(named), "named by --model"
    if not wanted and settings.model:
        wanted = [name.strip() for name in settings.model.split(",") if name.strip()]
        why = "set in INTERVIEW_MODEL" if os.environ.get("INTERVIEW_MODEL") else "set in the settings"
    if wanted == ["offline"]:
        return ModelChoice((), why)
    if wanted:
        names = tuple(full_name(name) for name in wanted)
        for name in names:
            check(name, keys)
            read_key(name, keys)
        return ModelChoice(names, why)
    found = detect(keys, ollama=lambda: ollama_models(keys))
    if found.model:
        read_key(found.model, keys)
    return ModelChoice((found.model,) if found.model else (), found.reason)


def as_on_worker(error: InterviewError) -> InterviewError:
    """An error as it is told of a worker, which has keys of its own unless some were sent along."""
    from interview_cli.llm.providers import MissingKey

    if isinstance(error, MissingKey):
        error.message = f"On a worker of the cluster, {error.message}"
        error.hint = "Set it where the workers run, or send yours along with --send-keys."
    return error


def check_language(language: str, choice: ModelChoice) -> None:
    """Raise UsageError for no language, and where the offline coach would have to judge one but English."""
    from interview_cli.coach.languages import is_english, language_name
    from interview_cli.interview.planning import require_language

    require_language(language)
    if not choice.models and not is_english(language):
        raise UsageError(
            f"The offline coach knows English only, not {language_name(language)}.",
            "Name a model with --model, or hold an interview in English: --language en.",
        )


def tell_choice(choice: ModelChoice, tell: Callable[[str], None]) -> None:
    """Say first of all who leads and judges, and why."""
    who = " then ".join(choice.models) if choice.models else "the offline coach (scores are estimates)"
    tell(f"model: {who}; {choice.reason}.")


def tell_samples(samples: int, choice: ModelChoice, asked: int | None, tell: Callable[[str], None]) -> None:
    """Say that judging takes several calls in place of each one, or that the offline coach makes none."""
    if samples > 1 and choice.models:
        tell(f"note: Each criterion is judged {samples} times; the median counts.")
    elif asked is not None and not choice.models:
        tell("note: --samples is for models; the offline coach judges alike every time.")


def open_model(
    models: Sequence[str],
    settings: Settings,
    *,
    on_notice: Callable[[str], None] | None = None,
    on_usage: Callable[[CallUsage], None] | None = None,
) -> ModelPort:
    """The chain of models behind one door, with retries; notices come as plain sentences.

    Where the settings want it so, no contact details are sent.
    """
    from interview_cli.llm.fallback import NO_MODEL_LEFT, FallbackModel, Notice
    from interview_cli.llm.gateway import LiteLLMModel
    from interview_cli.llm.usage import Metered

    def tell(notice: Notice) -> None:
        # What follows when the last model fails is told by the engine, which knows what it does then.
        if on_notice is not None and notice.wait is None and notice.next != NO_MODEL_LEFT:
            on_notice(f"{notice.happened.rstrip('.')}; {notice.next}.")

    chain: ModelPort = FallbackModel(
        [LiteLLMModel(name, timeout=settings.timeout or None) for name in models], on_notice=tell
    )
    if settings.redact:
        from interview_cli.llm.redacted import Redacted
        from interview_cli.resume.redaction import Redaction

        chain = Redacted(chain, Redaction())
    return Metered(chain, on_usage) if on_usage is not None else chain


# Where nobody waits for a single reply, a provider that limits the rate is asked again soon and often.
PATIENT_ATTEMPTS = 8
FIRST_PATIENT_BACKOFF = 0.25


def open_patient_chain(
    names: Sequence[str],
    settings: Settings,
    gates: Gates | None = None,
    environ: Mapping[str, str] | None = None,
) -> ModelPort:
    """Models for many calls at once: refused calls are tried again, and a single one is never set aside.

    `gates` keep to the limits of providers; keys come from `environ`, else from this process's environment.
    """
    from interview_cli.llm.fallback import COOLDOWN, FallbackModel
    from interview_cli.llm.gateway import LiteLLMModel

    opened = [LiteLLMModel(name, timeout=settings.timeout or None, environ=environ) for name in names]
    return FallbackModel(
        [gates.before(model) if gates else model for model in opened],
        attempts=PATIENT_ATTEMPTS,
        first_backoff=FIRST_PATIENT_BACKOFF,
        cooldown=0.0 if len(opened) == 1 else COOLDOWN,
    )


def redacted(home: Home, session: Session, model: ModelPort) -> ModelPort:
    """The model, sent no contact details where the session wants that; the resume's own go everywhere."""
    if not session.redact:
        return model
    from interview_cli.llm.redacted import Redacted
    from interview_cli.resume.redaction import Redaction
    from interview_cli.wiring.home import open_resumes

    basics = None
    if session.candidate.resume:
        with suppress(NotFoundError):
            basics = open_resumes(home).load(session.candidate.resume).resume.basics
    return Redacted(model, Redaction(basics))


def in_language(library: Library, model: ModelPort, language: str) -> ModelPort:
    """The model, told with every request to write in a language; English needs no telling."""
    from interview_cli.coach.languages import full_name, is_english
    from interview_cli.llm.in_language import InLanguage

    if is_english(language):
        return model
    return InLanguage(model, library.prompt("language").render(language=full_name(language)))


def resume_model(library: Library, models: Sequence[str], settings: Settings) -> ResumeModel:
    """A model that reads resumes."""
    from interview_cli.resume.model import PromptedResumeModel

    return PromptedResumeModel(open_model(models, settings), library.prompt("resume_extract"))


def call_record(usage: CallUsage, at: datetime) -> CallRecord:
    """A usage report of the model client as the session keeps it."""
    from interview_cli.interview.session import CallRecord

    return CallRecord(
        at=at,
        purpose=usage.purpose,
        model=usage.model,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=usage.cost,
        seconds=usage.seconds,
        attempts=usage.attempts,
        failed=usage.failed,
    )
