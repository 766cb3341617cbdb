"""Nothing goes to a provider, and no voice is kept, before the person was told and agreed, once.

What is asked and how depends on who is there: a terminal, the full screen, or a script that says --yes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError, UsageError

if TYPE_CHECKING:
    from interview_cli.wiring.home import Home

YES = "INTERVIEW_YES"
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
Ask = Callable[[str], bool | None]


class NotAgreed(UsageError):  # noqa: N818 (what is amiss has a name of its own)
    """The person did not agree, or nobody was there to be asked; nothing was sent or recorded."""


def _ask_at_terminal(text: str) -> bool | None:
    """The answer at a terminal, None where nobody is there."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    sys.stderr.write(f"{text}\nDo you agree? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


class _Desk:
    """Who is asked in this process, and whether the answer was given beforehand."""

    ask: Ask = staticmethod(_ask_at_terminal)
    yes = False


_desk = _Desk()


def say_yes() -> None:
    """Take it that the person agrees to all that is asked in this process, as with --yes."""
    _desk.yes = True


def ask_by(ask: Ask) -> None:
    """Ask in another way from now on: `ask` is given the text; None means that nobody is there."""
    _desk.ask = ask


def agree_to_models(
    home: Home, models: Sequence[str], what: str = "", *, environ: Mapping[str, str] | None = None
) -> None:
    """Make sure that texts may go to the providers of these models; those on this machine need no asking.

    `what` names what is sent; addresses are looked for in `environ`, else in this process's environment.
    Raises NotAgreed.
    """
    places = _destinations(models, environ)
    open_ones = _not_agreed(home, list(places))
    if not open_ones:
        return
    where = " and ".join(dict.fromkeys(places[name] for name in open_ones))
    sent = what or "the questions, your answers, and what you give of resume, job description and recent work"
    _agree(
        home,
        open_ones,
        f"{sent[:1].upper()}{sent[1:]} will be sent to {where}, who handles it by terms of its own. So will "
        "what you use it for later: questions, your answers, resume, job description, recent work, and your "
        "voice where it is to listen. Nothing goes anywhere else. The offline coach keeps all of it on this "
        "machine, and `config set redact true` takes contact details out of texts.",
        "Nothing was sent.",
    )


def agree_to_recording(home: Home) -> None:
    """Make sure that a voice may be recorded. Raises NotAgreed."""
    from interview_cli.store.consents import RECORDING
    from interview_cli.wiring.home import open_settings, open_vault

    if not _not_agreed(home, [RECORDING]):
        return
    settings = open_settings(home)
    sealed = ", encrypted" if open_vault(home).is_there else ""
    if not settings.voice_keep_recordings:
        kept = "and is deleted when the answer is written down"
    elif settings.retention_recordings:
        kept = f"and is removed after {settings.retention_recordings} days (retention.recordings)"
    else:
        kept = "until you remove it"
    _agree(
        home,
        [RECORDING],
        f"Your voice will be recorded. It lies in {home.data_dir / 'sessions'}{sealed}, {kept}. Before a "
        "provider is sent any of it you are asked for that.",
        "Nothing was recorded.",
    )


def _says_yes(value: str) -> bool:
    """What the variable says. Raises UsageError for what is neither yes nor no."""
    word = value.strip().lower()
    if word not in (*_YES, *_NO):
        raise UsageError(f"{YES} is {value!r}, which is neither yes nor no.", f"Set {YES}=1, or 0.")
    return word in _YES


def _agree(home: Home, names: list[str], text: str, otherwise: str) -> None:
    from interview_cli.store.consents import Consents

    if not (_desk.yes or _says_yes(os.environ.get(YES, ""))):
        answer = _desk.ask(text)
        if answer is None:
            raise NotAgreed(
                f"{text} Nobody is here to agree to that.", f"{otherwise} Say --yes, or set {YES}=1."
            )
        if not answer:
            raise NotAgreed("You did not agree.", otherwise)
    try:
        Consents(home.data_dir).give(names, datetime.now(UTC))
    except StorageError:
        # Agreed is agreed; where it cannot be noted, it is asked once more next time.
        return


def _not_agreed(home: Home, names: list[str]) -> list[str]:
    from interview_cli.store.consents import Consents

    given = Consents(home.data_dir).given() if names else {}
    return [name for name in names if name not in given]


def _destinations(models: Sequence[str], environ: Mapping[str, str] | None) -> dict[str, str]:
    """Where the texts for these models go, by the name it is noted under; machines near by are left out."""
    from interview_cli.llm.environment import process_environment
    from interview_cli.llm.providers import address_of, is_nearby, provider_of

    found: dict[str, str] = {}
    for model in models:
        provider = provider_of(model)
        address = address_of(provider, process_environment() if environ is None else environ)
        if address is None:
            found[provider.prefix] = provider.name
        elif not is_nearby(address):
            found[f"{provider.prefix} at {address}"] = f"{provider.name} at {address}"
    return found
