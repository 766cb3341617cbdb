"""Runs an opened session to its end or to where it stops, and says how it ended."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from interview_cli import wiring
from interview_cli.cells import shortened
from interview_cli.cli import console, exits
from interview_cli.errors import InterviewError, UsageError
from interview_cli.inputs import open_input
from interview_cli.interview.wish import VoiceWish

if TYPE_CHECKING:
    from interview_cli.cli.run import Run
    from interview_cli.interview import events as ev
    from interview_cli.interview.engine import Engine
    from interview_cli.interview.scripted import Script, SpokenFile
    from interview_cli.interview.session import Session, Turn
    from interview_cli.interview.shown import Shown
    from interview_cli.plain.telling import Display
    from interview_cli.settings import Settings
    from interview_cli.tui.ports import Outcome, Start
    from interview_cli.voice.ports import Voice
    from interview_cli.wiring.home import Home
    from interview_cli.wiring.opening import Opened

STDIN = "-"
LARGEST_ANSWERS_BYTES = 5_000_000
# The ids of questions that are written for one candidate.
FOR_CANDIDATE = re.compile(r"(?:resume|activity)-\d+|gap-[a-z0-9-]+|written-[0-9a-f]+")
MOST_STRANGERS = 5
LONGEST_STRANGER = 80


@dataclass(frozen=True, slots=True)
class Manner:
    """How the interview is held and how its result is printed; None leaves it to the settings."""

    feedback: Literal["each", "end"] | None
    fallback: bool
    min_score: float | None
    scores: bool | None
    as_json: bool
    samples: bool = False
    voice: VoiceWish = field(default_factory=VoiceWish)

    @property
    def shown(self) -> Shown:
        """What of it goes into the session, so that going on with it tells the same."""
        from interview_cli.interview.shown import Shown

        return Shown(
            feedback=self.feedback,
            scores=self.scores,
            sample_answers=self.samples,
            spoken=self.voice.answers,
        )

    def going_on(self, shown: Shown) -> Manner:
        """The same with what the session was begun with, where nothing else is said now."""
        return replace(
            self,
            feedback=self.feedback or shown.feedback,
            # The whole document holds the scores whatever was wished for.
            scores=shown.scores if self.scores is None and not self.as_json else self.scores,
            samples=self.samples or shown.sample_answers,
            voice=replace(
                self.voice, answers=shown.spoken if self.voice.answers is None else self.voice.answers
            ),
        )

    def __post_init__(self) -> None:
        if self.as_json and self.scores is False:
            raise UsageError("--json gives the whole document, scores included.", "Leave out --no-scores.")
        wiring.check_voice(self.voice)


def read_script(source: str) -> Script:
    """Prepared answers from a file, from a folder of recordings, or from stdin (`-`). Raises UsageError."""
    from interview_cli.interview.scripted import parse_script, script_of_recordings

    path, named = Path(source), "stdin" if source == STDIN else source
    try:
        if source != STDIN and path.is_dir():
            return script_of_recordings([str(one) for one in path.iterdir() if one.is_file()], source)
        with nullcontext(sys.stdin.buffer) if source == STDIN else open_input(path) as file:
            data = file.read(LARGEST_ANSWERS_BYTES + 1)
        if len(data) > LARGEST_ANSWERS_BYTES:
            raise UsageError(f"{named}: larger than 5 MB.", "Split it into several files.")
        return parse_script(data.decode("utf-8-sig"), named)
    except OSError as error:
        raise UsageError(f"{named}: {error.strerror or error}.", "Check the path after --answers.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{named}: not UTF-8 text.", "Save the file as UTF-8.") from error


def check_recordings(home: Home, script: Script, voice: VoiceWish) -> None:
    """Make sure that recorded answers are there and can be written down. Raises UsageError."""
    missing = [path for path in script.files if not Path(path).is_file()]
    if missing:
        raise UsageError(f"There is no recording {missing[0]}.", "Check the file of answers.")
    if script.files:
        with wiring.open_voice(home, voice) as studio:
            found = studio.abilities().transcribes
        if not found.ready:
            raise UsageError(f"Recorded answers can't be written down here. {found.says}")


def conduct(opened: Opened, script: Script | None, manner: Manner) -> int:
    """Hold the interview; the exit code says how it ended."""
    try:
        stopped = _hold(opened, script, manner)
    except KeyboardInterrupt:
        console.say("")
        console.say("Interrupted. All is kept but the line you were typing.")
        console.say(f"Go on with: interview session continue {opened.session.id}")
        raise
    return _conclude(opened.session, opened.settings, manner, stopped)


def conduct_in_app(run: Run, start: Callable[[], Start], manner: Manner) -> int:
    """Hold what is held in the full-screen app; the exit code says how the last interview there ended."""
    from interview_cli.cli.full_screen import run_app

    outcome = run_app(run, start, manner)
    code = exits.FINE
    try:
        if outcome.unsaved.strip():
            console.say("This is not stored; copy it from here:")
            console.say(outcome.unsaved)
        if outcome.failure is None:
            code = _tell_outcome(run, outcome, manner)
        else:
            _tell_what_failed(run, outcome)
    except OSError:
        if outcome.signal is None:
            raise
        console.give_up_terminal()
        code = exits.INTERRUPTED
    if outcome.failure is not None:
        raise outcome.failure
    return code if outcome.signal is None else exits.FIRST_OF_SIGNALS + outcome.signal


def _tell_what_failed(run: Run, outcome: Outcome) -> None:
    """Say what there is to do after an error."""
    if outcome.session is not None and outcome.session.is_open:
        console.say(f"Go on with: interview session continue {outcome.session.id}")
    if not isinstance(outcome.failure, InterviewError):
        console.say(f"What happened is written in {wiring.log_path(run.home)}")


def _tell_outcome(run: Run, outcome: Outcome, manner: Manner) -> int:
    if outcome.session is None:
        return exits.FINE
    return _conclude(outcome.session, wiring.open_settings(run.home), manner, "Stopped.", seen=True)


def _hold(opened: Opened, script: Script | None, manner: Manner) -> str:
    """Run the engine; returns why it stopped early, or nothing when the interview is complete."""
    display = _display(opened.settings, manner)
    if script is not None:
        _tell_strangers(opened, script)
    with opened.store.hold(opened.session.id):
        wiring.check_unchanged(opened)
        engine = wiring.build_engine(
            opened.home,
            opened.settings,
            opened.session,
            resume=opened.resume,
            feedback_each=display.feedback == "each",
            fallback=manner.fallback and opened.settings.fallback,
            use_history=script is None,
            patient=script is not None,
        )
        if script is not None:
            # Nobody waits for a word on every answer of a file, unless it was asked for.
            wanted = not manner.as_json and (manner.feedback is not None or manner.samples)
            with ExitStack() as stack:
                voice = None
                if script.files:
                    voice = stack.enter_context(wiring.open_voice(opened.home, manner.voice))
                return asyncio.run(_answer_from(engine, script, voice, display if wanted else None))
        return _hold_at_prompt(opened.home, engine, display, manner)


def _display(settings: Settings, manner: Manner) -> Display:
    from interview_cli.plain.telling import Display

    return Display(
        say=console.say_in_tone,
        ticker=console.ticker,
        scores=_with_scores(settings, manner),
        scale=settings.scale,
        feedback=manner.feedback or settings.feedback,
        samples=manner.samples,
    )


def _with_scores(settings: Settings, manner: Manner) -> bool:
    return settings.scores if manner.scores is None else manner.scores


async def _answer_from(engine: Engine, script: Script, voice: Voice | None, display: Display | None) -> str:
    """Feed prepared answers; returns why it stopped early, or nothing when it is complete.

    `voice` writes down what was recorded; it may be missing where nothing was. With a display the feedback
    on every answer is told too.
    """
    from interview_cli.interview import events as ev
    from interview_cli.interview.scripted import SpokenFile
    from interview_cli.plain.telling import Telling

    why = ""
    telling = Telling(engine.session, display) if display is not None else None
    async for event in engine.events():
        match event:
            case ev.Asked():
                if telling is not None:
                    telling.question_done()
                command = script.command_for(engine.session, event.turn)
                if isinstance(command, SpokenFile):
                    assert voice is not None
                    command, why = await _written_down(engine, voice, command, event.turn)
                elif isinstance(command, ev.Quit):
                    why = f"The answers end before {event.turn.label} ({event.turn.question.id})."
                engine.send(command)
            case ev.AnswerTooLong():
                label = engine.session.turn(event.turn_id or "").label
                why = (
                    f"The answer to {label} has {event.words} words; the most is {event.limit}: shorten it. "
                    "It is kept as a draft."
                )
                engine.send(ev.Quit())
            case ev.Notice():
                console.say(f"note: {event.text}")
            case ev.Finished(resumable=False) if telling is not None:
                telling.interview_done()
            case _:
                pass
    return why


async def _written_down(
    engine: Engine, voice: Voice, recorded: SpokenFile, turn: Turn
) -> tuple[ev.Command, str]:
    """The answer that lies in a recording; where it can't be written down, the end, and why."""
    from interview_cli.interview import events as ev
    from interview_cli.interview.spoken import answer_of

    console.say(f"Writing down {recorded.path} ({turn.label})...")
    take = await asyncio.to_thread(voice.written_down, engine.session, turn, Path(recorded.path))
    if take.transcript is None:
        return ev.Quit(), f"The answer to {turn.label} could not be written down. {take.problem}"
    for note in (*take.transcript.notes, *take.transcript.doubts):
        console.say(f"note: {turn.label}: {note}")
    return answer_of(take.transcript.text, [take], checked=False), ""


