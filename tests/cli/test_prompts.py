"""`interview prompts`."""

from __future__ import annotations

from pathlib import Path

from interview_cli.library.locator import bundled
from tests.cli.conftest import Interview
from tests.library.samples import PROMPT


def test_list_names_every_prompt_with_its_version(interview: Interview) -> None:
    ran = interview("prompts", "list", "--json")
    assert (ran.code, ran.err) == (0, "")
    rows = {row["id"]: row for row in ran.json}
    assert set(rows) == {path.stem for path in bundled("prompts").glob("*.md")}
    assert "answer" in rows["judge"]["untrusted"]
    table = interview("prompts", "list").out
    assert all(row["version"] in table for row in rows.values())


def test_show_gives_facts_and_text(interview: Interview) -> None:
    ran = interview("prompts", "show", "judge", "--json")
    facts = ran.json
    assert facts["parameters"]["temperature"] == 0.0
    assert facts["file"] == str(bundled("prompts") / "judge.md")
    assert "{{ answer }}" in facts["user"]
    text = interview("prompts", "show", "judge").out
    for part in (facts["version"], facts["file"], facts["purpose"], facts["system"], "untrusted:  answer"):
        assert part in text


def test_an_own_prompt_goes_before_the_bundled_one(interview: Interview, config_dir: Path) -> None:
    before = interview("prompts", "show", "judge", "--json").json
    own = config_dir / "prompts" / "judge.md"
    own.parent.mkdir()
    own.write_text(Path(before["file"]).read_text("utf-8").replace("experienced", "strict"), "utf-8")
    after = interview("prompts", "show", "judge", "--json").json
    assert after["file"] == str(own)
    assert after["version"] != before["version"]
    assert interview("prompts", "check").code == 0


def test_show_names_the_nearest_prompt(interview: Interview) -> None:
    ran = interview("prompts", "show", "jugde")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean judge?" in ran.err


def test_check_finds_nothing_wrong_with_the_bundled_prompts(interview: Interview) -> None:
    ran = interview("prompts", "check")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing wrong" in ran.err


def test_check_prints_a_line_for_each_finding_and_exits_2(interview: Interview, tmp_path: Path) -> None:
    (tmp_path / "greet.md").write_text(PROMPT.replace("Greet {{ name }}", "Greet {{ nmae }}"), "utf-8")
    (tmp_path / "other.md").write_text("Hello", "utf-8")
    ran = interview("prompts", "check", tmp_path, "--json")
    assert ran.code == 2
    assert ran.json == {
        "files": 2,
        "findings": [
            f"{tmp_path}/greet.md:4: variables: uses undeclared nmae; declares unused name.",
            f"{tmp_path}/other.md:1: no front matter between two lines of ---.",
        ],
    }
    assert interview("prompts", "check", tmp_path).out.splitlines() == ran.json["findings"]


def test_a_broken_prompt_is_left_out_of_the_list_and_named(interview: Interview, config_dir: Path) -> None:
    (config_dir / "prompts").mkdir()
    (config_dir / "prompts" / "judge.md").write_text("Hello", "utf-8")
    ran = interview("prompts", "list", "--json")
    assert ran.code == 0
    assert "judge" not in [row["id"] for row in ran.json]
    assert "left out: " in ran.err
