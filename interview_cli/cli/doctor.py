"""`interview doctor`: check this machine, or a model, and say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.consent_option import YesOption
from interview_cli.cli.run import run_of

if TYPE_CHECKING:
    from interview_cli.cli.check import Check
    from interview_cli.wiring import Home

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

_MARKS = {"ok": "ok", "note": "note", "problem": "PROBLEM"}


@app.command()
def doctor(
    ctx: typer.Context,
    model: Annotated[
        str, typer.Option("--model", metavar="MODEL", help="Send this model one small request instead.")
    ] = "",
    yes: YesOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Check this machine and say what to do.

    Exit code 0 unless something stops interviews: 2, or 5 for the data folder. With --model: 3 when
    its provider does not answer, 1 when its reply is not fit for judging.
    """
    # What is due is told here, and removed by any other command.
    home = run_of(ctx).untidied_home
    code = _check_model(home, model, as_json) if model else _check_machine(home, as_json)
    raise typer.Exit(code)


def _check_machine(home: Home, as_json: bool) -> int:
    from interview_cli.cli.doctor_checks import machine_checks

    checks = list(machine_checks(home))
    problems = [check for check in checks if check.status == "problem"]
    if as_json:
        console.out_json({"ok": not problems, "checks": [_document(check) for check in checks]})
    else:
        _print(checks)
        console.say("Interviews can be held." if not problems else "Something stops interviews; see above.")
    if any(check.storage for check in problems):
        return exits.STORAGE
    return exits.USAGE if problems else exits.FINE


def _check_model(home: Home, name: str, as_json: bool) -> int:
    import asyncio

    from interview_cli import wiring
    from interview_cli.cli.doctor_model import try_model

    settings = wiring.open_settings(home)
    choice = wiring.choose_models([name], offline=False, settings=settings)
    wiring.agree_to_models(home, choice.models, "one question with a made-up answer")
    prompt = wiring.open_library(home).prompt("judge")
    console.say(f"Asking {', '.join(choice.models)} to judge one answer ...")
    report = asyncio.run(try_model(wiring.open_model(choice.models, settings, on_notice=console.say), prompt))
    if as_json:
        checks = [_document(check) for check in report.checks]
        facts = {"model": report.model, "passed": report.passed, "answered": report.answered}
        console.out_json({**facts, "prompt": prompt.version, "checks": checks, "usage": report.usage})
    else:
        _print(report.checks)
        verdict = "can lead and judge interviews" if report.passed else "is not fit for judging as it is"
        console.say(f"{report.model} {verdict}." if report.answered else f"{report.model} did not answer.")
    if not report.answered:
        return exits.PROVIDER
    return exits.FINE if report.passed else exits.BELOW_SCORE


def _print(checks: Iterable[Check]) -> None:
    for check in checks:
        lead = f"{_MARKS[check.status]:<8}{check.name + ':':<21}"
        console.out_prose(f"{lead}{check.found}", hanging=len(lead))
        if check.advice:
            console.out_prose(f"{'':<{len(lead)}}{check.advice}", hanging=len(lead))


def _document(check: Check) -> dict[str, str]:
    return {"name": check.name, "status": check.status, "found": check.found, "advice": check.advice}
