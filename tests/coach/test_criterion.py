"""The anchored levels: complete for every criterion and kind of question, each with words of its own."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from interview_cli.coach import rubric
from interview_cli.coach.criterion import SIX, Criteria
from interview_cli.coach.rubric import CRITERIA
from interview_cli.errors import UsageError
from interview_cli.library.role import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
FILES = Path(rubric.__file__).with_name("criteria")
LONGEST_EXAMPLE = 40
PAIRS = [(key, kind) for key in CRITERIA for kind in KINDS]


def alike(text: str) -> str:
    return " ".join(text.casefold().split()).strip(".!?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FILES, tmp_path / "criteria"))


def test_a_role_may_list_any_criterion_on_any_kind_of_question() -> None:
    assert [key for key, criterion in CRITERIA.items() if set(criterion.kinds) != set(KINDS)] == []
    assert all(criterion.id == key for key, criterion in CRITERIA.items())


@pytest.mark.parametrize(("key", "kind"), PAIRS)
def test_each_level_has_a_sentence_and_a_short_example_of_its_own(key: str, kind: Kind) -> None:
    anchors = CRITERIA[key].anchors(kind)
    assert len(anchors) == SIX == rubric.HIGHEST_LEVEL + 1
    assert len({alike(level.sentence) for level in anchors}) == SIX
    assert len({alike(level.example) for level in anchors}) == SIX
    for level in anchors:
        assert 3 <= len(level.sentence.split()) <= 20
        assert level.sentence.endswith(".")
        assert level.sentence.count(".") == 1, "one sentence"
        assert 1 <= len(level.example.split()) < LONGEST_EXAMPLE
        assert level.example.endswith((".", "?"))


def test_no_example_says_what_another_says() -> None:
    said = Counter(alike(level.example) for key, kind in PAIRS for level in CRITERIA[key].anchors(kind))
    assert [example for example, times in said.items() if times > 1] == []
    assert len(said) == len(PAIRS) * SIX


def test_the_examples_of_a_criterion_and_kind_answer_one_question_that_no_others_answer() -> None:
    asked = Counter(alike(CRITERIA[key].kinds[kind].question) for key, kind in PAIRS)
    assert [question for question, times in asked.items() if times > 1] == []


def test_an_example_is_no_recital_of_its_levels_sentence() -> None:
    for key, kind in PAIRS:
        for level in CRITERIA[key].anchors(kind):
            assert alike(level.sentence) not in alike(level.example)


def test_kinds_share_a_sentence_unless_they_have_their_own() -> None:
    depth = CRITERIA["depth"]
    assert depth.sentences("technical") == depth.levels == depth.sentences("coding")
    assert depth.sentences("behavioral") != depth.levels


# ---------------------------------------------------------------------- files


def test_only_the_criterion_that_is_asked_for_is_read(folder: Path) -> None:
    (folder / "clarity.yaml").write_text("no: criterion", "utf-8")
    criteria = Criteria(folder)
    assert criteria["depth"] == CRITERIA["depth"]
    assert "clarity" in criteria
    with pytest.raises(UsageError, match=r"clarity\.yaml"):
        criteria["clarity"]


def test_a_criterion_that_does_not_exist_is_none_of_them(folder: Path) -> None:
    criteria = Criteria(folder)
    assert "charm" not in criteria
    assert criteria.get("charm") is None
    with pytest.raises(KeyError):
        criteria["charm"]
    assert list(criteria) == sorted(path.stem for path in folder.iterdir())
    assert len(criteria) == len(list(folder.iterdir()))


def test_seven_levels_are_no_scale(folder: Path) -> None:
    path = folder / "depth.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nkinds:", "\n  - Says even more.\nkinds:", 1), "utf-8")
    with pytest.raises(UsageError, match="levels: must have at most 6"):
        Criteria(folder)["depth"]


@pytest.mark.parametrize("part", ["levels", "examples", "question"])
def test_the_rubrics_version_changes_with_any_word_of_any_file(
    folder: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rubric.rubric_version()
    monkeypatch.setattr(rubric, "CRITERIA", Criteria(folder))
    assert rubric.rubric_version() == before
    outcome = CRITERIA["outcome"]
    words = {
        "levels": outcome.levels[3],
        "examples": outcome.kinds["greeting"].examples[0],
        "question": outcome.kinds["coding"].question,
    }
    path = folder / "outcome.yaml"
    path.write_text(path.read_text("utf-8").replace(words[part], f"{words[part]} Or so."), "utf-8")
    monkeypatch.setattr(rubric, "CRITERIA", Criteria(folder))
    assert rubric.rubric_version() != before
