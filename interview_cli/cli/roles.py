"""`interview roles`: list, show, check and write roles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.consent_option import YesOption
from interview_cli.cli.run import command_group, run_of

app = command_group("List, show, check and write roles.")

_JSON = typer.Option("--json", help="One JSON document on stdout.")


@app.command("list")
def list_roles(ctx: typer.Context, as_json: Annotated[bool, _JSON] = False) -> None:
    """All roles with the number of their questions."""
    from interview_cli.cli.role_views import print_roles, role_rows
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    rows = role_rows(library)
    if as_json:
        console.out_json(rows)
    else:
        print_roles(rows, library)


@app.command("show")
def show_role(
    ctx: typer.Context,
    role_id: Annotated[str, typer.Argument(metavar="ID", help="The role.")],
    question_id: Annotated[
        str, typer.Option("--question", metavar="ID", help="Only this question, all of it.")
    ] = "",
    answers: Annotated[
        bool, typer.Option("--answers", help="Also what a strong answer says, which spoils practice.")
    ] = False,
    as_json: Annotated[bool, _JSON] = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="As a role file.")] = False,
) -> None:
    """A role and its questions; the sample answers only with --answers, --json or --yaml."""
    from interview_cli.cli.role_views import find_question, question_lines, role_lines
    from interview_cli.errors import UsageError
    from interview_cli.library.role_text import question_yaml, role_yaml
    from interview_cli.wiring import open_library

    if as_json and as_yaml:
        raise UsageError("--json and --yaml exclude each other.", "Choose one.")
    bank = open_library(run_of(ctx).home).bank(role_id)
    shown = find_question(bank, question_id) if question_id else bank.role
    if as_json:
        console.out_json(shown.model_dump(mode="json"))
    elif as_yaml:
        write = question_yaml if question_id else role_yaml
        console.out(write(shown.model_dump(mode="json")).rstrip("\n"))
    else:
        lines = (
            question_lines(find_question(bank, question_id), answers=answers)
            if question_id
            else role_lines(bank.role, answers=answers)
        )
        for line in lines:
            console.out(line)


@app.command("companies")
def companies(
    ctx: typer.Context,
    company_id: Annotated[str, typer.Argument(metavar="[ID]", help="Only this pack, all of it.")] = "",
    answers: Annotated[
        bool, typer.Option("--answers", help="Also what a strong answer says, which spoils practice.")
    ] = False,
    as_json: Annotated[bool, _JSON] = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="As a company file.")] = False,
) -> None:
    """The kinds of employers that --company knows; with an ID what one looks for, and its questions."""
    from interview_cli.cli.company_views import company_lines, company_rows, print_companies
    from interview_cli.errors import UsageError
    from interview_cli.library.role_text import company_yaml
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    if as_yaml and (as_json or not company_id):
        raise UsageError("--yaml shows one pack and excludes --json.", "For example: start-up --yaml")
    if not company_id:
        rows = company_rows(library)
        console.out_json(rows) if as_json else print_companies(rows)
        return
    pack = library.company(company_id)
    if as_json:
        console.out_json(pack.model_dump(mode="json"))
    elif as_yaml:
        console.out(company_yaml(pack.model_dump(mode="json")).rstrip("\n"))
    else:
        for line in company_lines(pack, answers=answers):
            console.out(line)


@app.command("check")
def check_roles(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Files or folders; default: all roles.")
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Say what is wrong with role and company files, as `file:line: what`; exit code 2 when something is."""
    from interview_cli.cli.checks import print_findings, spread
    from interview_cli.coach.rubric import CRITERIA
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    everything = library.content_paths()
    paths = spread(files, ("*.yaml", "shared/*.yaml", "companies/*.yaml")) if files else everything
    findings = library.check_roles(CRITERIA, paths)
    if print_findings(findings, len(paths), as_json=as_json):
        raise typer.Exit(exits.USAGE)


@app.command("new")
def new_role(
    ctx: typer.Context,
    role_id: Annotated[str, typer.Option("--id", help="Id and file name; default: made from the name.")] = "",
    name: Annotated[str, typer.Option("--name", help="What the job is called.")] = "",
    summary: Annotated[
        str, typer.Option("--summary", help="What the person does and what the interview looks at.")
    ] = "",
    level: Annotated[
        str | None, typer.Option("--level", help="Seniorities the questions suit, such as entry,mid.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", metavar="FILE", help="YAML list of questions; none is asked for."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="DIR", help="Folder to write to; default: your own roles."),
    ] = None,
    model: Annotated[str, typer.Option("--model", help="Let this model draft the questions.")] = "",
    yes: YesOption = False,
    count: Annotated[
        int, typer.Option("--count", min=1, max=20, help="Questions to draft with --model.")
    ] = 6,
    force: Annotated[bool, typer.Option("--force", help="Replace a role file of that id.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Write a role of your own, step by step, or with a model's help.

    What no option gives is asked for, on a terminal or line by line from standard input. An interrupted run
    leaves ID.yaml.draft; the same command goes on with it.
    """
    from interview_cli.cli.new_role import Wishes, write_role
    from interview_cli.library.locator import bundled

    home = run_of(ctx).home
    folder = output or home.roles_dir
    wishes = Wishes(role_id, name, summary, level, questions, model, count, force)
    written = write_role(home, folder, wishes)
    for sentence in written.dropped:
        console.say(sentence)
    role = written.role
    if as_json:
        facts = {"id": role.id, "path": str(written.path), "questions": len(role.questions)}
        console.out_json({**facts, "dropped": written.dropped})
    else:
        console.out(str(written.path))
    if (bundled("roles") / written.path.name).is_file():
        console.say(f"It takes the place of the role {role.id} that came with the program.")
    if model:
        console.say("A model wrote these questions. Read and mend them before you practise with them.")
    elsewhere = f" --roles {folder}" if folder != home.roles_dir else ""
    console.say(f"Try it: interview{elsewhere} session start --role {role.id}")
