"""Speaking and listening put together on this machine: devices, engines, models, and where recordings lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import InterviewError, StorageError
from interview_cli.llm.environment import process_environment
from interview_cli.wiring.consent import agree_to_models, agree_to_recording
from interview_cli.wiring.home import Home, data_key, open_resumes, open_sessions, open_settings
from interview_cli.wiring.models import call_record

if TYPE_CHECKING:
    from interview_cli.interview.session import Session, Turn
    from interview_cli.interview.wish import VoiceWish
    from interview_cli.llm.gateway import LiteLLMModel
    from interview_cli.llm.port import CallUsage
    from interview_cli.settings import Settings
    from interview_cli.voice.capture.microphone import Microphone
    from interview_cli.voice.ports import Abilities, Habits
    from interview_cli.voice.speak.player import Player
    from interview_cli.voice.speak.speaker import Speaker
    from interview_cli.voice.studio import Studio
    from interview_cli.voice.transcribe.port import Hints, Transcriber

MODELS = "models"
# What providers are sent, for the sentence that asks whether they may be.
HEARD, SPOKEN = "the sound of what you say", "the questions that are spoken to you"

Record = Callable[["CallUsage"], None]


@contextmanager
def open_voice(home: Home, wish: VoiceWish) -> Iterator[Studio]:
    """Speaking and listening for as long as the context lasts; nothing is started before it is needed."""
    studio = build_studio(home, wish)
    try:
        yield studio
    finally:
        studio.close()


def build_studio(home: Home, wish: VoiceWish) -> Studio:
    """Speaking and listening as flags and settings say; the caller closes it. Raises UsageError."""
    from interview_cli.voice.studio import Equipment, Recording, Studio

    settings = open_settings(home)
    parts = _Parts(home, settings, wish)
    return Studio(
        Equipment(
            microphone=parts.microphone,
            transcriber=parts.transcriber,
            speaker=parts.speaker,
            player=parts.player,
            abilities=parts.abilities,
            folder=open_sessions(home).recordings,
            hints=parts.hints,
            record=lambda session, usage: session.usage.append(call_record(usage, datetime.now(UTC))),
            key=lambda: data_key(home),
        ),
        habits_of(settings, wish),
        Recording(
            max_seconds=settings.voice_max_seconds,
            stop_after_silence=settings.voice_stop_after_silence,
            tips=settings.voice_tips,
            keep=settings.voice_keep_recordings,
        ),
    )


def agree_to_voice(home: Home, wish: VoiceWish, session: Session) -> None:
    """Ask now for all that speaking and listening in an interview need, while nothing else uses the terminal.

    Raises NotAgreed, UsageError.
    """
    settings = open_settings(home)
    habits = habits_of(settings, wish)
    parts = _Parts(home, settings, wish)
    offline = not session.models
    if habits.are_answers_spoken(session.shown.spoken):
        agree_to_recording(home)
        agree_to_models(home, parts.hearing_models(offline), HEARD)
    if habits.are_questions_spoken(session.shown.spoken):
        agree_to_models(home, parts.speaking_models(offline), SPOKEN)


def check_voice(wish: VoiceWish) -> None:
    """Make sure that what flags name can write down or speak at all. Raises UsageError."""
    if wish.speak:
        from interview_cli.voice.speak.choice import choose

        choose(wish.speak, process_environment(), system_voice=lambda: "")
    if wish.transcriber:
        from interview_cli.voice.transcribe import choice

        # Which engines are ready here is looked at later; a name of none, or no key, is wrong in any case.
        ready = choice.Available(frozenset(choice.LOCAL), {name: Path() for name in choice.LOCAL})
        choice.choose(wish.transcriber, ready, process_environment())


def wants_voice(home: Home, wish: VoiceWish, said: bool | None) -> bool:
    """Whether an interview speaks or listens; `said` is what it says itself. Loads no sound."""
    habits = habits_of(open_settings(home), wish)
    return habits.are_answers_spoken(said) or habits.are_questions_spoken(said)


def habits_of(settings: Settings, wish: VoiceWish) -> Habits:
    """How the person wishes to speak and listen: flags, else settings."""
    from interview_cli.voice.ports import Habits

    speak = wish.speak if wish.speak is not None else settings.speak_with
    return Habits(
        answers=settings.voice_answers if wish.answers is None else wish.answers,
        speaks=speak != "off" if speak else None,
        auto_submit=settings.voice_auto_submit if wish.auto_submit is None else wish.auto_submit,
        talk_mode=settings.talk_mode,
    )


def models_folder(home: Home) -> Path:
    """Where models of local engines are installed."""
    return home.data_dir / MODELS


class _Parts:
    """Makes what a studio consists of, each when it is needed."""

    def __init__(self, home: Home, settings: Settings, wish: VoiceWish) -> None:
        self._home = home
        self._settings = settings
        self._wish = wish
        self._skills: dict[str, tuple[str, ...]] = {}

    # ------------------------------------------------------------------ hearing

    def microphone(self) -> Microphone:
        """The microphone that is named, else the one of last time, else the system's."""
        from interview_cli.voice.capture.devices import find_input
        from interview_cli.voice.capture.microphone import Microphone

        agree_to_recording(self._home)
        device = self._device()
        if self._wish.input_device is not None:
            # Its number may be another one next time.
            self._remember(device and find_input(device).name)
        return Microphone(device)

    def _device(self) -> str:
        from interview_cli.store.choices import last_choices
        from interview_cli.voice.capture.devices import find_input

        named = self._wish.input_device
        if named is None:
            named = self._settings.voice_input_device
        if named or self._wish.input_device is not None:
            return named
        last = last_choices(self._home.data_dir).input_device
        if last:
            try:
                find_input(last)
            except InterviewError:
                return ""  # what was plugged in last time need not be there now
        return last

    def _remember(self, device: str) -> None:
        from interview_cli.store.choices import keep_choices, last_choices

        kept = last_choices(self._home.data_dir).model_copy(update={"input_device": device})
        # What is only a convenience must not stop an answer.
        with suppress(StorageError):
            keep_choices(self._home.data_dir, kept)

    # ------------------------------------------------------------------ writing down

    def transcriber(self, offline: bool, record: Record, tell: Callable[[str], None]) -> Transcriber:
        """The engines that are chosen, one after the other; with `offline` no provider unless it is named.

        Raises UsageError, and VoiceError when there is none.
        """
        from interview_cli.voice.ports import VoiceError
        from interview_cli.voice.transcribe.choice import available, choose, transcription_ability
        from interview_cli.voice.transcribe.opening import open_transcriber

        there = available(
            self._settings.voice_model, models_folder(self._home), process_environment(), offline=offline
        )
        choice = choose(self._wanted, there, process_environment())
        if not choice.names:
            raise VoiceError(transcription_ability(there, choice).says)
        agree_to_models(self._home, [name for name in choice.names if "/" in name], HEARD)
        tell(f"What you say is written down by {choice.names[0]}: {choice.reason}")
        return open_transcriber(
            choice, there, self._model, prompted=self._settings.voice_fillers, record=record
        )

    @property
    def _wanted(self) -> str:
        return self._wish.transcriber or self._settings.voice_transcriber

    def _model(self, name: str) -> LiteLLMModel:
        """A model of a provider, to hear or to speak."""
        from interview_cli.llm.gateway import LiteLLMModel

        return LiteLLMModel(name)

    def hearing_models(self, offline: bool) -> list[str]:
        """The models of providers that would be sent what is said. Raises UsageError."""
        from interview_cli.voice.transcribe.choice import available, choose

        there = available(
            self._settings.voice_model, models_folder(self._home), process_environment(), offline=offline
        )
        return [name for name in choose(self._wanted, there, process_environment()).names if "/" in name]

    def speaking_models(self, offline: bool) -> list[str]:
        """The models of providers that would be sent the questions to speak. Raises UsageError."""
        from interview_cli.voice.speak.choice import COMMAND, choose

        name = choose(self._speak, process_environment(), offline=offline).name
        return [name] if "/" in name and not name.startswith(COMMAND) else []

    def hints(self, session: Session, turn: Turn) -> Hints:
        """The language, and the names of the question and of the resume."""
        from interview_cli.voice.transcribe.port import Hints
        from interview_cli.voice.transcribe.prompt import terms_of

        skills = self._skills_of(session.candidate.resume)
        return Hints(session.plan.language, terms_of(turn.question.text, skills))

    def _skills_of(self, resume: str | None) -> tuple[str, ...]:
        if resume is None:
            return ()
        if resume not in self._skills:
            self._skills[resume] = ()
            with suppress(InterviewError):  # a resume that is gone leaves the question's own words
                record = open_resumes(self._home).load(resume)
                named = record.resume.skills or []
                self._skills[resume] = tuple(
                    word for skill in named for word in (skill.name, *(skill.keywords or ())) if word
                )
        return self._skills[resume]

    # ------------------------------------------------------------------ speaking

    def speaker(
        self, language: str, offline: bool, on_notice: Callable[[str], None], record: Record
    ) -> Speaker:
        """What speaks the questions, with what takes over when it fails."""
        from interview_cli.llm.speaking import MeteredSpeech
        from interview_cli.voice.speak.choice import choose, open_speaker

        settings = self._settings
        agree_to_models(self._home, self.speaking_models(offline), SPOKEN)
        return open_speaker(
            choose(self._speak, process_environment(), offline=offline),
            lambda name: MeteredSpeech(self._model(name), record),
            voice=settings.speak_voice,
            rate=settings.speak_rate,
            language=language,
            on_notice=on_notice,
        )

    @property
    def _speak(self) -> str:
        return (self._wish.speak if self._wish.speak is not None else self._settings.speak_with) or "auto"

    def player(self) -> Player:
        """The loudspeaker."""
        from interview_cli.voice.speak.player import Player

        return Player(self._settings.voice_output_device)

    # ------------------------------------------------------------------ what there is

    def abilities(self, offline: bool) -> Abilities:
        """What can be done on this machine. Raises UsageError for what flags and settings name wrongly."""
        from interview_cli.voice.capture.devices import microphone_ability
        from interview_cli.voice.ports import Abilities
        from interview_cli.voice.speak import choice as speaking
        from interview_cli.voice.transcribe.choice import available, choose, transcription_ability

        there = available(
            self._settings.voice_model, models_folder(self._home), process_environment(), offline=offline
        )
        return Abilities(
            hears=microphone_ability(self._device()),
            transcribes=transcription_ability(there, choose(self._wanted, there, process_environment())),
            speaks=speaking.speech_ability(
                speaking.choose(self._speak, process_environment(), offline=offline)
            ),
        )
