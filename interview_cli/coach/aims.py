"""What a follow-up can be after, in words that do not tell the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from interview_cli.coach.evaluation import StarPart
from interview_cli.library.role import KeyPoint, Kind, Question


@dataclass(frozen=True, slots=True)
class Aim:
    """What a follow-up is after: its wording, the points that answer it, and what they are judged on.

    `sample` is what a good answer to it says; empty where the main question's sample answer covers it.
    """

    text: str
    points: tuple[KeyPoint, ...]
    criteria: tuple[str, ...]
    reason: str
    sample: str = ""


# What code can see in an answer to a question without expected points of its own.
PROBE_CRITERIA = ("relevance", "clarity")
# What the answer to a probe for one expected point is judged on.
POINT_CRITERIA = ("correctness", "clarity")
# What a person tells of themselves nobody can foresee.
OWN_LIFE: tuple[Kind, ...] = ("behavioral", "greeting")
_FOLLOW_UP_ID = re.compile(r"-f\d+$")


def is_probe(question: Question) -> bool:
    """Whether a question is a follow-up that carries its parent's points only as what it is about.

    Such a point counts when it is made, and is not held against an answer that leaves it out.
    """
    return question.criteria == PROBE_CRITERIA and bool(_FOLLOW_UP_ID.search(question.id))


SMALLER: dict[Kind, str] = {
    "technical": "Let us make it smaller: what is the first thing you would look at or do here, and why?",
    "coding": "Let us make it smaller: what would you store, and what happens with one single input?",
    "system_design": "Let us make it smaller: which one part would you build first, and what must it do?",
    "behavioral": "Let us make it smaller: think of one day at work. What happened, and what did you do?",
    "situational": "Let us make it smaller: what is the very first thing that you would do, and why that?",
    "communication": "Let us make it smaller: what would your first two sentences be?",
    "greeting": "Let us make it smaller: what comes to your mind first, and what is an example of it?",
}
PROBES: dict[Kind, tuple[str, ...]] = {
    "technical": (
        "What else would you take into account here, and why?",
        "Where would that reach its limits or go wrong, and what would you do then?",
        "What would you still check before you rely on it?",
    ),
    "coding": (
        "Which inputs or conditions would break that, and how do you handle them?",
        "What does it cost in time and memory, and what would you change when there is far more data?",
        "What else must the code get right?",
    ),
    "system_design": (
        "What else must the design take care of, and how?",
        "What fails first when load grows or a part goes down, and what do you do about it?",
        "Which decision here would you defend against a colleague, and how?",
    ),
    "situational": (
        "What else would you do, and in which order?",
        "Who else is concerned, and what do they hear from you?",
        "How would you know that it worked, and what would you do afterwards?",
    ),
    "behavioral": (
        "What else belongs to that story: something you considered, or somebody it concerned?",
        "Looking back, what would you do again, and what not?",
        "How did the others see it?",
    ),
    "communication": (
        "What else would you say or do, and why?",
        "How would you notice that it did not come across, and what then?",
        "What would you leave out, and why?",
    ),
    "greeting": (
        "What else would you like me to know about that?",
        "What does that have to do with this position?",
        "Can you tell me a little more about that?",
    ),
}
CASE = Aim(
    "Can you tell me about one particular time when that happened: what was going on, and what did you do?",
    (
        KeyPoint(
            fact="Tells one real case with its time and place.",
            synonyms=(
                "last year",
                "years ago",
                "at my last job",
                "when I worked",
                "one day",
                "there was",
                "we had",
            ),
        ),
        KeyPoint(
            fact="Says what they did themselves.",
            synonyms=("I decided", "I asked", "so I", "I talked to", "I changed", "I wrote", "then I"),
        ),
        KeyPoint(
            fact="Says how it ended.",
            synonyms=("in the end", "as a result", "since then", "afterwards", "it worked", "I learned"),
        ),
    ),
    ("star", "ownership", "outcome"),
    "The answer speaks in general; one real case is missing.",
)
PARTS: dict[StarPart, Aim] = {
    "situation": Aim(
        "When and where was that, and what was going on?",
        (
            KeyPoint(
                fact="Says when and where it was, and what was going on.",
                synonyms=(
                    "last year",
                    "years ago",
                    "at that time",
                    "we had",
                    "there was",
                    "our team",
                    "at my last job",
                ),
            ),
        ),
        ("completeness", "clarity"),
        "The situation is missing.",
    ),
    "task": Aim(
        "What exactly was yours to do, and what had to be reached?",
        (
            KeyPoint(
                fact="Says what their own task was, or what had to be reached.",
                synonyms=(
                    "my job was",
                    "I had to",
                    "I was responsible",
                    "the goal was",
                    "asked me to",
                    "we needed to",
                ),
            ),
        ),
        ("completeness", "clarity"),
        "The task is missing.",
    ),
    "action": Aim(
        "What did you do yourself, step by step?",
        (
            KeyPoint(
                fact="Says step by step what they did themselves.",
                synonyms=(
                    "I decided",
                    "I asked",
                    "first I",
                    "then I",
                    "so I",
                    "I talked to",
                    "I changed",
                    "I wrote",
                ),
            ),
        ),
        ("ownership", "clarity"),
        "What the person did is missing.",
    ),
    "result": Aim(
        "How did it end, and how do you know?",
        (
            KeyPoint(
                fact="Says how it ended, with a number or with what someone said.",
                synonyms=(
                    "in the end",
                    "as a result",
                    "since then",
                    "percent",
                    "afterwards",
                    "went down",
                    "thanked",
                    "I learned",
                ),
            ),
        ),
        ("outcome", "clarity"),
        "The result is missing.",
    ),
}
# The parts of a story that are judged as parts of one; the others by their point.
JUDGED_PARTS: tuple[StarPart, ...] = ("action", "result")


def part_asked(question: Question) -> StarPart | None:
    """The part of a story that a follow-up asks for alone, and that is judged as such; None for all else."""
    if not _FOLLOW_UP_ID.search(question.id):
        return None
    return next((part for part in JUDGED_PARTS if PARTS[part].text == question.text), None)


EXAMPLE = Aim(
    "Can you give me one concrete example of that, with a figure if you have one?",
    (
        KeyPoint(
            fact="Gives one concrete example of it.",
            synonyms=(
                "for example",
                "for instance",
                "at my last job",
                "we had",
                "last year",
                "in one case",
                "once",
            ),
        ),
    ),
    ("completeness", "clarity"),
    "Every expected point was made, without an example or a number.",
)


@lru_cache(maxsize=1)
def wordings() -> frozenset[str]:
    """All follow-ups that are worded here, for whatever answer."""
    aims = (CASE, EXAMPLE, *PARTS.values())
    probes = (text for texts in PROBES.values() for text in texts)
    return frozenset((*(aim.text for aim in aims), *SMALLER.values(), *probes))
