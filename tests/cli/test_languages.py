"""Interviews in German and Japanese, through the command and over real HTTP, and what goes with them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interview_cli.coach.languages import other_language
from interview_cli.interview.session import Session
from interview_cli.llm import fallback
from interview_cli.llm.gateway import LiteLLMModel
from tests.cli.conftest import Interview, Ran
from tests.loopback import LoopbackServer
from tests.tongues import GERMAN, JAPANESE, Provider, Tongue

EXAMPLES = Path(__file__).parents[2] / "examples"
MODEL = ("--model", "openai/test")
ROLE = ("--role", "backend_engineer", "--type", "technical")
ENGLISH = "I would look at the slow queries first, because every index makes each of the writes dearer."
BOTH = pytest.mark.parametrize("tongue", [GERMAN, JAPANESE], ids=["German", "Japanese"])


@pytest.fixture
def server(_bare_environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """The only provider there is; retries don't wait."""
    asyncio.run(LiteLLMModel("openai/test", api_key="x").warm_up())
    monkeypatch.setattr(fallback, "_FIRST_BACKOFF", 0.01)
    with LoopbackServer(Provider(GERMAN)) as running:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_API_BASE", running.url)
        yield running


def playing(server: LoopbackServer, tongue: Tongue) -> Provider:
    provider = Provider(tongue)
    server.script = provider
    return provider


def session_of(ran: Ran) -> Session:
    assert ran.code == 0, ran.err
    return Session.model_validate_json(ran.out)


def kept(tmp_path: Path, answers: Any) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    return file


def start(interview: Interview, tmp_path: Path, tongue: Tongue, *more: str, answers: Any = None) -> Ran:
    file = kept(tmp_path, answers or [*tongue.answers] * 3)
    return interview(
        *("session", "start", *ROLE, *MODEL, "--language", tongue.tag, "--json"), *more, "--answers", file
    )


