"""Times, scores, names and judges in words, the same in every report."""

from __future__ import annotations

import math
import re
from datetime import datetime
from itertools import pairwise

from interview_cli.coach.scale import POINTS_PER_LEVEL, band, on_scale
from interview_cli.scripts import is_unspaced, letter_count

OFFLINE = "offline"
OFFLINE_COACH = "the offline coach"

_MINUTE = 60
# What a terminal would obey, and marks that make text read in another order than it is stored.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
# Whole escape sequences (ECMA-48): control sequences; strings such as titles and links, which an escape, a
# bell or the line's end breaks off; short ones. A sequence that is cut off goes as far as it goes. Where one
# byte stands for ESC and [, it takes a number to tell it from a letter in another encoding.
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]?|\x9b[0-?]+[ -/]*[@-~]"
    r"|\x1b[\]P_^X][^\x07\x1b\r\n]*(?:\x07|\x1b\\)?"
    r"|\x1b[ -/]*[0-~]"
)
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Lines that an editor's margin broke are about so long: shorter ones end where they end, longer ones are
# paragraphs of somebody who breaks no lines.
_MARGIN, _WIDEST_MARGIN = 70, 120
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)]*$")
_WRAP = re.compile(r"(?<=\S)\n(?=[^\W\d])")


def harmless(text: str) -> str:
    """Text with plain line ends, without escape sequences, control characters and bidi overrides."""
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", _SEQUENCE.sub("", text)))


def printable(text: str) -> str:
    """Harmless text with spaces for tabs."""
    return harmless(text).expandtabs(4)


def one_line(text: str) -> str:
    """Printable text on one line."""
    return " ".join(printable(text).split())


def reflowed(text: str) -> str:
    """A text without the line breaks that only fit it into a file; lists, code and paragraphs keep theirs."""
    return _WRAP.sub(" ", text.strip())


def unwrapped(text: str) -> str:
    """An answer with its lines joined where an editor's margin broke them.

    That is between a line of margin length that begins with a letter or a digit and one that begins
    with a letter; code and lists, whose lines are short, indented or begin with a sign, stay as they are,
    and so do paragraphs, whether there are empty lines between them or one ends with a sentence.
    """
    lines = text.split("\n")
    joined = lines[:1]
    for before, line in pairwise(lines):
        if _is_broken(before, line):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_broken(before: str, line: str) -> bool:
    """Whether it was a margin that ended a line, to which the next one belongs."""
    fits = _MARGIN <= len(before) <= _WIDEST_MARGIN and before[0].isalnum() and line[:1].isalpha()
    return fits and not (_SENTENCE_END.search(before.rstrip()) and not line[0].islower())


def shortened(text: str, words: int) -> tuple[str, int]:
    """The first `words` words of a text with its line breaks, and how many words were left out."""
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return (text, 0) if len(ends) <= words else (text[: ends[words - 1]], len(ends) - words)


def named(identifier: str) -> str:
    """An id as a name: `problem_solving` is "Problem solving"."""
    return identifier.replace("_", " ").replace("-", " ").capitalize()


def counted(number: int, thing: str) -> str:
    """A number of things: "1 answer", "3 answers"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def dollars(cost: float) -> str:
    """US dollars with four decimals, or as many more as two digits take: "0.0125", "0.0000041"."""
    if not cost:
        return "0"
    return f"{cost:.{max(4, 1 - math.floor(math.log10(abs(cost))))}f}"


def length_of(text: str) -> str:
    """How long a text is: "80 words"; in a script without spaces between words "160 characters"."""
    if is_unspaced(text):
        return counted(letter_count(text), "character")
    return counted(len(text.split()), "word")


def duration(seconds: float) -> str:
    """Seconds as people say them: "45 s", "3 min", "2 min 30 s"."""
    minutes, rest = divmod(round(seconds), _MINUTE)
    return " ".join([f"{minutes} min"] * bool(minutes) + [f"{rest} s"] * bool(rest or not minutes))


def date_and_time(moment: datetime) -> str:
    """A moment in the local time zone, which is named: "3 May 2026, 14:05 (UTC+02:00)"."""
    local = moment.astimezone()
    zone = f"UTC{local.isoformat()[-6:]}" if local.utcoffset() else "UTC"
    return f"{local.day} {local:%B %Y, %H:%M} ({zone})"


def score_words(score: float, scale: int) -> str:
    """A score of 0-100 with its band: "72 of 100, good"."""
    return f"{on_scale(score, scale)} of {scale}, {band(score)}"


def level_words(level: float, scale: int) -> str:
    """A level of 0-5 as a score with its band."""
    return score_words(level * POINTS_PER_LEVEL, scale)


def without_scores(text: str) -> str:
    """A model's prose without the sentences that give a number as a score."""
    # Loaded where it is needed, as what it looks for takes its time to be compiled.
    from interview_cli.coach.claims import sentences_of, tells_score

    return " ".join(part for part in sentences_of(text) if not tells_score(part))


def judge_name(source: str) -> str:
    """Who judged: "the offline coach" or a model's name; several sources are joined by "+"."""
    return " and ".join(OFFLINE_COACH if name == OFFLINE else one_line(name) for name in source.split("+"))
