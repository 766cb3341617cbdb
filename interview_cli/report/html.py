"""A session as one page of HTML: light or dark as its reader likes, ready to print, and complete in itself.

The page asks nothing of a network, runs no script, and holds all foreign text escaped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from interview_cli.interview.session import Session
from interview_cli.report.activity import TITLE
from interview_cli.report.beside import Beside
from interview_cli.report.evidence import Stretch, marked_lines
from interview_cli.report.outline import NOTHING_BESIDE, outline
from interview_cli.report.page import page_template
from interview_cli.report.passage import Passage
from interview_cli.report.plot import line_plot
from interview_cli.report.wording import counted, duration, printable, shortened

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

# Where the session document stands in a page, for programs that read it again.
DOCUMENT_OPENS = '<script type="application/json" id="session">'
DOCUMENT_CLOSES = "</script>"
# The head of a page holds the digest of its rest, which shows whether what people read was changed.
DIGEST_OPENS = '<meta name="page-digest" content="'
UNDIGESTED = "0" * 64
_GLANCE_WORDS = 25
# Within a script these would end it, or begin what is none.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def render(
    session: Session,
    *,
    scale: int = 100,
    scores: bool = True,
    beside: Beside = NOTHING_BESIDE,
    embed: bool = False,
) -> str:
    """The page of a session, its scores on 0-100 or 1-5; without numbers and bands with `scores` off.

    With `embed` it holds the session document too, so that the page can be imported and verified.
    """
    report = outline(session, scale=scale, scores=scores, beside=beside)
    trend = report.trend
    page = _template().render(
        undigested=UNDIGESTED,
        report=report,
        scale=scale,
        lately=TITLE,
        numbers=any(passage.standing for passage in report.passages),
        marked=any(passage.evidence for passage in report.passages),
        plot=line_plot(trend.scores, trend.dates, scale) if trend else None,
        document=_document(session) if embed else "",
    )
    return page.replace(UNDIGESTED, page_digest([page.encode()]), 1)


def page_digest(parts: Iterable[bytes]) -> str:
    """The digest of a page, in parts, in which none stands yet, whatever its line ends became on the way."""
    digest = hashlib.sha256()
    held = b""
    for part in parts:
        whole = held + part
        held = b"\r" if whole.endswith(b"\r") else b""
        digest.update(whole[: len(whole) - len(held)].replace(b"\r\n", b"\n"))
    digest.update(held)
    return digest.hexdigest()


@cache
def _template() -> Template:
    filters: dict[str, Callable[..., Any]] = {
        "answer_lines": _answer_lines,
        "brief": _brief,
        "counted": counted,
        "time": duration,
    }
    return page_template(__package__, "session.html", "session.css", clean=printable, filters=filters)


def _answer_lines(passage: Passage) -> list[list[Stretch]]:
    """The lines of an answer in stretches, those marked that its judgement rests on; none without text."""
    text = printable(passage.answer or "").strip("\n")
    return marked_lines(text, passage.evidence) if text.strip() else []


def _brief(question: str) -> str:
    text, left = shortened(question, _GLANCE_WORDS)
    return text + (" ..." if left else "")


def _document(session: Session) -> Markup:
    from markupsafe import Markup

    text = json.dumps(session.model_dump(mode="json"), separators=(",", ":"))
    # In JSON these signs stand in strings alone, where their escapes mean the same.
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - what could end the element is escaped
