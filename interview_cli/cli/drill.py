"""`interview drill`: questions that were answered weakly come back when they are due."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.consent_option import RedactOption, YesOption
from interview_cli.cli.run import command_group, refuse_misplaced, run_of
from interview_cli.cli.scale import ScaleOption, ScoresOption, scale_of
from interview_cli.cli.session import (
    AnswersOption,
    FeedbackOption,
    MinScoreOption,
    ModelOption,
    NoFallbackOption,
    OfflineOption,
    SampleOption,
)
from interview_cli.cli.values import FollowUpsOption, StrictTimeOption
from interview_cli.cli.voice_options import (
    AutoSubmitOption,
    InputDeviceOption,
    SpeakOption,
    TranscriberOption,
    VoiceOption,
)
from interview_cli.errors import NotFoundError, UsageError
from interview_cli.wiring.drills import HOW_IT_FILLS, about, in_one_language, own_cards

if TYPE_CHECKING:
    from collections.abc import Callable

    from interview_cli.interview.schedule import Card
    from interview_cli.interview.scripted import Script
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring import Home, Opened

DEFAULT_LIMIT = 5
MOST = 60
MOST_NAMED = 5

RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="Only questions of this role.")]
TopicOption = Annotated[str, typer.Option("--topic", metavar="TAG", help="Only questions with this tag.")]
CandidateOption = Annotated[
    str,
    typer.Option("--candidate", metavar="NAME", help="Whose questions (default: setting, newest interview)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

app = command_group("Practise again what was answered weakly, when it is due.")


@app.callback(invoke_without_command=True, no_args_is_help=False)
def drill(
    ctx: typer.Context,
    role: RoleOption = "",
    topic: TopicOption = "",
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=MOST, metavar="N", help="At most N questions.")
    ] = DEFAULT_LIMIT,
    ahead: Annotated[
        bool, typer.Option("--ahead", "--all", help="After those that are due, those that are not yet.")
    ] = False,
    candidate: CandidateOption = "",
    model: ModelOption = None,
    yes: YesOption = False,
    redact: RedactOption = None,
    offline: OfflineOption = False,
    no_fallback: NoFallbackOption = False,
    answers: AnswersOption = None,
    feedback: FeedbackOption = None,
    max_follow_ups: FollowUpsOption = None,
    strict_time: StrictTimeOption = False,
    min_score: MinScoreOption = None,
    show_sample: SampleOption = False,
    scores: ScoresOption = None,
    voice: VoiceOption = None,
    input_device: InputDeviceOption = None,
    transcriber: TranscriberOption = None,
    speak: SpeakOption = None,
    auto_submit: AutoSubmitOption = None,
    json_: Annotated[
        bool,
        typer.Option("--json", help="Print the session as JSON; when nothing is due, just that."),
    ] = False,
) -> None:
    """Practise again what was answered weakly, when it is due: an interview of those questions."""
    if ctx.invoked_subcommand is not None:
        refuse_misplaced(ctx)
        return
    from interview_cli import wiring
    from interview_cli.cli import full_screen
    from interview_cli.cli.conduct import Manner, check_recordings, conduct, conduct_in_app, read_script
    from interview_cli.interview.planning import check_follow_ups
    from interview_cli.interview.wish import VoiceWish
    from interview_cli.wiring.drills import plan_drill

    run = run_of(ctx)
    home = run.home
    manner = Manner(
        feedback=feedback,
        fallback=not no_fallback,
        min_score=min_score,
        scores=scores,
        samples=show_sample,
        as_json=json_,
        voice=VoiceWish(voice, input_device, transcriber, speak, auto_submit),
    )
    settings = wiring.open_settings(home).redacting(redact)
    follow_ups = settings.max_follow_ups if max_follow_ups is None else max_follow_ups
    check_follow_ups(follow_ups)
    script = read_script(answers) if answers else None
    if script is not None:
        check_recordings(home, script, manner.voice)
    store = wiring.open_sessions(home)
    now = datetime.now().astimezone()
    name, cards = own_cards(home, wiring.open_drill(home, store).deck(), candidate, role)
    wanted = cards if ahead else [card for card in cards if card.is_due(now)]
    if script is not None and wanted:
        wanted = _answered(wanted, script, "stdin" if answers == "-" else str(answers))
    chosen = list(islice(about(store, wanted, topic, console.say), limit))
    if not chosen:
        _tell_nothing(name, cards, wanted, topic, now, as_json=json_)
        return

    def plan(tell: Callable[[str], None]) -> Opened:
        choice = wiring.choose_models(tuple(model or ()), offline=offline, settings=settings)
        due = about(store, wanted, topic, tell)
        asked = in_one_language(choice, chosen[0], due, limit, tell)
        wiring.tell_choice(choice, tell)
        wiring.agree_to_models(home, choice.models)
        return plan_drill(
            home,
            store,
            asked,
            choice.models,
            follow_ups=follow_ups,
            strict_time=strict_time,
            settings=settings,
        )

    if answers is None and full_screen.is_wanted(run, as_json=json_):
        code = conduct_in_app(run, lambda: full_screen.practising(plan, manner), manner)
    else:
        opened = plan(console.say)
        opened.session.shown = manner.shown
        store.create(opened.session)
        code = conduct(opened, script, manner)
    _tell_next(home, store, name)
    raise typer.Exit(code)


@app.command("list")
def list_(
    ctx: typer.Context,
    role: RoleOption = "",
    topic: TopicOption = "",
    candidate: CandidateOption = "",
    json_: JsonOption = False,
    scale: ScaleOption = None,
) -> None:
    """All questions in the drill: when each is due, its last score and how often it was tried."""
    from interview_cli.report import deck as report
    from interview_cli.wiring import open_drill, open_sessions

    home = run_of(ctx).home
    store = open_sessions(home)
    now = datetime.now().astimezone()
    name, cards = own_cards(home, open_drill(home, store).deck(), candidate, role)
    listed = [(one.card, one.turn.question) for one in about(store, cards, topic, console.say)]
    if json_:
        questions = [report.document(card, question, now) for card, question in listed]
        console.out_json({"candidate": name or None, "questions": questions})
        return
    if not listed:
        _tell_nothing(name, cards, cards, topic, now, as_json=False)
        return
    width = console.rich_stdout().width
    rows = report.cells(listed, now, scale=scale_of(home, scale), width=width, gap=console.TABLE_GAP)
    console.table(report.COLUMNS, rows, right=report.RIGHT)
    console.out_prose(report.totals([card for card, _ in listed], now))


@app.command()
def remove(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Its id, or the beginning of it.")],
    candidate: CandidateOption = "",
) -> None:
    """Put a question away; it comes back only if it is answered weakly again."""
    from interview_cli.wiring import open_drill, open_sessions

    home = run_of(ctx).home
    drill_store = open_drill(home, open_sessions(home))
    _, cards = own_cards(home, drill_store.deck(), candidate)
    card = _named(question, cards)
    drill_store.put_away([card], datetime.now(UTC))
    console.say(f"Put away: {card.question}. An answer to it below 60 of 100 brings it back.")


def _answered(cards: list[Card], script: Script, source: str) -> list[Card]:
    """The questions that prepared answers are for, all of them where the answers name none.

    Raises UsageError when the answers name questions, and none of these.
    """
    if not script.by_id:
        return cards
    answered = [card for card in cards if card.question in script.by_id]
    if not answered:
        ids = ", ".join(card.question for card in cards[:MOST_NAMED])
        raise UsageError(f"{source} answers no question that is asked here.", f"First to be asked: {ids}.")
    if left := len(cards) - len(answered):
        from interview_cli.report.wording import counted

        console.say(f"note: {source} has no answer to {counted(left, 'question')}, left for later.")
    return answered


def _tell_nothing(
    name: str, cards: list[Card], wanted: list[Card], topic: str, now: datetime, *, as_json: bool
) -> None:
    """Say why there is nothing to ask, and when there will be."""
    if as_json:
        later = next((card.due.isoformat() for card in cards if not card.is_due(now)), None)
        console.out_json({"candidate": name or None, "due": 0, "in_drill": len(cards), "next_due": later})
        return
    from interview_cli.report.deck import next_due
    from interview_cli.report.wording import counted

    whose = f" of {name}" if name else ""
    if not cards:
        console.say(f"No question{whose} is in the drill. {HOW_IT_FILLS}")
    elif wanted and topic:
        console.say(f"None of {counted(len(wanted), 'question')} has the tag {topic!r}.")
    else:
        console.say(f"Nothing is due: {counted(len(cards), 'question')} in the drill, {next_due(cards, now)}")
        console.say("Practise now all the same with: interview drill --ahead")


def _tell_next(home: Home, store: SessionStore, name: str) -> None:
    """Say when there is more to practise, now that the schedule has changed."""
    from interview_cli.report.deck import totals
    from interview_cli.wiring import open_drill

    _, cards = own_cards(home, open_drill(home, store).deck(), name)
    console.say(totals(cards, datetime.now().astimezone()))


def _named(wanted: str, cards: list[Card]) -> Card:
    """The one card of that id, or whose id alone begins so. Raises NotFoundError, UsageError."""
    begins = wanted.strip().lower()
    fitting = [card for card in cards if begins and card.question.startswith(begins)]
    exact = [card for card in fitting if card.question == begins]
    if len(fitting) > 1 and not exact:
        names = ", ".join(card.question for card in fitting)
        raise UsageError(f"{len(fitting)} questions begin with {wanted!r}: {names}.", "Give more of the id.")
    if not fitting:
        raise NotFoundError(f"There is no question {wanted!r} in the drill.", "See all: interview drill list")
    return (exact or fitting)[0]
