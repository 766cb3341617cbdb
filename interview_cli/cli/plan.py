"""`interview plan`: write and show interview plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console
from interview_cli.cli.run import command_group, run_of
from interview_cli.cli.values import (
    FollowUpsOption,
    LanguageOption,
    LevelName,
    SeedOption,
    StrictTimeOption,
    TypeName,
)

if TYPE_CHECKING:
    from interview_cli.interview.plan import Plan

app = command_group("Write and show interview plans.")

_JSON = typer.Option("--json", help="One JSON document on stdout.")
_SEEDS = 2**31


@app.command("new")
def new_plan(
    ctx: typer.Context,
    role: Annotated[str | None, typer.Option(help="Role to interview for: interview roles list.")] = None,
    type_: Annotated[TypeName | None, typer.Option("--type", help="Kind of interview.")] = None,
    level: Annotated[LevelName | None, typer.Option(help="The candidate's seniority.")] = None,
    duration: Annotated[int | None, typer.Option(help="Minutes (5 to 120).")] = None,
    questions: Annotated[int | None, typer.Option(help="Number of main questions (1 to 60).")] = None,
    focus: Annotated[list[str] | None, typer.Option(help="Topic to concentrate on; repeatable.")] = None,
    language: LanguageOption = None,
    company: Annotated[
        str, typer.Option(help="Company pack (interview roles companies), or any company's name.")
    ] = "",
    max_follow_ups: FollowUpsOption = None,
    adaptive: Annotated[
        bool, typer.Option("--adaptive/--no-adaptive", help="Let difficulty follow the answers.")
    ] = True,
    strict_time: StrictTimeOption = False,
    seed: SeedOption = None,
    with_resume: Annotated[
        bool, typer.Option("--with-resume", help="Plan questions on the candidate's resume too.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="File to write; default: stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Write a plan, to start later or to share: interview session start --plan FILE."""
    import random

    from interview_cli import wiring
    from interview_cli.errors import UsageError
    from interview_cli.interview.planning import make_plan
    from interview_cli.library.company_choice import choose_company
    from interview_cli.store.output_file import check_target, write_target

    if output is not None:
        check_target(output, force=force)
    home = run_of(ctx).home
    settings = wiring.open_settings(home)
    role_id = role or settings.role
    if not role_id:
        raise UsageError("No role was named.", "Use --role; all of them: interview roles list")
    library = wiring.open_library(home)
    employer = choose_company(library, company)
    if employer.note:
        console.say(f"note: {employer.note}.")
    plan = make_plan(
        library.bank(role_id),
        type=type_ or settings.type,
        level=level or settings.level or "mid",
        minutes=duration,
        default_minutes=settings.duration,
        questions=questions,
        focus=focus or (),
        company=employer.called,
        company_pack=employer.pack,
        language=language or settings.language,
        max_follow_ups=settings.max_follow_ups if max_follow_ups is None else max_follow_ups,
        seed=random.SystemRandom().randrange(_SEEDS) if seed is None else seed,
        adaptive=adaptive,
        strict_time=strict_time,
        with_resume=with_resume,
    )
    if output is not None:
        write_target(output, _plan_yaml(plan).encode())
        console.say(f"Wrote {output}. Start it: interview session start --plan {output}")
    if as_json:
        console.out_json(plan.model_dump(mode="json"))
    elif output is None:
        console.out(_plan_yaml(plan).rstrip("\n"))


@app.command("show")
def show_plan(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan file.")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """What a plan file says, checked."""
    from interview_cli.interview.plan_file import load_plan
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    plan = load_plan(file, library)
    if as_json:
        console.out_json(plan.model_dump(mode="json"))
        return
    facts = [f"{plan.type} interview", f"{plan.level} level", f"{plan.minutes} minutes"]
    facts += [f"at {plan.company}"] * bool(plan.company)
    console.out(f"{plan.role_name} ({plan.role}): {', '.join(facts)}")
    console.table(
        ["Round", "Questions", "On the resume", "Minutes"],
        [
            [part.name, str(part.questions), str(part.resume_questions or ""), f"{part.seconds / 60:g}"]
            for part in plan.rounds
        ],
        right=["Questions", "On the resume", "Minutes"],
    )
    if plan.questions:
        names = [name if isinstance(name, str) else name.id for name in plan.questions]
        console.out(f"Asks these questions: {', '.join(names)}")
    limits = plan.limits
    console.out(f"Focus: {', '.join(plan.focus) or 'none'}")
    console.out(f"Follow-ups per question: at most {limits.max_follow_ups}")
    console.out(f"Longest answer: {limits.max_answer_words} words")
    console.out(f"When time is up: {'the answer is handed in' if limits.strict_time else 'you are told'}")
    console.out(f"Difficulty: {'follows the answers' if plan.adaptive else 'stays'}")
    console.out(f"Seed: {plan.seed}")
    needs_role = not plan.questions or any(isinstance(name, str) for name in plan.questions)
    if not needs_role or plan.role in library.role_paths():
        console.say(f"Start it: interview session start --plan {file}")
    else:
        console.say(f"There is no role {plan.role} here. It can be started where there is one.")


def _plan_yaml(plan: Plan) -> str:
    import yaml

    text: str = yaml.safe_dump(plan.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    return text
