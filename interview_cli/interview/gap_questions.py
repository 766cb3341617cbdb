"""Open questions on what a job asks for and a resume does not mention, written without a model."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from interview_cli.library.bank import GAP_TAG
from interview_cli.library.role import KeyPoint, Question, Seniority
from interview_cli.resume.posting.document import Gap
from interview_cli.resume.posting.terms import is_language

SECONDS = 120
_LONGEST_NAME_WORDS = 8
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 50

# Ordinary words begin small within a sentence, names keep their capital.
_ORDINARY = re.compile(r"^[A-Z][a-z]+(?:ing|tion|ment|ity|ics|ysis|ance|ship)$")
_NAMES_LIKE_THEM = frozenset({"Spring", "Gatling", "Processing"})


@dataclass(frozen=True, slots=True)
class _Wording:
    texts: tuple[str, ...]
    points: tuple[KeyPoint, ...]
    sample: str
    follow_ups: tuple[str, ...]


def _point(fact: str, synonyms: str) -> KeyPoint:
    """A key point; its synonyms are phrases with semicolons between."""
    return KeyPoint(fact=fact, synonyms=tuple(synonyms.split("; ")))


_HONEST = _point(
    "Says openly how far they know it, or that it is new to them.",
    "I have not used; I haven't used; I haven't worked with; I have never; I've never; new to me; only read "
    "about; just read about; no experience with; not in production; a little of it; the basics; at home only",
)
_NEAREST = _point(
    "Names the most similar thing they have really done, and where.",
    "nearest thing; closest thing; closest that I; I have really used; something similar; at my last "
    "job; I have worked with; I worked with",
)
_CARRIES_OVER = _point(
    "Says what carries over from that and what does not.",
    "carries over; the same idea; works the same; in common; is different; what is new; would not help",
)
_FIRST_STEPS = _point(
    "Names concrete first steps: a small real task, what to read, what to try out.",
    "small task; first week; I would build; try it out; the documentation; a tutorial; set up; start with; "
    "one service; read the docs; play with it",
)
_HELP = _point(
    "Says who would check or help, such as a colleague who knows it.",
    "ask a colleague; pair with; someone who knows; a review; ask for feedback; sit beside; a mentor",
)
_GOOD_ENOUGH = _point(
    "Says how they would notice that they can work with it, and by when.",
    "after a week; within a month; on my own; I would know; by the end of; without help; in two weeks",
)

_GET_GOING = _Wording(
    (
        "The job asks for {term}, which your resume does not mention. How would you get going with it?",
        "Your resume does not mention {term}, and the job asks for it. Where would you begin?",
        "Suppose your first task here needed {term}, which is not on your resume. How would you go about it?",
    ),
    (_HONEST, _NEAREST, _FIRST_STEPS, _HELP, _GOOD_ENOUGH),
    "I have not used {term} at work, and I would rather say so on the first day. The nearest thing that I "
    "have done is [what, and where]; the idea behind it carries over, the details are new to me. In my "
    "first week I would take a small real task that needs {term}, one that harms nobody when I am slow. I "
    "would read the documentation for just that task, try it out where nothing can break, and write down "
    "what I do not understand. Then I would ask a colleague who knows it to look over my work, and pair "
    "with them on the second task. After about [two weeks] I would know whether I can do such a task on "
    "my own, because the review would find small things only.",
    (
        "What would you leave alone until you know it better?",
        "When did you last learn something like that for a job?",
    ),
)
_NEAREST_THING = _Wording(
    (
        "The job asks for {term}, which I do not find in your resume. What is the nearest thing that you "
        "have worked with?",
        "I do not see {term} in your resume, and the job asks for it. What comes closest among the things "
        "that you have done?",
    ),
    (_HONEST, _NEAREST, _CARRIES_OVER, _FIRST_STEPS),
    "I have no experience with {term} in a job; I know it from [reading, a course, a colleague's work] "
    "only. The closest thing that I have worked with is [what], at [where], for [how long]: there I [what "
    "you did yourself, with one detail]. What carries over is [the idea that both share], so I would not "
    "begin from nothing. What is different is [what {term} has that the other has not], and that is where "
    "I would make beginner's mistakes. So I would start with [a small first step], and ask someone who "
    "knows it to look at the result before anybody relies on it.",
    ("Where would that experience mislead you?", "What would you read or try first?"),
)
_HOW_FAR = _Wording(
    (
        "The job asks for {term}, and your resume does not say anything about it. How far do you know it?",
        "How well do you know {term}, which the job asks for and your resume leaves out?",
    ),
    (_HONEST, _NEAREST, _CARRIES_OVER, _GOOD_ENOUGH),
    "To be honest, I know the basics of {term} and no more: I have [read about it, tried it in an "
    "evening, seen others use it], but I have not answered for it in a job. What I have really used is "
    "[the nearest thing], at [where], and there I [what you did]. The idea is much the same; what is new "
    "to me is [one concrete part]. I could do [a simple task with it] today, with the documentation "
    "beside me. For [a harder task] I would need help. I think that by the end of [a month] I could do "
    "the usual tasks on my own, and I would notice it by [how].",
    ("What could you do with it on your first day?", "Which part of it would you have to learn first?"),
)
_WAYS = (_GET_GOING, _NEAREST_THING, _HOW_FAR)


def gap_questions(gaps: Sequence[Gap], level: Seniority, seed: int, most: int) -> tuple[Question, ...]:
    """An open question on each of the first `most` gaps that can be talked over, the most important first.

    The first asks how one would get going, the others ask in other ways; the seed fixes the words.
    """
    rng = random.Random(f"{seed}:gaps")  # noqa: S311 - no secret
    fitting = [gap for gap in gaps if _can_be_asked(gap)][:most]
    return tuple(_question(gap, _WAYS[place % len(_WAYS)], rng, level) for place, gap in enumerate(fitting))


def gap_slug(gap: Gap) -> str:
    """A gap as part of an id: "ci-cd"; names that no ASCII letter stands for get a number of their own."""
    plain = normalize("NFKD", gap.name).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("c++", "cpp").replace("c#", "csharp").replace(".net", "dotnet")
    slug = _NOT_IN_ID.sub("-", plain).strip("-")[:_LONGEST_SLUG].strip("-")
    return slug or hashlib.sha256(gap.name.encode()).hexdigest()[:8]


def in_sentence(name: str) -> str:
    """A term's name as it stands within a sentence: "load testing", but "Spring Boot"."""
    return " or ".join(_small(part) for part in name.split(" or "))


