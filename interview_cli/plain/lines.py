"""The interview in words: what to print for a question, a judgement and the end. Pure functions."""

from __future__ import annotations

from interview_cli.coach.delivery_words import remark, summary_lines
from interview_cli.coach.evaluation import Evaluation, Feedback
from interview_cli.coach.rubric import POINTS_PER_LEVEL, band, name_of, on_scale
from interview_cli.coach.star_words import parts_in_words
from interview_cli.interview.events import Asked
from interview_cli.interview.session import Session, Turn
from interview_cli.report import comparison
from interview_cli.report.activity import TITLE, activity_lines, coverage_words
from interview_cli.report.wording import one_line

OFFLINE = "offline"
_MINUTE = 60


def duration(seconds: float) -> str:
    """Seconds as people say them: `45 s`, `3 min`, `2 min 30 s`."""
    whole = round(seconds)
    minutes, rest = divmod(whole, _MINUTE)
    parts = [f"{minutes} min"] * bool(minutes) + [f"{rest} s"] * bool(rest or not minutes)
    return " ".join(parts)


def heading(asked: Asked) -> str:
    """The line above a question: label, place, round and time; a follow-up's label says its place."""
    turn = asked.turn
    place = f" ({asked.number} of {asked.total})" if turn.parent is None else ""
    return f"{turn.label}{place} - {turn.round} - about {duration(turn.suggested_seconds)}"


def question(asked: Asked) -> list[str]:
    """The question itself, after what is said before it."""
    return [*([asked.turn.lead_in] if asked.turn.lead_in and not asked.again else []), asked.text]


def judgement(turn: Turn, evaluation: Evaluation, *, scores: bool, scale: int) -> list[str]:
    """What the coach says about one answer."""
    before = turn.before
    lines = [_verdict(turn, evaluation, scores=scores, scale=scale)]
    if evaluation.gate is not None:
        lines.append(evaluation.gate.reason)
    if before is not None:
        lines.append(comparison.sentence(turn, scale, numbers=scores))
    found = [point for point in evaluation.points if point.found]
    missing = [point.fact for point in evaluation.points if not point.found]
    for point in found:
        lines.append(f"  {'found':<11}{point.fact}{comparison.mark(point.fact, before)}")
    # The offline coach can miss a point that was made in words it does not know.
    absent = "not found" if evaluation.source == OFFLINE else "missing"
    for fact in missing:
        lines.append(f"  {absent:<11}{fact}{comparison.mark(fact, before)}")
    if evaluation.star is not None and evaluation.star.missing:
        parts = ", ".join(f"{part}{comparison.story_mark(part, before)}" for part in evaluation.star.missing)
        lines.append(f"  {absent:<11}{parts} (of situation, task, action, result)")
    for score in evaluation.criteria:
        if score.low_agreement:
            apart = f"its {score.samples} samples differ by {score.spread:g} levels"
            lines.append(f"  {'unsure':<11}{name_of(score.criterion)}: {apart}")
    if evaluation.note:
        lines.append(f"  {'note':<11}{evaluation.note}")
    if scores and evaluation.star is not None and (parts := parts_in_words(evaluation.star)):
        lines.append(f"  {'story':<11}{parts}")
    lines += [f"  {'good':<11}{text}" for text in evaluation.strengths]
    said = evaluation.gate.reason if evaluation.gate is not None else ""
    lines += [f"  {'next':<11}{text}" for text in evaluation.improvements if text != said]
    return lines


def delivery(turn: Turn, *, scores: bool) -> list[str]:
    """How an answer was put, apart from what it says; nothing when nothing stands out."""
    text = remark(turn.delivery, numbers=scores) if turn.delivery else ""
    return [f"  {'delivery':<11}{text}"] if text else []


def _verdict(turn: Turn, evaluation: Evaluation, *, scores: bool, scale: int) -> str:
    if evaluation.level is None:
        estimate = ""
        if scores and evaluation.estimate is not None:
            shown = on_scale(evaluation.estimate * POINTS_PER_LEVEL, scale)
            estimate = f" Offline estimate, not counted: {shown}."
        return f"{turn.label}: not judged ({evaluation.why_unscored}).{estimate}"
    points = evaluation.level * POINTS_PER_LEVEL
    source = "offline estimate" if evaluation.source == OFFLINE else evaluation.source
    number = f"{on_scale(points, scale)} of {scale}, " if scores else ""
    agreement = ", low agreement" if evaluation.low_agreement else ""
    return f"{turn.label}: {number}{band(points)} ({source}{agreement})"


def closing(session: Session, feedback: Feedback, *, scores: bool, scale: int) -> list[str]:
    """The whole feedback at the end."""
    lines = []
    if feedback.overall is None:
        lines.append("No answer could be scored.")
    elif scores:
        lines.append(f"Overall: {on_scale(feedback.overall, scale)} of {scale}, {feedback.band}")
    else:
        lines.append(f"Overall: {feedback.band}")
    for score in feedback.categories:
        name = score.category.replace("_", " ").capitalize()
        number = f"{on_scale(score.score, scale):>5}  " if scores else ""
        answers = f"{score.answers} answer{'s' if score.answers != 1 else ''}"
        lines.append(f"  {name:<16}{number}{band(score.score):<12} over {answers}")
    if feedback.summary:
        lines += ["", feedback.summary]
    for title, texts in (
        ("Strengths", feedback.strengths),
        ("To improve", feedback.improvements),
        ("Next steps", feedback.next_steps),
    ):
        if texts:
            lines += ["", f"{title}:", *(f"  - {text}" for text in texts)]
    if compared := list(comparison.overview(session, scale, numbers=scores)):
        lines += ["", "Against your attempts before:", *(f"  {line}" for line in compared)]
    counts = session.analytics
    if counts.delivery and (told := summary_lines(counts.delivery, numbers=scores)):
        lines += ["", "Delivery, apart from the score:", *(f"  - {text}" for text in told)]
    taken = f" in {duration(counts.seconds)}" if counts.seconds else ""
    lines += _recent_work(session)
    lines += ["", f"Answered {counts.answered} of {counts.planned} questions{taken}."]
    if feedback.note:
        lines.append(feedback.note)
    return lines


def _recent_work(session: Session) -> list[str]:
    """Which notes and commits were talked about, and how much that is; the full report lists the others."""
    work = activity_lines(session)
    if not work:
        return []
    covered = [f"  {line.covered_in:<13}{one_line(line.title)}" for line in work if line.covered_in]
    return ["", f"{TITLE}: {coverage_words(work)}", *covered]
