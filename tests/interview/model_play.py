"""A model provider that leads and judges interviews over real HTTP, and breaks where a test wants it to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from typing import Any

from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from tests.loopback import Behaviour

PURPOSES = (
    *("judge", "judge_points", "judge_story", "next_step", "rephrase"),
    *("questions", "activity_questions", "feedback"),
)
PROMPTS = {name: Library([], [bundled("prompts")]).prompt(name) for name in PURPOSES}

NAMED = "You named the thing itself."
# So different that none counts as a repetition of another.
PROBES = (
    "What made that decision hard for those who had to live with it?",
    "Which number told you whether it worked?",
    "How would a sceptical colleague argue against your choice?",
    "Where does this break first under ten times the load?",
)

# What a model calls the first pieces of recent work.
WORK = ("how the importer gets its runs", "the way old sessions end", "pages of the order history")

RESUME_QUESTION = "In Ledger, how did you keep both sides of a booking in step?"
JOB_QUESTIONS = (
    "Ticket sales open at nine. What do you prepare on the evening before?",
    "A seat map shows seats as free that are sold. Where do you look first?",
    "Box offices lose their connection for an hour. How do they go on selling?",
    "Which part of a payment would you never retry?",
    "How do you find out that a consumer lags behind before customers do?",
)

Change = Callable[[Behaviour, dict[str, Any]], Behaviour]

_FENCE = re.compile(
    r'<untrusted name="(?P<name>\w+)" mark="(?P<mark>\w{8})">\n(?P<text>.*?)\n</untrusted mark="(?P=mark)">',
    re.DOTALL,
)


def purpose_of(request: dict[str, Any]) -> str:
    """Which prompt a request was made of. Its system text must be the file's own, with nothing put in."""
    [purpose] = [
        name for name, prompt in PROMPTS.items() if prompt.system == request["messages"][0]["content"]
    ]
    return purpose


def user_text(request: dict[str, Any]) -> str:
    """What a request says beside the system text."""
    return "\n".join(message["content"] for message in request["messages"][1:])


def fenced(request: dict[str, Any], name: str) -> str:
    """The untrusted text of that name in a request; empty when there is none."""
    found = [match["text"] for match in _FENCE.finditer(user_text(request)) if match["name"] == name]
    return found[0] if found else ""


def outside_the_fences(request: dict[str, Any]) -> str:
    """All that a request says, without what stands between the marks."""
    return request["messages"][0]["content"] + _FENCE.sub("", user_text(request))