def _hold_at_prompt(home: Home, engine: Engine, display: Display, manner: Manner) -> str:
    from interview_cli.plain.terminal import Terminal

    with ExitStack() as stack:
        voice = None
        if wiring.wants_voice(home, manner.voice, engine.session.shown.spoken):
            wiring.agree_to_voice(home, manner.voice, engine.session)
            voice = stack.enter_context(wiring.open_voice(home, manner.voice))
            stack.enter_context(console.libraries_apart(wiring.open_log(home)))
        terminal = stack.enter_context(Terminal())
        outcome = wiring.open_room(engine, display, terminal, voice).hold()
    if outcome.interrupted:
        raise KeyboardInterrupt
    if not outcome.resumable:
        return ""
    return "The input ended." if outcome.input_ended else "Stopped."


def _tell_strangers(opened: Opened, script: Script) -> None:
    """Say which question ids of a file of answers belong to no question, since they may be mistyped."""
    plan = opened.session.plan
    if plan.type == "drill":
        return  # which questions are due is not known beforehand, so a file may well answer others
    bank = wiring.bank_of(wiring.open_library(opened.home), plan)
    known = {question.id for question in bank.questions}
    strangers = [name for name in script.by_id if name not in known and not FOR_CANDIDATE.fullmatch(name)]
    if strangers:
        whose = "plan" if plan.questions else "role"
        named = ", ".join(shortened(name, LONGEST_STRANGER) for name in strangers[:MOST_STRANGERS])
        console.say(f"note: No question of this {whose} has the id {named}.")


