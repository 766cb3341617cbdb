"""The interview in words: what to print for a question, a judgement and the end. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from interview_cli.cells import shortened
from interview_cli.coach.rubric import name_of
from interview_cli.interview.events import Asked
from interview_cli.interview.session import Session, Turn
from interview_cli.report import comparison
from interview_cli.report.activity import TITLE, ActivityLine, coverage_words
from interview_cli.report.outline import Outline
from interview_cli.report.passage import Passage, passage_of
from interview_cli.report.section import Section
from interview_cli.report.wording import counted, duration, judge_name, one_line

Tone = Literal["plain", "strong", "quiet", "warn"]
Line = tuple[str, Tone]

_OFFLINE = "offline"
# One line for each question, in a terminal of the usual width.
_LINE = 78
_SHORTEST_BRIEF = 24


def heading(asked: Asked, *, strict: bool = False) -> str:
    """The line above a question: label, place, round and time; a follow-up's label says its place.

    Where time is `strict` it says that an answer is handed in when the time is over.
    """
    turn = asked.turn
    place = f" ({asked.number} of {asked.total})" if turn.parent is None else ""
    time = duration(turn.suggested_seconds)
    limit = f"{time}, then handed in as it stands" if strict else f"about {time}"
    return f"{turn.label}{place} - {turn.round} - {limit}"


def question(asked: Asked) -> list[str]:
    """The question itself, after what is said before it."""
    return [*([asked.turn.lead_in] if asked.turn.lead_in and not asked.again else []), asked.text]


def judgement(
    turn: Turn, *, scores: bool, scale: int, made_later: frozenset[str] = frozenset()
) -> list[Line]:
    """What the coach says about one answer: what was good, what to fix first, what is missing, what next.

    `made_later` are the points that its follow-ups made.
    """
    passage = passage_of(turn, scale, scores, made_later)
    lines: list[Line] = [(_verdict(turn, passage), "strong")]
    if turn.evaluation is not None and turn.evaluation.gate is not None:
        lines.append((turn.evaluation.gate.reason, "plain"))
    if passage.before:
        lines.append((one_line(passage.before), "plain"))
    lines += [(_row("good", text), "plain") for text in passage.strengths]
    if passage.first_fix:
        lines.append((_row("fix first", passage.first_fix), "strong"))
    lines += [(_row("then", text), "plain") for text in passage.improvements]
    # What the advice names already is not listed once more.
    named = one_line(" ".join((passage.first_fix, passage.next_level))).casefold()
    lines += [
        (_row(passage.unmade, fact), "plain")
        for fact in passage.missing
        if _bare(fact).rstrip(". ").casefold()[1:] not in named
    ]
    if passage.missing_parts:
        parts = ", ".join(passage.missing_parts)
        lines.append((_row(passage.absent, f"{parts} (of situation, task, action, result)"), "plain"))
    if passage.next_level:
        lines.append((_row("next level", passage.next_level), "plain"))
    lines += [(_row("unsure", text), "plain") for text in _unsure(turn, scores)]
    if turn.evaluation is not None and turn.evaluation.note:
        lines.append((_row("note", turn.evaluation.note), "plain"))
    if passage.story:
        lines.append((_row("story", passage.story), "plain"))
    if passage.delivery:
        lines.append((_row("delivery", passage.delivery), "quiet"))
    return lines


def sample(turn: Turn) -> list[Line]:
    """The answer to compare with, for when a question and its follow-ups are done."""
    text = passage_of(turn, 0, False).sample_answer
    return [(f"{turn.label}, an answer to compare with:", "strong"), (text, "plain")] if text else []


def closing(session: Session, report: Outline) -> Iterator[str]:
    """The whole feedback at the end."""
    if report.standing:
        yield report.standing
    for part in report.categories:
        yield f"  {part.name:<16}{part.shown:>5}  {part.band:<12} over {counted(part.answers, 'answer')}"
    if report.readiness:
        if report.standing:
            yield ""
        yield f"{report.readiness}."
        yield report.why_ready
    if report.summary:
        yield from ("", report.summary)
    if len(report.passages) > 1:
        yield from ("", "Questions:", *_at_a_glance(report.passages))
    for section in report.findings:
        yield from _section(section)
    if report.attempts:
        yield from ("", "Against your attempts before:", *(f"  {line}" for line in report.attempts))
    counts = session.analytics
    taken = f" in {duration(counts.seconds)}" if counts.seconds else ""
    yield from _recent_work(report.activity)
    yield from ("", f"Answered {counts.answered} of {counts.planned} questions{taken}.")
    if report.note:
        yield report.note


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"{section.title}:", *section.texts)
    yield from (f"  {name:<16}{value}" for name, value in section.facts)
    yield from (f"  - {one_line(item)}" for item in section.items)


def _at_a_glance(passages: tuple[Passage, ...]) -> Iterator[str]:
    """One line for each question: its label, its score or what became of it, and how it begins."""
    labels = max(len(passage.label) for passage in passages)
    said = [passage.standing or passage.outcome for passage in passages]
    widest = max(map(len, said))
    room = max(_SHORTEST_BRIEF, _LINE - labels - widest - 6)
    for passage, standing in zip(passages, said, strict=True):
        text = shortened(one_line(passage.question), room)
        yield f"  {passage.label:<{labels}}  {standing:<{widest}}  {text}"


def _bare(fact: str) -> str:
    """A point without the mark that tells of the attempt before."""
    return one_line(fact).removesuffix(comparison.AGAIN).removesuffix(comparison.LOST)


def _row(label: str, text: str) -> str:
    return f"  {label:<12}{one_line(text)}"


def _verdict(turn: Turn, passage: Passage) -> str:
    evaluation = turn.evaluation
    if evaluation is None or evaluation.level is None:
        return f"{turn.label}: {passage.judged_by[:1].lower()}{passage.judged_by[1:]}"
    source = "offline estimate" if evaluation.source == _OFFLINE else judge_name(evaluation.source)
    agreement = ", low agreement" if evaluation.low_agreement else ""
    standing = f": {passage.standing}" if passage.standing else ""
    return f"{turn.label}{standing} ({source}{agreement})"


def _unsure(turn: Turn, scores: bool) -> Iterator[str]:
    """The criteria on which the samples of a judge lie far apart."""
    for score in turn.evaluation.criteria if turn.evaluation else ():
        if score.low_agreement:
            apart = f"differ by {score.spread:g} levels" if scores else "lie far apart"
            yield f"{name_of(score.criterion)}: its {score.samples} samples {apart}"


def _recent_work(work: Sequence[ActivityLine]) -> Iterator[str]:
    """Which notes and commits were talked about, and how much that is; the full report lists the others."""
    if work:
        yield from ("", f"{TITLE}: {coverage_words(tuple(work))}")
        yield from (f"  {line.covered_in:<13}{one_line(line.title)}" for line in work if line.covered_in)