class Play:
    """Replies to every prompt as a good model would; a change by purpose, or for `every`, breaks that.

    A follow-up is proposed wherever one is allowed, then the last planned question that was offered.
    """

    def __init__(self, **changes: Change) -> None:
        self._changes = changes
        self._probes = cycle(PROBES)

    def __call__(self, request: dict[str, Any], _: int) -> Behaviour:
        purpose = purpose_of(request)
        reply = getattr(self, f"_{purpose}")(request)
        behaviour = Behaviour(text=json.dumps(reply), delay=0.0)
        change = self._changes.get(purpose) or self._changes.get("every")
        return change(behaviour, request) if change else behaviour

    def _judge(self, request: dict[str, Any]) -> dict[str, Any]:
        return {
            "quotes": [_beginning(fenced(request, "answer")), "words that nobody ever said here"],
            "reason": NAMED,
            "level": 4,
            "next_level": "Say what it costs.",
        }

    def _judge_points(self, request: dict[str, Any]) -> dict[str, Any]:
        expected = re.findall(r"^(\d+)\. ", fenced(request, "points"), re.MULTILINE)
        quote = _beginning(fenced(request, "answer"))
        points = [{"number": int(number), "quote": quote, "made": number == "1"} for number in expected]
        return {"points": points}

    def _judge_story(self, request: dict[str, Any]) -> dict[str, Any]:
        quote = _beginning(fenced(request, "answer"))
        return {"passages": [{"quote": quote, "part": "action", "doer": "own"}], "measures": []}

    def _next_step(self, request: dict[str, Any]) -> dict[str, Any]:
        said = user_text(request)
        if "A follow-up is allowed" in said:
            return {
                "reason": "The reason is missing.",
                "action": "follow_up",
                "question": next(self._probes),
                "lead_in": "One thing more.",
                "key_points": ["Names who was affected.", "Names the alternative."],
            }
        if "A question on the resume is due now" in said:
            return {"reason": "It is due.", "action": "resume", "question": "", "key_points": []}
        if "A question on recent work is due now" in said:
            return {"reason": "It is due.", "action": "activity", "question": "", "key_points": []}
        offered = re.findall(r"^- ([a-z0-9_-]+): ", outside_the_fences(request), re.MULTILINE)
        offered += re.findall(r"^- ([a-z0-9_-]+): ", fenced(request, "written"), re.MULTILINE)
        return {
            "reason": "On to the next.",
            "action": "preset",
            "question_id": offered[-1] if offered else "",
        }

    def _rephrase(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"text": "Put simply: what would you do first there?"}

    def _questions(self, request: dict[str, Any]) -> dict[str, Any]:
        said = user_text(request)
        wanted = {
            about: int(found[1])
            if (found := re.search(rf"Write (\d+) questions? about the {about}", said))
            else 0
            for about in ("resume", "job")
        }
        gap = fenced(request, "gaps").split("\n")[0].removeprefix("- ")
        texts = [f"How would you find your way into {gap} here?"] * bool(gap) + list(JOB_QUESTIONS)
        questions = [written(RESUME_QUESTION, about="resume")] * min(1, wanted["resume"])
        questions += [
            written(text, about="gap" if gap and not place else "job")
            for place, text in enumerate(texts[: wanted["job"]])
        ]
        return {"questions": questions}

    def _activity_questions(self, request: dict[str, Any]) -> dict[str, Any]:
        sample = "I moved [what] because [why], and I could have [the other way], which costs [what]."
        known = re.findall(r"^([a-z]+-\d+) \(", fenced(request, "fragments"), re.MULTILINE)
        return {
            "questions": [
                {
                    "fragments": [name],
                    "text": f"Lately you worked on {WORK[number]}. What would break first?",
                    "seconds": 120,
                    "key_points": ["Names a concrete failure.", "Says who would notice it."],
                    "sample_answer": sample,
                    "follow_ups": ["How would you notice it?"],
                }
                for number, name in enumerate(known[: len(WORK)])
            ]
        }

    def _feedback(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "summary": "You said what you did. Say what came of it.",
            "strengths": ["Q1: you named the mechanism."],
            "improvements": ["Q1: end with a number."],
            "next_steps": ["Tell one project aloud."],
        }


def written(text: str, **fields: Any) -> dict[str, Any]:
    """A question as the prompt `questions` asks for it; keyword arguments set its other fields."""
    facts = (
        f"Names what {' '.join(text.split()[-3:]).strip('?')} has to do with the task.",
        "Measures the state before and after the change.",
        "Keeps a way back in case the change does harm.",
    )
    return {
        "about": "job",
        "text": text,
        "kind": "technical",
        "seconds": 120,
        "criteria": ["correctness", "reasoning", "no_such_criterion"],
        "tags": ["reliability"],
        "key_points": [{"fact": fact, "synonyms": ["measure before"]} for fact in facts],
        "sample_answer": f"First I say what it has to do with the task at hand. {' '.join(facts)} " * 2,
        "follow_ups": ["What would make you stop halfway?", "Why?"],
        **fields,
    }


def _beginning(text: str) -> str:
    return " ".join(text.split()[:6])


def as_text(wrap: str) -> Change:
    """The reply inside other text; `{}` stands for it."""
    return lambda good, _: replace(good, text=wrap.replace("{}", good.text))


def with_fields(**fields: Any) -> Change:
    """The reply with other values."""
    return lambda good, _: replace(good, text=json.dumps({**json.loads(good.text), **fields}))


def instead(**behaviour: Any) -> Change:
    """Something else than the reply."""
    return lambda good, _: replace(good, **behaviour)


def only_when(wanted: Callable[[dict[str, Any]], bool], change: Change) -> Change:
    """A change of those replies only whose request is wanted."""
    return lambda good, request: change(good, request) if wanted(request) else good
