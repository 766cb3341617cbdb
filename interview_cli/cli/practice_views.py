"""What `history trends` says of practice: topics in the drill, and questions that were tried again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from interview_cli.cli import console
from interview_cli.wiring.drills import Opener, is_for

if TYPE_CHECKING:
    from interview_cli.interview.schedule import Key
    from interview_cli.library.role import Question
    from interview_cli.report.practice import Topic, Tries
    from interview_cli.store.row import IndexRow
    from interview_cli.store.sessions import SessionStore
    from interview_cli.wiring import Home

MOST_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Practice:
    """Topics in the drill and questions tried again, with the questions themselves."""

    topics: Sequence[Topic]
    tries: Sequence[Tries]
    questions: dict[Key, Question]

    def document(self) -> dict[str, Any]:
        """All of it as plain values for JSON."""
        from interview_cli.report.practice import question_document, topic_document

        return {
            "topics": [topic_document(topic) for topic in self.topics],
            "questions": [question_document(one, self.questions) for one in self.tries],
        }


def practice_of(
    home: Home, store: SessionStore, rows: Iterable[IndexRow], *, candidate: str, role: str
) -> Practice:
    """What was practised, by everybody or one candidate, for every role or one. Raises StorageError."""
    from interview_cli.interview.attempts import same_person
    from interview_cli.report.practice import repeated, topics_of, tries_of
    from interview_cli.store.attempts import unpacked
    from interview_cli.wiring import open_drill

    chosen = [row for row in rows if not candidate or same_person(row["candidate"], candidate)]
    tries = [
        one for one in tries_of(made for row in chosen for made in unpacked(row)) if is_for(one.role, role)
    ]
    whose = {one.whose for one in tries}
    cards = [card for card in open_drill(home, store).deck().cards if card.whose in whose]
    again = repeated(tries)
    wanted = {card.whose for card in cards} | {one.whose for one in again}
    questions = _questions(store, [one for one in tries if one.whose in wanted])
    return Practice(topics_of(cards, questions, tries, datetime.now().astimezone()), again, questions)


def print_practice(practice: Practice, scale: int) -> None:
    """The tables, for every person apart; nothing where there is nothing to show."""
    from interview_cli.report import practice as report

    for name in dict.fromkeys(topic.candidate for topic in practice.topics):
        topics = [topic for topic in practice.topics if topic.candidate == name]
        console.out_prose(f"{name}: topics in the drill")
        rows = report.topic_cells(topics[:MOST_SHOWN], scale=scale)
        console.table(report.TOPIC_COLUMNS, rows, right=report.NUMBERS)
        _tell_rest(len(topics))
        console.out_prose(report.RECALL_MEANS)
        console.out()
    for name in dict.fromkeys(one.last.candidate for one in practice.tries):
        tries = [one for one in practice.tries if one.last.candidate == name]
        console.out_prose(f"{name}: questions tried again, scores that compare")
        rows = report.question_cells(
            tries[:MOST_SHOWN],
            practice.questions,
            scale=scale,
            width=console.rich_stdout().width,
            gap=console.TABLE_GAP,
        )
        console.table(report.QUESTION_COLUMNS, rows, right=report.NUMBERS)
        _tell_rest(len(tries))
        console.out()


def _questions(store: SessionStore, tries: Iterable[Tries]) -> dict[Key, Question]:
    """The questions as they were asked last, from the sessions that hold them."""
    opener = Opener(store, console.say)
    found = {one.whose: opener.find(one.last.session, one.last.key) for one in tries}
    return {whose: place[1].question for whose, place in found.items() if place is not None}


def _tell_rest(count: int) -> None:
    if count > MOST_SHOWN:
        console.out_prose(f"{count - MOST_SHOWN} more; --json has all of them.")
