"""Running cases: so many at once, failures told apart, and what the checks that compare cases add."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from interview_cli.errors import ProviderError, StorageError, UsageError
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.llm.cassette import Cassette
from interview_cli.llm.port import FailureKind, Message, ModelError, ModelPort, Request
from interview_cli.llm.recording import Recorder
from interview_cli.llm.replay import CassetteMiss, ReplayModel
from interview_cli.regress.case import Case, PromptCase
from interview_cli.regress.outcome import CaseRun, Outcome
from interview_cli.regress.runner import MOST_ERRORS_IN_A_ROW, Player, Runner, jobs_of
from interview_cli.regress.side_by_side import compared
from interview_cli.regress.suite import JudgeSuite, PromptSuite, Suite
from interview_cli.regress.targets.base import Cast, Target
from interview_cli.regress.targets.prompt import PromptTarget
from tests.llm.scripted import ScriptedModel, fails

MODEL = "openai/test"


def suite(*checks: Mapping[str, Any], cases: int = 0, **fields: Any) -> PromptSuite:
    """A suite with cases c0, c1, ... and these checks."""
    return PromptSuite.model_validate(
        {
            "id": "s",
            "name": "A suite",
            "target": "prompt",
            "prompt": "rephrase",
            "models": [MODEL],
            "cases": [{"id": f"c{number}"} for number in range(cases)],
            "checks": checks,
            **fields,
        }
    )


def player(name: str = MODEL, model: ModelPort | None = None, grader: ModelPort | None = None) -> Player:
    return Player(name, lambda repeat: model, lambda repeat: grader)


@dataclass
class Watched:
    """A target whose outcome is the case's id.

    It watches how many cases are under way, and fails as it is told.
    """

    fails: Callable[[str, int], Exception | None] = lambda case, number: None
    tried: list[str] = field(default_factory=list)
    under_way: int = 0
    most: int = 0
    levels: Mapping[str, float | None] = field(default_factory=dict)

    async def run(self, case: Case, cast: Cast) -> Outcome:
        self.tried.append(case.id)
        number = len(self.tried)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        for _ in range(5):
            await asyncio.sleep(0)
        self.under_way -= 1
        if error := self.fails(case.id, number):
            raise error
        return Outcome(output={"said": case.id}, shown=case.id, level=self.levels.get(case.id))


async def run(target: Target, given: Suite, *players: Player, at_once: int = 1, **more: Any) -> list[CaseRun]:
    runner = Runner(given, target, at_once, **more)
    return await runner.run(jobs_of(players or [player()], given.cases, given.repeats))


def provider_error(kind: FailureKind) -> ModelError:
    return ModelError("openai/test failed on the provider's side.", kind=kind, model=MODEL)


# ---------------------------------------------------------------------- order and how many at once


@pytest.mark.parametrize("at_once", [1, 3, 50])
async def test_so_many_cases_are_under_way_at_a_time_and_no_more(at_once: int) -> None:
    target = Watched()
    runs = await run(target, suite(cases=12), at_once=at_once)
    assert target.most == min(at_once, 12)
    assert [one.status for one in runs] == ["passed"] * 12


async def test_results_stand_in_the_order_of_the_jobs_whichever_ended_first() -> None:
    ended = [asyncio.Event() for _ in range(4)]

    class Backwards:
        async def run(self, case: Case, cast: Cast) -> Outcome:
            place = int(case.id[1:])
            if place < 3:
                await ended[place + 1].wait()
            ended[place].set()
            return Outcome(output=place, shown="")

    told: list[str] = []
    runs = await run(Backwards(), suite(cases=4), at_once=4, on_run=lambda one: told.append(one.case))
    assert [one.case for one in runs] == ["c0", "c1", "c2", "c3"]
    assert told == ["c3", "c2", "c1", "c0"]


async def test_cases_are_run_repeat_by_repeat_with_one_model_after_the_other() -> None:
    given = suite(cases=2, repeats=2)
    runs = await run(Watched(), given, player("a"), player("b"))
    assert [one.key for one in runs] == [
        (model, case, repeat) for model in "ab" for repeat in (0, 1) for case in ("c0", "c1")
    ]


async def test_nothing_to_do_is_done_at_once() -> None:
    assert await Runner(suite(cases=1), Watched(), 8).run([]) == []


# ---------------------------------------------------------------------- failures


async def test_one_failure_of_a_provider_does_not_stop_the_rest() -> None:
    target = Watched(lambda case, number: provider_error("timeout") if case == "c1" else None)
    told: list[str] = []
    runs = await run(target, suite(cases=4), at_once=2, on_run=lambda one: told.append(one.status))
    assert [one.status for one in runs] == ["passed", "error", "passed", "passed"]
    failed = runs[1]
    assert (failed.error_kind, failed.passed, failed.score) == ("timeout", False, 0)
    assert "failed on the provider's side" in failed.error
    assert sorted(told) == ["error", "passed", "passed", "passed"]


async def test_a_refused_key_spares_the_rest_of_that_model_and_none_of_another() -> None:
    class OneKey:
        async def run(self, case: Case, cast: Cast) -> Outcome:
            if cast.model is None:
                raise provider_error("authentication")
            return Outcome(output="", shown="")

    working = ScriptedModel("b", "x")
    runs = await run(OneKey(), suite(cases=3), player("a"), player("b", working))
    assert [one.error_kind for one in runs] == ["authentication", "not_run", "not_run", "", "", ""]
    assert "not run, as" in runs[1].error


async def test_after_ten_failures_in_a_row_nobody_is_asked_any_more() -> None:
    target = Watched(lambda case, number: provider_error("unavailable"))
    runs = await run(target, suite(cases=15))
    assert len(target.tried) == MOST_ERRORS_IN_A_ROW == 10
    assert [one.error_kind for one in runs] == ["unavailable"] * 10 + ["not_run"] * 5


async def test_failures_with_answers_between_them_are_no_row() -> None:
    target = Watched(lambda case, number: provider_error("rate_limit") if number % 9 else None)
    runs = await run(target, suite(cases=30))
    assert len(target.tried) == 30
    assert "not_run" not in {one.error_kind for one in runs}


async def test_a_run_that_may_not_go_on_says_why_of_every_case_it_leaves_out() -> None:
    target = Watched()
    runs = await run(
        target, suite(cases=4), may_go_on=lambda: "the budget is spent" if len(target.tried) > 1 else ""
    )
    assert target.tried == ["c0", "c1"]
    assert [one.error for one in runs] == ["", "", "the budget is spent", "the budget is spent"]


@pytest.mark.parametrize(
    "error", [UsageError("Case c1: there is no such question."), StorageError("The disk is full.")]
)
async def test_what_no_later_case_would_mend_ends_the_run_as_what_it_is(error: Exception) -> None:
    target = Watched(lambda case, number: error if case == "c1" else None)
    with pytest.raises(type(error), match=str(error)):
        await run(target, suite(cases=8), at_once=2)
    assert len(target.tried) < 8


async def test_a_provider_s_failure_deep_in_a_target_keeps_the_kind_of_its_call() -> None:
    class Deep:
        async def run(self, case: Case, cast: Cast) -> Outcome:
            assert cast.model is not None
            try:
                await cast.model.complete(Request("judge", (Message.of("user", "x"),)))
            except ModelError as error:
                raise ProviderError("Could not be judged.") from error
            raise AssertionError("unreachable")

    [one] = await run(Deep(), suite(cases=1), player(MODEL, ScriptedModel(MODEL, fails("rate_limit"))))
    assert (one.status, one.error, one.error_kind) == ("error", "Could not be judged.", "rate_limit")


async def test_trouble_of_the_model_s_own_making_fails_the_case_and_is_no_error() -> None:
    class Troubled:
        async def run(self, case: Case, cast: Cast) -> Outcome:
            return Outcome(output=None, shown="refused", trouble="openai/test refused to answer.")

    [one] = await run(Troubled(), suite({"check": "tokens", "most": 1}, cases=1))
    assert (one.status, one.score) == ("failed", 0)
    [finding] = one.findings
    assert (finding.check, finding.says) == ("answered", "openai/test refused to answer.")


# ---------------------------------------------------------------------- recordings that are missing

REPHRASE = Library([], [bundled("prompts")]).prompt("rephrase")
TOLD = {"about": "", "kind": "technical", "level": "mid"}


def asking(*questions: str) -> PromptSuite:
    cases = [{"id": f"c{n}", "variables": {"question": text, **TOLD}} for n, text in enumerate(questions)]
    return suite({"check": "contains", "path": "text", "value": "else"}, cases=0).model_copy(
        update={"cases": tuple(PromptCase.model_validate(case) for case in cases)}
    )


async def test_all_requests_that_are_not_recorded_are_told_together() -> None:
    tape = Cassette("s")
    recorder = Recorder(tape)
    model = ScriptedModel(MODEL, '{"text": "Something else?"}')
    recorded = await run(
        PromptTarget(REPHRASE), asking("Why?"), Player(MODEL, lambda repeat: recorder.model(model, repeat))
    )
    assert [one.status for one in recorded] == ["passed"]
    replayed = Player(MODEL, lambda repeat: ReplayModel(tape, MODEL, repeat))
    given = asking("Why?", "Who?", "When?", "Where?")
    told: list[str] = []
    with pytest.raises(CassetteMiss, match=r"\(2 more cases like it\)\.$") as missed:
        await run(PromptTarget(REPHRASE), given, replayed, on_run=lambda one: told.append(one.case))
    assert not missed.value.changed
    assert told == ["c0"]


async def test_a_changed_prompt_is_told_before_anything_that_is_merely_missing() -> None:
    recorder = Recorder(Cassette("s"))
    model = ScriptedModel(MODEL, '{"text": "Something else?"}')
    await run(
        PromptTarget(REPHRASE), asking("Why?"), Player(MODEL, lambda repeat: recorder.model(model, repeat))
    )
    for recording in recorder.cassette.recordings.values():
        recording.prompt_hash = "older"
    replayed = Player(MODEL, lambda repeat: ReplayModel(recorder.cassette, MODEL, repeat))
    with pytest.raises(CassetteMiss, match="recorded in version older") as missed:
        await run(PromptTarget(REPHRASE), asking("Who?", "Why?"), replayed)
    assert (missed.value.changed, missed.value.prompt) == (True, "rephrase")
    assert "1 more case like it" in missed.value.message


# ---------------------------------------------------------------------- what a run tells


async def test_a_run_tells_its_costs_its_prompts_and_whether_a_real_model_replied() -> None:
    recorder = Recorder(Cassette("s"), synthetic=True)
    model = ScriptedModel(MODEL, "nothing of use", '{"text": "Something else?"}')
    await run(
        PromptTarget(REPHRASE), asking("Why?"), Player(MODEL, lambda repeat: recorder.model(model, repeat))
    )
    runner = Runner(asking("Why?"), PromptTarget(REPHRASE), 1)
    replayed = Player(MODEL, lambda repeat: ReplayModel(recorder.cassette, MODEL, repeat))
    [one] = await runner.run(jobs_of([replayed], runner.suite.cases, 1))
    assert (one.tokens, one.cost, one.seconds, one.synthetic) == (30, pytest.approx(0.002), 0.5, True)
    assert runner.prompts == {"rephrase": REPHRASE.version}
    assert '"Something else?"' in one.shown


async def test_a_case_passes_when_all_its_checks_do_and_scores_their_weighted_mean() -> None:
    given = suite(
        {"check": "contains", "value": "c", "weight": 3},
        {"check": "contains", "name": "odd", "value": "1"},
        {"check": "equals", "path": "said"},
        cases=2,
    )
    one, other = await run(Watched(), given)
    assert (one.status, one.score, [found.check for found in one.findings]) == (
        "failed",
        0.75,
        ["contains", "odd"],
    )
    assert (other.status, other.score) == ("passed", 1.0)


async def test_a_case_may_bring_checks_and_expectations_of_its_own() -> None:
    given = PromptSuite.model_validate(
        suite({"check": "equals", "path": "said"}, cases=0).model_dump(by_alias=True)
        | {
            "cases": [
                {"id": "c0", "expect": {"equals": "c0"}, "guard": True},
                {"id": "c1", "expect": {"equals": "c0"}},
                {"id": "c2", "checks": [{"check": "regex", "pattern": "^c3$", "path": "said"}]},
            ]
        }
    )
    runs = await run(Watched(), given)
    assert [(one.status, one.guard, len(one.findings)) for one in runs] == [
        ("passed", True, 1),
        ("failed", False, 1),
        ("failed", False, 1),
    ]


async def test_equal_outputs_have_equal_digests_and_others_have_not() -> None:
    given = suite(cases=2, repeats=2)
    digests = [one.digest for one in await run(Watched(), given)]
    assert digests[0] == digests[2] != digests[1] == digests[3]


async def test_a_check_that_asks_a_model_asks_the_grader_and_counts_what_it_costs() -> None:
    given = suite({"check": "judged", "rule": "It is spoken kindly."}, cases=2)
    grader = ScriptedModel("grader", '{"quote": "c0", "reason": "Kind.", "kept": true}', '{"kept": false}')
    runs = await run(Watched(), given, player(MODEL, grader=grader))
    assert [one.status for one in runs] == ["passed", "failed"]
    assert [one.tokens for one in runs] == [15, 15]
    assert "It is spoken kindly." in grader.requests[0].messages[1].parts[0].text  # type: ignore[union-attr]


async def test_a_check_that_asks_a_model_needs_one() -> None:
    given = suite({"check": "judged", "rule": "It is spoken kindly."}, cases=1)
    with pytest.raises(UsageError, match="the offline coach is none") as refused:
        await run(Watched(), given)
    assert "grader" in refused.value.hint


async def test_an_output_that_no_json_holds_does_not_end_the_run(tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    path.write_text(
        "---\nid: own\npurpose: A prompt of one's own.\n---\n# System\nBe.\n# User\nReply.\n", "utf-8"
    )
    target = PromptTarget(Library([], [tmp_path]).prompt("own"))
    reply = '{"n": 123456789012345678901234567890, "text": "\\ud800", "x": NaN}'
    [one] = await run(target, suite(cases=1), player(MODEL, ScriptedModel(MODEL, reply)))
    assert "123456789012345678901234567890" in one.shown
    assert CaseRun.model_validate_json(one.model_dump_json()) == one


# ---------------------------------------------------------------------- checks that compare cases


def judging(*checks: Mapping[str, Any], **levels: float | None) -> tuple[JudgeSuite, Watched]:
    """A judge's suite with a case for each level.

    `weak_a` is a weak one of group a, `praise_of_x` is made of x, and people gave `human3` a 3.
    """
    cases: list[dict[str, Any]] = []
    for name in levels:
        change, of, base = name.partition("_of_")
        if of:
            text = "More." if change.startswith("evidence") else ""
            cases.append({"id": name, "of": base, "change": change, "text": text})
            continue
        quality, _, group = name.partition("_")
        known = {"quality": quality, "group": group} if quality in ("weak", "medium", "strong") else {}
        human = {"human": float(name[5:])} if name.startswith("human") else {}
        cases.append({"id": name, "question": "be-index-tradeoffs", "answer": "A tree.", **known, **human})
    fields = {"id": "s", "name": "A suite", "target": "judge", "models": [MODEL], "cases": cases}
    return JudgeSuite.model_validate({**fields, "checks": checks}), Watched(levels=levels)


async def found_by(
    checks: Mapping[str, Any], **levels: float | None
) -> tuple[dict[str, CaseRun], list[tuple[str, Any]]]:
    given, target = judging(checks, **levels)
    runs, whole = compared(given, given.cases, await run(target, given))
    return {one.case: one for one in runs}, whole


async def test_the_order_of_each_group_is_a_run_of_its_own() -> None:
    runs, _ = await found_by(
        {"check": "order"}, strong_a=4, weak_a=1, medium_a=2.5, weak_b=3, strong_b=3, weak_c=1, other=5
    )
    assert len(runs) == 9
    held, broken = runs["order: a"], runs["order: b"]
    assert (held.status, held.score, held.of) == ("passed", 1, "order")
    assert held.shown == "weak 1, medium 2.5, strong 4"
    assert (broken.status, broken.score) == ("failed", 0)
    assert runs["weak_b"].status == "passed"


async def test_a_gap_may_be_asked_for_and_an_answer_without_a_level_keeps_no_order() -> None:
    runs, _ = await found_by({"check": "order", "gap": 2}, weak_a=1, strong_a=2.5, weak_b=None, strong_b=5)
    assert [runs[name].status for name in ("order: a", "order: b")] == ["failed", "failed"]
    assert runs["order: b"].shown == "weak none, strong 5"


async def test_what_is_done_to_an_answer_is_found_with_the_case_that_was_made_of_it() -> None:
    runs, _ = await found_by(
        {"check": "metamorphic"},
        base=3,
        praise_of_base=3.4,
        padding_of_base=3.5,
        evidence_added_of_base=3.5,
        evidence_withdrawn_of_base=3,
        injection_of_base=1,
    )
    assert {name: one.status for name, one in runs.items()} == {
        "base": "passed",
        "praise_of_base": "passed",
        "padding_of_base": "failed",
        "evidence_added_of_base": "passed",
        "evidence_withdrawn_of_base": "failed",
        "injection_of_base": "passed",
    }
    assert runs["padding_of_base"].findings[0].says == "3.00 to 3.50: the level may move by less than 0.5"


async def test_an_answer_that_was_not_judged_for_the_provider_s_fault_fails_none_that_was_made_of_it() -> (
    None
):
    given, target = judging({"check": "metamorphic"}, base=3, praise_of_base=5)
    target.fails = lambda case, number: provider_error("timeout") if case == "base" else None
    runs, _ = compared(given, given.cases, await run(target, given))
    assert [one.status for one in runs] == ["error", "passed"]
    unjudged, _ = await found_by({"check": "metamorphic"}, base=None, praise_of_base=3)
    assert unjudged["praise_of_base"].status == "failed"


async def test_repeats_and_models_are_compared_each_for_itself() -> None:
    given, target = judging({"check": "order"}, weak_a=1, strong_a=4)
    runs = await run(target, given.model_copy(update={"repeats": 2}), player("a"), player("b"))
    finished, _ = compared(given, given.cases, runs)
    assert [(one.model, one.repeat) for one in finished if one.of] == [
        (model, repeat) for model in "ab" for repeat in (0, 1)
    ]


async def test_agreement_with_people_is_found_over_all_cases_of_a_model_together() -> None:
    agreement = {"check": "human_agreement", "pearson": 0.9, "kappa": 0.5}
    _, [(model, good)] = await found_by(agreement, human1=1.5, human2=2, human4=3.5, other=0)
    assert (model, good.passed) == (MODEL, True)
    assert good.says.endswith("over 3 answers")
    _, [(_, poor)] = await found_by(agreement, human1=4, human2=3, human4=1)
    assert not poor.passed
    assert poor.score == 0
    assert "Pearson -1.00" in poor.says
    assert "Pearson under 0.9" in poor.says


async def test_agreement_that_cannot_be_told_is_none() -> None:
    _, [(_, found)] = await found_by({"check": "human_agreement", "spearman": 0}, human1=3, human2=3)
    assert (found.passed, found.score) == (False, 0)
    assert "Spearman undefined" in found.says
