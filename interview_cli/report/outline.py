"""What a report says, in which order and in which words, before it takes any format.

Texts are as people and models wrote them: each format makes them safe for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from interview_cli.coach.delivery_rows import rows
from interview_cli.coach.delivery_words import over, summary_lines
from interview_cli.coach.languages import full_name, is_english
from interview_cli.coach.scale import band, on_scale
from interview_cli.interview.analytics import count, scoring_judgements
from interview_cli.interview.session import Session
from interview_cli.report import comparison
from interview_cli.report.activity import ActivityLine, activity_lines, coverage_words
from interview_cli.report.beside import Beside
from interview_cli.report.job import named_gaps
from interview_cli.report.passage import Passage, passages
from interview_cli.report.section import Fact, Section
from interview_cli.report.trend import Trend, trend_of
from interview_cli.report.wording import (
    OFFLINE,
    counted,
    date_and_time,
    duration,
    judge_name,
    named,
    one_line,
    score_words,
    without_scores,
)
from interview_cli.resume.posting.document import JobPosting


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category's score: 0-100, as shown, and in a word."""

    name: str
    score: float
    shown: str
    band: str
    answers: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report.

    `standing` is the overall score in words, or why there is none; empty when scores are hidden, as are
    `score` and `categories`. `readiness` is the recommendation and `why_ready` its reason. `findings` say
    how the person did, `trend` how the score stands among earlier ones (None where none compares, or scores
    are hidden), `attempts` how answers compare with the attempts before, `activity` which recent work was
    talked about, `records` what happened.
    """

    title: str
    facts: tuple[Fact, ...]
    standing: str
    score: float | None
    readiness: str
    why_ready: str
    summary: str
    note: str
    categories: tuple[CategoryLine, ...]
    findings: tuple[Section, ...]
    trend: Trend | None
    passages: tuple[Passage, ...]
    attempts: tuple[str, ...]
    activity: tuple[ActivityLine, ...]
    records: tuple[Section, ...]


NOTHING_BESIDE = Beside()


def outline(
    session: Session, *, scale: int = 100, scores: bool = True, beside: Beside = NOTHING_BESIDE
) -> Outline:
    """The report of a session, its scores on 0-100 or 1-5; without numbers and bands with `scores` off."""
    feedback = session.feedback
    return Outline(
        title=f"Interview report: {session.plan.role_name}",
        facts=tuple(_facts(session)),
        standing=_standing(session, scale, scores),
        score=feedback.overall if feedback and scores else None,
        readiness=_readiness(session),
        why_ready=feedback.readiness.reason if feedback and feedback.readiness else "",
        summary="".join(_shown([feedback.summary], scores)) if feedback else "",
        note=feedback.note if feedback else "",
        categories=tuple(_categories(session, scale)) if scores else (),
        findings=tuple(section for tell in FINDINGS if (section := tell(session, scores))),
        trend=trend_of(session.id, beside.rows, scale) if scores else None,
        passages=tuple(passages(session, scale, scores, beside.find)),
        attempts=tuple(comparison.overview(session, scale, numbers=scores)),
        activity=activity_lines(session),
        records=tuple(section for tell in RECORDS if (section := tell(session))),
    )


def _categories(session: Session, scale: int) -> Iterator[CategoryLine]:
    for part in session.feedback.categories if session.feedback else ():
        shown = on_scale(part.score, scale)
        yield CategoryLine(named(part.category), part.score, shown, band(part.score), part.answers)


def _facts(session: Session) -> Iterator[Fact]:
    plan = session.plan
    candidate = session.candidate
    yield "Candidate", candidate.called
    # What was asked of them is named as the plan names it; a name stands above already.
    yield from ((name, one_line(said)) for name, said in candidate.fields.items() if said != candidate.called)
    yield "Role", f"{plan.role_name}, {plan.level} level" + (f", at {plan.company}" if plan.company else "")
    if session.job is not None:
        if told := _job(session.job):
            yield "Job", told
        if session.candidate.resume:
            yield "Not in resume", named_gaps(session.gaps) or "nothing that the job asks for"
    focus = f", focus on {', '.join(map(named, plan.focus)).lower()}" if plan.focus else ""
    yield "Interview", f"{named(plan.type)}, {counted(plan.minutes, 'minute')}{focus}"
    if not is_english(plan.language):
        yield "Language", full_name(plan.language)
    yield "Date", date_and_time(session.created_at)
    yield "Status", named(session.status).lower()
    yield "Judged by", _judges(session)
    yield "Session", session.id


def _job(job: JobPosting) -> str:
    title = one_line(job.title)
    source = one_line(job.source)
    parts = [f"{title}, as described in {source}" if title and source else title or source]
    parts += [f"reads as {job.level} level"] * bool(job.level)
    return ", ".join(parts)


def _judges(session: Session) -> str:
    scored = scoring_judgements(session)
    sources = sorted({judgement.source for judgement in scored})
    if not sources:
        return "nobody yet" if any(turn.status == "answered" for turn in session.turns) else "nobody"
    rubrics = sorted({judgement.rubric_version for judgement in scored})
    versions = [f"rubric {' and '.join(rubrics)}"]
    if prompts := sorted({judgement.prompt_hash for judgement in scored if judgement.prompt_hash}):
        versions.append(f"prompts {' and '.join(prompts)}")
    names = " and ".join(map(judge_name, sources))
    plain = ", an estimate by plain checks and no model" if sources == [OFFLINE] else ""
    return f"{names}{plain} ({', '.join(versions)})"


def _standing(session: Session, scale: int, scores: bool) -> str:
    if session.status == "abandoned":
        return "No overall score: nothing was answered."
    if session.feedback is None:
        return "No overall score: this interview has not come to its end."
    if session.feedback.overall is None:
        return "No overall score: no answer could be judged."
    return f"Overall: {score_words(session.feedback.overall, scale)}" if scores else ""


def _readiness(session: Session) -> str:
    """The recommendation for the level aimed at; empty where none was derived."""
    ready = session.feedback.readiness if session.feedback else None
    if ready is None:
        return ""
    said = ready.recommendation.replace("_", " ") if ready.recommendation else "too few answers to say"
    estimate = " (offline estimate)" if ready.estimate and ready.recommendation else ""
    return f"Ready for a real interview at {session.plan.level} level? {said.capitalize()}{estimate}"


def _went_well(session: Session, scores: bool) -> Section | None:
    texts = session.feedback.strengths if session.feedback else []
    return _listed("What went well", _shown(texts, scores))


def _to_improve(session: Session, scores: bool) -> Section | None:
    texts = session.feedback.improvements if session.feedback else []
    return _listed("What to improve", _shown(texts, scores))


def _next_steps(session: Session, scores: bool) -> Section | None:
    texts = session.feedback.next_steps if session.feedback else []
    return _listed("Next steps", _shown(texts, scores))


def _delivery(session: Session, scores: bool) -> Section | None:
    summary = count(session).delivery
    if summary is None or not over(summary):
        return None
    facts = tuple((row.name, row.in_words) for row in rows(summary)) if scores else ()
    return Section(
        "Delivery, apart from the score",
        texts=(over(summary),) if scores else (),
        facts=facts,
        items=tuple(summary_lines(summary, numbers=scores)),
    )


def _shown(texts: Iterable[str], scores: bool) -> list[str]:
    """A coach's texts, without the sentences that give a score where these are hidden."""
    return list(texts) if scores else list(filter(None, map(without_scores, texts)))


