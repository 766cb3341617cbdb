"""What a posting asks for: skills of the committed list, and words that look like names of things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interview_cli.resume.places import is_place
from interview_cli.resume.posting.clauses import lesser_clauses
from interview_cli.resume.posting.document import JobTerm, Need
from interview_cli.resume.posting.lines import PostingLine
from interview_cli.resume.posting.subjects import subjects_in
from interview_cli.resume.posting.whereabouts import places_in
from interview_cli.resume.skill_list import Found, find_in, skill_list

MOST_TERMS = 60
_QUOTED = 200

# Everybody asks for these, and no resume is weaker for not naming them.
_FOR_EVERYONE = frozenset({"Working with people"})
# Names of whole trades: the job itself is one of them.
_TOO_WIDE = frozenset({
    "Design", "Sales", "Marketing", "Reporting", "Open source", "Technical documentation", "Web development",
    "Backend development", "Full-stack development", "Mobile development", "Data science", "Data engineering",
    "Business development", "Product management", "Project management", "Human resources", "Accounting",
})  # fmt: skip
_LANGUAGES = "Languages"
# In an English posting English goes without saying, and an English resume shows it.
_UNDERSTOOD = frozenset({"English"})

_PREFERRED = re.compile(
    r"\bnice[- ]to[- ]have|\ba (?:big |strong |real |huge )?plus\b|\bbonus\b|\bideally\b|\bprefer(?:red|"
    r"ably|ence)\b|\bdesirable\b|\b(?:an?|of) advantage\b|\badvantageous\b|\bwould be (?:great|nice|"
    r"a plus|an advantage|useful|as)|\bnot (?:a must|required|essential|necessary)\b|\bwould help\b|"
    r"\bbeneficial\b|\boptional",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\bwe (?:offer|provide|give|pay)\b|\byou(?:'|’)?(?:ll| will)? get\b|\bsalary\b|\bbenefits?\b|"
    r"\bvacation\b|\bholidays?\b",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?:or|either|such as|e\.g\.|for example|for instance|one of|similar|equivalent|comparable|like)\b|/",
    re.IGNORECASE,
)
# What may stand between two things of one list.
_BETWEEN = re.compile(
    r"\s*(?:[,/(]|\bor\b|\band/or\b|,\s*or\b)\s*(?:or\s+)?(?:in\s+|with\s+|an?\s+)?", re.IGNORECASE
)
_SIMILAR = re.compile(
    r"\s*\)?,?\s*\(?(?:or|and)\s+(?:an(?:other|y)|(?:some(?:thing)?\s+)?(?:similar|equivalent|comparable|"
    r"related|the like|other))",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"(?:such as|e\.g\.,?|for example,?|for instance,?|like|either|(?:at least )?one of)\s*:?\s*$",
    re.IGNORECASE,
)

# gRPC, eBPF, PyMC, OpenFGA; MEDDIC, CCRN; ISO 13485, ES2022; and a name after "with", "in" or a comma.
_CAMEL = re.compile(
    r"(?<![\w.@/-])(?:[a-z]{1,3}[A-Z]\w+|[A-Z][a-z0-9]+[A-Z]\w*|[A-Z]\w*\.(?:js|io|ai))(?![\w@])"
)
_CODE = re.compile(
    r"(?<![\w.@£$€-])(?:(?:ISO|IEC|DIN|EN|IEEE|RFC|BS)[ -]?\d{3,5}|[A-Z]{2,7}(?:\d{1,4}|s)?)(?![\w@])"
)
_NAME = re.compile(
    r"(?:\b(?:with|in|using|like|as|of|and|or|plus)\s|"
    r"[,/(]\s?)((?!I\b)[A-Z][a-z]{2,}(?:\s[A-Z][a-z]{2,})?)(?![\w'’])"
)
_NO_TERM = frozenset(
    """
    a i am pm ad cv eu uk us usa uae it hr pr cto ceo cfo coo vp pto eoe ote okr kpi gmbh inc llc
    ltd plc ab ag se bv nv faq url pdf id rsvp cet est pst gmt utc sek nok dkk eur usd gbp chf fte
    ft pt b2b b2c hq dei lgbt lgbtq lgbtqia eeo wfh tv ok api apis sdk cli ide mvp poc roi os pc db
    ux ui oop sdlc orm sla slo saas no and or the not must all we you our who what asap nb ps mba
    bsc msc ba ma phd bs ms md rn diploma bachelor bachelors master masters degree university
    college school english monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december europe european america
    american asia nordic scandinavia germany sweden norway denmark finland france spain italy
    ireland scotland wales england britain canada australia india
    """.split()
)
_DEGREE = re.compile(
    r"\b(?:[BM]Sc|[BM]A|Ph\.?D|degree|bachelor|master['’]?s|diploma|graduate in)\b", re.IGNORECASE
)
# Subjects that are studied and tools that are used have categories of their own in the list.
_SUBJECTS = frozenset({"Science and laboratory", "Engineering and manufacturing", "Finance and accounting"})
_NEAR_HEAD = re.compile(
    r"\b(?:degree|diploma|university|based|located|office|team|engineering|science)\b", re.IGNORECASE
)
_LANGUAGE_USE = re.compile(
    r"\s*(?:$|[,.;/)&(–—]|and\b|or\b|is\b|at\b|language|speak|skills|level|[abc][12]\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A thing that a line names, and where."""

    name: str
    begin: int
    finish: int


