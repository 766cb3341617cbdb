"""Which way to speak is chosen by `--speak`, with the reason; and the speaker made of that choice."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from interview_cli.errors import UsageError
from interview_cli.llm.environment import process_environment
from interview_cli.llm.port import SpeechModel
from interview_cli.llm.providers import check
from interview_cli.llm.speaking import detected_speech, speech_name
from interview_cli.voice.ports import Ability
from interview_cli.voice.speak.command import CommandSynthesizer, missing_program
from interview_cli.voice.speak.engine import Pyttsx3Synthesizer, why_not
from interview_cli.voice.speak.model import ModelSynthesizer
from interview_cli.voice.speak.port import DEFAULT_RATE, Synthesizer
from interview_cli.voice.speak.speaker import Speaker

OFF, PYTTSX3, COMMAND = "off", "pyttsx3", "command:"


@dataclass(frozen=True, slots=True)
class Choice:
    """What speaks: `off`, `pyttsx3`, a model with its provider, or `command:` and a command; and why.

    `then` is what takes over, in this order, when it fails.
    """

    name: str
    reason: str
    then: tuple[str, ...] = ()

    @property
    def is_off(self) -> bool:
        """Whether nothing speaks."""
        return self.name == OFF


def choose(
    wanted: str,
    environ: Mapping[str, str] | None = None,
    *,
    offline: bool = False,
    system_voice: Callable[[], str] = why_not,
    why: str = "named by --speak",
) -> Choice:
    """What speaks when `wanted` is asked for: auto, off, pyttsx3, a model or a command. Blocks for 50 ms.

    A command is what begins with `command:`, has a space in it or is the path of a file; all else is a model.
    What was asked for and cannot be had here gives `off` with the reason, as an interview can be read as
    well. No text goes to a provider unless its model was named, or chosen by auto and not `offline`.
    `system_voice` says why pyttsx3 cannot speak here, if it cannot. Raises UsageError for what is no way to
    speak at all.
    """
    environ = process_environment() if environ is None else environ
    wanted = wanted.strip()
    if wanted == OFF:
        return Choice(OFF, why)
    if wanted in ("", "auto"):
        return _best(environ, offline, system_voice)
    if wanted == PYTTSX3:
        problem = system_voice()
        return Choice(OFF, problem) if problem else Choice(PYTTSX3, why)
    then = (PYTTSX3,) if importlib.util.find_spec("pyttsx3") else ()
    command = _command_in(wanted)
    if command is None:
        name, problem = speech_name(wanted), _model_problem(speech_name(wanted), environ)
    else:
        name, problem = COMMAND + command, _command_problem(command)
    return Choice(OFF, problem) if problem else Choice(name, why, then)


def speech_ability(choice: Choice) -> Ability:
    """The choice as a front end tells it."""
    if choice.is_off:
        return Ability(False, f"not spoken: {choice.reason}")
    return Ability(True, f"{shown(choice)}; {choice.reason}")


def shown(choice: Choice) -> str:
    """The choice in a few characters: of a command, its program."""
    if choice.name.startswith(COMMAND):
        return CommandSynthesizer(choice.name.removeprefix(COMMAND)).name
    return choice.name


def open_speaker(
    choice: Choice,
    open_model: Callable[[str], SpeechModel],
    *,
    voice: str = "",
    rate: int = DEFAULT_RATE,
    language: str = "en",
    on_notice: Callable[[str], None] | None = None,
) -> Speaker:
    """The speaker of a choice, with what takes over when it fails; nothing is started before it speaks.

    `voice` is a name of the chosen way's own and is not for the others; `rate` is in words a minute and
    `language` a tag, for which the system's voice is looked up when no voice is named. `open_model` gives the
    model of a name.
    """
    if choice.is_off:
        return Speaker([], silent_because=f"Questions are not spoken: {choice.reason}.")

    def synthesizer(name: str, its_voice: str) -> Synthesizer:
        if name == PYTTSX3:
            return Pyttsx3Synthesizer(voice=its_voice, rate=rate, language=language)
        if name.startswith(COMMAND):
            return CommandSynthesizer(name.removeprefix(COMMAND), voice=its_voice, rate=rate)
        return ModelSynthesizer(open_model(name), voice=its_voice, rate=rate)

    others = [synthesizer(name, "") for name in choice.then]
    return Speaker([synthesizer(choice.name, voice), *others], on_notice=on_notice)


def _best(environ: Mapping[str, str], offline: bool, system_voice: Callable[[], str]) -> Choice:
    problem = system_voice().rstrip(".")
    model, reason = ("", "") if offline else detected_speech(environ)
    if not problem:
        return Choice(PYTTSX3, "this system has a voice", (model,) if model else ())
    if model:
        return Choice(model, f"{reason}, and {problem}")
    return Choice(OFF, problem if offline else f"{problem}, and no provider that speaks has a key")


def _command_in(wanted: str) -> str | None:
    """The command that is wanted; None when it is a model."""
    if wanted.startswith(COMMAND):
        return wanted.removeprefix(COMMAND).strip()
    is_path = wanted.startswith(("/", "./", "../", "~")) or Path(wanted).is_file()
    return wanted if " " in wanted or is_path else None


def _command_problem(command: str) -> str:
    missing = missing_program(command)
    return f"there is no program {missing}" if missing else ""


def _model_problem(model: str, environ: Mapping[str, str]) -> str:
    try:
        check(model, environ)
    except UsageError as error:
        return error.message.rstrip(".")
    return ""
