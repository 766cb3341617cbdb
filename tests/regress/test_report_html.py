"""A run as a page: what it tells, that it asks nothing of a network, and that foreign text stays text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html.parser import HTMLParser

from hypothesis import given, settings

from interview_cli.regress.baseline import LONGEST_SHOWN, Baseline
from interview_cli.regress.comparison import Result
from interview_cli.regress.report import RunReport
from interview_cli.regress.reports.html import page
from interview_cli.regress.reports.words import SYNTHETIC, plain
from tests.regress.report_samples import (
    AT,
    HOSTILE,
    MODEL,
    any_text,
    case_run,
    compared_with,
    no_answer,
    result,
    run_report,
    with_text,
    worse_report,
)

VOID = {"meta", "br", "hr", "link", "img", "input"}


class Seen(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and the text within them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.within: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.within == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.within.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.within.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.within:
            self.text += data
            self.texts.append((self.within[-1] if self.within else "", data))

    def marked(self, tag: str) -> list[str]:
        """The texts within a tag, without those of the legend."""
        found = [text for within, text in self.texts if within == tag]
        return [text for text in found if text not in ("Struck", "underlined")]


def baseline_with(shown: dict[str, str], **more: object) -> Baseline:
    return Baseline(
        suite="judge",
        suite_version="0123456789ab",
        at=AT - timedelta(days=2),
        results={MODEL: {case: (result(text),) for case, text in shown.items()}},
    ).model_copy(update=more)


def test_the_page_says_how_the_run_came_out_and_why() -> None:
    seen = Seen(page(worse_report()))

    for told in (
        "A guard failed",
        "Guard failed: case-6.",
        "1 case run got no answer",
        "Worse: the score moved by -",
        "Paired t-test",
        "95 % bootstrap interval",
        "Sign test",
        "suites/judge.yaml",
        "aaaabbbbcccc",
        "kappa 0.21, at least 0.6",
        "It cost 0.9000 USD; the budget is 0.5.",
        "429: slow down",
        MODEL,
    ):
        assert told in seen.text


def test_the_cases_come_worst_first() -> None:
    names = [
        text
        for tag, text in Seen(page(worse_report())).texts
        if tag == "span" and text.startswith(("case-", "fresh"))
    ]
    assert names == ["case-6", "case-7", "case-0", "case-1", "case-2", "case-3", "case-4", "case-5", "fresh"]


def test_a_synthetic_run_says_so_wherever_a_verdict_stands_and_another_nowhere() -> None:
    report = worse_report()
    assert Seen(page(report.model_copy(update={"synthetic": True}))).text.count(SYNTHETIC) == 3
    assert "ynthetic" not in Seen(page(report)).text


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    text = page(with_text(worse_report(), HOSTILE), baseline=baseline_with({HOSTILE: HOSTILE}))
    seen = Seen(text)

    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(seen.tags)
    assert not [name for _, name, _ in seen.attributes if name.startswith("on") or name in ("src", "style")]
    assert all(value.startswith("#case-") for _, name, value in seen.attributes if name == "href")
    [policy] = [value for tag, name, value in seen.attributes if name == "content" and "default-src" in value]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_links_lead_to_the_cases_they_name() -> None:
    seen = Seen(page(worse_report()))
    targets = {value for _, name, value in seen.attributes if name == "id"}
    links = {value.removeprefix("#") for _, name, value in seen.attributes if name == "href"}
    assert links
    assert links <= targets


def test_what_was_shown_before_stands_beside_what_is_shown_now_with_the_differences_marked() -> None:
    run = case_run("a", 0.4, shown="level 2.1\nYou named a lock per key.")
    seen = Seen(
        page(run_report([run]), baseline=baseline_with({"a": "level 3.74\nYou named a cache per key."}))
    )

    assert seen.marked("del") == ["3.74", "cache"]
    assert seen.marked("ins") == ["2.1", "lock"]


def test_an_output_that_is_the_same_is_shown_once() -> None:
    run = case_run("a", shown="level 3", digest="old")
    seen = Seen(page(run_report([run]), baseline=baseline_with({"a": "level 3"})))
    assert seen.text.count("level 3") == 1
    assert "the same as before" in seen.text


def test_an_output_that_differs_where_it_is_not_shown_is_not_called_the_same() -> None:
    seen = Seen(page(run_report([case_run("a", shown="level 3")]), baseline=baseline_with({"a": "level 3"})))
    assert "the same as before" not in seen.text
    assert "The output is another than before" in seen.text


def test_what_lies_beyond_the_end_of_a_shortened_baseline_is_not_marked() -> None:
    words = [f"word{number}" for number in range(300)]
    before, now = " ".join(words), " ".join(["extra", *words[:100], "other", *words[101:]])
    seen = Seen(
        page(run_report([case_run("a", shown=now)]), baseline=baseline_with({"a": before[:LONGEST_SHOWN]}))
    )

    assert [text.strip() for text in seen.marked("del")] == ["word100"]
    assert [text.strip() for text in seen.marked("ins")] == ["extra", "other"]
    assert "word299" in seen.text
    assert f"first {LONGEST_SHOWN:,} characters" in seen.text


def test_each_repeat_is_held_against_its_own() -> None:
    runs = [case_run("a", repeat=number, shown=f"now {number}") for number in range(2)]
    held = {
        MODEL: {
            "a": (
                Result(score=1, passed=True, shown="was first"),
                Result(score=1, passed=True, shown="was second"),
            )
        }
    }
    seen = Seen(page(run_report(runs, repeats=2), baseline=baseline_with({}, results=held)))
    assert "was first" in seen.text
    assert "was second" in seen.text


def test_without_a_baseline_the_page_shows_what_there_is() -> None:
    seen = Seen(page(run_report([case_run("a", 0.5)])))
    assert "The answer to a is put well." in seen.text
    assert {"del", "ins"}.isdisjoint(seen.tags)


def test_a_changed_prompt_is_told_with_both_versions() -> None:
    baseline = baseline_with({"a": "x"}, prompts={"judge": "000011112222"})
    seen = Seen(page(run_report([case_run("a")]), baseline=baseline))
    assert "changed" in seen.text
    assert "000011112222" in seen.text


def earlier(days: int, failing: int) -> RunReport:
    runs = [case_run(f"c{number}", 0.5 if number < failing else 1.0) for number in range(4)]
    return run_report(runs, id=f"judge-{100 - days}-abcd", at=AT - timedelta(days=days))


def test_the_history_is_a_chart_that_can_be_read_aloud_and_a_table() -> None:
    now = run_report([case_run(f"c{number}") for number in range(4)])
    seen = Seen(page(now, runs=[earlier(3, 2), earlier(1, 1), now]))

    told = "3 runs from 2026-04-30 to 2026-05-03: the share of cases that passed went from 50% to 100%"
    assert next(text for tag, text in seen.texts if tag == "desc").startswith(told)
    assert seen.tags.count("polyline") == 2
    points = [value for tag, name, value in seen.attributes if (tag, name) == ("polyline", "points")]
    assert all(len(value.split()) == 3 for value in points)
    assert seen.text.index("judge-99-abcd") < seen.text.index("judge-97-abcd")


def test_the_first_run_of_a_suite_has_no_chart() -> None:
    now = run_report([case_run("a")])
    seen = Seen(page(now, runs=[now]))
    assert "polyline" not in seen.tags
    assert "This is the first run that is kept" in seen.text


def test_runs_that_got_no_answer_at_all_leave_no_point_in_the_chart() -> None:
    now = run_report([case_run("a")])
    silent = run_report([no_answer("a")], id="judge-50-abcd", at=AT - timedelta(days=1))
    assert "polyline" not in Seen(page(now, runs=[silent, now])).tags


def test_a_page_of_nothing_is_still_a_page() -> None:
    seen = Seen(page(run_report([], models=(), prompts={}, rubric_version="")))
    assert "No case was run." in seen.text


def test_hostile_text_is_read_as_it_was_written_but_for_what_would_be_obeyed() -> None:
    seen = Seen(page(run_report([case_run("a", 0.5, shown="x").model_copy(update={"shown": HOSTILE})])))
    assert plain(HOSTILE) in seen.text
    assert not {"\x1b", "\x00", "\u202e"} & set(seen.text)


@settings(max_examples=40)
@given(any_text)
def test_no_text_changes_the_shape_of_the_page(text: str) -> None:
    def shape(of: str) -> list[str]:
        return Seen(page(with_text(compared_with(worse_report(), [case_run("case-0")]), f"a {of}"))).tags

    told = page(with_text(worse_report(), text))
    assert told.encode().decode() == told
    assert shape(text) == shape("word")


@given(any_text, any_text)
def test_both_sides_of_a_difference_are_whole_whatever_they_hold(before: str, now: str) -> None:
    run = case_run("a").model_copy(update={"shown": f"now {now}"})
    held = baseline_with(
        {"a": "x"}, results={MODEL: {"a": (result("x").model_copy(update={"shown": f"was {before}"}),)}}
    )
    seen = Seen(page(run_report([run]), baseline=held))
    assert plain(f"was {before}") in seen.text
    assert plain(f"now {now}") in seen.text
