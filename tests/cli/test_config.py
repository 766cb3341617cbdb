"""`interview config`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from interview_cli.settings import Settings, load_settings, setting_names
from tests.cli.conftest import Interview


@pytest.fixture
def config_file(config_dir: Path) -> Path:
    return config_dir / "config.yaml"


def test_show_explains_every_setting(interview: Interview, config_file: Path) -> None:
    ran = interview("config", "show", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["file"] == str(config_file)
    assert [row["name"] for row in ran.json["settings"]] == setting_names()
    assert all(row["description"] and row["source"] == "default" for row in ran.json["settings"])
    table = interview("config", "show").out
    assert all(name in table for name in setting_names())


def test_show_says_where_a_value_comes_from(
    interview: Interview, config_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config_file.write_text("duration: 45\nlevel: senior\n", "utf-8")
    monkeypatch.setenv("INTERVIEW_LEVEL", "entry")
    rows = {row["name"]: row for row in interview("config", "show", "--json").json["settings"]}
    assert (rows["duration"]["value"], rows["duration"]["source"]) == (45, "file")
    assert (rows["level"]["value"], rows["level"]["source"]) == ("entry", "variable")
    assert rows["level"]["where"] == "INTERVIEW_LEVEL"
    assert (rows["type"]["value"], rows["type"]["source"]) == ("mixed", "default")


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("duration", "45", 45),
        ("fallback", "no", False),
        ("timeout", "2.5", 2.5),
        ("candidate", "no", "no"),
        ("candidate", "12", "12"),
        ("candidate", "Zoë: [the 2nd] #1", "Zoë: [the 2nd] #1"),
        ("level", "senior", "senior"),
        ("role", "qa_engineer", "qa_engineer"),
        ("model", "openai/a, ollama/b", "openai/a, ollama/b"),
        ("model", "offline", "offline"),
    ],
)
def test_a_value_that_is_set_is_read_as_it_was_meant(
    interview: Interview, config_file: Path, name: str, typed: str, value: object
) -> None:
    ran = interview("config", "set", name, typed)
    assert (ran.code, ran.out) == (0, "")
    assert getattr(load_settings(config_file, {}), name) == value
    assert stat.S_IMODE(config_file.stat().st_mode) == 0o600


def test_settings_of_a_group_are_written_with_a_dot_below_the_group_or_as_a_variable(
    interview: Interview, config_file: Path
) -> None:
    config_file.write_text("voice:\n  max_seconds: 90\n  model: tiny\nspeak.rate: 180\n", "utf-8")
    interview("config", "set", "voice.tips", "no")
    interview("config", "set", "voice.model", "small")
    settings = load_settings(config_file, {"INTERVIEW_TALK_MODE": "hold"})
    assert (settings.voice_max_seconds, settings.voice_model, settings.speak_rate) == (90, "small", 180)
    assert (settings.voice_tips, settings.talk_mode) == (False, "hold")


def test_silence_ends_no_answer_that_a_pause_for_thought_would_end(interview: Interview) -> None:
    ran = interview("config", "set", "voice.stop_after_silence", "2")
    assert ran.code == 2
    assert "must be 0, or 4 and more" in ran.err


def test_an_empty_value_brings_the_default_back(interview: Interview, config_file: Path) -> None:
    interview("config", "set", "duration", "45")
    ran = interview("config", "set", "duration", "")
    assert "duration has its default again" in ran.err
    assert load_settings(config_file, {}) == Settings.model_validate({})


def test_the_rest_of_the_file_stays_as_it_is(interview: Interview, config_file: Path) -> None:
    config_file.write_text("# mine\nduration: 45 # long\ncandidate: >-\n  Ada\n  Lovelace\n# end\n", "utf-8")
    interview("config", "set", "level", "mid")
    interview("config", "set", "candidate", "Grace")
    assert (
        config_file.read_text("utf-8") == "# mine\nduration: 45 # long\ncandidate: Grace\n# end\nlevel: mid\n"
    )


def test_a_file_in_another_style_is_rewritten(interview: Interview, config_file: Path) -> None:
    config_file.write_text("{duration: 45, level: mid}\n", "utf-8")
    interview("config", "set", "level", "entry")
    settings = load_settings(config_file, {})
    assert (settings.duration, settings.level) == (45, "entry")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("duraton", "45", "Did you mean duration?"),
        ("duration", "500", "must be 120 or less"),
        ("duration", "soon", "duration: must be a whole number"),
        ("feedback", "never", "'each' or 'end'"),
        ("role", "backend", "Did you mean backend_engineer?"),
        ("scale", "7", "scale: must be 100 or 5"),
        ("model", "opnai/gpt", "Did you mean openai/gpt?"),
        ("model", "openai/a, nosuch", "'nosuch'"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_written(
    interview: Interview, config_file: Path, name: str, value: str, says: str
) -> None:
    ran = interview("config", "set", name, value)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert not config_file.exists()


def test_a_wrong_value_in_the_file_can_be_mended_by_setting_it(
    interview: Interview, config_file: Path
) -> None:
    config_file.write_text("duration: 500\nlevel: chief\n", "utf-8")
    shown = interview("config", "show")
    assert shown.code == 2
    assert f"error: {config_file}: " in shown.err
    assert "hint: Mend it there, or: interview config set level ''" in shown.err
    assert interview("config", "set", "duration", "60").code == 0
    assert interview("config", "set", "level", "").code == 0
    assert load_settings(config_file, {}) == Settings.model_validate({"duration": 60})


def test_an_unknown_name_in_the_file_can_be_removed(interview: Interview, config_file: Path) -> None:
    config_file.write_text("colour: red\n", "utf-8")
    assert interview("config", "show").code == 2
    assert interview("config", "set", "colour", "").code == 0
    assert interview("config", "show").code == 0


@pytest.mark.parametrize("content", ["[1, 2]", "duration: ]", "just words"])
def test_a_file_that_holds_no_settings_is_one_error(
    interview: Interview, config_file: Path, content: str
) -> None:
    config_file.write_text(content, "utf-8")
    ran = interview("config", "show")
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {config_file}:1: " in ran.err
    assert config_file.read_text("utf-8") == content


def test_a_wrong_variable_is_named(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_DURATION", "long")
    ran = interview("config", "show")
    assert ran.code == 2
    assert "error: INTERVIEW_DURATION: duration: " in ran.err
    assert "hint: Change that variable, or unset INTERVIEW_DURATION." in ran.err


def test_a_variable_that_hides_what_is_set_is_mentioned(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_LEVEL", "entry")
    assert (
        "note: INTERVIEW_LEVEL is set and goes before it." in interview("config", "set", "level", "mid").err
    )


def test_path_names_the_file_whether_or_not_it_is_there(interview: Interview, config_file: Path) -> None:
    assert interview("config", "path").out == f"{config_file}\n"
    assert interview("config", "path", "--json").json == {"path": str(config_file), "exists": False}
    interview("config", "set", "level", "mid")
    assert interview("config", "path", "--json").json["exists"] is True


def test_a_folder_that_cannot_be_written_is_a_storage_error(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be", "utf-8")
    ran = interview("config", "set", "level", "mid")
    assert ran.code == 5
    assert os.linesep not in ran.err.splitlines()[0]
    assert "is not a folder" in ran.err


def test_a_folder_named_as_the_settings_file_is_refused(interview: Interview, tmp_path: Path) -> None:
    ran = interview("--config", tmp_path, "config", "show")
    assert (ran.code, ran.out) == (2, "")
    assert "is a folder" in ran.err


def test_a_setting_that_stands_twice_in_the_file_is_told_with_its_line(
    interview: Interview, config_file: Path
) -> None:
    config_file.write_text("duration: 20\nlevel: senior\nduration: 40\n", "utf-8")
    ran = interview("config", "show")
    assert (ran.code, ran.out) == (2, "")
    assert f"{config_file}:3: duration: the key stands twice" in ran.err
