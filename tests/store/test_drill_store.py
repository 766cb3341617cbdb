"""The drill is what the sessions say, whatever happened to the file that keeps it ready."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import StorageError
from interview_cli.interview.attempts import attempts_of, simulated_name
from interview_cli.store.attempts import finder, packed, unpacked
from interview_cli.store.drill import DRILL_FILE, PUT_AWAY_FILE, DrillStore
from interview_cli.store.row import row_of
from interview_cli.store.sessions import SessionStore
from tests.documents import MODEL, START
from tests.practice import DAY, INDEXES, RETRIES, STORY, gated, held, turn


@pytest.fixture
def filled(store: SessionStore) -> SessionStore:
    store.create(held("aaaa2222", START, {RETRIES: 1, INDEXES: 4}))
    store.create(held("bbbb2222", START + DAY, {RETRIES: 2.5, STORY: 1}, candidate="Bob"))
    return store


def test_whose_drill_it_is_no_simulated_candidate_says(filled: SessionStore, root: Path) -> None:
    played = held("cccc2222", START + 2 * DAY, {RETRIES: 1}, candidate=simulated_name("weak"))
    filled.create(played)
    assert DrillStore(root, filled).deck().newest == "Bob"


def names(root: Path) -> list[str]:
    """The ids in the drill as a new process sees them."""
    return [card.question for card in DrillStore(root, SessionStore(root)).deck().cards]


def test_weak_questions_of_all_sessions_are_in_the_deck(filled: SessionStore, root: Path) -> None:
    deck = DrillStore(root, filled).deck()
    assert deck.newest == "Bob"
    assert [(card.candidate, card.question, card.level) for card in deck.cards] == [
        ("Ada", "be-retries", 1.0),
        ("Bob", "sal-story", 1.0),
        ("Bob", "be-retries", 2.5),
    ]
    assert DrillStore(root, filled).deck() == deck


def test_a_folder_without_sessions_has_no_drill_and_is_left_alone(store: SessionStore, root: Path) -> None:
    assert DrillStore(root, store).deck() == ("", [])
    assert not root.exists()


def test_what_is_kept_is_private(filled: SessionStore, root: Path) -> None:
    drill = DrillStore(root, filled)
    drill.put_away(drill.deck().cards[:1], START)
    for name in (DRILL_FILE, PUT_AWAY_FILE):
        assert stat.S_IMODE((root / name).stat().st_mode) == 0o600


def test_while_nothing_changes_no_row_is_read(filled: SessionStore, root: Path) -> None:
    expected = names(root)
    index = root / "index.json"
    before = index.stat()
    index.write_bytes(b"x" * before.st_size)
    os.utime(index, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert names(root) == expected


@pytest.mark.parametrize("ended", [True, False], ids=["ended", "interrupted"])
def test_a_new_answer_is_seen_at_once(filled: SessionStore, root: Path, ended: bool) -> None:
    names(root)
    status = "completed" if ended else "in_progress"
    session = held("cccc2222", START + 2 * DAY, {INDEXES: 4.5}, status=status)
    filled.create(session)
    assert "be-indexes" not in names(root)
    session.turns.append(turn(2, INDEXES.model_copy(update={"text": "Reworded, is it?"}), 1, START + 2 * DAY))
    filled.save(session)
    assert "be-indexes" in names(root)


def test_judged_again_or_removed_a_session_changes_the_drill(filled: SessionStore, root: Path) -> None:
    names(root)
    again = filled.load("aaaa2222")
    again.turns[0].evaluations.append(again.turns[1].evaluations[0])
    filled.save(again)
    assert names(root) == ["sal-story", "be-retries"], "Ada's question was not weak after all"
    filled.remove("bbbb2222")
    assert not (root / DRILL_FILE).exists(), "nothing of a removed session stays behind"
    assert names(root) == []


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"[]",
        b'{"drill": {}}',
        b'{"drill": {"1": {"version": 0}}}',
        b'{"drill": {"1": {"version": 1}}}',
        "cards",
        "stamps",
        "open",
    ],
)
def test_lost_damaged_or_of_another_version_it_is_made_anew(
    filled: SessionStore, root: Path, content: bytes | str | None
) -> None:
    expected = names(root)
    path = root / DRILL_FILE
    whole = orjson.loads(path.read_bytes())
    path.unlink()
    if isinstance(content, str):
        whole["drill"]["1"][content] = {"../../etc": "x"} if content == "open" else ["nonsense"]
        path.write_bytes(orjson.dumps(whole))
    elif content is not None:
        path.write_bytes(content)
    assert names(root) == expected
    assert orjson.loads(path.read_bytes())["drill"]["1"]["cards"]


def test_it_works_where_nothing_can_be_written(
    filled: SessionStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("Cannot save: the disk is full.")

    monkeypatch.setattr("interview_cli.store.drill.write_document", full)
    assert len(names(root)) == 3
    assert not (root / DRILL_FILE).exists()


def test_what_was_put_away_stays_away_when_all_else_is_made_anew(filled: SessionStore, root: Path) -> None:
    drill = DrillStore(root, filled)
    drill.put_away([card for card in drill.deck().cards if card.candidate == "Ada"], START + DAY)
    assert names(root) == ["sal-story", "be-retries"]
    (root / DRILL_FILE).unlink()
    drill.put_away([card for card in drill.deck().cards if card.question == "sal-story"], START + DAY)
    assert [card.candidate for card in DrillStore(root, filled).deck().cards] == ["Bob"]
    filled.create(held("cccc2222", START + 9 * DAY, {RETRIES: 1}))
    assert {card.candidate for card in DrillStore(root, filled).deck().cards} == {"Ada", "Bob"}


def test_a_damaged_list_of_what_was_put_away_is_told_and_set_aside(filled: SessionStore, root: Path) -> None:
    (root / PUT_AWAY_FILE).write_bytes(b"{")
    with pytest.raises(StorageError, match=r"questions put away is no complete JSON.*set aside"):
        names(root)
    assert len(names(root)) == 3
    assert [path.read_bytes() for path in root.glob(f"{PUT_AWAY_FILE}.corrupt-*")] == [b"{"]


# ---------------------------------------------------------------------- attempts in the index

LEVELS = st.integers(0, 500).map(lambda hundredths: hundredths / 100)
SOURCES = st.sampled_from(["offline", MODEL, "a model\nwith\ttabs, and commas", ""])


@given(st.lists(st.tuples(LEVELS, SOURCES, st.booleans(), st.integers(0, 10**7)), max_size=8))
def test_attempts_survive_being_packed(made: list[tuple[float, str, bool, int]]) -> None:
    turns = []
    for place, (level, source, is_gated, seconds) in enumerate(made, 1):
        asked = RETRIES.model_copy(update={"text": f"Question number {place}?", "id": f"q-{place}"})
        one = turn(place, asked, level, datetime.fromtimestamp(START.timestamp() + seconds, START.tzinfo))
        one.evaluations[0].source = " ".join(source.split())
        turns.append(gated(one, level) if is_gated else one)
    session = held("aaaa2222", START, turns)
    packed_up = packed(attempts_of(session), session.created_at)
    row = row_of(session, "stamp")
    assert (row["attempts"], row["judges"]) == packed_up
    assert list(unpacked(row)) == attempts_of(session)


def test_the_attempt_before_is_the_same_persons_in_the_session_begun_last(store: SessionStore) -> None:
    store.create(held("aaaa2222", START, {RETRIES: 1}))
    store.create(held("bbbb2222", START + DAY, {RETRIES: 2, INDEXES: 3}, candidate=" ada"))
    store.create(held("cccc2222", START + 2 * DAY, {RETRIES: 3}, candidate="Bob"))
    store.create(held("dddd2222", START + 3 * DAY, {RETRIES: None}))
    store.create(held("eeee2222", START + 9 * DAY, {RETRIES: 5}))
    session = held("ffff2222", START + 4 * DAY, {RETRIES: 3, STORY: 3})
    store.create(session)
    find = finder(store, session, store.rows())
    found = find(session.turns[0])
    assert found is not None
    assert (found.session, found.turn.evaluation.level) == ("bbbb2222", 2)
    assert find(session.turns[1]) is None
    first = store.load("aaaa2222")
    assert finder(store, first, store.rows())(first.turns[0]) is None


def test_a_session_that_can_not_be_opened_any_more_is_no_attempt_before(
    store: SessionStore, root: Path
) -> None:
    store.create(held("aaaa2222", START, {RETRIES: 1}))
    session = held("bbbb2222", START + DAY, {RETRIES: 2})
    find = finder(store, session, store.rows())
    (root / "sessions" / "aaaa2222" / "session.json").write_bytes(b"{")
    assert find(session.turns[0]) is None
