"""Who simulated candidates are: the bundled ones, and those from files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.candidate.persona import FOLDER, load_persona, persona_ids
from interview_cli.errors import UsageError

MINE = """\
id: mine
name: My own candidate
about: You answer as a person would who has just changed trades.
main: {share: 0.5}
follow_up: {instead: ["I don't know."]}
"""


def test_there_are_eight_and_each_says_who_it_is():
    assert persona_ids() == [
        *("adversarial", "chatty", "confused", "medium", "off-language", "silent", "strong", "weak")
    ]
    found = [load_persona(name) for name in persona_ids()]
    assert [persona.id for persona in found] == persona_ids(), "a persona is found by its file's name"
    assert len({persona.about for persona in found}) == 8
    assert {persona.id: persona.quality for persona in found if persona.quality} == {
        "strong": "strong",
        "medium": "medium",
        "weak": "weak",
    }


def test_no_file_lies_beside_them_that_is_not_listed():
    assert sorted(path.stem for path in FOLDER.iterdir()) == persona_ids()


def test_one_of_one_s_own_is_found_beside_the_batch(tmp_path: Path):
    (tmp_path / "mine.yaml").write_text(MINE)
    assert load_persona("mine.yaml", tmp_path).name == "My own candidate"
    assert load_persona(str(tmp_path / "mine.yaml")).main.share == 0.5


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("share: 0.5", "share: 1.5", "mine.yaml:4: main.share: must be 1.0 or less"),
        ("{share: 0.5}", "{}", "mine.yaml:4: main: says nothing: give share, before, after or instead"),
        ("id: mine", "id: My Own", "mine.yaml:1: id: "),
        ("follow_up", "follow_ups", "follow_up: is missing"),
        ("about: You", "words_per_minute: 20\nabout: You", "words_per_minute: must be 60 or more"),
    ],
)
def test_what_is_wrong_with_one_is_told_with_its_line(tmp_path: Path, was: str, now: str, told: str):
    (tmp_path / "mine.yaml").write_text(MINE.replace(was, now))
    with pytest.raises(UsageError) as failed:
        load_persona("mine.yaml", tmp_path)
    assert told in failed.value.message
    assert "medium.yaml" in failed.value.hint


def test_a_slip_in_a_name_is_met_with_the_nearest_one():
    with pytest.raises(UsageError) as failed:
        load_persona("stong")
    assert failed.value.message == "There is no persona 'stong'."
    assert failed.value.hint.startswith("Did you mean strong?")
    with pytest.raises(UsageError, match="nowhere"):
        load_persona("nowhere.yaml")
