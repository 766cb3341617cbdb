"""The options that stood on a command line, to be told again in a command that goes on with it."""

from __future__ import annotations

from typing import Any


def typed(ctx: Any) -> dict[str, tuple[str, ...]]:
    """The words of each option of a click context by its parameter's name; none from the environment."""
    found = {}
    for option in ctx.command.params:
        source = ctx.get_parameter_source(option.name or "")
        if option.param_type_name != "option" or source is None or source.name != "COMMANDLINE":
            continue
        name, value = option.opts[0], ctx.params.get(option.name or "")
        values = value if isinstance(value, list | tuple) else [value]
        found[option.name or ""] = (
            (name,)
            if isinstance(value, bool)
            else tuple(word for each in values for word in (name, str(each)))
        )
    return found