def _listed(title: str, items: Sequence[str]) -> Section | None:
    return Section(title, items=tuple(items)) if items else None


def _numbers(session: Session) -> Section:
    return Section("Numbers", facts=tuple(_counts(session)))


def _events(session: Session) -> Section | None:
    told = [f"{event.at.astimezone():%H:%M} {event.text}" for event in session.events]
    return _listed("What happened on the way", told)


def _counts(session: Session) -> Iterator[Fact]:
    counts = count(session)
    skipped = f", {counts.skipped} skipped" if counts.skipped else ""
    yield "Questions", f"{counts.answered} of {counts.planned} planned answered{skipped}"
    if counts.follow_ups:
        unanswered = sum(1 for turn in session.turns if turn.parent and turn.status != "answered")
        yield "Follow-ups", f"{counts.follow_ups}" + (f", {unanswered} not answered" if unanswered else "")
    if written := Counter(
        turn.question.written_by for turn in session.main_turns if turn.question.written_by
    ):
        by = ", ".join(f"{number} by {judge_name(name)}" for name, number in written.items())
        yield "Written for you", by
    if len(counts.questions_by_round) > 1:
        rounds = counts.questions_by_round.items()
        yield "By round", ", ".join(f"{name} {number}" for name, number in rounds)
    if session.feedback:
        yield "Coverage", f"{session.feedback.coverage:.0%} of the questions asked were answered"
    if activity := activity_lines(session):
        yield "Recent work", coverage_words(activity)
    if counts.unscored:
        yield "Not judged", counted(counts.unscored, "answer")
    if counts.seconds:
        yield "Answering time", f"{duration(counts.seconds)} of {counted(session.plan.minutes, 'minute')}"
    if not session.usage:
        yield "Models", "none was called"
        return
    failed = sum(bool(call.failed) for call in session.usage)
    calls = counted(len(session.usage), "call") + (f", {failed} failed" if failed else "")
    usual = median(call.seconds for call in session.usage)
    yield "Models", f"{calls}, {usual:.1f} s a call at the median"
    yield "Tokens", f"{counts.tokens:,}"
    yield "Cost", f"${counts.cost:.4f}" if counts.cost is not None else "unknown"


# What is told of a session after its result, and at the end, in this order: a section is a function. Findings
# come with numbers and bands or without.
FINDINGS: tuple[Callable[[Session, bool], Section | None], ...] = (
    _went_well,
    _to_improve,
    _next_steps,
    _delivery,
)
RECORDS: tuple[Callable[[Session], Section | None], ...] = (_numbers, _events)
