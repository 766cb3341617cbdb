"""The Markdown report: what it says, and that nothing in it breaks out of its place."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interview_cli.coach.evaluation import PointResult
from interview_cli.coach.rubric import CRITERIA
from interview_cli.interview.session import Event, Session
from interview_cli.report import markdown
from interview_cli.report.wording import printable
from tests.documents import (
    HOSTILE,
    MODEL,
    START,
    answered,
    criterion,
    every_kind_of_turn,
    judged,
    plain_session,
    question,
)

# What Markdown makes of a text when the text itself is read as markup.
STRUCTURE = frozenset(
    {
        "heading_open",
        "table_open",
        "tr_open",
        "td_open",
        "bullet_list_open",
        "ordered_list_open",
        "list_item_open",
    }
    | {"hr", "fence", "code_block", "html_block", "blockquote_open"}
    | {"link_open", "image", "code_inline", "html_inline", "s_open", "em_open", "strong_open"}
)
MARKUP = (
    "#",
    "# ",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "1) ",
    "> ",
    "|",
    "---",
    "===",
    ":-",
    "```",
    "~~~",
    "`",
    "**",
    "_",
    "~~",
)
MORE_MARKUP = (
    "<b>",
    "<!--",
    "</blockquote>",
    "[a](b)",
    "![a](b)",
    "[a]: b",
    "&lt;",
    "&#35;",
    "\\",
    "http://a.b",
    "$",
)
CONTROLS = (
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "\x1b[2J",
    "\x00",
    "\u2028",
    "\x85",
    "\u202e",
    "\xa0",
    "a",
    "word ",
)


def texts() -> st.SearchStrategy[str]:
    """Texts out of markup, line ends and control codes, and any other text."""
    pieces = st.lists(st.sampled_from(MARKUP + MORE_MARKUP + CONTROLS), max_size=12).map("".join)
    return pieces | st.text(max_size=40)


def parsed(text: str) -> list[Token]:
    """All tokens as GitHub's dialect reads them, inline ones included."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [one for token in tokens for one in (token, *(token.children or ()))]


def structure(text: str) -> Counter[str]:
    return Counter(token.type for token in parsed(text) if token.type in STRUCTURE)


def saying(text: str) -> Session:
    """A session that says the same text wherever a person or a model may say something."""
    asked = question("be-retries", "How do you keep a retried payment from being charged twice?").model_copy(
        update={"text": text, "sample_answer": text}
    )
    judgement = judged(
        2.0,
        criterion("depth", "technical", 2, text, reason=text),
        source=text or "model",
        points=[PointResult(fact=text, found=True, evidence=text), PointResult(fact=text, found=False)],
        strengths=[text],
        improvements=[text, "Say more."],
    )
    session = plain_session("abcdefgh", candidate=text)
    assert session.feedback is not None
    feedback = session.feedback.model_copy(
        update={"summary": f"So: {text}", "note": f"So: {text}", "next_steps": [text]}
    )
    turn = answered(1, asked, "An answer.", judgement, lead_in=f"So: {text}", round=text)
    plan = session.plan.model_copy(update={"role_name": text, "company": f"So: {text}"})
    events = [Event(at=START, text=text)]
    return session.model_copy(update={"plan": plan, "turns": [turn], "feedback": feedback, "events": events})


@given(text=texts())
@example(text=HOSTILE)
@example(text="a\n===")
@example(text="a\n\n    indented\n")
@example(text="www.example.com")
def test_no_text_of_a_person_or_a_model_becomes_markup(text: str) -> None:
    report = markdown.render(saying(f"{text}\nend"))

    assert structure(report) == structure(markdown.render(saying("plain\nend")))


@given(answer=texts())
@example(answer=HOSTILE)
@example(answer="a\n===\nb\n\n    indented\n")
def test_an_answer_stays_in_its_quote_and_says_what_was_said(answer: str) -> None:
    report = markdown.render(plain_session("abcdefgh", answer=answer))

    said = [" ".join(line.split()) for line in printable(answer).split("\n")]
    assert [line for line in said if line] in (quoted(report), [])
    assert structure(report) == structure(markdown.render(plain_session("abcdefgh", answer="plain")))


def quoted(report: str) -> list[str]:
    """The lines of the first quote, as a reader sees them."""
    return list(_lines(parsed(report)))


def _lines(tokens: list[Token]) -> Iterator[str]:
    depth, line = 0, ""
    for token in tokens:
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type in ("hardbreak", "softbreak", "paragraph_close") and line:
            yield " ".join(line.split())
            line = ""
        if token.type == "blockquote_close":
            return
        if depth and token.type in ("text", "text_special"):
            line += token.content


def test_the_report_says_who_was_asked_what_and_who_judged_it() -> None:
    report = markdown.render(every_kind_of_turn())

    assert "- **Candidate:** Ada Lovelace\n" in report
    assert "- **Role:** Backend Engineer, mid level, at Acme & Söhne\n" in report
    assert "- **Judged by:** openai/gpt-4o-mini (rubric " in report
    assert "**Overall: 58 of 100, fair**" in report
    assert "| Behavioral | 40 | developing | 2 answers |" in report


