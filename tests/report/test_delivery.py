"""Delivery in reports: told where something stands out, apart from the score."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from interview_cli.cli.app import run
from interview_cli.coach.delivery import measure
from interview_cli.coach.delivery_words import LOWER_BOUND
from interview_cli.coach.speech import Pause, Sound, SpokenWord, Take, Transcript
from interview_cli.interview.analytics import count
from interview_cli.interview.session import Session
from interview_cli.report import csv_table, markdown, terminal
from interview_cli.report.delivery_trends import document, moves, spoken_sessions, title
from interview_cli.report.listing import SessionRow
from interview_cli.report.outline import outline
from interview_cli.store.row import row_of
from interview_cli.store.sessions import SessionStore
from interview_cli.tui.screens.trends import speaking
from interview_cli.tui.words import whole
from tests.documents import every_kind_of_turn, plain_session

HASTY = "Um, we had a leak, you know, and, um, I looked at the heap, and I found it in a cache, um, I guess. "


def session(words_a_minute: float = 220.0) -> Session:
    made = every_kind_of_turn().model_copy(deep=True)
    turn = made.turns[0]
    assert turn.answer is not None
    turn.answer.text, turn.answer.source = HASTY * 4, "spoken"
    turn.answer.seconds = round(60 * len(turn.answer.text.split()) / words_a_minute, 1)
    turn.delivery = measure(turn.question, turn.answer.text, source="spoken", seconds=turn.answer.seconds)
    return made


def shown(made: Session, *, scores: bool = True) -> str:
    console = Console(width=300, file=io.StringIO(), record=True)
    for piece in terminal.render(outline(made, scores=scores)):
        console.print(piece)
    return console.export_text()


def test_the_terminal_and_markdown_tell_the_session_s_delivery_and_that_counts_are_a_lower_bound() -> None:
    for text in (shown(session()), markdown.render(session())):
        assert "Delivery, apart from the score" in text
        assert "220 words a minute" in text
        assert "at least" in text
        assert LOWER_BOUND in text
        assert "Slow down" in text


def test_each_answer_has_its_line() -> None:
    assert "**Delivery:** 220 words a minute. Slow down" in markdown.render(session())
    assert "delivery  220 words a minute. Slow down" in " ".join(shown(session()).split(" ")).replace(
        "   ", " "
    )


def test_without_numbers_the_advice_is_left() -> None:
    text = markdown.render(session(), scores=False)
    assert "Slow down" in text
    assert "words a minute" not in text


def test_nothing_is_said_of_a_session_without_measures() -> None:
    assert "Delivery" not in markdown.render(every_kind_of_turn())
    assert "delivery" not in shown(every_kind_of_turn())


def test_the_table_has_the_measures_of_every_answer() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.render(session()), newline="")))
    first, *others = rows
    assert round(float(first["words_per_minute"])) == 220
    assert float(first["fillers_per_minute"]) > 12
    assert first["fillers_per_100_words"] == ""
    assert first["fillers"] == "16"
    assert first["delivery"].startswith("220 words a minute")
    assert all(row["words_per_minute"] == "" for row in others)


def recording(words_a_minute: float, pause: float = 1.0) -> Take:
    """An answer that was recorded and understood, with one pause inside a sentence."""
    texts = (HASTY * 4).split()
    step = 60 / words_a_minute
    words = [
        SpokenWord(text=text, start=place * step, end=(place + 1) * step) for place, text in enumerate(texts)
    ]
    end = len(texts) * step
    return Take(
        file="t1-1.wav",
        seconds=end,
        transcript=Transcript(text=HASTY * 4, by="engine", words=words),
        sound=Sound(
            seconds=end,
            speech_seconds=0.9 * end,
            first_word=0,
            last_word=end,
            pauses=[Pause(start=2, end=2 + pause, place="inside")],
            loudness=-20,
            loudness_spread=4,
            pitch=120,
            pitch_spread=1.5,
            pitched_seconds=20,
            signal_to_noise=8,
            by_words=True,
        ),
    )


def recorded(made: Session, words_a_minute: float = 200, pause: float = 1.0) -> Session:
    """The session with its first answer spoken."""
    turn = made.turns[0]
    assert turn.answer is not None
    take = recording(words_a_minute, pause)
    turn.answer.text, turn.answer.source, turn.answer.takes = HASTY * 4, "spoken", [take]
    turn.delivery = measure(turn.question, turn.answer.text, source="spoken", seconds=99, takes=[take])
    made.analytics = count(made)
    return made


def test_what_is_measured_in_sound_stands_in_a_table_with_its_trust() -> None:
    made = recorded(every_kind_of_turn().model_copy(deep=True))
    text = markdown.render(made)
    assert "| Delivery | Measured | Which is | Trust |" in text
    assert "| Pace | 200 words a minute | too fast | high |" in text
    assert "| Pitch variety | 1.5 semitones | rather flat | low: too much noise |" in text
    assert "| First word | after 0.0 s | - | medium: some noise |" in text
    assert "Good: pauses in the right places." in text
    printed = " ".join(shown(made).split())
    assert "Pace 200 words a minute too fast Without pauses" in printed
    assert "Pitch variety 1.5 semitones rather flat low trust: too much noise" in printed
    passage = outline(made).passages[0]
    assert "Pitch variety: 1.5 semitones, rather flat (low trust: too much noise)" in whole(passage).plain


def test_without_numbers_there_is_no_table() -> None:
    made = recorded(every_kind_of_turn().model_copy(deep=True))
    for text in (markdown.render(made, scores=False), shown(made, scores=False)):
        assert "Slow down" in text
        assert "semitones" not in text
        assert "Pitch variety" not in text


def test_a_typed_answer_has_no_table() -> None:
    made = every_kind_of_turn().model_copy(deep=True)
    turn = made.turns[0]
    assert turn.answer is not None
    turn.delivery = measure(turn.question, HASTY * 4, source="typed")
    assert "| Delivery |" not in markdown.render(made)


def test_csv_has_a_column_for_each_measure_of_sound() -> None:
    made = recorded(every_kind_of_turn().model_copy(deep=True), pause=4.0)
    first, *others = csv.DictReader(io.StringIO(csv_table.render(made), newline=""))
    assert (first["pause_inside_seconds"], first["longest_pause_seconds"]) == ("4.0", "4.0")
    assert (first["pitch_variety_semitones"], first["voice_over_noise_db"]) == ("1.5", "8.0")
    assert (
        "Pitch variety: 1.5 semitones, rather flat (trust low: too much noise)" in first["delivery_measures"]
    )
    assert all(row["pitch_variety_semitones"] == row["delivery_measures"] == "" for row in others)


def spoken_row(session_id: str, days: float, pace: float, pause: float = 1.0, **others: str) -> SessionRow:
    return row_of(recorded(plain_session(session_id, days=days, **others), pace, pause), "")  # type: ignore[arg-type]


def test_speaking_is_followed_over_the_spoken_sessions_of_one_person() -> None:
    rows = [
        row_of(plain_session("typed222", days=9), ""),
        spoken_row("eeee2222", 8, 150, 1.0, kind="behavioral"),
        spoken_row("dddd2222", 6, 158, 1.1),
        spoken_row("cccc2222", 4, 185, 3.0, candidate="Bob"),
        spoken_row("bbbb2222", 2, 182, 1.2),
    ]
    ada, bob = spoken_sessions(rows)
    assert [row["id"] for row in ada.rows] == ["bbbb2222", "dddd2222", "eeee2222"]
    assert title(ada) == "Ada Lovelace, how you spoke: 3 spoken sessions"
    told = [move.sentence for move in moves(ada)]
    assert told[0] == "Pace: seems to go from 182 to 150 words a minute, now in the good band."
    assert told[2].startswith("Longest pause inside a sentence: ")
    assert told[2].endswith(", in the good band as before.") or "no clear change" in told[2]
    assert title(bob).endswith("1 spoken session; a trend takes at least 3")
    assert moves(bob)[0].sentence == "Pace: 185 words a minute, too fast."


def test_a_move_that_is_hardly_heard_is_none() -> None:
    paces = enumerate((149, 148, 147, 146))
    (one,) = spoken_sessions([spoken_row(f"{'abcd'[place] * 4}2222", -place, pace) for place, pace in paces])
    assert moves(one)[0].sentence == "Pace: no clear change, 149 words a minute, in the good band."


def test_the_latest_sessions_alone_can_be_followed() -> None:
    rows = [spoken_row(f"{letter * 4}2222", -place, 150) for place, letter in enumerate("abcd")]
    (one,) = spoken_sessions(rows, last=2)
    assert [row["id"] for row in one.rows] == ["bbbb2222", "aaaa2222"]


def test_as_json_every_session_has_its_measures() -> None:
    (one,) = spoken_sessions([spoken_row("aaaa2222", 0, 182)])
    told = json.loads(json.dumps(document(one)))
    assert told["sessions"][0]["measures"]["pace"] == pytest.approx(182, abs=0.1)
    assert (told["changes"]["pace"]["direction"], told["changes"]["pace"]["now"]) == ("too few", "too fast")


def test_the_trends_screen_tells_the_same() -> None:
    (one,) = spoken_sessions([spoken_row("aaaa2222", 0, 182)])
    assert speaking(one).plain.startswith(f"{title(one)}\nPace: 182 words a minute, too fast.\n")


def test_the_command_tells_how_speaking_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = SessionStore(tmp_path)
    for place, pace in enumerate((182, 160, 150)):
        store.create(recorded(plain_session(f"{'abc'[place] * 4}2222", days=place), pace))
    trends = ["--data-dir", str(tmp_path), "--config", str(tmp_path / "none.yaml"), "history", "trends"]
    assert run(trends) == 0
    out = capsys.readouterr().out
    assert "Ada Lovelace, how you spoke: 3 spoken sessions\n  Pace: " in out
    assert run([*trends, "--json"]) == 0
    (person,) = json.loads(capsys.readouterr().out)["delivery"]
    assert person["candidate"] == "Ada Lovelace"
    assert run([*trends, "--category", "technical"]) == 0
    assert "how you spoke" not in capsys.readouterr().out
