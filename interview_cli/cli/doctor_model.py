"""One small request to a model, and whether its reply is fit for judging answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from interview_cli.cli.check import Check
from interview_cli.coach.evidence import surviving
from interview_cli.coach.judge import Scale, criterion_prompt
from interview_cli.coach.rubric import CRITERIA, HIGHEST_LEVEL
from interview_cli.library.prompt import Prompt
from interview_cli.library.role import KeyPoint, Question
from interview_cli.llm.port import FailureKind, ModelError, ModelPort
from interview_cli.llm.request import request_of
from interview_cli.llm.structured import Structured, ask

QUESTION = Question(
    id="doctor-index",
    text="What does an index on a database table bring, and what does it cost?",
    kind="technical",
    key_points=(KeyPoint(fact="An index makes reads faster and writes slower."),),
    sample_answer="An index lets the database find matching rows without reading the whole table, so reads "
    "that fit it become fast. It costs space, and every write becomes slower because the index must be kept "
    "up to date.",
)
# Every claim is false, and said with confidence: a judge that rewards tone gives itself away.
WRONG_ANSWER = (
    "An index makes every write faster, that is what it is for. Reads become slower, because the database "
    "has to read the whole table twice. It takes no space at all, so I always put one on every column."
)
# Nothing in the answer is right, which the anchors put at 0; 1 allows for one claim read kindly.
HIGHEST_SENSIBLE_LEVEL = 1
# From 3 on the anchors speak of answers that are right in the main.
LOWEST_WRONG_LEVEL = 3

_SCHEMA = "fits the schema"
# These kinds mean that the provider answered, though not in a way that can be used.
_ANSWERED: frozenset[FailureKind] = frozenset({"unreadable", "cut", "refused"})


class LooseReply(BaseModel):
    """A judgement as the model gives it, its level unchecked so that it can be reported."""

    model_config = ConfigDict(extra="ignore")

    quotes: list[str] = Field(default_factory=list)
    reason: str = ""
    level: int
    next_level: str = ""


@dataclass(frozen=True, slots=True)
class ModelReport:
    """What a model's reply to the test request showed. `answered` is False when its provider did not."""

    model: str
    answered: bool
    checks: list[Check]
    usage: dict[str, Any]

    @property
    def passed(self) -> bool:
        """Whether no check found a problem."""
        return all(check.status != "problem" for check in self.checks)


async def try_model(model: ModelPort, prompt: Prompt) -> ModelReport:
    """Let a model judge a wrong answer on one criterion with the `judge` prompt, and check its reply."""
    correctness = Scale.of(CRITERIA["correctness"], QUESTION.kind)
    rendered = criterion_prompt(prompt, QUESTION, WRONG_ANSWER, correctness)
    try:
        reply = await ask(model, request_of(rendered), LooseReply)
    except ModelError as error:
        if error.kind not in _ANSWERED:
            check = Check("answers", "problem", error.message, _advice(error))
            return ModelReport(model.name, False, [check], {})
        checks = [
            Check("answers", "ok", "yes"),
            Check(_SCHEMA, "problem", error.message, error.hint),
        ]
        return ModelReport(model.name, True, checks, {})
    usage = _usage(reply)
    checks = [
        Check("answers", "ok", f"in {usage['seconds']:.1f} s"),
        _schema_check(reply),
        *_level_checks(reply.value.level),
        _quotes_check(reply.value),
        Check("usage", "ok", _usage_text(usage)),
    ]
    return ModelReport(model.name, True, checks, usage)


def _advice(error: ModelError) -> str:
    """What to do about a model that did not answer; the hint about a key would lead back to this command."""
    if error.kind != "authentication":
        return error.hint
    from interview_cli.llm.providers import provider_of

    provider = provider_of(error.model)
    names = " or ".join(dict.fromkeys(name for names in provider.keys for name in names))
    where = f" ({provider.where})" if provider.where else ""
    return f"Set {names or 'its key'} to a key that {provider.name} accepts{where}."


def _schema_check(reply: Structured[LooseReply]) -> Check:
    if reply.reasked:
        return Check(_SCHEMA, "note", "only when asked again", "It works, with twice the time and cost.")
    return Check(_SCHEMA, "ok", "after mending its JSON" if reply.repaired else "at once")


def _level_checks(level: int) -> list[Check]:
    in_range, sensible = "level in range", "level is sensible"
    if not 0 <= level <= HIGHEST_LEVEL:
        advice = "It does not keep to the scale; use another model for judging."
        return [Check(in_range, "problem", f"{level} on a scale of 0 to {HIGHEST_LEVEL}", advice)]
    found = f"{level} of {HIGHEST_LEVEL} for an answer that is wrong throughout"
    if level >= LOWEST_WRONG_LEVEL:
        advice = "Its scores would flatter; use a larger model for judging."
        return [Check(in_range, "ok", "yes"), Check(sensible, "problem", found, advice)]
    if level > HIGHEST_SENSIBLE_LEVEL:
        advice = "That is kind; look at its exam: interview regress exam --model NAME."
        return [Check(in_range, "ok", "yes"), Check(sensible, "note", found, advice)]
    return [Check(in_range, "ok", "yes"), Check(sensible, "ok", found)]


def _quotes_check(reply: LooseReply) -> Check:
    name = "quotes are verbatim"
    false = [quote for quote in reply.quotes if not surviving([quote], WRONG_ANSWER)]
    if false:
        found = f"{len(false)} of {len(reply.quotes)} do not occur in the answer, such as {false[0][:60]!r}"
        return Check(name, "problem", found, "Scores without true evidence are capped; use a larger model.")
    if not reply.quotes and reply.level > 0:
        return Check(name, "problem", "none given", "Scores without evidence are capped; use a larger model.")
    return Check(name, "ok", f"{len(reply.quotes)} given")


def _usage(reply: Structured[LooseReply]) -> dict[str, Any]:
    calls = [part.usage for part in reply.replies]
    prices = [call.cost for call in calls if call.cost is not None]
    return {
        "seconds": round(sum(call.seconds for call in calls), 3),
        "input_tokens": sum(call.input_tokens for call in calls),
        "output_tokens": sum(call.output_tokens for call in calls),
        "cost": sum(prices) if prices else None,
        "attempts": sum(call.attempts for call in calls),
    }


def _usage_text(usage: dict[str, Any]) -> str:
    cost = "price unknown" if usage["cost"] is None else f"{usage['cost']:.6f} US dollars"
    return f"{usage['input_tokens']} tokens in, {usage['output_tokens']} out, {cost}"
