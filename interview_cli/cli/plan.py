"""`interview plan`: write, show and verify interview plans."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.output import ForceOption, OutputOption, hand_over, target_of
from interview_cli.cli.run import command_group, run_of
from interview_cli.cli.values import (
    FollowUpsOption,
    LanguageOption,
    LevelName,
    SeedOption,
    StrictTimeOption,
    TypeName,
)
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.interview.plan import Plan

app = command_group("Write, show and verify interview plans.")

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
    job_description: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The job posting (text, Markdown, PDF, DOCX, HTML), - for stdin."),
    ] = None,
    fixed: Annotated[
        bool, typer.Option("--fixed", help="Choose the questions now: everybody is asked the same.")
    ] = False,
    question: Annotated[
        list[str] | None,
        typer.Option("--question", metavar="ID", help="Ask just this question of the role; repeatable."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME", help="What the candidate has to say first; repeatable."),
    ] = None,
    output: OutputOption = None,
    force: ForceOption = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Write a plan, to start later or to share: interview session start --plan FILE."""
    import random

    from interview_cli import wiring
    from interview_cli.interview.fixing import with_questions_chosen, with_questions_named
    from interview_cli.interview.planning import make_plan, with_fields
    from interview_cli.library.company_choice import choose_company
    from interview_cli.report.wording import counted
    from interview_cli.resume.posting.source import read_job, read_job_text

    _check_fixed(question, fixed=fixed, chosen=bool(questions or type_), with_resume=with_resume)
    target = target_of(output, force=force)
    home = run_of(ctx).home
    settings = wiring.open_settings(home)
    role_id = role or settings.role
    if not role_id:
        raise UsageError("No role was named.", "Use --role; all of them: interview roles list")
    library = wiring.open_library(home)
    employer = choose_company(library, company)
    bank = library.bank(role_id, employer.pack or "")
    text = read_job_text(job_description) if job_description else None
    for note in filter(None, (employer.note, *(text.notes if text else ()))):
        console.say(f"note: {note}.")
    job = read_job(text, bank.role) if text else None
    plan = make_plan(
        bank,
        type=type_ or settings.type,
        level=level or settings.level or (job.level if job else None) or "mid",
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
    plan = with_fields(plan.model_copy(update={"job": job}), field or ())
    if question:
        plan = with_questions_named(plan, question, library)
    elif fixed:
        wished = plan.total_questions
        plan = with_questions_chosen(plan, bank)
        if plan.total_questions < wished:
            told = counted(plan.total_questions, "question")
            console.say(f"note: {bank.role.name} has {told} for such a plan, not {wished}.")
    if target is not None or not as_json:
        hand_over(_plan_yaml(plan).encode(), target)
    if target is not None:
        _tell_next(target, plan)
    if as_json:
        console.out_json(plan.model_dump(mode="json"))


def _check_fixed(question: list[str] | None, *, fixed: bool, chosen: bool, with_resume: bool) -> None:
    """Raise UsageError for options that do not go with questions which are named in the plan."""
    if question and (fixed or chosen or with_resume):
        raise UsageError(
            "--question says which questions are asked.",
            "Leave out --fixed, --questions, --type and --with-resume.",
        )
    if fixed and with_resume:
        raise UsageError(
            "Fixed questions are the same for everybody, and a resume is one person's.",
            "Leave out --with-resume or --fixed.",
        )


def _tell_next(written: Path, plan: Plan) -> None:
    console.say(f"Start it: interview session start --plan {shlex.quote(str(written))}")
    if plan.questions:
        console.say("It holds key points and sample answers, which whoever has the file can read.")


@app.command("show")
def show_plan(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan file.")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """What a plan file says, checked."""
    from interview_cli.interview.plan_file import completed_plan, read_plan
    from interview_cli.interview.seal import SHOWN, plan_digest
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    written = read_plan(file)
    plan = completed_plan(written, library)
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
    console.out(f"Difficulty: {'follows the answers' if plan.follows_answers else 'stays'}")
    console.out(f"Seed: {plan.seed}")
    if plan.job:
        console.out(f"Job: {plan.job.title or plan.job.source or 'described in the plan'}")
    if plan.candidate_fields:
        console.out(f"Asks the candidate for: {', '.join(plan.candidate_fields)}")
    console.out(f"Seal: {plan_digest(written)[:SHOWN]}")
    needs_role = not plan.questions or any(isinstance(name, str) for name in plan.questions)
    if not needs_role or plan.role in library.role_paths():
        console.say(f"Start it: interview session start --plan {file}")
    else:
        console.say(f"There is no role {plan.role} here. It can be started where there is one.")


@app.command("verify")
def verify_plan(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan file that was sent out.")],
    report: Annotated[
        str,
        typer.Argument(metavar="REPORT", help="The report that came back (json, html), or a session's id."),
    ],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Whether a report belongs to a plan, and questions, answers and scores are as they were given."""
    from interview_cli.interview.plan_file import completed_plan, read_plan, with_whole_questions
    from interview_cli.interview.verification import Finding, verify
    from interview_cli.wiring import open_library
    from interview_cli.wiring.reports import session_named
    from interview_cli.wiring.taking_in import page_is_as_written

    home = run_of(ctx).home
    library = open_library(home)
    written = read_plan(file)
    plan = with_whole_questions(completed_plan(written, library), library)
    findings = verify(written, plan, session_named(home, report))
    page = page_is_as_written(Path(report)) if Path(report).is_file() else None
    if page is not None:
        shows = "The page shows what was written." if page else "What the page shows was changed since."
        findings.append(Finding(page, shows))
    holds = all(finding.holds for finding in findings)
    if as_json:
        console.out_json({"belongs": holds, "findings": [finding._asdict() for finding in findings]})
    else:
        for finding in findings:
            console.out_prose(f"{'ok' if finding.holds else 'NO':3}{finding.says}", hanging=3)
        belongs = "belong together" if holds else "do not belong together, or not in all"
        console.out_prose(f"Plan and report {belongs}.")
        if holds:
            console.say("A seal shows that nothing was changed by mistake; it does not prove who wrote it.")
    raise typer.Exit(exits.FINE if holds else exits.BELOW_SCORE)


def _plan_yaml(plan: Plan) -> str:
    import yaml

    document = plan.model_dump(mode="json")
    for name in ("job", "candidate_fields", "criteria", "questions", "company_pack"):
        if not document[name]:
            del document[name]
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return text
