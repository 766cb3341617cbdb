"""Plain gates: what is settled before any judging, and what must pass."""

from __future__ import annotations

import pytest

from interview_cli.coach.gates import LEVELS, check
from tests.coach.bundled_questions import QUALITIES, QUESTIONS, REWORDED

QUESTION = "When does an index speed up a query, and when would you leave it out?"


def gate(answer: str, **options: str) -> str | None:
    found = check(QUESTION, answer, **options)
    return found.name if found else None


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("...", "empty"),
        ("yes", "too_short"),
        ("Use a B-tree.", "too_short"),
        ("404", "too_short"),
        ("I don't know", "no_answer"),
        ("no idea, sorry", "no_answer"),
        ("pass", "declined"),
        ("Idk", "no_answer"),
        ("I’m not sure, I have never worked with databases.", "no_answer"),
        ("Can we skip this one? I would skip this one.", "declined"),
        ("Next question please.", "declined"),
        ("No comment.", "declined"),
        ("I refuse to answer that, it is private", "declined"),
        ("Could you repeat the question?", "asked_back"),
        ("asdf jkl; asdf qwer", "gibberish"),
        ("sdkfjh wieruh sdkjfh xcvbn qpwoe", "gibberish"),
        ("aaaaaaaaaaa", "gibberish"),
        ("test test test test test test", "gibberish"),
        ("blah blah blah blah blah", "gibberish"),
        (QUESTION, "echo"),
        ("You ask when an index speeds up a query and when to leave it out.", "echo"),
        ("Ein Index hilft, weil die Datenbank dann nicht die ganze Tabelle lesen muss.", "language"),
        ("Un índice acelera la consulta porque la base de datos no tiene que leer toda.", "language"),
        ("Индекс ускоряет поиск по таблице, но замедляет запись.", "language"),
        ("索引可以加快查询速度，但是会降低写入速度。", "language"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_held_back(answer: str, name: str) -> None:
    assert gate(answer) == name


@pytest.mark.parametrize(
    "answer",
    [
        "B-tree index, O(log n), writes slower, covering index",
        "kubectl, etcd, gRPC, nginx, psql and kubelet",
        "Kafka, Flink, Iceberg, Parquet, Trino, dbt, Airflow",
        "RBAC mTLS JWT OIDC SAML XSS CSRF HSTS",
        "SELECT id FROM orders WHERE customer_id = 42;",
        "I am not sure of the syntax, but a sorted tree lets the database touch a few pages only.",
        "An index speeds up a query that picks few rows; leave it out when most rows match.",
        "Frau Müller and Señor Núñez at São Paulo asked me for a faster search.",
        "The IS of the AS sends the IP of an IS to the IS, and the IS keeps it.",
    ],
)
def test_terse_technical_answers_and_foreign_names_pass(answer: str) -> None:
    assert gate(answer) is None


def test_no_real_answer_is_held_back() -> None:
    held = [question.id for question in QUESTIONS.values() if check(question.text, question.sample_answer)]
    held += [
        f"{question_id} {quality}"
        for question_id, answers in REWORDED.items()
        for quality in QUALITIES
        if check(QUESTIONS[question_id].text, answers[quality])
    ]
    assert held == []


def test_an_answer_in_the_expected_language_passes() -> None:
    german = (
        "Ein Index hilft, weil die Datenbank dann nicht die ganze Tabelle lesen muss, aber er kostet auch."
    )
    assert gate(german, language="de-AT") is None
    assert gate("It helps because the database does not have to read all of it.", language="de") == "language"
    assert gate("索引可以加快查询速度，但是会降低写入速度。", language="zh-Hans") is None


def test_every_gate_has_a_sentence_and_a_low_level() -> None:
    for answer in (
        "",
        "yes",
        "I don't know",
        "asdf jkl; asdf qwer",
        QUESTION,
        "Индекс ускоряет поиск по таблице",
    ):
        found = check(QUESTION, answer)
        assert found is not None
        assert found.reason.endswith(".")
        assert LEVELS[found.name] <= LEVELS["no_answer"]


def test_saying_the_same_sentences_again_and_again_makes_them_no_nonsense() -> None:
    said = "I would lock the row with select for update. The second request then waits for the first. "
    assert check("How do you prevent a lost update?", said * 40) is None
    for text, name in (("banana " * 50, "gibberish"), ("Yes. " * 50, "too_short")):
        gate = check("How do you prevent a lost update?", text)
        assert gate is not None
        assert gate.name == name


def test_a_reason_in_common_words_that_names_what_was_asked_about_is_no_echo() -> None:
    said = "Otherwise two people with the same password have the same hash."
    assert check("Why do you salt passwords before hashing?", said) is None