def _small(name: str) -> str:
    first, *rest = name.split(" ")
    ordinary = all(word.islower() for word in rest) if rest else bool(_ORDINARY.match(first))
    if ordinary and first[1:].islower() and first not in _NAMES_LIKE_THEM:
        return name[:1].lower() + name[1:]
    return name


def _can_be_asked(gap: Gap) -> bool:
    return not is_language(gap.name) and len(gap.name.split()) <= _LONGEST_NAME_WORDS


def _question(gap: Gap, wording: _Wording, rng: random.Random, level: Seniority) -> Question:
    term = in_sentence(gap.name)
    # A wish is no demand.
    text = rng.choice(wording.texts).format(term=term)
    if gap.need == "preferred":
        text = text.replace("the job asks for it", "the job would like it").replace(
            "The job asks for", "The job would like"
        )
        text = text.replace("which the job asks for", "which the job would like")
    slug = gap_slug(gap)
    return Question(
        id=f"gap-{slug}",
        text=text,
        kind="situational",
        seniority=(level,),
        seconds=SECONDS,
        tags=(GAP_TAG, slug),
        criteria=("reasoning", "relevance", "clarity"),
        key_points=wording.points,
        sample_answer=wording.sample.replace("{term}", term),
        follow_ups=wording.follow_ups,
        written_by="offline",
    )
