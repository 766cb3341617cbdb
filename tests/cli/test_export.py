"""`interview export`: formats, and files that are written whole, privately and never by accident."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from interview_cli.report.wording import harmless
from interview_cli.store.sessions import SessionStore
from tests.cli.conftest import Interview
from tests.documents import HOSTILE, every_kind_of_turn, plain_session, shows_score
from tests.make_session_schema import SCHEMA_FILE


@pytest.fixture(autouse=True)
def _stored(tmp_path: Path) -> None:
    """Two sessions, the one with every kind of turn being the newest."""
    store = SessionStore(tmp_path / "data")
    store.create(plain_session("aaaa111111", days=-1))
    store.create(every_kind_of_turn())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to write to."""
    place = tmp_path / "out"
    place.mkdir()
    return place


def test_markdown_goes_to_stdout_and_nothing_else_does(interview: Interview) -> None:
    result = interview("export", "last")

    assert result.code == 0
    assert result.out.startswith("# Interview report: Backend Engineer\n")
    assert result.err == ""


def test_json_is_exactly_the_document_and_fits_the_committed_schema(interview: Interview) -> None:
    document = interview("export", "k3fa", "--format", "json").json

    assert document == every_kind_of_turn().model_dump(mode="json")
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(document)


def test_csv_is_a_table_that_keeps_every_answer(interview: Interview, folder: Path) -> None:
    interview("export", "last", "--format", "csv", "--output", folder / "turns.csv")

    with (folder / "turns.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows][-1] == "Q5"
    assert rows[-1]["answer"] == harmless(HOSTILE)


def test_stdout_and_a_file_hold_the_same(interview: Interview, folder: Path) -> None:
    for form in ("md", "json", "csv"):
        target = folder / f"report.{form}"
        interview("export", "last", "--format", form, "--output", target)

        # The capture reads line ends as Python does, which takes CR LF for LF.
        assert io.StringIO(interview("export", "last", "--format", form).out, newline=None).read() == (
            target.read_text("utf-8")
        )


def test_without_an_id_the_newest_session_is_exported(interview: Interview) -> None:
    assert interview("export").out == interview("export", "last").out


def test_an_earlier_session_is_exported_by_the_beginning_of_its_id(interview: Interview) -> None:
    assert "- **Session:** aaaa111111\n" in interview("export", "aaaa").out


def test_a_file_is_for_its_owner_alone_and_no_other_is_left_beside_it(
    interview: Interview, folder: Path
) -> None:

    result = interview("export", "last", "--output", folder / "report.md")

    assert (result.code, result.out, result.err) == (0, "", f"Wrote {folder / 'report.md'}.\n")
    assert stat.S_IMODE((folder / "report.md").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["report.md"]


def test_a_file_that_is_there_is_kept_unless_force_is_given(interview: Interview, folder: Path) -> None:
    target = folder / "report.md"
    target.write_text("mine")

    refused = interview("export", "last", "--output", target)

    assert (refused.code, target.read_text()) == (2, "mine")
    assert refused.err == f"error: {target} exists already.\nhint: --force overwrites it.\n"
    assert interview("export", "last", "--output", target, "--force").code == 0
    assert target.read_text().startswith("# Interview report")


def test_a_place_where_no_file_can_be_is_a_usage_error(interview: Interview, folder: Path) -> None:
    for place in (folder, folder / "no" / "such" / "report.md", Path("/dev/null")):
        result = interview("export", "last", "--output", place, "--force")

        assert result.code == 2, place
        assert len(result.err.splitlines()) == 2


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    interview: Interview, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "report.md").write_text("mine")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = interview("export", "last", "--output", folder / "report.md", "--force")

    assert result.code == 5
    assert result.err.startswith(f"error: Cannot save {folder / 'report.md'}: the disk is full.")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("report.md", "mine")]


def test_a_scale_is_for_markdown_alone_and_no_format_shows_hidden_scores(interview: Interview) -> None:
    assert "**Overall: 2.9 of 5, fair**" in interview("export", "last", "--scale", "5").out
    assert not shows_score(interview("export", "last", "--no-scores").out)
    assert interview("export", "last", "--format", "csv", "--scale", "5").code == 2
    assert interview("export", "last", "--format", "json", "--scale", "5").code == 2
    assert interview("export", "last", "--format", "json", "--no-scores").code == 2


def test_a_table_without_scores_has_no_levels(interview: Interview) -> None:
    header, row, *_ = interview("export", "last", "--format", "csv", "--no-scores").out.splitlines()
    assert "level" not in header.replace("next_level", "")
    assert "4.2" not in row


def test_a_format_that_there_is_not_is_refused(interview: Interview) -> None:
    result = interview("export", "last", "--format", "docx")

    assert result.code == 2
    assert "'md', 'html', 'pdf', 'json', 'csv'" in result.err


def test_no_escape_code_of_an_answer_is_in_the_report(interview: Interview) -> None:
    assert "\x1b" not in interview("export", "last").out
