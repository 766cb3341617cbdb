"""Cases that a check compares move together, and count as one where two runs are compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from statistics import fmean
from typing import Any

from interview_cli.regress.comparison import Comparison, Result, compare
from interview_cli.regress.suite import JudgeSuite
from interview_cli.regress.units import units_of

ORDER = {"check": "order"}
METAMORPHIC = {"check": "metamorphic"}


def suite(*cases: Mapping[str, Any], checks: tuple[Mapping[str, Any], ...]) -> JudgeSuite:
    asked = {"question": "be-index-tradeoffs", "answer": "A tree."}
    fields = {"id": "s", "name": "A suite", "target": "judge", "models": ["offline"]}
    full = [case if "of" in case else {**asked, **case} for case in cases]
    return JudgeSuite.model_validate({**fields, "cases": full, "checks": checks})


CASES = (
    {"id": "weak", "quality": "weak", "group": "a"},
    {"id": "strong", "quality": "strong", "group": "a"},
    {"id": "praised", "of": "strong", "change": "praise"},
    {"id": "alone"},
    {"id": "padded", "of": "alone", "change": "padding"},
    {"id": "grouped", "group": "a"},
)


def together(*checks: Mapping[str, Any]) -> set[frozenset[str]]:
    """The units with more than one member."""
    given = suite(*CASES, checks=checks)
    members: dict[str, set[str]] = {}
    for name, unit in units_of(given, given.cases).items():
        members.setdefault(unit, set()).add(name)
    return {frozenset(names) for names in members.values() if len(names) > 1}


def test_cases_that_no_check_compares_are_each_for_themselves() -> None:
    assert together({"check": "score_band", "low": 0}) == set()


def test_an_answer_and_what_is_made_of_it_move_together_where_that_is_checked() -> None:
    assert together(METAMORPHIC) == {frozenset({"strong", "praised"}), frozenset({"alone", "padded"})}


def test_a_group_moves_together_with_the_finding_on_its_order() -> None:
    assert together(ORDER) == {frozenset({"weak", "strong", "order: a"})}


def test_what_two_checks_put_together_is_one_unit() -> None:
    assert together(ORDER, METAMORPHIC) == {
        frozenset({"weak", "strong", "order: a", "praised"}),
        frozenset({"alone", "padded"}),
    }


def scores(values: Mapping[str, float]) -> dict[str, list[Result]]:
    return {
        case: [Result(score=value, passed=value == 1, digest=str(value))] for case, value in values.items()
    }


def compared(before: Mapping[str, float], after: Mapping[str, float], units: dict[str, str]) -> Comparison:
    return compare(scores(before), scores(after), against="", model="m", before_model="m", units=units)


def test_a_unit_counts_once_by_its_mean_and_its_cases_are_named_each() -> None:
    before = {"a1": 1.0, "a2": 1.0, "b": 1.0, "c": 0.5}
    after = {"a1": 0.0, "a2": 0.5, "b": 1.0, "c": 0.5}
    found = compared(before, after, {"a1": "a", "a2": "a"})
    assert (found.pairs, found.sign_p) == (4, 1.0)
    assert (found.before, found.after, found.difference) == (2.5 / 3, 1.75 / 3, -0.25)
    assert found.lower == ("a1", "a2")
    assert found.reason.startswith("3 groups of cases: too few pairs")


def test_one_unit_of_many_cases_is_too_little_to_tell_a_change_from_chance() -> None:
    before, after = ({f"c{n}": float(value) for n in range(20)} for value in (1, 0))
    found = compared(before, after, dict.fromkeys(before, "base"))
    assert (found.verdict, found.reason) == (
        "inconclusive",
        "1 group of cases is too few to tell a change from chance",
    )


def test_an_unsteady_judge_is_not_called_another_for_cases_that_hang_on_one_reply() -> None:
    rng = random.Random(4)
    units = {f"{base}-{n}": str(base) for base in range(8) for n in range(7)}

    def run() -> dict[str, float]:
        """The pass rates over three repeats of 8 answers and of six that are made of each."""
        passed: dict[str, list[float]] = {name: [] for name in units}
        for _ in range(3):
            for base in range(8):
                level = rng.gauss(0, 0.35)
                passed[f"{base}-0"].append(1.0)
                for n in range(1, 7):
                    passed[f"{base}-{n}"].append(float(abs(rng.gauss(0, 0.35) - level) < 0.5))
        return {name: fmean(found) for name, found in passed.items()}

    verdicts: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for _ in range(100):
        before, after = run(), run()
        verdicts[compared(before, after, units).verdict] += 1
        apart[compared(before, after, {}).verdict] += 1
    assert verdicts["worse"] + verdicts["improved"] <= 6
    assert apart["worse"] + apart["improved"] > 6