def test_every_question_has_a_line_in_the_table_and_a_section() -> None:
    session = every_kind_of_turn()

    report = markdown.render(session)

    for turn in session.turns:
        assert f"\n| {turn.label} | " in report
        assert f"\n### {turn.label} ({turn.round})\n" in report


def test_words_that_are_evidence_are_marked_in_the_answer() -> None:
    assert "> I **insert that key under a unique constraint before the charge, so two" in markdown.render(
        every_kind_of_turn()
    )


def test_expected_points_are_said_to_be_made_or_missing() -> None:
    report = markdown.render(every_kind_of_turn())

    assert "**Expected points: 2 of 3 made**" in report
    assert '- **Made:** The client sends an idempotency key with the request. ("idempotency key")' in report
    assert "- **Missing:** A repeated request gets the stored result." in report
    assert "**Missing from the story:** task, result" in report


def test_an_answer_that_was_not_judged_says_so_and_its_estimate_is_called_one() -> None:
    report = markdown.render(every_kind_of_turn())

    assert (
        "Not judged: openai/gpt-4o-mini did not answer in 60 s. "
        "Offline estimate, in no total: 62 of 100, fair." in report
    )
    assert "| Resume Q | Tell me about the search engine you list under Analytical Ltd. | - |" in report


def test_a_sample_answer_loses_the_line_breaks_of_its_file_but_not_its_paragraphs() -> None:
    session = plain_session("abcdefgh")
    sample = "I ask whose fault\nit is.\n\nThen:\n- a status\n- a body\n"
    asked = session.turns[0].question.model_copy(update={"sample_answer": sample})
    turns = [session.turns[0].model_copy(update={"question": asked})]

    report = markdown.render(session.model_copy(update={"turns": turns}))

    assert "> I ask whose fault it is.\n>\n> Then:  \n> \\- a status  \n> \\- a body\n" in report


def test_nothing_is_said_twice() -> None:
    report = markdown.render(every_kind_of_turn())

    assert report.count("The answer has 2 words, too few to judge.") == len(
        ["at a glance", "under the answer"]
    )
    assert report.lower().count("say what happens when the server dies after the charge") == 1
    assert "**Next level:** To reach level 5: say what happens" in report
    assert "2 of 3. Missing" not in report


def test_a_gate_gives_its_reason_and_a_skipped_question_shows_no_score() -> None:
    report = markdown.render(every_kind_of_turn())

    assert "Settled by a plain check: The answer has 2 words, too few to judge." in report
    assert "| Q3 | How do you keep a cache in line with the database? | - | Skipped, no answer. |" in report


def test_offline_scores_are_called_an_estimate() -> None:
    report = markdown.render(plain_session("abcdefgh"))

    assert "- **Judged by:** the offline coach, an estimate by plain checks and no model (rubric " in report
    assert "Judged by the offline coach, an estimate." in report


def test_scores_can_be_shown_on_1_to_5() -> None:
    report = markdown.render(every_kind_of_turn(), scale=5)

    assert "**Overall: 2.9 of 5, fair**" in report
    assert "| Communication | 3.6 | good | 4 answers |" in report
    assert "of 100" not in report.replace(r"100 of 100, excellent \|", "")


def test_numbers_can_be_hidden_while_words_stay() -> None:
    report = markdown.render(every_kind_of_turn(), scores=False)

    assert "**Overall: fair**" in report
    assert "| Category | Band | Rests on |" in report
    assert "| Depth | good |" in report
    assert "of 100" not in report.replace(r"100 of 100, excellent \|", "")


def test_an_interview_that_has_not_ended_says_that_there_is_no_score() -> None:
    report = markdown.render(plain_session("abcdefgh", score=None, status="in_progress"))

    assert "**No overall score: this interview has not come to its end.**" in report
    assert "- **Judged by:** nobody yet" in report
    assert "Not judged yet." in report


def test_a_level_of_another_rubric_is_not_explained_by_this_ones_words() -> None:
    known = markdown.render(plain_session("abcdefgh", score=80, source=MODEL))
    foreign = markdown.render(plain_session("abcdefgh", score=80, source=MODEL, rubric="000000000000"))

    sentence = CRITERIA["depth"].sentences("technical")[4]
    assert sentence in known
    assert sentence not in foreign


def test_a_level_of_the_offline_coach_is_explained_by_what_it_saw_and_not_by_the_levels_sentence() -> None:
    offline = markdown.render(plain_session("abcdefgh", score=80, source="offline"))
    assert CRITERIA["depth"].sentences("technical")[4] not in offline


@pytest.mark.parametrize(
    "line",
    [
        "| Questions | 5 of 6 planned answered, 1 skipped |",
        "| Follow-ups | 1 |",
        "| By round | Technical 4, Behavioral 2 |",
        "| Models | 3 calls, 1 failed, 1.4 s a call at the median |",
        "| Tokens | 1,600 |",
        r"| Cost | \$0.0033 |",
    ],
)
def test_the_numbers_of_the_session_are_given(line: str) -> None:
    assert f"\n{line}\n" in markdown.render(every_kind_of_turn())


def test_times_are_local_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        report = markdown.render(every_kind_of_turn())
    finally:
        monkeypatch.undo()
        time.tzset()

    assert "- **Date:** 2 November 2026, 15:00 (UTC+05:30)\n" in report
    assert "- 15:09 openai/gpt-4o-mini did not answer in 60 s." in report
