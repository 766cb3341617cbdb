"""Questions on the candidate's own resume, filled in from its real entries without a model."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from interview_cli.interview.askable import objection_to
from interview_cli.interview.bearing import Bearing
from interview_cli.interview.resume_wordings import HIGHLIGHT, MEASURED, PROJECT, WORK, Wording
from interview_cli.library.role import Question, Role
from interview_cli.resume.document import JsonResume
from interview_cli.resume.posting.document import Gap, JobPosting, JobTerm

SECONDS = 150
LONGEST_NAME_WORDS = 10
# With the words around it a quoted line of the resume makes a question of at most thirty words.
LONGEST_QUOTE_WORDS = 18
SHORTEST_QUOTE_WORDS = 4
# What lies further back bears less on what a person can do today.
_FURTHER_BACK = 0.15

# A project is asked about before a single line, unless a line has clearly more to do with the job.
_CLEARLY = 1.5

# "Cut the latency from 420 ms to 95", "by 35%", "twice as many": a change that somebody counted.
_COUNTED = re.compile(
    r"\d\s?(?:%|percent|x\b)|\bfrom\b.*\d.*\bto\b|\b(?:halved|doubled|tripled|twice)\b|"
    r"\b(?:cut|reduc|increas|rais|improv|grew|sav|lower|boost|exceed|shorten)\w*\b.*\d",
    re.IGNORECASE,
)

Bears = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something a resume names: what fills a wording, the ways to ask about it, and how well it suits."""

    fill: dict[str, str]
    wordings: tuple[Wording, ...]
    suits: float


def questions_from(resume: JsonResume, seed: int, bears: Bears | None = None) -> tuple[Question, ...]:
    """Questions on projects, jobs and their highlights in turn; what bears on the job comes first.

    `bears` says how much a text bears on the job; chance, fixed by the seed, decides among equals. Every name
    and quote stands in the resume; entries without a usable name are left out.
    """
    rng = random.Random(f"{seed}:resume")  # noqa: S311 - no secret
    made = _made(resume, rng, bears or (lambda _: 0.0))
    return tuple(
        Question(
            id=f"resume-entry-{number}",
            text=text,
            kind="behavioral",
            seconds=SECONDS,
            tags=("resume",),
            criteria=wording.criteria,
            key_points=wording.points,
            sample_answer=wording.sample,
            follow_ups=wording.follow_ups,
            written_by="offline",
        )
        for number, (text, wording) in enumerate(made, 1)
    )


def subject_of(role: Role, posting: JobPosting | None, gaps: Sequence[Gap]) -> Bears:
    """How much an entry bears on the job: on its posting, or on the role's own topics without one."""
    if posting is None:
        topics = [JobTerm(name=tag.replace("-", " ")) for tag in role.focus]
        posting = JobPosting(
            title=role.name, terms=topics, responsibilities=[role.summary], text=role.summary
        )
    return Bearing(None, posting, gaps).of_text


def _made(resume: JsonResume, rng: random.Random, bears: Bears) -> Iterator[tuple[str, Wording]]:
    """Texts with their wordings, one of each kind of entry in turn: they should not all circle one entry."""
    kinds = [
        sorted(entries, key=lambda entry: -entry.suits)
        for entries in (
            _projects(resume, rng, bears),
            _highlights(resume, rng, bears),
            _jobs(resume, rng, bears),
        )
    ]
    if _best(kinds[1]) > _best(kinds[0]) + _CLEARLY:
        kinds[0], kinds[1] = kinds[1], kinds[0]
    # Each wording in turn, since the same one about another entry would be nearly the same question.
    turns = {id(entries): _in_turn(entries, rng) for entries in kinds}
    for place in range(max(map(len, kinds))):
        for entries in kinds:
            if place < len(entries):
                yield from _asked(entries[place], turns[id(entries)])


def _best(entries: Sequence[_Entry]) -> float:
    return max((entry.suits for entry in entries), default=0.0)


def _in_turn(entries: Sequence[_Entry], rng: random.Random) -> Iterator[Wording]:
    every = list(dict.fromkeys(wording for entry in entries for wording in entry.wordings))
    return cycle(rng.sample(every, len(every)))


def _asked(entry: _Entry, turns: Iterator[Wording]) -> Iterator[tuple[str, Wording]]:
    """The entry's question: the next wording that suits it and, filled in, may be asked; or none."""
    for _ in range(2 * len(entry.wordings) + 2):
        wording = next(turns)
        if wording in entry.wordings:
            text = wording.text.format(**entry.fill)
            if not objection_to(text, text):
                yield text, wording
                return


def _projects(resume: JsonResume, rng: random.Random, bears: Bears) -> Iterator[_Entry]:
    for place, project in enumerate(resume.projects or []):
        if name := _usable(project.name):
            about = [name, project.description or "", *(project.highlights or []), *(project.keywords or [])]
            yield _Entry({"name": name}, PROJECT, _suits(about, place, rng, bears))


def _jobs(resume: JsonResume, rng: random.Random, bears: Bears) -> Iterator[_Entry]:
    for place, job in enumerate(resume.work or []):
        name, position = _usable(job.name), _usable(job.position)
        if name and position:
            about = [position, job.summary or "", *(job.highlights or [])]
            yield _Entry({"name": name, "position": position}, WORK, _suits(about, place, rng, bears))


def _highlights(resume: JsonResume, rng: random.Random, bears: Bears) -> Iterator[_Entry]:
    listed = (
        [project.highlights or [] for project in resume.projects or []],
        [job.highlights or [] for job in resume.work or []],
    )
    for entries in listed:
        for place, highlights in enumerate(entries):
            for quote in filter(None, map(_quotable, highlights)):
                ways = (*HIGHLIGHT, MEASURED) if _COUNTED.search(quote) else HIGHLIGHT
                yield _Entry({"quote": quote}, ways, _suits([quote], place, rng, bears))


def _suits(about: Sequence[str], place: int, rng: random.Random, bears: Bears) -> float:
    """How well an entry suits as a subject: what bears on the job, lately; chance among equals."""
    return bears(" ".join(about)) - _FURTHER_BACK * place + rng.random()


def _usable(name: str | None) -> str:
    plain = " ".join((name or "").replace("{", "(").replace("}", ")").split())
    return plain if 0 < len(plain.split()) <= LONGEST_NAME_WORDS else ""


def _quotable(line: str) -> str:
    plain = " ".join(line.replace("{", "(").replace("}", ")").replace('"', "'").split()).rstrip(".;")
    return plain if SHORTEST_QUOTE_WORDS <= len(plain.split()) <= LONGEST_QUOTE_WORDS else ""
