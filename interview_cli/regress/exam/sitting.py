"""The judge's own exam: all answers are judged, and every relation is held against the levels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence

from interview_cli.coach import rubric
from interview_cli.coach.evaluation import Analysis, Evaluation
from interview_cli.coach.reading import tells_story
from interview_cli.coach.samples import BY_POINTS
from interview_cli.interview.ports import Judge
from interview_cli.library.role import Question
from interview_cli.regress.exam.bounds import Bounds
from interview_cli.regress.exam.case import Trial, exam_version
from interview_cli.regress.exam.findings import CaseFinding, ExamReport, Judged, RelationFinding
from interview_cli.regress.exam.relations import (
    RELATIONS,
    Move,
    Relation,
    RelationName,
    Said,
    holds,
    strain,
)

# Answers judged at the same time; each takes a model several requests.
AT_ONCE = 4
# With as many unscored answers the provider is not going to recover, and the rest is spared.
MOST_UNSCORED = 5

Analyse = Callable[[Question, str], Analysis]


def answers_of(trials: Iterable[Trial]) -> list[Said]:
    """Every answer that the relations compare, once, in their order."""
    return list(
        dict.fromkeys(
            said
            for trial in trials
            for relation in RELATIONS.values()
            for comparison in relation.compare(trial)
            for said in (comparison.before, comparison.after)
        )
    )


def calls_for(answers: Iterable[Said], analyse: Analyse, samples: int) -> int:
    """How many requests a model takes for all answers when it fits its replies to the schema at once."""
    return samples * sum(
        _calls(said.question) for said in answers if analyse(said.question, said.answer).gate is None
    )


def _calls(question: Question) -> int:
    """One request for the points, one for each other criterion of the rubric, and one for a story."""
    known = {*rubric.CRITERIA} - {*rubric.CODE_CRITERIA}
    wanted = known.intersection(rubric.criteria_for(question)) or set(rubric.KIND_CRITERIA[question.kind])
    return 1 + len(wanted - {BY_POINTS}) + tells_story(question)


async def judge_all(
    answers: Sequence[Said],
    judge: Judge,
    analyse: Analyse,
    *,
    on_judged: Callable[[], None] = lambda: None,
) -> dict[Said, Evaluation]:
    """The judgement of every answer, a few at once; fewer when the judge leaves too many unscored.

    Raises what a judge raises, a prompt's UsageError for one.
    """
    judged: dict[Said, Evaluation] = {}
    left = iter(answers)

    async def take_turns() -> None:
        for said in left:
            analysis = analyse(said.question, said.answer)
            judged[said] = await judge.judge(said.question, said.answer, analysis)
            on_judged()
            if sum(evaluation.level is None for evaluation in judged.values()) >= MOST_UNSCORED:
                return

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(take_turns())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return judged


def report_of(
    trials: Sequence[Trial], judged: Mapping[Said, Evaluation], judge: str, samples: int, bounds: Bounds
) -> ExamReport:
    """What the levels say about every relation, held against the bounds for this judge."""
    findings = {
        name: [finding_of(name, relation, trial, judged) for trial in trials]
        for name, relation in RELATIONS.items()
    }
    scored = [evaluation for evaluation in judged.values() if evaluation.level is not None]
    answers = answers_of(trials)
    return ExamReport(
        judge=judge,
        samples=samples,
        sources=sorted({evaluation.source for evaluation in scored}),
        rubric_version=rubric.rubric_version(),
        prompt_hashes=sorted({evaluation.prompt_hash for evaluation in scored} - {""}),
        exam_version=exam_version(),
        cases=len(trials),
        answers=len(answers),
        unscored=len(answers) - len(scored),
        why_unscored=next((e.why_unscored for e in judged.values() if e.level is None), ""),
        relations=[
            _summed_up(name, relation, findings[name], bounds.least(judge, name))
            for name, relation in RELATIONS.items()
        ],
        failures=[finding for found in findings.values() for finding in found if finding.held is False],
    )


def finding_of(
    name: RelationName, relation: Relation, trial: Trial, judged: Mapping[Said, Evaluation]
) -> CaseFinding:
    """Whether a relation holds in one case, by the worst of its comparisons."""
    move = relation.move
    finding = CaseFinding(relation=name, move=move, case=trial.case.question, kind=trial.question.kind)
    comparisons = relation.compare(trial)
    known = [
        finding.model_copy(
            update={
                "step": comparison.step,
                "before": before,
                "after": after,
                "movement": round(after.level - before.level, 2),
            }
        )
        for comparison in comparisons
        if (before := _level(comparison.before, judged)) and (after := _level(comparison.after, judged))
    ]
    if not known:
        return finding
    worst = max(known, key=lambda one: strain(move, one.movement or 0.0))
    held = holds(move, worst.movement or 0.0)
    # A comparison that failed settles the case; one that could not be made leaves it open.
    settled = not held or len(known) == len(comparisons)
    return worst.model_copy(update={"held": held if settled else None})


def _level(said: Said, judged: Mapping[Said, Evaluation]) -> Judged | None:
    level = judged[said].level if said in judged else None
    return None if level is None else Judged(question=said.question.text, answer=said.answer, level=level)


def _summed_up(
    name: RelationName, relation: Relation, findings: Sequence[CaseFinding], bound: float
) -> RelationFinding:
    judged = [finding for finding in findings if finding.held is not None]
    held = sum(finding.held is True for finding in judged)
    share = held / len(judged) if judged else None
    return RelationFinding(
        relation=name,
        done=relation.done,
        move=relation.move,
        cases=len(findings),
        held=held,
        unscored=len(findings) - len(judged),
        bound=bound,
        share=share,
        worst=_worst(relation.move, findings),
        # Nothing that was not judged passes.
        within=share is not None and len(judged) == len(findings) and share >= bound,
    )


def _worst(move: Move, findings: Sequence[CaseFinding]) -> float | None:
    movements = [finding.movement for finding in findings if finding.movement is not None]
    return max(movements, key=lambda movement: strain(move, movement), default=None)
