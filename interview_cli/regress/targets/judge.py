"""The judge: an answer goes in, its evaluation comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from interview_cli.coach.evaluation import Evaluation
from interview_cli.coach.offline import analyse
from interview_cli.interview.ports import Judge
from interview_cli.library.shelf import Library
from interview_cli.llm.port import CallUsage, ModelPort
from interview_cli.llm.usage import Metered
from interview_cli.regress.case import Case, JudgeCase
from interview_cli.regress.outcome import Outcome
from interview_cli.regress.targets.answers import given
from interview_cli.regress.targets.base import Cast, provider_failure


@dataclass(frozen=True, slots=True)
class JudgeTarget:
    """Judges the answers of a suite. `judge_of` gives the judge behind which a model stands, or the offline
    one.
    """

    library: Library
    cases: Mapping[str, JudgeCase]
    judge_of: Callable[[ModelPort | None], Judge]

    def check(self, case: Case) -> None:
        """Make sure that a case's question and answer are there. Raises UsageError, NotFoundError."""
        assert isinstance(case, JudgeCase)
        given(case, self.cases, self.library)

    async def run(self, case: Case, cast: Cast) -> Outcome:
        """The evaluation; one that could not be made for the model's own fault counts against it."""
        assert isinstance(case, JudgeCase)
        model = cast.model
        said = given(case, self.cases, self.library)
        calls: list[CallUsage] = []
        judge = self.judge_of(Metered(model, calls.append) if model else None)
        evaluation = await judge.judge(said.question, said.answer, analyse(said.question, said.answer))
        if evaluation.status == "unscored" and (error := provider_failure(calls, evaluation.why_unscored)):
            raise error
        outcome = Outcome(
            output=evaluation.model_dump(mode="json", exclude={"at"}),
            shown=told(evaluation),
            level=evaluation.level,
            levels={score.criterion: score.level for score in evaluation.criteria},
            source=said.answer,
            judged=evaluation,
        )
        return (
            replace(outcome, trouble=evaluation.why_unscored) if evaluation.status == "unscored" else outcome
        )


def told(evaluation: Evaluation) -> str:
    """An evaluation as people compare it: its level, each criterion with its reason, the points found."""
    if evaluation.level is None:
        return f"not judged: {evaluation.why_unscored}"
    lines = [f"level {evaluation.level:.2f}"]
    if evaluation.gate:
        lines.append(f"held back: {evaluation.gate.reason}")
    lines += [f"{score.criterion} {score.level:g}: {score.reason}" for score in evaluation.criteria]
    lines += [f"{'made' if point.found else 'missing'}: {point.fact}" for point in evaluation.points]
    return "\n".join(lines)
