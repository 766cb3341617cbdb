"""The global options of one run, as every command gets them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.wiring import Home


@dataclass(frozen=True, slots=True)
class Run:
    """The global options of one run; commands get it by `run_of(ctx)`."""

    data_dir: Path | None = None
    config_file: Path | None = None
    roles_dir: Path | None = None
    prompts_dir: Path | None = None
    plain: bool = False
    debug: bool = False
    plain_motion: bool = False

    @property
    def home(self) -> Home:
        """The folders and files of this run, once what is past its days was removed there."""
        from interview_cli.cli import console
        from interview_cli.wiring.home import half_converted
        from interview_cli.wiring.retention import tidy

        home = self.untidied_home
        tidy(home, console.say)
        if unfinished := half_converted(home):
            console.say(f"note: {unfinished}")
        return home

    @property
    def untidied_home(self) -> Home:
        """The same, for a command that may change how long things are kept."""
        from interview_cli.wiring import open_home

        return open_home(self.data_dir, self.config_file, self.roles_dir, self.prompts_dir)


def run_of(ctx: typer.Context) -> Run:
    """The global options of the run a command belongs to."""
    run = ctx.find_root().obj
    return run if isinstance(run, Run) else Run()


def refuse_misplaced(ctx: typer.Context) -> None:
    """Options of a command alone say nothing to its subcommand; dropping them silently would mislead.

    Raises UsageError.
    """
    for name in ctx.params:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(
                f"Options of `{ctx.info_name}` go after `{ctx.invoked_subcommand}`.",
                f"interview {ctx.info_name} {ctx.invoked_subcommand} --help",
            )


def command_group(help_text: str) -> typer.Typer:
    """An empty group of commands, set up like all others."""
    return typer.Typer(
        help=help_text,
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