@BOTH
def test_an_interview_fitted_to_the_candidate_is_held_in_the_language_from_end_to_end(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    provider = playing(server, tongue)
    interview("resume", "ingest", EXAMPLES / "resume.md", "--name", "me", "--offline")
    interview(
        "notes", "add", "Importer: runs overlapped, so I moved them from cron to a queue with one worker"
    )
    job = str(EXAMPLES / "jobs" / "backend.md")
    more = ("--resume", "me", "--job-description", job, "--company", "start-up", "--notes", "7")
    follow_up = {"follow_ups": [tongue.answers[1]]}
    answers = [{"answer": answer, **follow_up} for answer in tongue.answers * 2]
    ran = start(interview, tmp_path, tongue, *more, "--questions", "8", answers=answers)
    session = session_of(ran)

    assert session.plan.language == tongue.tag
    assert {"follow_up", "resume", "activity", "preset"} == {turn.action for turn in session.turns}
    on_gap = next(turn.question for turn in session.turns if "gap" in turn.question.tags)
    assert on_gap.text == tongue.on_gap.format(session.gaps[0].name)
    others = [turn.question for turn in session.turns if turn.question.text != on_gap.text]
    assert {question.text for question in others} <= provider.questions
    assert {turn.question.language for turn in session.turns} == {tongue.tag}
    for turn in session.turns:
        texts = [turn.question.text, turn.question.sample_answer]
        texts += [point.fact for point in turn.question.key_points]
        assert not any(other_language(text, tongue.tag) for text in texts)

    # What the bank and code prepared was translated, each question once; what the model wrote was not.
    prepared = [turn for turn in session.main_turns if turn.question.text in tongue.asked]
    assert prepared
    assert len(provider.translated) == len(set(provider.translated)) <= len(session.main_turns) + 1
    assert provider.untold == []
    assert {*provider.said} >= {"translate", "judge", "judge_points", "next_step", "questions", "feedback"}
    assert provider.said["activity_questions"] == 1

    for turn in session.turns:
        judged = turn.evaluation
        assert judged is not None
        assert judged.status == "scored"
        assert judged.level is not None
        by_model = [score for score in judged.criteria if score.criterion != "completeness"]
        assert all(score.quotes and score.dropped_quotes == 1 for score in by_model)
        assert {score.reason for score in by_model} == {tongue.reason}
        assert turn.analysis is not None
        assert turn.answer is not None
        assert (turn.analysis.points, turn.analysis.estimate, turn.analysis.tag) == ([], None, None)
        assert turn.persona is not None
        assert turn.persona.name == "regular"
        assert turn.delivery is not None
        assert turn.delivery.measures == []
        assert all(quote in turn.answer.text for score in judged.criteria for quote in score.quotes)

    feedback = session.feedback
    assert feedback is not None
    assert feedback.summary.startswith(tongue.summary[0])
    assert feedback.summary.endswith(tongue.summary[2])
    assert f"{feedback.overall:.0f}" not in feedback.summary  # a figure of the review is code's to tell
    assert "1 sentence" in feedback.note
    assert [*feedback.strengths, *feedback.next_steps] == [tongue.praise, tongue.step]


@BOTH
def test_an_answer_in_another_language_is_noticed_told_and_kept(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    playing(server, tongue)
    other = JAPANESE if tongue is GERMAN else GERMAN
    typed = f"{ENGLISH}\n\n{other.answers[0]}\n\n{tongue.answers[2]}\n\n"
    plan = (*ROLE, "--questions", "3", "--max-follow-ups", "0", "--language", tongue.tag, *MODEL)
    ran = interview("session", "start", *plan, typed=typed)
    assert f"This answer seems to be in English; the interview expects {tongue.name}." in ran.err
    assert f"This answer seems to be in {other.name}; the interview expects {tongue.name}." in ran.err
    session = Session.model_validate_json(interview("export", "last", "--format", "json").out)
    gates = [turn.evaluation.gate.name for turn in session.turns if turn.evaluation and turn.evaluation.gate]
    assert gates == ["language", "language"]
    assert session.turns[2].evaluation is not None
    assert session.turns[2].evaluation.status == "scored"


@BOTH
def test_at_the_prompt_a_question_is_said_in_other_words_of_the_language(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    playing(server, tongue)
    plan = (*ROLE, "--questions", "1", "--max-follow-ups", "1", "--language", tongue.tag, *MODEL)
    typed = f"/rephrase\n{tongue.answers[0]}\n\n{tongue.answers[1]}\n\n"
    ran = interview("session", "start", *plan, typed=typed)
    assert ran.code == 0
    told = [tongue.asked[0], tongue.rephrased, tongue.lead_in, tongue.probes[0], tongue.advice]
    assert all(text in ran.err for text in told)
    assert tongue.summary[0] in ran.out
    assert "Say what it is, how it works" not in ran.err


@BOTH
def test_where_the_model_fails_midway_nothing_is_judged_by_english_rules(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    provider = playing(server, tongue)

    def breaks(purpose: str, reply: dict[str, Any]) -> dict[str, Any]:
        # The first answer's next step is the last thing the provider says; one question is translated ahead.
        if purpose == "translate" and len(provider.translated) == 2:
            provider.broken.add("every")
        return reply

    provider.change = breaks
    ran = start(interview, tmp_path, tongue, "--questions", "3", "--max-follow-ups", "1")
    session = session_of(ran)
    first, second, third = session.main_turns
    assert first.question.text == tongue.asked[0]
    assert second.question.text == tongue.asked[1]
    # What no model translated is asked as it is, and that is said.
    assert third.question.language == "en"
    assert "The question is asked in English." in ran.err
    assert "The offline coach leads on until a model answers." in ran.err
    assert [turn.action for turn in session.turns] == ["preset"] * 3  # nothing it can't read is followed up
    for turn in (second, third):
        judged = turn.evaluation
        assert judged is not None
        assert (judged.status, judged.level, judged.estimate, judged.criteria) == ("unscored", None, None, [])
        assert turn.analysis is not None
        assert turn.analysis.points == []
    assert session.analytics.unscored >= 2
    report = interview("history", "show", "last").out
    assert "Offline estimate" not in report

    # The same session, judged later, is told the language again.
    provider.broken.clear()
    provider.change = lambda purpose, reply: reply
    provider.said.clear()
    later = session_of(interview("score", "--session", "last", "--json"))
    assert all(turn.evaluation and turn.evaluation.status == "scored" for turn in later.turns)
    assert provider.untold == []
    assert provider.said["translate"] == 0
    assert later.feedback is not None
    assert later.feedback.summary.startswith(tongue.summary[0])


def test_closing_words_of_the_offline_coach_are_told_to_be_english(
    interview: Interview, server: LoopbackServer, tmp_path: Path
) -> None:
    playing(server, GERMAN).broken.add("feedback")
    session = session_of(start(interview, tmp_path, GERMAN, "--questions", "1", "--max-follow-ups", "0"))
    assert session.feedback is not None
    assert "The closing words are the offline coach's, in English" in session.feedback.note


def test_a_translation_into_another_language_than_asked_is_no_translation(
    interview: Interview, server: LoopbackServer, tmp_path: Path
) -> None:
    provider = playing(server, GERMAN)
    lazy = {"text": "How do you find out that an index is no help to a query any more?"}
    lazy["sample_answer"] = (
        "I look at the plan of the query, and at what it costs with the index and without."
    )
    provider.change = lambda purpose, reply: reply | lazy if purpose == "translate" else reply
    ran = start(interview, tmp_path, GERMAN, "--questions", "1", "--max-follow-ups", "0")
    assert session_of(ran).turns[0].question.language == "en"
    assert (
        "translated a question into English instead of German. The question is asked in English." in ran.err
    )


@BOTH
def test_a_drill_goes_on_in_the_language_of_its_questions(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    provider = playing(server, tongue)
    provider.change = lambda purpose, reply: reply | {"level": 1} if purpose == "judge" else reply
    held = session_of(start(interview, tmp_path, tongue, "--questions", "1", "--max-follow-ups", "0"))
    provider.said.clear()
    again = ("drill", "--ahead", "--answers", kept(tmp_path, [tongue.answers[0]]), "--json")
    session = session_of(interview(*again, *MODEL))
    assert session.plan.language == tongue.tag
    assert session.turns[0].question == held.turns[0].question
    assert provider.said["translate"] == 0
    assert provider.untold == []
    ran = interview(*again, "--offline")
    assert ran.code == 2
    assert f"The offline coach knows English only, not {tongue.name}." in ran.err


def test_a_drill_without_a_model_asks_what_is_in_english(
    interview: Interview, server: LoopbackServer, tmp_path: Path
) -> None:
    provider = playing(server, GERMAN)
    provider.change = lambda purpose, reply: reply | {"level": 1} if purpose == "judge" else reply
    session_of(start(interview, tmp_path, GERMAN, "--questions", "1", "--max-follow-ups", "0"))
    plan = (*ROLE, "--questions", "1", "--seed", "5", "--max-follow-ups", "0", "--offline")
    interview("session", "start", *plan, "--answers", kept(tmp_path, ["I would just try it out somehow."]))
    drill = ("drill", "--ahead", "--offline", "--answers", kept(tmp_path, [ENGLISH]), "--json")
    ran = interview(*drill)
    assert session_of(ran).plan.language == "en"
    assert "Left out of this drill: 1 in German; they take a model." in ran.err
    with_a_model = interview(*drill[:2], *MODEL, "--answers", kept(tmp_path, [ENGLISH]), "--json")
    drilled = session_of(with_a_model)
    assert {turn.question.language for turn in drilled.turns} == {drilled.plan.language}
    assert "it is held in one language." in with_a_model.err


@BOTH
def test_text_of_any_script_survives_store_and_exports(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    playing(server, tongue)
    tricky = f"{tongue.answers[0]} 👩‍💻 «العربية» हिन्दी e\u0301té ﷺ 𠮷野家"
    session = session_of(
        start(interview, tmp_path, tongue, "--questions", "1", "--max-follow-ups", "0", answers=[tricky])
    )
    assert session.turns[0].answer is not None
    assert session.turns[0].answer.text == tricky
    assert tricky in interview("export", "last", "--format", "md").out.replace("**", "")
    assert tricky in interview("export", "last", "--format", "csv").out
    assert (
        json.loads(interview("export", "last", "--format", "json").out)["turns"][0]["answer"]["text"]
        == tricky
    )
    shown = "".join(interview("history", "show", "last").out.split())
    assert "".join(tricky.split()) in shown


def test_no_count_of_words_is_shown_for_a_script_without_spaces(
    interview: Interview, server: LoopbackServer, tmp_path: Path
) -> None:
    playing(server, JAPANESE)
    start(interview, tmp_path, JAPANESE, "--questions", "1", "--max-follow-ups", "0")
    report = interview("history", "show", "last").out
    letters = sum(letter.isalnum() for letter in JAPANESE.answers[0])
    assert f"{letters} characters" in report
    assert not re.search(r"\d words", report)
    [row] = csv.DictReader(io.StringIO(interview("export", "last", "--format", "csv").out))
    assert [row[name] for name in ("words", "words_per_minute", "fillers", "delivery")] == [""] * 4


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("german", "Did you mean de?"),
        ("de_DE", "Did you mean de-DE?"),
        ("xx", "Tags are such as"),
        ("de-", "Tags are such as"),
        ("日本語", "Tags are such as"),
        ("de" + "-abcdefgh" * 5, "Tags are such as"),
    ],
)
def test_what_is_no_language_tag_is_refused_with_advice(interview: Interview, tag: str, hint: str) -> None:
    for command in (
        ("session", "start", "--role", "backend_engineer", "--offline", "--language", tag),
        ("plan", "new", "--role", "backend_engineer", "--language", tag),
        ("config", "set", "language", tag),
    ):
        ran = interview(*command)
        assert ran.code == 2, command
        assert "names no language" in ran.err
        assert hint in ran.err


def test_without_a_model_other_languages_are_refused_and_doctor_says_what_that_means(
    interview: Interview,
) -> None:
    assert interview("config", "set", "language", "pt-BR").code == 0
    ran = interview("session", "start", "--role", "backend_engineer", "--offline")
    assert ran.code == 2
    assert "The offline coach knows English only, not Portuguese." in ran.err
    told = interview("doctor")
    assert told.code == 2
    assert "Portuguese (pt-BR): no model is set, and the offline coach knows English only" in told.out
    interview("config", "set", "language", "en-GB")
    assert "English (en-GB)" in interview("doctor").out


def test_the_installed_command_holds_an_interview_in_japanese(server: LoopbackServer, tmp_path: Path) -> None:
    playing(server, JAPANESE)
    command = [Path(sys.executable).with_name("interview"), "--data-dir", tmp_path / "data"]
    plan = (
        "session",
        "start",
        *ROLE,
        *MODEL,
        "--language",
        "ja",
        "--questions",
        "1",
        "--max-follow-ups",
        "0",
    )
    ran = subprocess.run(
        [*command, "--config", tmp_path / "config.yaml", *plan],
        input=f"{JAPANESE.answers[0]}\n\n",
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert JAPANESE.asked[0] in ran.stderr
    assert JAPANESE.summary[0] in ran.stdout


@BOTH
def test_what_code_prepares_from_resume_notes_gaps_and_company_is_translated_too(
    interview: Interview, server: LoopbackServer, tmp_path: Path, tongue: Tongue
) -> None:
    provider = playing(server, tongue)
    provider.change = lambda purpose, reply: {"questions": []} if "questions" in purpose else reply
    interview("resume", "ingest", EXAMPLES / "resume.md", "--name", "me", "--offline")
    interview(
        "notes", "add", "Importer: runs overlapped, so I moved them from cron to a queue with one worker"
    )
    job = str(EXAMPLES / "jobs" / "backend.md")
    more = ("--type", "mixed", "--resume", "me", "--job-description", job, "--company", "start-up")
    answers = [*tongue.answers] * 3
    ran = start(
        interview,
        tmp_path,
        tongue,
        *more,
        "--notes",
        "7",
        "--questions",
        "10",
        "--max-follow-ups",
        "0",
        answers=answers,
    )
    session = session_of(ran)
    assert "none of the 5 questions wanted for you can be used" in ran.err
    assert {turn.question.language for turn in session.turns} == {tongue.tag}
    assert {turn.question.text for turn in session.turns} <= set(tongue.asked)
    ids = [turn.question.id for turn in session.turns]
    company = {
        question["id"] for question in interview("roles", "companies", "start-up", "--json").json["questions"]
    }
    assert any(name.startswith("resume-") for name in ids)
    assert any(name.startswith("activity-") for name in ids)
    assert any(name.startswith("gap-") for name in ids)
    assert company & set(ids)
    assert any("cron" in text for text in provider.translated)  # as the person put it, to be translated


def test_a_plan_keeps_its_language_for_whoever_starts_it(
    interview: Interview, server: LoopbackServer, tmp_path: Path
) -> None:
    playing(server, GERMAN)
    plan = tmp_path / "plan.yaml"
    made = ("--language", "de", "--questions", "1", "--max-follow-ups", "0", "--output", plan)
    assert interview("plan", "new", *ROLE, *made).code == 0
    held = ("session", "start", "--plan", plan, "--answers", kept(tmp_path, [GERMAN.answers[0]]), "--json")
    assert session_of(interview(*held, *MODEL)).turns[0].question.text == GERMAN.asked[0]
    ran = interview(*held, "--offline")
    assert ran.code == 2
    assert "knows English only, not German" in ran.err
