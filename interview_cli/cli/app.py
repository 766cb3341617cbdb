"""The command line: global options, and a table of commands that are imported when used."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from interview_cli import __version__
from interview_cli.cli import console, exits
from interview_cli.cli.run import Run

# command: (module in this package, what it does)
COMMANDS: dict[str, tuple[str, str]] = {
    "session": ("session", "Start, continue and list interviews."),
    "resume": ("resume", "Read resumes in and look at them."),
    "notes": ("notes", "Note what you did lately, to be asked about it."),
    "history": ("history", "See past interviews, scores and trends."),
    "drill": ("drill", "Practise again what was answered weakly, when it is due."),
    "remind": ("remind", "Say how many questions are due, or write a reminder for a calendar."),
    "export": ("export", "Write a session as a report or as data, or all of them as data."),
    "report": ("report", "Put several interviews side by side."),
    "score": ("score", "Judge rows of a file, or answers of a session."),
    "batch": ("batch", "Hold many sessions from one file."),
    "regress": ("regress", "See whether interviewing and judging got better or worse."),
    "voice": ("voice", "Try the microphone, install models, look at recordings."),
    "roles": ("roles", "List, show, check and write roles."),
    "prompts": ("prompts", "List, show and check the prompts for models."),
    "plan": ("plan", "Write, show and verify interview plans."),
    "data": ("data", "Hand over all that is kept of you."),
    "keys": ("keys", "Keep keys of model providers, in the system's keyring or encrypted."),
    "config": ("config", "Show and change settings."),
    "doctor": ("doctor", "Check this machine and say what to do."),
}

FIRST_STEPS = """\
Practise a job interview in the terminal. No key and no network needed.

  interview session start --role backend_engineer     start right away
  interview resume ingest FILE                        let questions fit your resume
  interview roles list                                see all roles
  interview doctor                                    see which models could lead the interview
  interview --help                                    see all commands
"""


class CommandShelf(TyperGroup):
    """Knows all commands by name and sentence; imports one only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All command names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"interview_cli.cli.{COMMANDS[cmd_name][0]}")
        return typer.main.get_command(module.app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands for `--help`, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the base class; near misses are found among the table's names."""
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=CommandShelf,
    name="interview",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def entry(
    ctx: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option("--data-dir", envvar="INTERVIEW_DATA_DIR", help="Folder for sessions and resumes."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", envvar="INTERVIEW_CONFIG", help="Settings file (YAML).")
    ] = None,
    roles: Annotated[
        Path | None, typer.Option("--roles", envvar="INTERVIEW_ROLES", help="Folder with your own roles.")
    ] = None,
    prompts: Annotated[
        Path | None,
        typer.Option("--prompts", envvar="INTERVIEW_PROMPTS", help="Folder with your own prompts."),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", envvar="INTERVIEW_PLAIN", help="Line by line, for pipes and screen readers."),
    ] = False,
    plain_motion: Annotated[
        bool,
        typer.Option(
            "--plain-motion", envvar="INTERVIEW_PLAIN_MOTION", help="No animation in the full-screen app."
        ),
    ] = False,
    no_color: Annotated[
        bool, typer.Option("--no-color", envvar="INTERVIEW_NO_COLOR", help="No colours.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="INTERVIEW_DEBUG", help="Show where an error came from.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """A coach for job interviews that lives in the terminal."""
    if no_color:
        console.no_color()
    ctx.obj = Run(data_dir, config, roles, prompts, plain, debug, plain_motion)
    if version:
        console.out(f"interview {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        console.out(FIRST_STEPS)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code. Never raises."""
    console.replace_closed_streams()
    console.speak_any_script()
    debug = "--debug" in arguments or os.environ.get("INTERVIEW_DEBUG", "") not in ("", "0")
    try:
        result = typer.main.get_command(app).main(arguments, prog_name="interview", standalone_mode=False)
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except typer.Abort:
        console.say("Stopped.")
        return exits.INTERRUPTED
    except (BrokenPipeError, SystemExit) as end:
        # click turns a broken pipe into an exit with 1, which here means a low score.
        if isinstance(end, SystemExit) and not isinstance(end.__context__, BrokenPipeError):
            raise
        # The reader went away; nothing more can be said.
        console.give_up_stdout()
        return exits.BROKEN_PIPE
    except OSError as error:
        lost = console.output_error(error)
        return exits.report(lost or error, debug=debug)
    except Exception as error:  # the outermost frame: every error becomes one line and an exit code
        return exits.report_usage(error) or exits.report(error, debug=debug)
    return result if isinstance(result, int) else exits.FINE
