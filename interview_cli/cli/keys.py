"""`interview keys`: keys of providers, kept where nobody reads them by chance."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Literal

import typer

from interview_cli.cli import console
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import UsageError

app = command_group("Keep keys of model providers, in the system's keyring or encrypted.")

Place = Literal["keyring", "file"]
ProviderArgument = Annotated[str, typer.Argument(metavar="PROVIDER", help="Such as openai or anthropic.")]
_PLACES = {"keyring": "the system's keyring", "file": "an encrypted file"}
_LONGEST_LINE = 10_000


@app.command("set")
def set_key(
    ctx: typer.Context,
    provider: ProviderArgument,
    place: Annotated[
        Place | None,
        typer.Option("--in", help="Where to keep it; default: the keyring, or a file where there is none."),
    ] = None,
) -> None:
    """Keep a key: typed at a hidden prompt, or piped in."""
    from interview_cli.wiring.keys import open_keys, provider_named, variable_of

    name = provider_named(provider)
    store = open_keys(run_of(ctx).home)
    kept = store.put(name, _key(name), place)
    console.say(f"Kept the key of {name} in {_PLACES[kept]}.")
    if os.environ.get(variable_of(name)):
        console.say(f"note: {variable_of(name)} is set too, and goes before it.")


@app.command("list")
def list_keys(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Which keys there are: their last four characters, and where they come from."""
    from interview_cli.llm.provider_table import PROVIDERS
    from interview_cli.store.key_store import ending_of
    from interview_cli.wiring.keys import open_keys, variable_of

    rows = []
    for provider in PROVIDERS:
        for variable in dict.fromkeys(name for names in provider.keys for name in names):
            # Other variables that a provider wants, such as an address, are no secrets.
            if variable.endswith(("_KEY", "_TOKEN")) and (value := os.environ.get(variable)):
                rows.append((provider.prefix, ending_of(value), variable, True))
    in_environment = {variable for _, _, variable, _ in rows}
    for one in open_keys(run_of(ctx).home).kept():
        used = variable_of(one.provider) not in in_environment
        rows.append((one.provider, one.ending, _PLACES[one.place], used))
    if as_json:
        names = ("provider", "ends_in", "from", "used")
        console.out_json([dict(zip(names, row, strict=True)) for row in rows])
    elif not rows:
        console.say("There is no key. Keep one with: interview keys set PROVIDER")
    else:
        shown = [
            (
                provider,
                f"...{ending}" if ending else "(short)",
                where,
                "yes" if used else "no, the variable is",
            )
            for provider, ending, where, used in rows
        ]
        console.table(("Provider", "Ends in", "From", "Used"), shown)


@app.command("remove")
def remove_key(ctx: typer.Context, provider: ProviderArgument) -> None:
    """Forget a key that was kept."""
    from interview_cli.wiring.keys import open_keys, provider_named, variable_of

    name = provider_named(provider)
    open_keys(run_of(ctx).home).remove(name)
    console.say(f"Removed the key of {name}.")
    if os.environ.get(variable_of(name)):
        console.say(f"note: {variable_of(name)} is still set.")


@app.command("passphrase")
def change_passphrase(ctx: typer.Context) -> None:
    """Take another passphrase for the keys that are kept in a file."""
    from interview_cli.wiring.keys import open_keys

    open_keys(run_of(ctx).home).change_passphrase()
    console.say("The kept keys are under the new passphrase now.")


def _key(provider: str) -> str:
    """The key, hidden while it is typed. Raises UsageError when none comes."""
    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass(f"Key of {provider} (not shown): ", sys.stderr)
        except EOFError as error:
            raise UsageError("No key was given.", "Nothing was changed.") from error
    line = sys.stdin.readline(_LONGEST_LINE)
    if len(line) == _LONGEST_LINE and not line.endswith("\n"):
        raise UsageError("That is longer than any key.", "Pipe in the key alone.")
    if sys.stdin.read(1).strip():
        raise UsageError("More than one line came in.", "Pipe in the key alone.")
    return line
