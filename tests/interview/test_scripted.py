"""Answers written beforehand, in every form they may be written in."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.interview import events as ev
from interview_cli.interview.scripted import parse_script
from interview_cli.interview.session import Turn
from tests.fakes import START
from tests.interview.conftest import make_session


@pytest.fixture
def session(bank):
    session = make_session(type="technical", questions=3)
    for place, question in enumerate(bank.own("technical")[:2]):
        session.turns.append(
            Turn(
                id=f"t{place + 1}",
                label=f"Q{place + 1}",
                action="preset",
                round="Technical",
                question=question,
                asked_at=START,
            )
        )
    return session


def follow_up_of(session, parent="t1"):
    main = session.turn(parent)
    turn = main.model_copy(
        update={"id": f"t{len(session.turns) + 1}", "parent": parent, "action": "follow_up"}
    )
    session.turns.append(turn)
    return turn


def test_a_list_answers_the_main_questions_in_order(session):
    script = parse_script("- first\n- second\n", "answers.yaml")
    assert script.command_for(session, session.turns[1]) == ev.GiveAnswer("second", "file", 0.0)


def test_a_mapping_answers_by_question_id(session):
    wanted = session.turns[1].question.id
    script = parse_script(json.dumps({wanted: {"answer": "mine", "seconds": 30}}), "answers.json")
    assert script.command_for(session, session.turns[1]) == ev.GiveAnswer("mine", "file", 30.0)
    assert script.command_for(session, session.turns[0]) == ev.Quit()


def test_plain_text_is_split_by_lines_of_three_dashes(session):
    script = parse_script("First line.\n\nStill the first.\n---\nSecond.\n---\n", "answers.txt")
    assert script.command_for(session, session.turns[0]).text == "First line.\n\nStill the first."
    assert script.command_for(session, session.turns[1]).text == "Second."
    assert len(script.in_order) == 2


def test_prose_with_a_colon_is_text_and_not_yaml(session):
    script = parse_script("Note: I would measure first.\nThen decide.", "stdin")
    assert script.command_for(session, session.turns[0]).text.startswith("Note: I would")


def test_a_follow_up_gets_its_own_answer_and_never_the_next_questions(session):
    script = parse_script("- answer: first\n  follow_ups: [deeper]\n- second\n", "a.yaml")
    assert script.command_for(session, follow_up_of(session)) == ev.GiveAnswer("deeper", "file", 0.0)
    assert script.command_for(session, follow_up_of(session)) == ev.Skip()


def test_null_and_the_skip_word_skip_a_question(session):
    script = parse_script("- null\n- /skip\n", "a.yaml")
    assert script.command_for(session, session.turns[0]) == ev.Skip()
    assert script.command_for(session, session.turns[1]) == ev.Skip()


def test_the_commands_that_end_an_interview_stand_in_a_file_too(session):
    script = parse_script("- /end\n- answer: /QUIT\n", "a.yaml")
    assert script.command_for(session, session.turns[0]) == ev.End()
    assert script.command_for(session, session.turns[1]) == ev.Quit()


def test_past_the_last_answer_the_interview_is_to_be_continued_later(session):
    script = parse_script("- only\n", "a.yaml")
    assert script.command_for(session, session.turns[1]) == ev.Quit()


@pytest.mark.parametrize(
    ("text", "source", "part"),
    [
        ("", "a.txt", "holds no answers"),
        ("{}", "a.yaml", "holds no answers"),
        ("- a: [", "a.yaml", "a.yaml:"),
        ("{", "a.json", "not JSON"),
        ("- answer: x\n  folow_ups: []\n", "a.yaml", "a.yaml: answer 1: folow_ups"),
        ("- answer: x\n  seconds: -1\n", "a.yaml", "seconds"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(text, source, part):
    with pytest.raises(UsageError) as failure:
        parse_script(text, source)
    assert part in failure.value.message
    assert failure.value.hint


@given(st.text(max_size=300), st.sampled_from(["a.yaml", "a.json", "a.txt", "stdin"]))
def test_any_text_gives_answers_or_a_clear_error(text, source):
    with suppress(UsageError):
        script = parse_script(text, source)
        assert script.by_id or script.in_order


@given(
    st.lists(
        st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40), min_size=1, max_size=6
    )
)
def test_texts_between_dashes_come_back_as_they_were(parts):
    kept = [part for part in parts if part.strip() != "---"]
    script = parse_script("\n---\n".join(["Answer one.", *kept]), "a.txt")
    assert [item.answer for item in script.in_order] == ["Answer one.", *(part.strip() for part in kept)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("a: &a {x: 1}\nb:\n  <<: *a\n", "merge keys"),
        ("- a\n" * 300_000, "more than 250000 keys and values"),
        ("a: !!int ''", "cannot be read as int"),
        ("a: " + "1:" * 10_000 + "1", "cannot be read as int"),
        ("- {answer: x, seconds: .inf}", "must be 86400.0 or less"),
        ("- {answer: x, seconds: .nan}", "seconds: must be"),
    ],
    ids=["deep", "merged", "many", "no number", "digits", "endless", "not a number"],
)
def test_hostile_yaml_is_refused_with_its_reason(text, says):
    with pytest.raises(UsageError, match=says):
        parse_script(text, "answers.yaml")


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, "a: 1\nb:\n" + "- " * 10_000])
def test_hostile_yaml_that_is_not_called_so_is_an_answer(text):
    assert parse_script(text, "answers.txt").in_order[0].answer == text.strip()
