"""A session without who it was: nothing in any format leads back to the person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from interview_cli.interview.seal import sealed
from interview_cli.interview.session import Rating, Session
from interview_cli.report.anonymous import _KEPT, anonymous, other_id
from interview_cli.report.formats import FORMATS, written
from interview_cli.resume.document import Basics
from interview_cli.resume.redaction import Redaction
from tests.documents import START, every_kind_of_turn
from tests.report.test_html import spoken_session
from tests.report.test_pdf import text_of

SECRETS = ("Lovelace", "Ada", "ada@example.org", "+44 20 7946 0958", "github.com/adal", "12 Mill Lane")


def told_of_herself(session: Session) -> Session:
    """A session whose answers say who it is in every way."""
    answer = session.turns[0].answer
    assert answer is not None
    answer.text += (
        " I am Ada, Ada Lovelace, ADA LOVELACE: write to ada@example.org, call +44 20 7946 0958, "
        "see github.com/adal or come to 12 Mill Lane, London."
    )
    session.candidate.resume = "ada-cv"
    session.candidate.fields = {"Full name": "Augusta Ada King", "Staff number": "A-1815"}
    session.turns[0].ratings = [Rating(at=START, level=4, by="Ada Lovelace", why="Ada did well")]
    session.turns[1].question = session.turns[1].question.model_copy(
        update={"text": "Ada, what did you do at Analytical Ltd. then?"}
    )
    return session


def nameless(session: Session) -> Session:
    return anonymous(session, hide=Redaction(Basics(name="Ada Lovelace", phone="020 7946 0958")))


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_says_who_it_was(form: str) -> None:
    session = nameless(told_of_herself(every_kind_of_turn()))
    data = written(session, form, 100, scores=True)
    text = text_of(data) if form == "pdf" else data.decode()

    for secret in (*SECRETS, "ada-cv", "Augusta", "A-1815", every_kind_of_turn().id):
        assert not re.search(rf"\b{re.escape(secret)}\b", text, re.IGNORECASE), secret
    assert "Analytical Ltd" in text, "where somebody worked stays"


def places(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The path of every text in a document."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, *path, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, *path, index)


def test_no_text_of_a_document_keeps_a_name_wherever_it_stands() -> None:
    document = told_of_herself(every_kind_of_turn()).model_dump(mode="json")
    said = "I, Ada Lovelace, ada@example.org"
    put = 0
    for path in places(document):
        changed = deepcopy(document)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = said
        try:
            session = Session.model_validate(changed)
        except ValidationError:
            continue
        put += 1
        left = json.dumps(nameless(session).model_dump(mode="json"), ensure_ascii=False)
        # What other parts refer to, and names of models and of files of rules, are nobody's own words.
        if not _KEPT.intersection(path):
            assert not re.search("lovelace|ada@example", left, re.IGNORECASE), path
    assert put > 100


@pytest.mark.parametrize(
    "written", ["ada_lovelace", "AdaLovelace", "ADA's", "Ada-Lovelace", "lovelace.ada ADA"]
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    session = every_kind_of_turn()
    assert session.turns[0].answer is not None
    session.turns[0].answer.text = f"It was {written} who did it."
    left = nameless(session).turns[0].answer

    assert left is not None
    assert not re.search(r"ada(?!pt)|\bADA", left.text.replace("lovelace.ada", ""), re.IGNORECASE)


def test_an_anonymous_document_bears_no_seal() -> None:
    session = told_of_herself(every_kind_of_turn())
    session.seal = sealed(session)

    assert nameless(session).seal is None


def test_what_was_judged_stays_as_it_was() -> None:
    before = told_of_herself(every_kind_of_turn())
    after = nameless(before)

    assert [turn.evaluation and turn.evaluation.level for turn in after.turns] == [
        turn.evaluation and turn.evaluation.level for turn in before.turns
    ]
    assert after.plan == before.plan
    assert after.usage == before.usage
    assert before.turns[0].answer is not None, "the session itself is left alone"
    assert "Ada Lovelace" in before.turns[0].answer.text


def test_a_name_that_is_a_word_of_the_program_breaks_nothing() -> None:
    for name in ("typed", "regular", "completed", "me", "Q1", "offline"):
        session = every_kind_of_turn()
        session.candidate.name = name
        assert Session.model_validate(nameless(session).model_dump(mode="json")).status == "completed"


def test_recordings_are_left_out_and_ids_are_others() -> None:
    session = nameless(spoken_session())
    answer = session.turns[0].answer

    assert answer is not None
    assert [take.file for take in answer.takes] == [""]
    assert session.id == other_id(spoken_session().id) != spoken_session().id
    assert session.candidate.name == "Candidate"
