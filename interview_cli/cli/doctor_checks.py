"""What `doctor` looks at on this machine: each check says what was found and what to do about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli import wiring
from interview_cli.cli.check import Check
from interview_cli.cli.doctor_data import data_checks
from interview_cli.errors import InterviewError, StorageError, UsageError

if TYPE_CHECKING:
    from interview_cli.library.shelf import Library
    from interview_cli.settings import Settings
    from interview_cli.wiring import Home

OLDEST_PYTHON = (3, 11)
_MOST_NAMED = 3
_VOICE_PARTS = ("sounddevice", "numpy", "webrtcvad", "pyttsx3", "av")
_WORD_READERS = ("antiword", "soffice", "libreoffice")


def machine_checks(home: Home) -> Iterator[Check]:
    """All checks of this machine, one after the other. Never raises an InterviewError."""
    yield python_check(sys.version_info[:3])
    yield data_check(home.data_dir)
    settings: Settings | None = None
    try:
        settings = wiring.open_settings(home)
        there = "read" if home.config_file.is_file() else "none yet, defaults are used"
        yield Check("settings", "ok", f"{home.config_file}: {there}")
    except UsageError as error:
        yield Check("settings", "problem", error.message, error.hint)
    yield sessions_check(home)
    yield resumes_check(home)
    if settings is not None:
        yield from data_checks(home, settings)
    yield from library_checks(home)
    # Keys are looked for where they are kept too, and that may be damaged.
    yield _told("keys", keys_check)
    yield _told("Ollama", ollama_check)
    if settings is not None:
        yield _told("model", partial(model_check, settings))
        yield _told("language", partial(language_check, settings))
        yield from voice_checks(home)
    yield word_check()


def python_check(version: tuple[int, int, int]) -> Check:
    """Whether Python is new enough."""
    shown = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return Check("Python", "ok", shown)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Check("Python", "problem", shown, f"Install Python {oldest} or newer.")


def data_check(folder: Path) -> Check:
    """Whether the data folder can be written, by writing to it, and whether it is private."""
    from interview_cli.store.files import make_private_folder, plain_errors, write_bytes

    probe = folder / f"doctor-{os.urandom(6).hex()}"
    try:
        make_private_folder(folder)
        write_bytes(probe, b"written by interview doctor\n")
        with plain_errors("delete", probe):
            probe.unlink()
        with plain_errors("read", folder):
            mode = folder.stat().st_mode & 0o777
    except StorageError as error:
        return Check("data folder", "problem", error.message, error.hint, storage=True)
    if os.name == "posix" and mode & 0o077:
        return Check(
            "data folder", "note", f"{folder}: others may look into it ({mode:o})", f"chmod 700 {folder}"
        )
    return Check("data folder", "ok", f"{folder}: writable, private")


def sessions_check(home: Home) -> Check:
    """Whether the stored sessions can be listed and read."""
    try:
        store = wiring.open_sessions(home)
        count = len(store.rows())
    except InterviewError as error:
        return _unreadable("sessions", error)
    aside = {name: f"{name} was damaged and set aside as {place}" for name, place in store.aside.items()}
    return _readable("sessions", count, {**store.unreadable, **aside})


def resumes_check(home: Home) -> Check:
    """Whether the stored resumes can be read."""
    try:
        store = wiring.open_resumes(home)
        count = len(store.list())
    except InterviewError as error:
        return _unreadable("resumes", error)
    return _readable("resumes", count, store.unreadable)


def _told(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except InterviewError as error:
        # Keys lie beside the settings, and not in the data folder.
        return Check(name, "problem", error.message, error.hint)


def _unreadable(name: str, error: InterviewError) -> Check:
    return Check(name, "problem", error.message, error.hint, storage=isinstance(error, StorageError))


def library_checks(home: Home) -> Iterator[Check]:
    """Whether all roles and prompts can be used."""
    from interview_cli.coach.rubric import CRITERIA

    try:
        library = wiring.open_library(home)
    except UsageError as error:
        yield Check("roles", "problem", error.message, error.hint)
        return
    roles = len(library.role_paths())
    yield _content("roles", roles, _unusable_roles(library), library.check_roles(CRITERIA))
    findings = library.check_prompts()
    yield _content("prompts", len(library.prompt_paths()), findings, findings)


def keys_check() -> Check:
    """Which providers have a key; the keys themselves are never shown."""
    from interview_cli.llm.environment import is_kept, process_environment
    from interview_cli.llm.provider_table import PROVIDERS

    environ = process_environment()
    found = {
        f"{provider.name} ({'kept' if is_kept(environ, names[0]) else ' and '.join(names)})"
        for provider in PROVIDERS
        if (names := provider.keys_found(environ))
    }
    if found:
        return Check("keys", "ok", ", ".join(sorted(found)))
    return Check("keys", "note", "no provider has a key", "Keep one: interview keys set openai")


def ollama_check() -> Check:
    """Whether Ollama runs, and which of its models can chat."""
    from interview_cli.llm.environment import process_environment
    from interview_cli.llm.ollama import ollama_address, ollama_models

    names = ollama_models(process_environment())
    if names:
        return Check("Ollama", "ok", ", ".join(names))
    return Check(
        "Ollama",
        "note",
        f"no model answers at {ollama_address(process_environment())}",
        "For free local models install Ollama (https://ollama.com), then: ollama pull llama3.2",
    )


def model_check(settings: Settings) -> Check:
    """Which models would lead an interview, and whether they have what they need."""
    try:
        choice = wiring.choose_models([], offline=False, settings=settings)
    except InterviewError as error:
        return Check("model", "problem", error.message, error.hint)
    if choice.models:
        first = choice.models[0]
        try_it = f"Try it: interview doctor --model {first}"
        return Check("model", "ok", f"{', '.join(choice.models)}: {choice.reason}", try_it)
    return Check("model", "ok", f"the offline coach: {choice.reason}")


def language_check(settings: Settings) -> Check:
    """Whether interviews can be held in the language that is set; all but English take a model."""
    from interview_cli.coach.languages import full_name, is_english, is_known

    tag, english = settings.language, "interview config set language en"
    if not is_known(tag):
        return Check("language", "problem", f"{tag!r} names no language", f"Back to English: {english}")
    if is_english(tag):
        return Check("language", "ok", full_name(tag))
    try:
        there = wiring.choose_models([], offline=False, settings=settings).models
    except InterviewError:
        return Check("language", "note", f"{full_name(tag)}: needs the model that is set to work")
    if there:
        return Check("language", "ok", f"{full_name(tag)}: the model asks and judges in it")
    found = f"{full_name(tag)}: no model is set, and the offline coach knows English only"
    advice = f"Set a model (interview config set model NAME), give --language en, or: {english}"
    return Check("language", "problem", found, advice)


def voice_checks(home: Home) -> Iterator[Check]:
    """Whether interviews can be spoken: microphone, transcriber and speaker."""
    from importlib.util import find_spec

    from interview_cli.interview.wish import VoiceWish

    typed = "Interviews are typed; nothing here needs it."
    missing = [part for part in _VOICE_PARTS if find_spec(part) is None]
    if missing:
        advice = f"{typed} To speak: pip install 'interview-cli[voice,faster-whisper]'"
        yield Check("voice", "note", f"not installed: {', '.join(missing)}", advice)
        return
    try:
        with wiring.open_voice(home, VoiceWish()) as voice:
            found = voice.abilities()
    except InterviewError as error:
        yield Check("voice", "problem", error.message, error.hint)
        return
    named = {"microphone": found.hears, "speech to text": found.transcribes, "spoken questions": found.speaks}
    for name, ability in named.items():
        advice = "" if ability.ready else f"{typed} Try it: interview voice test"
        yield Check(name, "ok" if ability.ready else "note", ability.says, advice)


def word_check() -> Check:
    """Which program can read old Word files."""
    from shutil import which

    found = next((program for program in _WORD_READERS if which(program)), None)
    if found:
        return Check("resumes in .doc", "ok", found)
    return Check(
        "resumes in .doc", "note", "no reader found", "Only for .doc: install antiword or LibreOffice."
    )


def _unusable_roles(library: Library) -> list[str]:
    """Why roles and shared banks cannot be loaded; a bank that cannot stops every interview."""
    reasons = []
    for role_id in library.role_paths():
        try:
            library.role(role_id)
        except UsageError as error:
            reasons.append(error.message)
    try:
        library.shared_banks()
    except UsageError as error:
        reasons.append(error.message)
    return reasons


def _content(what: str, count: int, unusable: list[str], findings: list[str]) -> Check:
    if unusable:
        return Check(what, "problem", _first_of(unusable), f"Mend it; all findings: interview {what} check")
    if findings:
        return Check(what, "note", _first_of(findings), f"All findings: interview {what} check")
    return Check(what, "ok", f"{count}, all valid")


def _readable(what: str, count: int, unreadable: dict[str, str]) -> Check:
    if not unreadable:
        return Check(what, "ok", f"{count} stored" if count else "none yet")
    found = f"{count} stored, {len(unreadable)} unreadable: {_first_of(list(unreadable.values()))}"
    return Check(what, "note", found, "The others can be used. The damaged files were left as they are.")


def _first_of(reasons: list[str]) -> str:
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    return reasons[0] + more
