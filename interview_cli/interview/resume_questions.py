"""Questions on the candidate's own resume, filled in from its real entries without a model."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle

from interview_cli.interview.choice import words_of
from interview_cli.library.role import KeyPoint, Question
from interview_cli.resume.document import JsonResume

SECONDS = 150
LONGEST_NAME_WORDS = 10
# With the words around it a quoted line of the resume makes a question of about thirty words.
LONGEST_QUOTE_WORDS = 16
SHORTEST_QUOTE_WORDS = 4

_PROJECT = (
    "Your resume names {name}. Which decision there was the hardest, and what did you weigh?",
    "Tell me about {name}: what was your own part, and how did you know whether it worked?",
    "If you began {name} again today, what would you do differently, and why?",
)
_WORK = (
    "As {position} at {name}, which problem took you the most thought, and how did you go about it?",
    "Choose one piece of work as {position} at {name}. What was yours to do, and how did it turn out?",
)
_HIGHLIGHT = (
    'Your resume says: "{quote}". How did you go about it, and what was your own part?',
    'Your resume says: "{quote}". What made that difficult, and how did you deal with it?',
)

_POINTS = (
    KeyPoint(
        fact="Says what the situation was and what was needed.",
        synonyms=("the problem was", "we needed", "the goal was", "at the time", "had to"),
    ),
    KeyPoint(
        fact="Describes the own decisions and actions, apart from the team's.",
        synonyms=(
            "I decided",
            "I built",
            "I chose",
            "I wrote",
            "I proposed",
            "my part was",
            "I was responsible",
        ),
    ),
    KeyPoint(
        fact="Gives the reason for a choice or an alternative that was weighed.",
        synonyms=("because", "instead of", "the alternative", "trade-off", "we considered", "rather than"),
    ),
    KeyPoint(
        fact="Says how it turned out, by a number or by what could be observed.",
        synonyms=(
            "as a result",
            "in the end",
            "went from",
            "reduced",
            "increased",
            "percent",
            "it turned out",
        ),
    ),
)
_SAMPLE = (
    "The problem was [what was needed, for whom, and by when]. My part was [what you alone were responsible "
    "for]. I considered [one option] and [another], and I decided on [your choice] because [the reason that "
    "mattered here]. I [what you did, step by step, in two or three sentences]. The hardest moment was [what "
    "went against the plan], and I dealt with it by [what you changed]. As a result [a number or an "
    "observation] went from [before] to [after]; we measured that by [how]. What I would do differently "
    "today is [one thing], because [what you have learned since]."
)
_FOLLOW_UPS = (
    "Which of that was your own decision, and which was the team's?",
    "How did you measure whether it worked?",
)


def questions_from(resume: JsonResume, seed: int) -> tuple[Question, ...]:
    """Questions on projects first, then jobs and their highlights, mixed by the seed.

    Every name and quote stands in the resume; entries without a usable name are left out.
    """
    rng = random.Random(f"{seed}:resume")  # noqa: S311 - no secret
    texts = list(_texts(resume, rng))
    return tuple(
        Question(
            id=f"resume-entry-{number}",
            text=text,
            kind="behavioral",
            seconds=SECONDS,
            tags=("resume",),
            key_points=_POINTS,
            sample_answer=_SAMPLE,
            follow_ups=_FOLLOW_UPS,
        )
        for number, text in enumerate(texts, 1)
    )


def resume_terms(resume: JsonResume) -> frozenset[str]:
    """The lower-case words of the resume's skills, for matching with questions and their tags."""
    skills = resume.skills or []
    named = [word for skill in skills for text in (skill.keywords or []) for word in words_of(text)]
    return frozenset(word for word in named if len(word) > 1)


def _texts(resume: JsonResume, rng: random.Random) -> Iterator[str]:
    projects = [name for project in resume.projects or [] if (name := _usable(project.name))]
    jobs = [
        (name, position)
        for job in resume.work or []
        if (name := _usable(job.name)) and (position := _usable(job.position))
    ]
    quotes = [
        quote
        for highlights in (
            *(project.highlights for project in resume.projects or []),
            *(job.highlights for job in resume.work or []),
        )
        for line in highlights or []
        if (quote := _quotable(line))
    ]
    rng.shuffle(quotes)
    # Each wording in turn, since the same one about another entry would be nearly the same question.
    project, highlight, work = (
        cycle(rng.sample(texts, len(texts))) for texts in (_PROJECT, _HIGHLIGHT, _WORK)
    )
    turns = [
        [next(project).format(name=name) for name in projects],
        [next(highlight).format(quote=quote) for quote in quotes],
        [next(work).format(name=name, position=position) for name, position in jobs],
    ]
    # One of each kind in turn, so that several questions don't all circle one entry.
    for place in range(max(map(len, turns))):
        for kind in turns:
            if place < len(kind):
                yield kind[place]


def _usable(name: str | None) -> str:
    plain = " ".join((name or "").replace("{", "(").replace("}", ")").split())
    return plain if 0 < len(plain.split()) <= LONGEST_NAME_WORDS else ""


def _quotable(line: str) -> str:
    plain = " ".join(line.replace("{", "(").replace("}", ")").replace('"', "'").split()).rstrip(".;")
    return plain if SHORTEST_QUOTE_WORDS <= len(plain.split()) <= LONGEST_QUOTE_WORDS else ""
