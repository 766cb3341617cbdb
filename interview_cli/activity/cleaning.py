"""Text of notes and commits made fit to keep: no control codes, no keys and tokens, not too long."""

from __future__ import annotations

import re

MASK = "[masked]"

# Whole escape sequences (ECMA-48), then every control character and mark that turns the direction of text.
_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffd\ud800-\udfff\U000e0000-\U000e007f]"
)

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
# What well-known services hand out, by the letters they begin with.
_TOKEN = re.compile(
    r"""
      \b(?:AKIA|ASIA)[0-9A-Z]{16}\b                       # AWS
    | \b(?:gh[pousr]_|github_pat_|glpat-)[\w-]{16,}       # GitHub, GitLab
    | \b(?:sk|pk|rk)[-_][\w-]{16,}                        # OpenAI, Anthropic, Stripe
    | \bxox[abeoprs]-[\w-]{8,}                            # Slack
    | \bAIza[\w-]{30,}                                    # Google
    | \b(?:npm|hf|dop_v1|shpat|pypi)[_-][\w-]{16,}
    | \beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?              # JSON web tokens
    | \b[0-9a-fA-F]{32,}\b                                # hashes and keys in hexadecimal
    """,
    re.VERBOSE,
)
_NAMED = re.compile(
    r"""(?P<name>(?:passw(?:or)?d|pwd|secret|token|(?:api|access|private)[_-]?key|credentials?)\b["']?
        (?P<sign>\s{0,4}(?::=|=>|=|:)\s{0,4}))(?P<quote>["']?)(?P<value>[^\s"',;]{6,})""",
    re.IGNORECASE | re.VERBOSE,
)
_SAID = re.compile(
    r"(?P<name>\b(?:password|passphrase|secret|token|key|pin)\b(?:\s+for\s+\S+)?\s+is\s+)(?P<value>\S{4,})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(?P<name>(?:bearer|basic)\s+)[\w.~+/=-]{12,}", re.IGNORECASE)
_IN_ADDRESS = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]{1,15}://)[^\s/:@]{0,100}:[^\s/@]{1,200}@", re.IGNORECASE
)
# A long run of mixed letters and digits is a key: words have one case and no digits inside.
_RUN = re.compile(r"[A-Za-z0-9+_-]{24,}={0,2}")
_MARKS_OF_A_KEY = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"\d.*?[A-Za-z].*?\d"))


def plain(text: str) -> str:
    """Text with plain line ends and spaces for tabs, without anything that a terminal obeys."""
    lines = _SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines.replace("\t", "    "))


def masked(text: str) -> str:
    """Text with what looks like a key, a token or a password replaced by `[masked]`."""
    text = _PRIVATE_KEY.sub(MASK, text)
    text = _IN_ADDRESS.sub(rf"\g<scheme>{MASK}@", text)
    text = _TOKEN.sub(MASK, text)
    text = _BEARER.sub(rf"\g<name>{MASK}", text)
    text = _NAMED.sub(_named, text)
    text = _SAID.sub(
        lambda said: f"{said['name']}{MASK}" if re.search(r"\d", said["value"]) else said[0], text
    )
    return _RUN.sub(lambda run: MASK if _is_key(run[0]) else run[0], text)


def one_line(text: str) -> str:
    """Plain, masked text on one line."""
    return " ".join(masked(plain(text)).split())


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words where one ends near, with dots where something is cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 4]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return f"{(cut[:space] if space > most // 2 else cut).rstrip()} ..."


def _named(found: re.Match[str]) -> str:
    """A value that is code or prose ("token: refreshed") rather than a secret stays."""
    value = found["value"]
    assigned = found["sign"] == "=" or bool(found["quote"])
    if MASK in value or not (assigned or re.search(r"\d|[^\w.()-]", value)):
        return found[0]
    return f"{found['name']}{found['quote']}{MASK}"


def _is_key(run: str) -> bool:
    return all(mark.search(run) for mark in _MARKS_OF_A_KEY)
