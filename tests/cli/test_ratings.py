"""`interview history rate` and `ratings`: disagreeing with the coach, and what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interview_cli.store.files import PRIVATE_FILE
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview
from tests.documents import every_kind_of_turn, plain_session

ID = "k3fabcdefg"


@pytest.fixture
def store(tmp_path: Path) -> SessionStore:
    found = SessionStore(tmp_path / "data")
    found.create(every_kind_of_turn(ID))
    return found


def test_a_rating_is_kept_and_shown_beside_the_judgement_in_every_format(
    interview: Interview, store: SessionStore
) -> None:
    before = store.load(ID)
    ran = interview("history", "rate", "k3f", "q1", "--level", "3.5", "--why", "No failure case.")
    assert ran.code == 0
    assert ran.err == "Q1: level 3.5 by Ada Lovelace; the coach gave 4.2. No score was changed.\n"

    rated = "Rated by Ada Lovelace: 70 of 100, good (No failure case)."
    assert rated in interview("history", "show", "last").out
    assert f"- {rated}" in interview("export", "last").out
    row = interview("export", "last", "--format", "csv").out.splitlines()[0:2]
    assert "rated_level,rated_by,rated_why" in row[0]
    assert "Ada Lovelace" in interview("export", "last", "--format", "csv").out
    [kept] = interview("history", "show", "last", "--json").json["turns"][0]["ratings"]
    assert (kept["level"], kept["why"], kept["by"]) == (3.5, "No failure case.", "Ada Lovelace")

    after = store.load(ID)
    assert after.feedback == before.feedback
    assert after.turns[0].evaluations == before.turns[0].evaluations


def test_a_label_of_several_words_needs_no_quotation_marks(interview: Interview, store: SessionStore) -> None:
    assert interview("history", "rate", "last", "Q1", "follow-up", "1", "--level", "2").code == 0
    assert interview("history", "rate", "last", "Resume Q", "--level", "2", "--by", "Grace").code == 0
    assert [len(turn.ratings) for turn in store.load(ID).turns] == [0, 1, 0, 0, 1, 0, 0]


def test_without_scores_the_rating_keeps_its_words(interview: Interview, store: SessionStore) -> None:
    interview("history", "rate", "last", "Q1", "--level", "3.5", "--why", "No failure case.")
    assert (
        "Rated by Ada Lovelace (No failure case)." in interview("history", "show", "last", "--no-scores").out
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["zzzz", "Q1", "--level", "3"], 4, "There is no session 'zzzz'."),
        (["last", "Q9", "--level", "3"], 4, f"The session {ID} has no question 'Q9'."),
        (["last", "Q3", "--level", "3"], 2, "Q3 was not answered, so there is nothing to rate."),
        (["last", "Q1", "--level", "3.3"], 2, "3.3 is no level."),
        (["last", "Q1", "--level", "6"], 2, "6 is no level."),
        (["last", "Q1", "--level", "-1"], 2, "-1 is no level."),
        (["last", "Q1", "--level", "nan"], 2, "nan is no level."),
        (["last", "Q1"], 2, "No level was given."),
        (["last", "Q1", "--remove"], 2, "Q1 has no rating by Ada Lovelace."),
        (["last", "Q1", "--remove", "--level", "2"], 2, "--remove takes a rating back and gives none."),
        (["last", "Q1", "--level", "3", "--why", "x" * 2001], 2, "--why has more than 2,000 characters."),
    ],
)
def test_what_is_no_rating_is_refused_and_nothing_changes(
    interview: Interview, store: SessionStore, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    document = tmp_path / "data" / "sessions" / ID / "session.json"
    before = document.read_bytes()
    ran = interview("history", "rate", *arguments)
    assert ran.code == code
    assert ran.err.splitlines()[0] == f"error: {message}"
    assert document.read_bytes() == before


def test_a_session_that_is_open_elsewhere_is_not_touched(interview: Interview, store: SessionStore) -> None:
    with store.hold(ID):
        ran = interview("history", "rate", "last", "Q1", "--level", "3")
    assert ran.code == 5
    assert "is open in another process" in ran.err
    assert store.load(ID).turns[0].ratings == []


def test_a_disk_that_is_full_leaves_the_session_as_it_was(
    interview: Interview, store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.load(ID)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        assert interview("history", "rate", "last", "Q1", "--level", "3").code == 5
    assert store.load(ID) == before


def test_rating_again_and_taking_back_only_ever_add(
    interview: Interview, store: SessionStore, tmp_path: Path
) -> None:
    for arguments in (["--level", "2"], ["--level", "4"], ["--remove"]):
        assert interview("history", "rate", "last", "Q1", *arguments).code == 0
    assert [rating.level for rating in store.load(ID).turns[0].ratings] == [2.0, 4.0, None]
    assert interview("history", "ratings", "--json").out == ""
    document = tmp_path / "data" / "sessions" / ID / "session.json"
    assert document.stat().st_mode & 0o777 == PRIVATE_FILE


def test_ratings_of_all_sessions_are_json_lines_and_a_table(
    interview: Interview, store: SessionStore
) -> None:
    store.create(plain_session("aaaa111111"))
    store.create(plain_session("bbbb222222", days=1, source="offline"))
    assert "No answer is rated yet" in interview("history", "ratings").err
    interview("history", "rate", "k3f", "Q1", "--level", "3", "--why", "Fine.")
    interview("history", "rate", "bbbb", "Q1", "--level", "1.5", "--by", "Grace")
    lines = [json.loads(line) for line in interview("history", "ratings", "--json").out.splitlines()]
    assert [(line["session"], line["human_level"], line["by"]) for line in lines] == [
        ("bbbb222222", 1.5, "Grace"),
        (ID, 3.0, "Ada Lovelace"),
    ]
    assert {"question", "reference_answer", "answer", "key_points", "kind"} <= lines[0].keys()
    table = interview("history", "ratings").out
    assert "Grace" in table
    assert "Fine." in table