def terms_of(lines: Sequence[PostingLine]) -> list[JobTerm]:
    """What the lines ask for, weightiest first: required, then what the tasks use, then what is preferred."""
    found: dict[str, JobTerm] = {}
    for line, need in _asking(lines):
        said: set[str] = set()
        for names, lesser in _groups(line):
            if not said.intersection(names):
                _add(found, names, "preferred" if lesser else need, line.text)
            said.update(names)
    order: dict[Need, int] = {"required": 0, "used": 1, "preferred": 2}
    ranked = sorted(found.values(), key=lambda term: (order[term.need], -term.mentions))
    return ranked[:MOST_TERMS]


def topics_of(lines: Sequence[PostingLine], topics: Iterable[str]) -> list[str]:
    """Those of a role's own topics, such as its focus tags, that the lines speak of."""
    asked = " ".join(line.text for line, _ in _asking(lines)).casefold()
    return [topic for topic in topics if re.search(rf"\b{re.escape(topic.replace('-', ' '))}\b", asked)]


def _asking(lines: Sequence[PostingLine]) -> Iterator[tuple[PostingLine, Need]]:
    """The lines that ask for something, with how much it is needed."""
    sorted_out = any(line.part in ("required", "preferred", "stack") for line in lines)
    for line in lines:
        if need := _need(line, sorted_out):
            yield line, need


def _need(line: PostingLine, sorted_out: bool) -> Need | None:
    """How much a line's terms are needed; None for a line that asks for nothing."""
    if line.part == "other" or (
        line.part == "intro" and (line.heading or sorted_out or _OFFERS.search(line.text))
    ):
        return None
    if line.part == "preferred" or _PREFERRED.search(line.text):
        return "preferred"
    return "used" if line.part in ("duties", "stack") else "required"


def _add(found: dict[str, JobTerm], names: list[str], need: Need, line: str) -> None:
    """Count a term again, at the more needed of its needs, or note it with what would do instead."""
    name, *others = names
    known = found.get(name)
    if known is None:
        found[name] = JobTerm(name=name, need=need, alternatives=others, line=line[:_QUOTED])
        return
    order: tuple[Need, ...] = ("required", "used", "preferred")
    if order.index(need) < order.index(known.need):
        alternatives = others
    elif need == known.need:
        # Asked for by itself elsewhere, nothing else would do.
        alternatives = [other for other in known.alternatives if other in others]
    else:
        alternatives = known.alternatives
    found[name] = known.model_copy(
        update={
            "need": min(known.need, need, key=order.index),
            "mentions": known.mentions + 1,
            "alternatives": alternatives,
        }
    )