def _conclude(
    session: Session, settings: Settings, manner: Manner, stopped: str, *, seen: bool = False
) -> int:
    from interview_cli.interview.attempts import attempts_of
    from interview_cli.interview.schedule import WEAK_BELOW
    from interview_cli.report.wording import counted

    scores = _with_scores(settings, manner)
    _print_result(session, as_json=manner.as_json, scores=scores, scale=settings.scale, seen=seen)
    if session.is_open:
        console.say(f"{stopped} Everything so far is kept.")
        console.say(f"Go on with: interview session continue {session.id}")
        return exits.RESUMABLE
    if session.analytics.unscored:
        console.say(
            f"Answers not judged: {session.analytics.unscored}. "
            f"Judge them with: interview score --session {session.id}"
        )
    weak = sum(one.level < WEAK_BELOW for one in attempts_of(session))
    if weak and not manner.as_json and session.plan.type != "drill":
        console.say(f"{counted(weak, 'question')} answered weakly will come back: interview drill")
    if manner.min_score is None:
        return exits.FINE
    overall = session.feedback.overall if session.feedback else None
    if overall is None and session.analytics.unscored:
        console.say(f"No answer could be judged, so --min-score {manner.min_score:g} was not checked.")
        return exits.PROVIDER
    if overall is None or overall < manner.min_score:
        reached = "nothing could be scored" if overall is None else f"{overall:.0f}"
        told = f": {reached}" if scores or overall is None else ""
        console.say(f"Below --min-score {manner.min_score:g}{told}.")
        return exits.BELOW_SCORE
    return exits.FINE


def _print_result(session: Session, *, as_json: bool, scores: bool, scale: int, seen: bool) -> None:
    if as_json:
        console.out_json(session.model_dump(mode="json"))
        return
    if session.feedback is not None:
        from interview_cli.plain.lines import closing
        from interview_cli.report.outline import outline

        report = outline(session, scale=scale, scores=scores)
        # Who sat before the full screen has read all the rest there.
        for line in filter(None, (report.standing,)) if seen else ("", *closing(session, report), ""):
            console.out_prose(line)
        console.out(f"Full report: interview history show {session.id}")
    elif session.status == "abandoned":
        console.say("Nothing was answered, so there is nothing to judge.")
