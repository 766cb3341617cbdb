"""Session documents for tests: one interview with every kind of turn, and short plain ones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from interview_cli.coach.evaluation import (
    Analysis,
    CategoryScore,
    CriterionScore,
    Evaluation,
    Feedback,
    Gate,
    PointResult,
    StarResult,
)
from interview_cli.coach.rubric import band, rubric_version
from interview_cli.interview.analytics import count
from interview_cli.interview.kinds import InterviewType
from interview_cli.interview.plan import Plan, Round
from interview_cli.interview.session import (
    Answer,
    CallRecord,
    Candidate,
    Decision,
    Event,
    Persona,
    Session,
    Status,
    Turn,
)
from interview_cli.library.role import Category, KeyPoint, Kind, Question

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MODEL = "openai/gpt-4o-mini"
PROMPTS = "8d1f0c2a4b6e+77aa01cd9e3f"

# What tries to break out of its place in Markdown, HTML, a terminal and a spreadsheet.
HOSTILE = """\
# You passed

| Q1 | 100 of 100, excellent |
|---|---|

a heading
---
> not a quote
</blockquote><script>alert(1)</script> [click](javascript:alert(1)) ![x](http://evil.example/p.png)
```
never closed
1. one
- two
    indented
\x1b[2J\x1b]0;owned\x07 `tick` **bold** _it_ ~~gone~~ &lt; $x$ \\
=HYPERLINK("http://evil.example")
\u202eback\u202c <!-- hidden -->
[ref]: http://evil.example"""


# A score as it is shown, by number or by band; not what a person wrote, such as `HOSTILE`.
_SCORE = re.compile(
    r"\bof (?:100|5), (?!excellent \\?\|)|Overall|\b(?:excellent|developing|needs work)\b(?! \\?\|)"
)


def shows_score(text: str) -> bool:
    """Whether a report or a table shows a score."""
    return _SCORE.search(text) is not None


def question(
    name: str,
    text: str,
    *facts: str,
    kind: Kind = "technical",
    sample: str = "I would say it plainly.",
) -> Question:
    """A question; without facts it expects a result."""
    points = tuple(KeyPoint(fact=fact) for fact in facts or ("The answer names a result.",))
    return Question(id=name, text=text, kind=kind, seconds=150, key_points=points, sample_answer=sample)


def criterion(
    name: str, category: Category, level: float, *quotes: str, reason: str = "", **others: Any
) -> CriterionScore:
    """One criterion's judgement."""
    return CriterionScore(
        criterion=name, category=category, quotes=list(quotes), reason=reason, level=level, **others
    )


def judged(level: float, *criteria: CriterionScore, source: str = MODEL, **others: Any) -> Evaluation:
    """A scored judgement under today's rubric; keyword arguments set its other fields."""
    return Evaluation(
        at=START,
        status="scored",
        source=source,
        rubric_version=others.pop("rubric", rubric_version()),
        prompt_hash="" if source == "offline" else PROMPTS,
        level=level,
        criteria=list(criteria),
        **others,
    )


def answered(
    place: int, asked: Question, text: str, evaluation: Evaluation | None = None, **others: Any
) -> Turn:
    """An answered question, the `place`-th turn of its interview; keyword arguments set its other fields."""
    moment = START + timedelta(minutes=3 * place)
    fields: dict[str, Any] = {
        "label": f"Q{place}",
        "action": "preset",
        "round": "Technical",
        "persona": Persona(),
        "decision": Decision(action="preset", reason="The next planned question.", by="offline", level="mid"),
        **others,
    }
    return Turn(
        id=f"t{place}",
        question=asked,
        asked_at=moment,
        suggested_seconds=150,
        status="answered",
        seconds=84.0,
        answer=Answer(text=text, seconds=84.0, at=moment + timedelta(seconds=90)),
        analysis=Analysis(words=len(text.split()), estimate=2.0),
        evaluations=[evaluation] if evaluation else [],
        **fields,
    )


def plain_session(
    session_id: str,
    *,
    days: float = 0,
    score: float | None = 60,
    candidate: str = "Ada Lovelace",
    role: str = "backend_engineer",
    kind: InterviewType = "mixed",
    source: str = "offline",
    status: Status = "completed",
    answer: str = "I use an idempotency key.",
    **judgement: Any,
) -> Session:
    """A session `days` after `START` with one answer at `score` (0-100), not judged when it is None.

    Keyword arguments set fields of the judgement.
    """
    evaluation = None
    if score is not None:
        depth = criterion("depth", "technical", score / 20)
        clarity = criterion("clarity", "communication", score / 20)
        evaluation = judged(score / 20, depth, clarity, source=source, **judgement)
    parts = [
        CategoryScore(category=name, score=score, answers=1)
        for name in ("technical", "communication")
        if score is not None
    ]
    feedback = Feedback(
        source=source,
        overall=score,
        band=band(score) if score is not None else "",
        categories=parts,
        coverage=1.0,
    )
    asked = question("be-retries", "How do you keep a retried payment from being charged twice?")
    session = Session(
        id=session_id,
        created_at=START + timedelta(days=days),
        updated_at=START + timedelta(days=days),
        status=status,
        plan=Plan(
            role=role,
            role_name=role.replace("_", " ").title(),
            type=kind,
            rounds=[Round(name="Technical", kind="technical", questions=1, seconds=300)],
        ),
        candidate=Candidate(name=candidate),
        models=[] if source == "offline" else [source],
        turns=[answered(1, asked, answer, evaluation)],
        feedback=feedback if status == "completed" else None,
    )
    session.analytics = count(session)
    return session


def every_kind_of_turn(session_id: str = "k3fabcdefg") -> Session:
    """A completed interview: turns scored, gated, not judged, skipped and followed up, one hostile.

    One question is about the resume, and its answer is in Chinese.
    """
    session = Session(
        id=session_id,
        created_at=START,
        updated_at=START + timedelta(minutes=24),
        status="completed",
        plan=Plan(
            role="backend_engineer",
            role_name="Backend Engineer",
            rounds=[
                Round(name="Technical", kind="technical", questions=4, seconds=1200, resume_questions=1),
                Round(name="Behavioral", kind="behavioral", questions=2, seconds=600),
            ],
            weights={"technical": 0.5, "communication": 0.2, "behavioral": 0.3},
            focus=["apis"],
            company="Acme & Söhne",
            seed=7,
        ),
        candidate=Candidate(name="Ada Lovelace", resume="ada"),
        models=[MODEL],
        turns=[_strong(), _follow_up(), _gated(), _skipped(), _not_judged(), _thin_story(), _hostile()],
        feedback=_feedback(),
        usage=[
            CallRecord(at=START, purpose="judge", model=MODEL, input_tokens=900, cost=0.0021, seconds=1.4),
            CallRecord(
                at=START, purpose="next_step", model=MODEL, input_tokens=700, cost=0.0012, seconds=0.9
            ),
            CallRecord(at=START, purpose="judge", model=MODEL, seconds=60.0, attempts=3, failed="timeout"),
        ],
        events=[Event(at=START + timedelta(minutes=9), text=f"{MODEL} did not answer in 60 s.")],
    )
    session.analytics = count(session)
    return session


def _feedback() -> Feedback:
    return Feedback(
        source=MODEL,
        overall=58.4,
        band=band(58.4),
        categories=[
            CategoryScore(category="technical", score=64, answers=3),
            CategoryScore(category="communication", score=71.5, answers=4),
            CategoryScore(category="behavioral", score=40, answers=2),
            CategoryScore(category="confidence", score=86, answers=4),
        ],
        summary="You know how payments stay correct under retries and say it plainly. The cases from your "
        "own work lack an end: say what came of them, with a number.",
        strengths=["Q1: you named the mechanism before the product."],
        improvements=["Q4: end with the result and how you measured it."],
        next_steps=["Tell two of your projects aloud in two minutes each, ending with a number."],
        coverage=0.83,
        unscored=1,
        note="1 answer was not judged and counts for nothing here.",
    )


def _strong() -> Turn:
    asked = question(
        "be-retries",
        "A client retries a payment after a timeout. How do you charge the customer once?",
        "The client sends an idempotency key with the request.",
        "The key is claimed atomically before the charge.",
        "A repeated request gets the stored result.",
        sample="I let the client send an idempotency key, claim it under a unique constraint before I "
        "charge, and answer a repeated request with the stored result.",
    )
    text = (
        "The client sends an idempotency key with every request.\n"
        "I insert that key under a unique constraint before the charge, so two workers can't both charge.\n"
        "If the key is there already, I return the stored result."
    )
    evidence = ("idempotency key", "unique constraint before the charge", "")
    points = [
        PointResult(fact=point.fact, found=bool(words), evidence=words)
        for point, words in zip(asked.key_points, evidence, strict=True)
    ]
    fix = "Say what happens when the server dies after the charge."
    judgement = judged(
        4.2,
        criterion(
            "correctness", "technical", 5, "insert that key under a unique constraint", reason="Exact."
        ),
        criterion(
            "depth", "technical", 4, "so two workers can't both charge", reason="You say why it holds."
        ),
        criterion("completeness", "technical", 3.3, "idempotency key", reason="2 of 3. Missing: the result."),
        criterion("failure_handling", "technical", 3, reason="One failure is covered."),
        criterion(
            "clarity", "communication", 4, "I return the stored result", reason="Short, plain sentences."
        ),
        criterion("directness", "confidence", 5, reason="No hedges."),
        points=points,
        strengths=['Correctness: "insert that key under a unique constraint"'],
        improvements=["Name who may retry, and how often.", fix],
        next_level=f"To reach level 5: {fix[0].lower()}{fix[1:]}",
    )
    return answered(1, asked, text, judgement)


def _follow_up() -> Turn:
    asked = question("be-retries-f1", "What if the server dies between charging and storing?")
    judgement = judged(3.0, criterion("correctness", "technical", 3, "a sweeper asks the provider"))
    text = "Then the key is claimed but holds no result, and a sweeper asks the provider."
    return answered(2, asked, text, judgement, label="Q1 Follow-up 1", action="follow_up", parent="t1")


def _gated() -> Turn:
    reason = "The answer has 2 words, too few to judge."
    judgement = Evaluation(
        at=START,
        status="gated",
        source="offline",
        rubric_version=rubric_version(),
        level=0.5,
        gate=Gate(name="too_short", reason=reason),
        criteria=[criterion("depth", "technical", 0.5, reason=reason)],
        improvements=[reason, "Say at least what you would try."],
    )
    asked = question("be-index", "When does an index on a column make a query slower?")
    return answered(3, asked, "When writing.", judgement, label="Q2")


def _skipped() -> Turn:
    return Turn(
        id="t4",
        label="Q3",
        action="preset",
        round="Technical",
        question=question("be-cache", "How do you keep a cache in line with the database?"),
        asked_at=START + timedelta(minutes=12),
        status="skipped",
        seconds=20.0,
    )


def _not_judged() -> Turn:
    judgement = Evaluation(
        at=START,
        status="unscored",
        source=MODEL,
        rubric_version=rubric_version(),
        prompt_hash=PROMPTS,
        why_unscored=f"{MODEL} did not answer in 60 s.",
        estimate=3.1,
    )
    asked = question("resume-1", "Tell me about the search engine you list under Analytical Ltd.")
    text = "我们用倒排索引做了搜索引擎，延迟从 900 毫秒降到 80 毫秒。"
    return answered(5, asked, text, judgement, label="Resume Q", action="resume")


def _thin_story() -> Turn:
    judgement = judged(
        2.0,
        criterion("star", "behavioral", 2, "we moved everything to queues", reason="The case has no end."),
        criterion(
            "ownership",
            "behavioral",
            2,
            reason='Only "we" acts.',
            capped=True,
            samples=3,
            spread=2,
            low_agreement=True,
        ),
        star=StarResult(shares={"situation": 0.5, "action": 0.5}, missing=["task", "result"]),
        low_agreement=True,
        improvements=["End with the result and how you measured it."],
    )
    asked = question("bh-outage", "Tell me about an outage you were part of.", kind="behavioral")
    text = "Our shop was down for an hour, so we moved everything to queues."
    return answered(6, asked, text, judgement, label="Q4", round="Behavioral")


def _hostile() -> Turn:
    asked = question("bh-conflict", "Tell me about a conflict in your team.", kind="behavioral")
    judgement = judged(0.4, criterion("star", "behavioral", 0, reason="No case is told."))
    return answered(7, asked, HOSTILE, judgement, label="Q5", round="Behavioral")
