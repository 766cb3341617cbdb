"""`interview session`: start an interview, continue one, list those that are open."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.consent_option import RedactOption, YesOption
from interview_cli.cli.run import command_group, run_of
from interview_cli.cli.scale import ScoresOption
from interview_cli.cli.values import (
    LONGEST_ACTIVITY_DAYS,
    FollowUpsOption,
    LanguageOption,
    LevelName,
    SamplesOption,
    SeedOption,
    StrictTimeOption,
    TypeName,
)
from interview_cli.cli.voice_options import (
    AutoSubmitOption,
    InputDeviceOption,
    SpeakOption,
    TranscriberOption,
    VoiceOption,
)
from interview_cli.errors import UsageError

app = command_group("Start, continue and list interviews.")

FeedbackTime = Literal["each", "end"]

AnswersOption = Annotated[
    str | None,
    typer.Option(
        help="Prepared answers: a file (YAML, JSON, text; it may name recordings), a folder of them, or -."
    ),
]
ModelOption = Annotated[
    list[str] | None, typer.Option("--model", help="Model to use; repeat for a chain of fallbacks.")
]
OfflineOption = Annotated[
    bool, typer.Option("--offline", help="Use the embedded coach: no model, no network.")
]
NoFallbackOption = Annotated[
    bool, typer.Option("--no-fallback", help="Stop with exit code 3 when no provider answers.")
]
FeedbackOption = Annotated[
    FeedbackTime | None, typer.Option(help="Feedback after each answer, or at the end.")
]


def _number(score: float | None) -> float | None:
    # "Not a number" is neither below nor above any bound, so no check of bounds refuses it.
    if score is not None and math.isnan(score):
        raise typer.BadParameter("nan is not a number from 0 to 100.")
    return score


MinScoreOption = Annotated[
    float | None,
    typer.Option(min=0, max=100, callback=_number, help="Exit with 1 when the overall score is lower."),
]
SampleOption = Annotated[
    bool,
    typer.Option(
        "--show-sample", help="Show an answer to compare with, when a question and its follow-ups are done."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the session document as JSON.")]


@app.command()
def start(
    ctx: typer.Context,
    role: Annotated[str | None, typer.Option(help="Role to interview for: interview roles list.")] = None,
    type_: Annotated[TypeName | None, typer.Option("--type", help="Kind of interview.")] = None,
    level: Annotated[LevelName | None, typer.Option(help="Your seniority.")] = None,
    duration: Annotated[int | None, typer.Option(help="Minutes (5 to 120).")] = None,
    questions: Annotated[int | None, typer.Option(help="Number of main questions (1 to 60).")] = None,
    resume: Annotated[str | None, typer.Option(help="Name of an ingested resume.")] = None,
    job_description: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The job posting (text, Markdown, PDF, DOCX, HTML), - for stdin."),
    ] = None,
    focus: Annotated[list[str] | None, typer.Option(help="Topic to concentrate on; repeatable.")] = None,
    language: LanguageOption = None,
    company: Annotated[
        str, typer.Option(help="Company pack (interview roles companies), or any company's name.")
    ] = "",
    candidate: Annotated[str | None, typer.Option(help="Name to keep the history under.")] = None,
    plan: Annotated[Path | None, typer.Option(help="Plan file; see: interview plan new.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="What the plan asks you for first; repeatable."),
    ] = None,
    notes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=LONGEST_ACTIVITY_DAYS,
            metavar="DAYS",
            help="Ask about your notes of the last days; sets the days of --notes-dir and --git too (7).",
        ),
    ] = None,
    notes_dir: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="Ask about Markdown files changed lately in this folder; repeatable."
        ),
    ] = None,
    git: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Ask about your own commits lately in this repository; repeatable."),
    ] = None,
    git_author: Annotated[
        str, typer.Option(metavar="NAME", help="Name or e-mail your commits bear; default: as git knows you.")
    ] = "",
    git_diffs: Annotated[
        bool,
        typer.Option("--git-diffs", help="Read changed lines too, for a model that writes the questions."),
    ] = False,
    model: ModelOption = None,
    offline: OfflineOption = False,
    no_fallback: NoFallbackOption = False,
    yes: YesOption = False,
    redact: RedactOption = None,
    answers: AnswersOption = None,
    feedback: FeedbackOption = None,
    max_follow_ups: FollowUpsOption = None,
    adaptive: Annotated[
        bool | None,
        typer.Option(
            "--adaptive/--no-adaptive",
            help="Let difficulty follow your answers (default: yes, but no with --answers).",
        ),
    ] = None,
    strict_time: StrictTimeOption = False,
    seed: SeedOption = None,
    samples: SamplesOption = None,
    min_score: MinScoreOption = None,
    show_sample: SampleOption = False,
    scores: ScoresOption = None,
    voice: VoiceOption = None,
    input_device: InputDeviceOption = None,
    transcriber: TranscriberOption = None,
    speak: SpeakOption = None,
    auto_submit: AutoSubmitOption = None,
    json_: JsonOption = False,
) -> None:
    """Hold an interview."""
    from interview_cli.cli import full_screen
    from interview_cli.cli.candidate_fields import candidate_fields
    from interview_cli.cli.conduct import Manner, check_recordings, conduct, conduct_in_app, read_script
    from interview_cli.cli.keyboard import back_to_the_keyboard
    from interview_cli.interview.wish import VoiceWish, Wish, WorkWish
    from interview_cli.wiring import plan_session

    run = run_of(ctx)
    if plan is not None:
        fixed = {
            "--role": role,
            "--type": type_,
            "--level": level,
            "--duration": duration,
            "--questions": questions,
            "--focus": focus,
            "--company": company,
            "--language": language,
            "--max-follow-ups": max_follow_ups,
            "--adaptive": adaptive,
            "--strict-time": strict_time,
            "--seed": seed,
        }
        given = [name for name, value in fixed.items() if value not in (None, "", [], False)]
        if given:
            message = f"--plan fixes what {', '.join(given)} would say."
            raise UsageError(message, "Leave out one or the other.")
    if job_description == answers == "-":
        raise UsageError("--job-description and --answers cannot both be -.", "Give one of them as a file.")
    wish = Wish(
        role=role,
        type=type_,
        level=level,
        minutes=duration,
        questions=questions,
        resume=resume,
        job=job_description,
        focus=tuple(focus or ()),
        company=company,
        candidate=candidate,
        plan_file=plan,
        models=tuple(model or ()),
        offline=offline,
        max_follow_ups=max_follow_ups,
        adaptive=adaptive if adaptive is not None else answers is None,
        strict_time=strict_time,
        # Prepared answers must meet the same questions every time.
        seed=seed if seed is not None or answers is None else 0,
        samples=samples,
        language=language,
        fields=candidate_fields(plan, field or ()),
        redact=redact,
        work=WorkWish(notes, tuple(notes_dir or ()), tuple(git or ()), git_author, git_diffs),
    )
    manner = Manner(
        feedback=feedback,
        fallback=not no_fallback,
        min_score=min_score,
        scores=scores,
        as_json=json_,
        samples=show_sample,
        voice=VoiceWish(voice, input_device, transcriber, speak, auto_submit),
    )
    if answers is None and full_screen.is_wanted(run, as_json=json_, piped=job_description == "-"):
        raise typer.Exit(conduct_in_app(run, lambda: full_screen.beginning(run, wish, manner), manner))
    opened = plan_session(run.home, wish, console.say)
    if job_description == "-" and answers is None:
        back_to_the_keyboard()
    script = read_script(answers) if answers else None
    if script is not None:
        check_recordings(run.home, script, manner.voice)
    opened.session.shown = manner.shown
    opened.store.create(opened.session)
    raise typer.Exit(conduct(opened, script, manner))


@app.command("continue")
def continue_(
    ctx: typer.Context,
    session_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="Session, or a beginning of its id; default: the newest open one."
        ),
    ] = None,
    model: ModelOption = None,
    offline: OfflineOption = False,
    no_fallback: NoFallbackOption = False,
    yes: YesOption = False,
    answers: AnswersOption = None,
    feedback: FeedbackOption = None,
    samples: SamplesOption = None,
    min_score: MinScoreOption = None,
    show_sample: SampleOption = False,
    scores: ScoresOption = None,
    voice: VoiceOption = None,
    input_device: InputDeviceOption = None,
    transcriber: TranscriberOption = None,
    speak: SpeakOption = None,
    auto_submit: AutoSubmitOption = None,
    json_: JsonOption = False,
) -> None:
    """Go on with an interview that was interrupted, at the same question."""
    from interview_cli.cli import full_screen
    from interview_cli.cli.conduct import Manner, check_recordings, conduct, conduct_in_app, read_script
    from interview_cli.interview.wish import VoiceWish
    from interview_cli.wiring import reopen_session

    run = run_of(ctx)
    manner = Manner(
        feedback=feedback,
        fallback=not no_fallback,
        min_score=min_score,
        scores=scores,
        as_json=json_,
        samples=show_sample,
        voice=VoiceWish(voice, input_device, transcriber, speak, auto_submit),
    )
    if answers is None and full_screen.is_wanted(run, as_json=json_):
        reopen = partial(
            reopen_session,
            run.home,
            session_id,
            models=tuple(model or ()),
            offline=offline,
            samples=samples,
        )
        raise typer.Exit(conduct_in_app(run, lambda: full_screen.going_on(reopen, manner), manner))
    script = read_script(answers) if answers else None
    if script is not None:
        check_recordings(run.home, script, manner.voice)
    opened = reopen_session(
        run.home, session_id, console.say, models=tuple(model or ()), offline=offline, samples=samples
    )
    raise typer.Exit(conduct(opened, script, manner.going_on(opened.session.shown)))


@app.command("list")
def list_(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Ended sessions too.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the interviews that can be continued."""
    from interview_cli.cli.scale import scale_of, with_scores
    from interview_cli.cli.session_views import print_sessions, read_rows
    from interview_cli.report.overview import values
    from interview_cli.wiring import open_sessions

    home = run_of(ctx).home
    store = open_sessions(home)
    rows = read_rows(store)
    shown = [row for row in rows if all_ or row["status"] in ("planned", "in_progress")]
    if json_:
        console.out_json([values(row) for row in shown])
    elif not shown:
        console.say("No interview is open. Start one with: interview session start")
    else:
        print_sessions(shown, rows, store, scale=scale_of(home, None), scores=with_scores(home, None))
    raise typer.Exit(exits.FINE)
