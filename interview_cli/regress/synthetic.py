"""A stand-in for a model, which rebuilds recordings where no real model can be had.

It judges and decides as the offline coach does and replies in the shapes that the prompts ask for, so that
rendering, reading, checks and verdicts are put to use. What it says of a prompt's words is nothing: what it
gives is marked synthetic wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from interview_cli.candidate.clock import BEGIN
from interview_cli.coach import rubric
from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.offline import analyse, judge_offline
from interview_cli.errors import UsageError
from interview_cli.library.role import KeyPoint, Kind, Question
from interview_cli.llm.port import CallUsage, OnText, Reply, Request
from interview_cli.llm.takes import key_of, plain
from interview_cli.regress.case import InlineQuestion
from interview_cli.regress.stand_ins import SYNTHETIC
from interview_cli.regress.targets.answers import question_of

_NUMBERED = re.compile(r"^\d+\. ", re.MULTILINE)
_WAY_TO_ASK = re.compile(r" \(a way to ask: (?P<probe>.+)\)\Z", re.DOTALL)
_LABEL = re.compile(r"^(?P<label>(?:Resume |Activity )?Q\d*(?: Follow-up \d)?): ", re.MULTILINE)


class SyntheticModel:
    """Replies to the program's own prompts. `written` are replies by `written_key`; `questions` by their
    texts.
    """

    def __init__(self, written: Mapping[str, Any], questions: Mapping[str, Question]) -> None:
        self._written = written
        self._questions = questions

    @property
    def name(self) -> str:
        """What it is called on a cassette."""
        return SYNTHETIC

    async def warm_up(self) -> None:
        """Nothing to warm up."""

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """A reply in the shape that is asked for. Raises UsageError for a prompt that it knows nothing of."""
        variables = plain(request.variables)
        reply = self._written.get(written_key(request.purpose, variables))
        if reply is None:
            maker = _MAKERS.get(request.purpose)
            if maker is None:
                raise UsageError(
                    f"No synthetic reply to the prompt {request.purpose} is written for this case.",
                    "Give the case a `synthetic` reply, or record it with a real model.",
                )
            reply = maker(self, variables)
        text = reply if isinstance(reply, str) else orjson.dumps(reply, option=orjson.OPT_INDENT_2).decode()
        usage = CallUsage(purpose=request.purpose, model=SYNTHETIC, prompt_hash=request.prompt_hash)
        return Reply(text, SYNTHETIC, "stop", usage)

    # ------------------------------------------------------------------ what the offline coach would say

    def _question(self, variables: Mapping[str, Any]) -> Question:
        known = self._questions.get(variables["question"])
        if known is not None:
            return known
        kind: Kind = variables.get("kind", "technical").replace(" ", "_")
        points = tuple(KeyPoint(fact=text) for text in _points_in(variables.get("points", "")))
        sample = (
            variables.get("reference") or "\n".join(point.fact for point in points) or variables["question"]
        )
        inline = InlineQuestion.model_construct(
            text=variables["question"], kind=kind, key_points=points, sample_answer=sample, criteria=()
        )
        return question_of(inline, None)  # type: ignore[arg-type]

    def _judged(self, question: Question, answer: str) -> Evaluation:
        return judge_offline(question, answer, analyse(question, answer), BEGIN)

    def criterion(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The coach's mark on one criterion."""
        key = next((key for key, one in rubric.CRITERIA.items() if one.name == variables["criterion"]), "")
        question = self._question(variables)
        if key and key not in rubric.criteria_for(question):
            question = question.model_copy(update={"criteria": (key,)})
        judged = self._judged(question, variables["answer"])
        score = next((one for one in judged.criteria if one.criterion == key), None)
        if score is None:
            level = round(judged.level or 0)
            return {"quotes": [], "reason": "By the answer's points alone.", "level": level, "next_level": ""}
        return {
            "quotes": score.quotes,
            "reason": score.reason,
            "level": round(score.level),
            "next_level": score.advice,
        }

    def points(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The points that the coach finds, each with its words."""
        facts = _points_in(variables["points"])
        question = self._question(variables)
        found = {point.fact: point for point in self._judged(question, variables["answer"]).points}
        replies = []
        for number, fact in enumerate(facts, 1):
            made = found.get(fact)
            quote = made.evidence if made and made.found else ""
            replies.append({"number": number, "quote": quote, "made": bool(quote)})
        return {"points": replies}

    def story(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The parts of the story that the coach tells apart."""
        star = analyse(self._question({**variables, "kind": "behavioral"}), variables["answer"]).star
        quotes = star.quotes if star else {}
        doer = {"action": "own" if star and star.own_part else "team"}
        passages = [
            {"quote": quote, "part": part, "doer": doer.get(part, "nobody")}
            for part, said in quotes.items()
            for quote in said
        ]
        return {"passages": passages, "measures": star.measures if star else []}

    def next_step(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """A prepared probe for the first point that is missing, else the first candidate question."""
        persona = str(variables["persona"]).split(" ")[0]
        probes = [match["probe"] for text in variables["missing"] if (match := _WAY_TO_ASK.search(text))]
        gives_up = "not knowing" in variables["tag"] or persona == "edge"
        if variables["may_follow_up"] and probes and not gives_up:
            return _step("follow_up", "A point that matters is missing.", question=probes[0])
        if variables["resume_due"] and variables["resume"]:
            return _step("resume", "A question on the resume is due.")
        if variables["candidates"]:
            return _step(
                "preset", "The answer needs nothing more.", question_id=variables["candidates"][0]["id"]
            )
        return _step("complete", "No question is left.")

    def rephrase(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The coach's other words for a question."""
        from interview_cli.interview.persona import in_other_words

        return {"text": in_other_words(self._question(variables))}

    def feedback(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Closing words that say no more than which answer to take up again."""
        labels = _LABEL.findall(variables["answers"])
        again = f"Answer {labels[0]} once more aloud, with one case of your own." if labels else ""
        return {
            "summary": "The judgements of the answers say what they rest on. Begin with the first one.",
            "strengths": [],
            "improvements": [],
            "next_steps": [again] if again else [],
        }


_MAKERS: dict[str, Callable[[SyntheticModel, Mapping[str, Any]], dict[str, Any]]] = {
    "judge": SyntheticModel.criterion,
    "judge_points": SyntheticModel.points,
    "judge_story": SyntheticModel.story,
    "next_step": SyntheticModel.next_step,
    "rephrase": SyntheticModel.rephrase,
    "feedback": SyntheticModel.feedback,
}


def written_key(prompt: str, variables: Mapping[str, Any]) -> str:
    """The key of a reply that is written for a prompt filled in with these variables."""
    return key_of(prompt, variables, SYNTHETIC, 0)


def _step(action: str, reason: str, *, question: str = "", question_id: str = "") -> dict[str, Any]:
    return {
        "reason": reason,
        "action": action,
        "question_id": question_id,
        "question": question,
        "lead_in": "",
        "key_points": [],
    }


def _points_in(listed: str) -> list[str]:
    return [part.strip() for part in _NUMBERED.split(listed) if part.strip()]
