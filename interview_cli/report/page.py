"""Pages of HTML made of a template: escaped, without scripts, asking nothing of a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from interview_cli import __version__

if TYPE_CHECKING:
    from jinja2 import Template


def page_template(
    room: str,
    template: str,
    style: str,
    *,
    clean: Callable[[str], str],
    filters: Mapping[str, Callable[..., Any]],
) -> Template:
    """The template of a page in the package `room`; it extends `base.html`, and its `style` the look of all.

    `clean` takes out of every text what a page must not hold; markup is left alone.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    def writable(value: object) -> object:
        # It is cleaned before it is escaped, and what is markup is ours.
        return clean(value) if type(value) is str else value

    report = files("interview_cli.report")
    environment = Environment(
        loader=DictLoader({"base.html": report.joinpath("base.html").read_text("utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=writable,
    )
    environment.filters |= dict(filters)
    styles = (report.joinpath("base.css"), files(room).joinpath(style))
    css = "".join(each.read_text("utf-8") for each in styles)
    environment.globals |= {"css": Markup(css), "version": __version__}  # noqa: S704 - our own
    return environment.from_string(files(room).joinpath(template).read_text("utf-8"))
