"""The library: own content before bundled, near misses named, and everything wrong found with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_cli.coach.rubric import CRITERIA
from interview_cli.errors import UsageError
from interview_cli.library.locator import bundled, shelves
from interview_cli.library.shelf import Library
from tests.library.samples import ROLE


def write_role(folder: Path, text: str = ROLE, name: str = "lighthouse_keeper") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


def test_an_own_role_stands_beside_the_bundled_ones_and_goes_before_its_namesake(tmp_path: Path) -> None:
    write_role(tmp_path)
    write_role(tmp_path, ROLE.replace("lighthouse_keeper", "backend_engineer"), "backend_engineer")
    library = Library(shelves("roles", tmp_path), [])
    assert library.role("lighthouse_keeper").name == "Lighthouse Keeper"
    assert library.role("backend_engineer").name == "Lighthouse Keeper"
    assert library.role("sales_associate").name == "Sales Associate"
    assert list(library.role_paths()) == sorted(library.role_paths())


def test_a_bank_joins_a_role_with_the_shared_questions(tmp_path: Path) -> None:
    write_role(tmp_path)
    bank = Library(shelves("roles", tmp_path), []).bank("lighthouse_keeper")
    assert [question.id for question in bank.own("technical")] == ["lk-lamp"]
    assert len(bank.common("greeting")) >= 2
    assert len(bank.common("communication")) >= 6
    assert len(bank.common("hr")) >= 6
    assert not {q.id for q in bank.common("hr")} & {q.id for q in bank.common("behavioral")}


@pytest.mark.parametrize("wanted", ["backend_enginer", "backend-engineer", "Backend Engineer", "backend"])
def test_a_near_miss_names_the_role_that_was_meant(wanted: str) -> None:
    with pytest.raises(UsageError) as caught:
        Library([bundled("roles")], []).role(wanted)
    assert caught.value.message == f"There is no role {wanted!r}."
    assert caught.value.hint.startswith("Did you mean backend_engineer? ")


@pytest.mark.parametrize("wanted", ["../roles/backend_engineer", "shared/hr", "", "\x00", "zzzzzz"])
def test_a_name_is_looked_up_and_never_becomes_a_path(wanted: str) -> None:
    with pytest.raises(UsageError, match="There is no role"):
        Library([bundled("roles")], []).role(wanted)


def test_a_file_whose_id_is_not_its_name_is_not_used(tmp_path: Path) -> None:
    write_role(tmp_path, name="keeper")
    with pytest.raises(UsageError, match=r"keeper\.yaml:1: id lighthouse_keeper differs"):
        Library([tmp_path], []).role("keeper")


@pytest.mark.parametrize(
    ("line", "old", "new", "says"),
    [
        (2, "id: lighthouse_keeper", "id: keeper", "id keeper differs from the file's name"),
        (5, "focus: [lamps, weather]", "focus: [lamps, stairs]", "focus stairs: no question carries it"),
        (20, "criteria: [correctness, watchfulness]", "criteria: [charm]", "criterion charm is neither"),
        (4, "summary: Keeps", "name: Keeper\nsummary: Keeps", "name: the key stands twice"),
    ],
)
def test_what_the_format_allows_but_nobody_can_use_is_found(
    tmp_path: Path, line: int, old: str, new: str, says: str
) -> None:
    path = write_role(tmp_path, ROLE.replace(old, new))
    (finding,) = Library([tmp_path], []).check_roles(CRITERIA, [path])
    assert finding.startswith(f"{path}:{line}: ")
    assert says in finding


def test_a_question_id_of_another_file_is_found(tmp_path: Path) -> None:
    taken = Library([bundled("roles")], []).role("sales_associate").questions[0].id
    path = write_role(tmp_path, ROLE.replace("lk-fog", taken))
    (finding,) = Library(shelves("roles", tmp_path), []).check_roles(CRITERIA, [path])
    assert finding == f"{path}:29: question {taken} is also in {bundled('roles') / 'sales_associate.yaml'}"


def test_a_role_in_a_bundled_ones_place_may_keep_its_question_ids(tmp_path: Path) -> None:
    text = (bundled("roles") / "backend_engineer.yaml").read_text("utf-8")
    path = write_role(tmp_path, text, "backend_engineer")
    for library in (Library(shelves("roles", tmp_path), []), Library([bundled("roles")], [])):
        assert library.check_roles(CRITERIA, [path]) == []
        assert library.check_roles(CRITERIA) == []


def test_all_files_are_checked_and_a_broken_one_hides_no_other(tmp_path: Path) -> None:
    broken = write_role(tmp_path, ROLE.replace("kind: behavioral", "kind: mood"), "broken")
    other = write_role(tmp_path, ROLE.replace("focus: [lamps, weather]", "focus: [stairs]"))
    findings = Library([tmp_path], []).check_roles(CRITERIA)
    assert [finding.split(":")[0] for finding in findings] == [str(broken), str(other)]


def test_a_bank_of_questions_is_checked_as_one(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    questions = ROLE[ROLE.index("questions:") :].replace(", watchfulness", "")
    path = write_role(shared, f"id: sea\nname: The sea\n{questions}", "sea")
    assert Library([tmp_path], []).check_roles(CRITERIA, [path]) == []
    assert Library([tmp_path], []).question_ids() == {"lk-lamp", "lk-fog"}


# ---------------------------------------------------------------------- a role's own levels

DESCRIPTION = "    description: Notices early what is about to go wrong.\n"


def with_levels(*levels: str) -> str:
    return ROLE.replace(DESCRIPTION, f"{DESCRIPTION}    levels: [{', '.join(levels)}]\n")


def test_a_criterion_may_say_what_each_of_its_levels_takes(tmp_path: Path) -> None:
    levels = [f"Watches {hours} hours." for hours in range(6)]
    path = write_role(tmp_path, with_levels(*levels))
    library = Library([tmp_path], [])
    assert library.role("lighthouse_keeper").criteria[0].levels == tuple(levels)
    assert library.check_roles(CRITERIA, [path]) == []


@pytest.mark.parametrize(
    ("levels", "problem"),
    [
        (["One."] * 0, "must have at least 6 of them"),
        ([f"Watches {hours} hours." for hours in range(7)], "must have at most 6 of them"),
        (
            ["Sleeps.", "Watches.", "Dozes.", "Looks.", "sleeps.", "Sees."],
            "two levels of watchfulness say the same",
        ),
    ],
)
def test_what_is_no_scale_is_told_with_its_line(tmp_path: Path, levels: list[str], problem: str) -> None:
    path = write_role(tmp_path, with_levels(*levels))
    [finding] = Library([tmp_path], []).check_roles(CRITERIA, [path])
    assert finding.startswith(f"{path}:1")
    assert finding.endswith(problem)


def test_a_criterion_of_a_role_cannot_take_the_place_of_one_of_the_rubrics(tmp_path: Path) -> None:
    path = write_role(tmp_path, ROLE.replace("watchfulness", "depth"))
    [finding] = Library([tmp_path], []).check_roles(CRITERIA, [path])
    assert finding == f"{path}:10: criterion depth has the id of one of the rubric's, which would be used"


@pytest.mark.parametrize(
    ("wanted", "meant"), [("nurse", ""), ("../../etc", ""), ("sre", "devops_sre"), ("qa", "qa_engineer")]
)
def test_a_name_is_only_offered_where_one_is_near(wanted, meant):
    with pytest.raises(UsageError) as caught:
        Library([bundled("roles")], []).role(wanted)
    assert (
        caught.value.hint == f"{f'Did you mean {meant}? ' if meant else ''}All of them: interview roles list"
    )
