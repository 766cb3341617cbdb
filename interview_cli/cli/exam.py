"""`interview regress exam`: whether a judge rewards evidence, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.consent_option import YesOption
from interview_cli.cli.counting import counting
from interview_cli.cli.run import run_of
from interview_cli.cli.values import SamplesOption
from interview_cli.coach.scale import REVIEW_SAMPLES


def exam(
    ctx: typer.Context,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="Model to examine; repeat for a chain of fallbacks."),
    ] = None,
    yes: YesOption = False,
    offline: Annotated[bool, typer.Option("--offline", help="Examine the embedded coach.")] = False,
    samples: SamplesOption = None,
    cases: Annotated[
        int | None,
        typer.Option(
            "--cases",
            min=1,
            metavar="N",
            help="Only the first N cases of each kind of question, for a quick look.",
        ),
    ] = None,
    bounds: Annotated[
        Path | None,
        typer.Option(
            "--bounds",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Your own shares of cases in which a relation must hold (YAML).",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Let a judge sit its exam: does it reward evidence, and nothing else?

    Exit code 1 when a relation holds in fewer cases than its bound, 3 when an answer could not be judged.
    """
    import asyncio

    from interview_cli import wiring
    from interview_cli.cli.exam_views import print_report
    from interview_cli.coach.offline import analyse
    from interview_cli.regress.exam.bounds import BOUNDS_FILE, load_bounds
    from interview_cli.regress.exam.case import load_exam, trials_of
    from interview_cli.regress.exam.sitting import answers_of, calls_for, judge_all, report_of

    home = run_of(ctx).home
    settings = wiring.open_settings(home)
    shares = load_bounds(bounds or BOUNDS_FILE)
    choice = wiring.choose_models(model or [], offline=offline, settings=settings)
    wiring.tell_choice(choice, console.say)
    wiring.agree_to_models(home, choice.models, "the answers of the exam, which come with this program,")
    times = (samples or settings.samples or REVIEW_SAMPLES) if choice.models else 1
    judge = wiring.build_examined_judge(home, settings, choice.models, times)
    trials = trials_of(load_exam(), cases)
    answers = answers_of(trials)
    if choice.models:
        calls = calls_for(answers, analyse, times)
        console.say(f"{len(answers)} answers will be judged, in {calls:,} calls.")
    with counting("judged", len(answers)) as on_judged:
        judged = asyncio.run(judge_all(answers, judge, analyse, on_judged=on_judged))
    report = report_of(trials, judged, judge.name, times, shares)
    if as_json:
        console.out_json(report.model_dump(mode="json"))
    else:
        print_report(report)
    if report.unscored:
        console.say(
            f"{report.unscored} of {report.answers} answers were not judged. {report.why_unscored}".rstrip()
        )
        raise typer.Exit(exits.PROVIDER)
    raise typer.Exit(exits.FINE if report.passed else exits.BELOW_SCORE)
