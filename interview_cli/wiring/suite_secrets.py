"""Keys of this environment that a model or a case repeats, taken out of what is kept of a run."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from interview_cli.escapes import clean
from interview_cli.llm.keys import IN_PLACE, key_values

if TYPE_CHECKING:
    from interview_cli.regress.outcome import CaseRun

# What stands at the end of a text that was cut, and may have been cut amid a key.
_DOTS = "..."
# Fewer characters of a key tell nothing, and would take ordinary words away.
_SHORTEST_BEGINNING = 6
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def without_secrets(run: CaseRun) -> CaseRun:
    """A run with no key in any of its texts, whole or cut short, nor anything that looks like one."""
    findings = tuple(
        one.model_copy(update={"check": _clean(one.check), "says": _clean(one.says)}) for one in run.findings
    )
    texts = {name: _clean(getattr(run, name)) for name in ("shown", "error")}
    return run.model_copy(update={"findings": findings, **texts})


def _clean(text: str) -> str:
    from interview_cli.wiring.suite_models import scrub

    # Marks that nobody sees may part a key, and are taken out where it is shown.
    bare = _UNSEEN.sub("", clean(text))
    text = scrub(bare) if scrub(bare) != bare else scrub(text)
    for key in key_values(os.environ):
        if len(key) > _SHORTEST_BEGINNING:
            text = _without_beginning(text, key)
    return text


def _without_beginning(text: str, key: str) -> str:
    """A text in which the beginning of a key, cut off by dots or by the end of the text, is masked."""
    if key[:_SHORTEST_BEGINNING] not in text:
        return text
    beginnings = "|".join(
        re.escape(key[:length]) for length in range(len(key) - 1, _SHORTEST_BEGINNING - 1, -1)
    )
    return re.sub(rf"(?:{beginnings})(?={re.escape(_DOTS)}|$)", IN_PLACE, text)