def _groups(line: PostingLine) -> list[tuple[list[str], bool]]:
    """The things a line names, and whether it asks less for them; where one is enough they are together."""
    text, items, clauses = line.text, _named(line), lesser_clauses(line.text)
    inside = [[item for item in items if clause.begin <= item.begin < clause.finish] for clause in clauses]
    asked = [item for item in items if not any(item in part for part in inside)]
    groups = [(names, False) for names in _runs(text, asked)]
    for clause, part in zip(clauses, inside, strict=True):
        before = [item for item in asked if item.begin < clause.begin]
        alone = len(before) == 1 or (before and text[: clause.begin].endswith("("))
        if part and clause.instead and alone:
            place = next(place for place, (names, _) in enumerate(groups) if before[-1].name in names)
            groups[place] = (list(dict.fromkeys([*groups[place][0], *(item.name for item in part)])), False)
        else:
            groups += [(names, True) for names in _runs(text, part)]
    return groups


def _runs(text: str, named: Sequence[_Named]) -> Iterator[list[str]]:
    run: list[_Named] = []
    # How many of a run's things are alternatives: of "Airflow or Dagster, dbt" the first two.
    either = 0
    for place, item in enumerate(named):
        between = text[named[place - 1].finish : item.begin] if place else ""
        if not run or not _BETWEEN.fullmatch(between):
            yield from _told(run, either)
            run, either = [], len(named) if _EXAMPLES.search(text[: item.begin]) else 0
        elif _EITHER.search(between):
            either = max(either, len(run) + 1)
        run.append(item)
        following = named[place + 1].begin if place + 1 < len(named) else len(text)
        if _SIMILAR.match(text[item.finish : following]):
            either = max(either, len(run))
    yield from _told(run, either)


def _told(run: Sequence[_Named], either: int) -> Iterator[list[str]]:
    """The names of a run: the first `either` together, the others each alone."""
    names = list(dict.fromkeys(item.name for item in run[:either]))
    if names:
        yield names
    yield from ([item.name] for item in run[either:])


def _named(line: PostingLine) -> list[_Named]:
    """Everything a line names, in its order and without overlaps."""
    text = line.text
    known = find_in(text, line.bullet)
    # "Phoenix, AZ" is no framework.
    taken = places_in(text)
    found = [
        _Named(item.skill, item.begin, item.finish)
        for item in known
        if _is_asked(item, text) and _is_free(item.begin, item.finish, taken)
    ]
    taken += [(item.begin, item.finish) for item in known]
    for begin, finish in _looks(text, line):
        if _is_free(begin, finish, taken):
            found.append(_Named(text[begin:finish], begin, finish))
            taken.append((begin, finish))
    return sorted(found, key=lambda item: item.begin)


def _is_free(begin: int, finish: int, taken: Iterable[tuple[int, int]]) -> bool:
    return all(finish <= left or begin >= right for left, right in taken)


def _is_asked(item: Found, text: str) -> bool:
    if item.category == _LANGUAGES:
        return item.skill not in _UNDERSTOOD and bool(_LANGUAGE_USE.match(text, item.finish))
    if item.category in _SUBJECTS and _DEGREE.search(text):
        return False
    return item.category not in _FOR_EVERYONE and item.skill not in _TOO_WIDE


def _looks(text: str, line: PostingLine) -> Iterator[tuple[int, int]]:
    """Where a requirement's words look like names of things: by their capitals, or by where they stand."""
    yield from subjects_in(text)
    if line.part not in ("required", "preferred", "stack") and not _PREFERRED.search(text):
        return
    for pattern in (_CAMEL, _CODE):
        for found in pattern.finditer(text):
            if found.group().casefold() not in _NO_TERM and not text.isupper():
                yield found.span()
    for found in _NAME.finditer(text) if not _DEGREE.search(text) else ():
        words = found[1].casefold().split()
        near = text[found.end() : found.end() + 20]
        if (
            not _NO_TERM.intersection(words)
            and not _NEAR_HEAD.search(near)
            and not _NEAR_HEAD.search(found[1])
            and not is_place(found[1])
        ):
            yield found.span(1)


def is_language(name: str) -> bool:
    """Whether a term is a language that people speak."""
    found = skill_list().phrases.get(name.casefold(), [])
    return any(phrase.skill == name and phrase.category == _LANGUAGES for phrase in found)
