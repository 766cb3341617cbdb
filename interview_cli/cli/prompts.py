"""`interview prompts`: list, show and check the prompts for models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.run import command_group, run_of

if TYPE_CHECKING:
    from interview_cli.library.prompt import Prompt

app = command_group("List, show and check the prompts for models.")

_JSON = typer.Option("--json", help="One JSON document on stdout.")


@app.command("list")
def list_prompts(ctx: typer.Context, as_json: Annotated[bool, _JSON] = False) -> None:
    """All prompts with their versions."""
    from interview_cli.errors import UsageError
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    rows = []
    for prompt_id in library.prompt_paths():
        try:
            rows.append(_facts(library.prompt(prompt_id)))
        except UsageError as error:
            console.say(f"left out: {error.message}")
    if as_json:
        console.out_json(rows)
    else:
        console.table(
            ["ID", "Version", "Purpose"], [[row["id"], row["version"], row["purpose"]] for row in rows]
        )


@app.command("show")
def show_prompt(
    ctx: typer.Context,
    prompt_id: Annotated[str, typer.Argument(metavar="ID", help="The prompt.")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """What a prompt says about itself, where it lies, and its text."""
    from interview_cli.wiring import open_library

    prompt = open_library(run_of(ctx).home).prompt(prompt_id)
    facts = _facts(prompt)
    if as_json:
        console.out_json({**facts, "system": prompt.system, "user": prompt.user})
        return
    for name, value in facts.items():
        shown = ", ".join(value) if isinstance(value, list) else value
        if isinstance(shown, dict):
            shown = ", ".join(f"{key} {item}" for key, item in shown.items() if item is not None)
        console.out(f"{name + ':':<12}{shown or 'none'}")
    console.out(f"\n# System\n{prompt.system}\n\n# User\n{prompt.user}")


@app.command("check")
def check_prompts(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Files or folders; default: all prompts."),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Say what is wrong with prompt files, as `file:line: what`; exit code 2 when something is."""
    from interview_cli.cli.checks import print_findings, spread
    from interview_cli.wiring import open_library

    library = open_library(run_of(ctx).home)
    paths = spread(files, ("*.md",)) if files else list(library.prompt_paths().values())
    if print_findings(library.check_prompts(paths), len(paths), as_json=as_json):
        raise typer.Exit(exits.USAGE)


def _facts(prompt: Prompt) -> dict[str, Any]:
    return {
        **prompt.about.model_dump(mode="json"),
        "version": prompt.version,
        "file": str(prompt.path),
    }
