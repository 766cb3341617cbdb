"""`interview history`: the table, one session, trends, and removing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pexpect
import pytest

from interview_cli.report import overview
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview
from tests.documents import HOSTILE, MODEL, START, every_kind_of_turn, plain_session, shows_score


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SessionStore:
    """The store of the folder that `interview` works on, and a wide terminal."""
    monkeypatch.setenv("COLUMNS", "150")
    return SessionStore(tmp_path / "data")


@pytest.fixture
def filled(store: SessionStore) -> SessionStore:
    """Three comparable sessions of Ada's, one of Bob's by a model, and one that is not over."""
    store.create(plain_session("abcd111111", days=0, score=48))
    store.create(plain_session("abcd222222", days=1, score=60))
    store.create(plain_session("efgh333333", days=2, score=75))
    store.create(
        plain_session("ijkl444444", days=3, score=90, candidate="Bob", role="sales_associate", source=MODEL)
    )
    store.create(plain_session("mnop555555", days=4, score=None, status="in_progress"))
    return store


def test_the_table_lists_the_newest_first_with_ids_as_short_as_they_can_be(
    interview: Interview, filled: SessionStore
) -> None:
    result = interview("history")

    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines() if "/1" in line]
    assert [row[0] for row in rows] == ["mnop", "ijkl", "efgh", "abcd2", "abcd1"]
    began = (START + timedelta(days=3)).astimezone()
    assert rows[1] == [
        *("ijkl", f"{began:%Y-%m-%d}", f"{began:%H:%M}", "Bob", "Sales", "Associate", "mixed", "mid"),
        *("90", "excellent", "1/1", "completed", MODEL),
    ]


def test_the_average_is_over_comparable_sessions_and_says_over_how_many(
    interview: Interview, filled: SessionStore
) -> None:
    assert interview("history").out.splitlines()[-2:] == [
        "5 sessions.",
        "Average: 61 of 100, fair, over 3 completed sessions of one kind (Ada Lovelace, Backend Engineer, "
        "mixed, mid, judged by the offline coach); 1 of other kinds left out.",
    ]


def test_json_is_one_document_with_count_average_and_every_session(
    interview: Interview, filled: SessionStore
) -> None:
    document = interview("history", "--json").json

    assert (document["count"], document["average"], document["average_over"]) == (5, 61.0, 3)
    assert [session["id"] for session in document["sessions"]][:2] == ["mnop555555", "ijkl444444"]
    assert document["sessions"][1]["band"] == "excellent"
    assert document["sessions"][1]["scored_by"] == MODEL
    assert "stamp" not in document["sessions"][0]


def test_the_table_is_limited_and_says_so_while_json_is_not(
    interview: Interview, store: SessionStore
) -> None:
    for place in range(22):
        store.create(plain_session(f"id{place:06}", days=place))

    assert interview("history").out.count(" 1/1 ") == 20
    assert "22 sessions, the newest 20 shown (--limit 0 shows all)." in interview("history").out
    assert interview("history", "--limit", "0").out.count(" 1/1 ") == 22
    assert len(interview("history", "--json").json["sessions"]) == 22
    limited = interview("history", "--json", "--limit", "3").json
    assert (limited["count"], len(limited["sessions"])) == (22, 3)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--role", "sales_associate"], "ijkl444444"),
        (["--candidate", "bob"], "ijkl444444"),
        (["--status", "in_progress"], "mnop555555"),
        (["--type", "technical"], ""),
        (["--role", "backend_engineer", "--status", "completed", "--limit", "1"], "efgh333333"),
    ],
)
def test_filters_choose_sessions(
    interview: Interview, filled: SessionStore, options: list[str], expected: str
) -> None:
    found = interview("history", "--json", *options).json["sessions"]

    assert " ".join(session["id"] for session in found) == expected


def test_since_counts_from_the_beginning_of_a_local_day_and_days_from_now(
    interview: Interview, store: SessionStore
) -> None:
    today = (datetime.now(UTC) - START) / timedelta(days=1)
    store.create(plain_session("aaaa", days=today - 2))
    store.create(plain_session("bbbb", days=today - 10))
    began = (datetime.now(UTC) - timedelta(days=2)).astimezone()

    def found(*options: str) -> str:
        return " ".join(one["id"] for one in interview("history", "--json", *options).json["sessions"])

    assert found("--since", f"{began:%Y-%m-%d}") == "aaaa"
    assert found("--since", f"{began + timedelta(days=1):%Y-%m-%d}") == ""
    assert found("--days", "3") == "aaaa"
    assert found("--days", "36500") == "aaaa bbbb"
    assert interview("history", "--days", "3", "--since", "2026-01-01").code == 2


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "20.11.2026", "0000-01-01"])
def test_what_is_no_day_is_refused_with_an_example(interview: Interview, day: str) -> None:
    ran = interview("history", "--since", day)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: --since: '{day}' is no day.\nhint: Write it as 20")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--role", "nope"],
            "No session is for the role 'nope'. There are: backend_engineer, sales_associate.",
        ),
        (["--candidate", "nope"], "No session is of 'nope'. There are: Ada Lovelace, Bob."),
        (["--candidate", "bob", "--status", "abandoned"], "None of 5 sessions fits."),
    ],
)
def test_when_nothing_fits_the_names_there_are_are_told(
    interview: Interview, filled: SessionStore, options: list[str], said: str
) -> None:
    ran = interview("history", *options)

    assert (ran.code, ran.out, ran.err) == (0, "", f"{said}\n")


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("command", [["history"], ["session", "list", "--all"]])
def test_in_a_narrow_terminal_no_line_is_too_wide_and_what_is_missing_is_said(
    interview: Interview, store: SessionStore, monkeypatch: pytest.MonkeyPatch, command: list[str], width: int
) -> None:
    store.create(plain_session("aaaa", days=1))
    store.create(plain_session("bbbb", source=MODEL, candidate="Bob", status="abandoned"))
    monkeypatch.setenv("COLUMNS", str(width))

    ran = interview(*command)

    above, table = re.split(r"^(?=ID )", ran.out, maxsplit=1, flags=re.MULTILINE)
    header, rule, *rows = table.splitlines()[:4]
    assert [line[:4] for line in rows] == ["aaaa", "bbbb"] or width < 75
    assert all(len(line.rstrip()) <= max(width, 75) for line in (header, rule, *rows))
    shown = {column for column in overview.COLUMNS if re.search(rf"\b{column}\b", header)}
    assert {"ID", "Date"} <= shown
    for column in set(overview.COLUMNS) - shown:
        assert column.lower() in (above + ran.err).lower()


@pytest.mark.parametrize("command", [["history"], ["session", "list", "--all"], ["roles", "list"]])
def test_no_cell_is_broken_in_eighty_columns(
    interview: Interview, filled: SessionStore, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    table = interview(*command).out.split("\u2500\n", 1)[1].splitlines()

    rows = [line for line in table if "  " in line]
    assert rows
    assert all(line and not line[0].isspace() and len(line.rstrip()) <= 80 for line in rows)


def test_without_scores_no_number_is_shown(interview: Interview, filled: SessionStore) -> None:
    table = interview("history", "--no-scores")
    document = interview("history", "--json", "--no-scores").json

    assert not shows_score(table.out)
    assert not {"Score", "Average"} & set(table.out.replace(":", " ").split())
    assert "average" not in document
    assert not {"overall", "scores"} & document["sessions"][0].keys()


@pytest.mark.parametrize(
    ("source", "value"), [("flag", "--scale=5"), ("file", "scale: 5"), ("variable", "5")]
)
def test_scores_are_shown_on_the_scale_that_is_chosen(
    interview: Interview,
    filled: SessionStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    value: str,
) -> None:
    if source == "file":
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "config.yaml").write_text(value)
    if source == "variable":
        monkeypatch.setenv("INTERVIEW_SCALE", value)

    result = interview("history", *([value] if source == "flag" else []))

    assert "4.5 excellent" in result.out
    assert "Average: 3.0 of 5, fair" in result.out


def test_an_empty_store_says_how_to_begin(interview: Interview, store: SessionStore) -> None:
    assert interview("history").err == "No session is stored yet. Begin one with: interview session start\n"
    assert interview("history", "--json").json == {
        "count": 0,
        "average": None,
        "average_over": 0,
        "average_of": None,
        "sessions": [],
    }


@pytest.mark.parametrize(
    ("command", "rest"),
    [
        (["history"], "4 sessions."),
        (["history", "trends"], "Best: 60."),
        (["session", "list"], "mnop"),
        (["session", "list", "--all", "--json"], "mnop555555"),
    ],
)
def test_a_damaged_session_is_named_and_the_rest_is_shown(
    interview: Interview, filled: SessionStore, tmp_path: Path, command: list[str], rest: str
) -> None:
    (tmp_path / "data" / "index.json").unlink()
    (tmp_path / "data" / "sessions" / "efgh333333" / "session.json").write_text("{")

    result = interview(*command)

    assert result.code == 0
    assert "warning: session efgh333333 is left out: " in result.err
    assert rest in result.out
    assert "efgh" not in result.out


def test_a_session_set_aside_is_told_again_with_its_place(
    interview: Interview, filled: SessionStore, tmp_path: Path
) -> None:
    damaged = tmp_path / "data" / "sessions" / "efgh333333" / "session.json"
    damaged.write_text("{")
    assert interview("history", "show", "efgh").code == 5
    (place,) = damaged.parent.glob("session.json.corrupt-*")

    for wanted in ("efgh333333", "efgh"):
        again = interview("history", "show", wanted)

        assert again.code == 5
        assert again.err.startswith(f"error: The session efgh333333 was damaged and set aside as {place}.")
    assert f"session efgh333333 was damaged and set aside as {place}" in interview("history").err
    sessions = next(
        check for check in interview("doctor", "--json").json["checks"] if check["name"] == "sessions"
    )
    assert sessions["status"] == "note"
    assert str(place) in sessions["found"]


@pytest.mark.parametrize("command", [["history", "show", "--json"], ["export", "--format", "json"]])
def test_last_with_a_candidate_is_that_persons_newest(
    interview: Interview, filled: SessionStore, command: list[str]
) -> None:
    assert interview(*command, "last").json["id"] == "mnop555555"
    assert interview(*command, "last", "--candidate", "bob").json["id"] == "ijkl444444"
    assert interview(*command, "ijkl", "--candidate", "Bob").json["id"] == "ijkl444444"
    assert interview(*command, "last", "--candidate", "Eve").code == 4
    other = interview(*command, "efgh", "--candidate", "Bob")
    assert (other.code, other.err.splitlines()[0]) == (2, "error: The session efgh333333 is Ada Lovelace's.")


def test_options_before_a_subcommand_are_refused_rather_than_ignored(
    interview: Interview, filled: SessionStore
) -> None:
    result = interview("history", "--role", "sales_associate", "trends")

    assert result.code == 2
    assert result.err.startswith("error: Options of `history` go after `trends`.")


def test_show_reads_like_a_report(interview: Interview, store: SessionStore) -> None:
    store.create(every_kind_of_turn())

    result = interview("history", "show", "k3f")

    assert result.code == 0
    assert "Overall: 58 of 100, fair" in result.out
    assert "Q1 (Technical)  84 of 100, good ──" in result.out
    assert "\x1b" not in result.out
    assert result.err == "Long answers are cut and answers to compare with left out; --full shows them.\n"


def test_show_can_hide_numbers_change_the_scale_and_give_everything(
    interview: Interview, store: SessionStore
) -> None:
    store.create(every_kind_of_turn())

    hidden = interview("history", "show", "last", "--no-scores").out
    assert not shows_score(hidden)
    assert "You know how payments stay correct" in hidden
    assert "Overall: 2.9 of 5, fair" in interview("history", "show", "last", "--scale", "5").out
    assert "A strong answer" in interview("history", "show", "last", "--full").out
    samples = interview("history", "show", "last", "--show-sample").out
    assert "A strong answer" in samples


def test_show_as_json_is_the_document(interview: Interview, store: SessionStore) -> None:
    session = every_kind_of_turn()
    store.create(session)

    assert interview("history", "show", "last", "--json").json == session.model_dump(mode="json")
    assert interview("history", "show", "last", "--json", "--no-scores").code == 2


@pytest.mark.parametrize(
    ("wanted", "code", "message"),
    [("zzzz", 4, "There is no session 'zzzz'."), ("abcd", 2, "2 sessions begin with 'abcd'")],
)
def test_an_id_that_stands_for_none_or_for_several_is_an_error(
    interview: Interview, filled: SessionStore, wanted: str, code: int, message: str
) -> None:
    for command in (["history", "show"], ["history", "remove", "--yes"], ["export"]):
        result = interview(*command, wanted)

        assert result.code == code
        assert result.err.startswith(f"error: {message}")
        assert result.out == ""


def test_trends_draw_each_group_and_say_why_there_are_several(
    interview: Interview, filled: SessionStore
) -> None:
    result = interview("history", "trends")

    assert result.code == 0
    assert (
        "Ada Lovelace, Backend Engineer, mixed, mid, judged by the offline coach: 3 sessions\n" in result.out
    )
    assert (
        "o Overall: seems to improve, from 48 to 75; single sessions differ from that line by about 10."
        in result.out
    )
    assert f"Bob, Sales Associate, mixed, mid, judged by {MODEL}: 1 session\n" in result.out
    assert (
        "2 groups stand apart because scores of different people, roles and judges do not compare."
        in result.out
    )
    charts, _, practice = result.out.partition("Ada Lovelace: ")
    assert charts.isascii()
    assert practice.startswith("topics in the drill")


def test_trends_can_be_narrowed(interview: Interview, filled: SessionStore) -> None:
    result = interview(
        "history", "trends", "--candidate", "Ada Lovelace", "--category", "technical", "--last", "2"
    )

    assert "o Technical: 2 sessions so far; a trend takes at least 3. Best: 75." in result.out
    assert "Communication" not in result.out
    assert "apart" not in result.out


def test_trends_as_json_hold_the_numbers_of_every_group(interview: Interview, filled: SessionStore) -> None:
    document = interview("history", "trends", "--json").json

    bob, ada = document["groups"]
    assert (bob["candidate"], bob["scored_by"]) == ("Bob", MODEL)
    assert [session["scores"]["overall"] for session in ada["sessions"]] == [48.0, 60.0, 75.0]
    assert ada["changes"]["overall"]["direction"] == "up"
    assert ada["changes"]["overall"]["clear"] is False
    assert "judges" in document["why_apart"]


def test_trends_without_a_score_say_so(interview: Interview, store: SessionStore) -> None:
    result = interview("history", "trends")

    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("No completed interview with a score fits.")


def test_remove_asks_first(interview: Interview, filled: SessionStore) -> None:
    refused = interview("history", "remove", "efgh", typed="n\n")
    agreed = interview("history", "remove", "efgh", "efgh3", typed="y\n")

    assert refused.err.endswith("Delete 1 session for good? [y/N]\nNothing was deleted.\n")
    assert agreed.err.endswith("Deleted 1 session.\n")
    assert len(filled.rows()) == 4


def test_remove_without_anybody_to_ask_deletes_nothing_unless_told(
    interview: Interview, filled: SessionStore
) -> None:
    assert interview("history", "remove", "efgh").code == 2
    assert len(filled.rows()) == 5
    assert interview("history", "remove", "efgh", "last", "--yes").code == 0
    assert len(filled.rows()) == 3


def test_one_wrong_id_among_several_removes_none(interview: Interview, filled: SessionStore) -> None:
    assert interview("history", "remove", "efgh", "zzzz", "--yes").code == 4
    assert len(filled.rows()) == 5


def test_names_in_the_table_do_not_drive_the_terminal(interview: Interview, store: SessionStore) -> None:
    store.create(plain_session("abcdefgh", candidate=HOSTILE))

    for command in (["history"], ["history", "show", "last"], ["history", "trends"]):
        result = interview(*command)
        assert "\x1b" not in result.out + result.err
        assert "\u202e" not in result.out + result.err


@pytest.mark.parametrize(
    "command", [["history"], ["history", "--json"], ["history", "trends", "--json"], ["export", "last"]]
)
def test_reading_history_loads_no_heavy_library(
    filled: SessionStore, tmp_path: Path, command: list[str]
) -> None:
    """Asked of a real process, whose list of imports stands on stderr."""
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "interview_cli",
            "--data-dir",
            tmp_path / "data",
            *command,
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    loaded = {line.rpartition("|")[2].strip() for line in lines}
    assert "interview_cli.store.sessions" in loaded
    assert not {"litellm", "textual", "torch", "sounddevice", "plotext"} & loaded
    # What was practised stands in the sessions themselves, which trends have to open for it.
    if command[0] == "history" and "trends" not in command:
        assert not {"interview_cli.interview.session", "interview_cli.coach.rubric"} & loaded


@pytest.mark.parametrize("arguments", [("history", "browse"), ("--plain", "history", "browse")], ids=" ".join)
def test_browsing_takes_a_terminal_and_names_what_does_not(
    interview: Interview, filled: SessionStore, arguments: tuple[str, ...]
) -> None:
    result = interview(*arguments)

    assert result.code == 2
    assert result.out == ""
    assert "history browse fills a screen" in result.err
    assert "interview history" in result.err


def test_browsing_fills_the_terminal_and_leaves_it_as_it_was(filled: SessionStore, tmp_path: Path) -> None:
    child = pexpect.spawn(
        str(Path(sys.executable).parent / "interview"),
        [
            "--data-dir",
            str(tmp_path / "data"),
            "--config",
            str(tmp_path / "config.yaml"),
            "history",
            "browse",
        ],
        dimensions=(24, 80),
        env={**os.environ, "TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=30,
    )
    child.expect("5 interviews, newest first")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    # The last thing said of the second screen is that it is left.
    shown = child.before or ""
    assert shown.rfind("\x1b[?1049l") > shown.rfind("\x1b[?1049h")
