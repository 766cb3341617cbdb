"""`interview config`: show and change settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from interview_cli.cli import console
from interview_cli.cli.encryption import set_encryption
from interview_cli.cli.run import command_group, run_of
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.wiring import Home

app = command_group("Show and change settings.")

Place = Literal["keyring", "passphrase"]

_JSON = typer.Option("--json", help="One JSON document on stdout.")


@app.command("show")
def show_settings(ctx: typer.Context, as_json: Annotated[bool, _JSON] = False) -> None:
    """Every setting: its value, where that comes from, and what it does."""
    home = run_of(ctx).home
    rows = _rows(home)
    if as_json:
        console.out_json({"file": str(home.config_file), "settings": rows})
        return
    console.table(
        ["Setting", "Value", "From", "What it does"],
        [
            [row["name"], _shown(row["value"]), row["where"] or row["source"], row["description"]]
            for row in rows
        ],
    )
    console.say("Change one: interview config set NAME VALUE, or a variable such as INTERVIEW_MODEL")


# A value may begin with a dash, as a wrong number does.
@app.command("set", context_settings={"ignore_unknown_options": True})
def set_setting(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The setting.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its value; '' for the default.")],
    place: Annotated[
        Place | None,
        typer.Option("--in", help="For encrypt: the key in the system's keyring, or under a passphrase."),
    ] = None,
) -> None:
    """Change a setting in the settings file."""
    import os

    from interview_cli.settings import variable_of, write_setting

    home = run_of(ctx).untidied_home
    if value:
        _check_reference(home, name, value)
    if name == "encrypt":
        set_encryption(home, value, place)
        return
    if place is not None:
        raise UsageError("--in says where the key of encrypted data lies.", "It goes with encrypt alone.")
    understood = write_setting(home.config_file, name, value)
    said = f"{name} = {_shown(understood)}" if value else f"{name} has its default again"
    console.say(f"{said} (in {home.config_file})")
    if os.environ.get(variable_of(name)):
        console.say(f"note: {variable_of(name)} is set and goes before it.")


@app.command("path")
def show_path(ctx: typer.Context, as_json: Annotated[bool, _JSON] = False) -> None:
    """Where the settings file is, whether or not there is one yet."""
    path = run_of(ctx).home.config_file
    if as_json:
        console.out_json({"path": str(path), "exists": path.is_file()})
    else:
        console.out(str(path))


def _rows(home: Home) -> list[dict[str, Any]]:
    import os

    from interview_cli.settings import Settings, read_file, setting_names, variable_of
    from interview_cli.wiring import open_settings

    values = open_settings(home).model_dump(mode="json", by_alias=True)
    in_file = read_file(home.config_file)
    rows = []
    for name, field in zip(setting_names(), Settings.model_fields.values(), strict=True):
        source, where = "default", ""
        if os.environ.get(variable_of(name)):
            source, where = "variable", variable_of(name)
        elif name in in_file:
            source, where = "file", home.config_file.name
        rows.append(
            {
                "name": name,
                "value": values[name],
                "source": source,
                "where": where,
                "description": field.description or "",
            }
        )
    return rows


def _check_reference(home: Home, name: str, value: str) -> None:
    """Make sure that what is named exists: role, model, key. Raises UsageError that names the nearest."""
    from interview_cli.interview.planning import require_language
    from interview_cli.llm.providers import full_name
    from interview_cli.wiring import open_library

    if name == "role":
        open_library(home).role(value)
    if name == "language":
        require_language(value)
    if name == "model" and value != "offline":
        for model in value.split(","):
            full_name(model)
    if name == "keymap":
        from interview_cli.settings import checked
        from interview_cli.tui.keymap import check_keymap

        check_keymap(checked({name: value}, {}, "config set").keymap)


def _shown(value: Any) -> str:
    if value is None or value in ("", {}):
        return "-"
    if isinstance(value, dict):
        return "; ".join(f"{name}={keys}" for name, keys in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)
