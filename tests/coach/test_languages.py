"""Languages told apart, their tags, and what code says of answers that it cannot read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_cli.coach.claims import is_sound, sentences_of, tells_score
from interview_cli.coach.delivery import measure
from interview_cli.coach.gates import check
from interview_cli.coach.languages import full_name, is_english, is_known, other_language, tag_meant
from interview_cli.coach.offline import OfflineJudge, analyse
from interview_cli.interview.persona import detect, in_other_words
from tests.coach.bundled_questions import QUESTIONS

INDEX = QUESTIONS["be-index-tradeoffs"]
GERMAN = "Ich habe das nicht sofort gemacht, weil die Zahlen es nicht hergaben und wir es nicht wussten."
JAPANESE = "インデックスは読み取りを速くしますが、書き込みのたびに更新が必要です。"
CHINESE = "索引可以加快查询速度，但是会降低写入速度，所以要先测量。"
RUSSIAN = "Индекс ускоряет чтение, но это замедляет запись, потому что мы его обновляем, когда данные растут."
UKRAINIAN = "Індекс пришвидшує читання, але це сповільнює запис, бо його оновлюють щоразу."
THAI = "ดัชนีช่วยให้ค้นหาเร็วขึ้นแต่การเขียนช้าลงเพราะต้องปรับปรุงทุกครั้ง"
ARABIC = "الفهرس يسرّع القراءة ولكنه يبطئ الكتابة لأنه يتغير معها."


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        (GERMAN, "en", "de"),
        (GERMAN, "ja", "de"),
        (GERMAN, "de-AT", ""),
        (GERMAN, "sr", ""),  # may be Serbian in Latin letters, for all that code knows
        (JAPANESE, "zh-Hans", "ja"),
        (JAPANESE, "ja", ""),
        (CHINESE, "ja", "zh"),
        ("索引、検索", "ja", ""),  # too short to miss the kana in
        (RUSSIAN, "uk", "ru"),
        (UKRAINIAN, "ru", "uk"),
        (RUSSIAN, "ru", ""),
        (THAI, "de", "th"),
        (ARABIC, "th", "ar"),
        (ARABIC, "fa", ""),
        ("Redis, Kafka, PostgreSQL, Kubernetes, Docker", "ja", ""),
    ],
)
def test_a_language_is_noticed_where_it_surely_is_another(text: str, expected: str, found: str) -> None:
    assert other_language(text, expected) == found


def test_tags_are_known_by_their_first_part() -> None:
    assert [is_known(tag) for tag in ("de", "pt-BR", "zh-Hans-CN", "yue", "xx", "zz-ZZ")] == [True] * 4 + [
        False
    ] * 2
    assert is_english("eng")
    assert is_english("EN-gb")
    assert full_name("pt-BR") == "Portuguese (pt-BR)"
    assert full_name("de") == "German"
    assert (tag_meant("Scottish Gaelic"), tag_meant("de_DE.UTF-8"), tag_meant("klingon")) == (
        "gd",
        "de-DE",
        "",
    )


@pytest.mark.parametrize(
    ("text", "language"), [(JAPANESE, "ja"), (CHINESE, "zh"), (THAI, "th"), (ARABIC, "ar"), (RUSSIAN, "ru")]
)
def test_a_whole_answer_in_any_script_passes_the_plain_checks(text: str, language: str) -> None:
    assert check(INDEX.text, text, language=language) is None
    looked = analyse(INDEX, text, language=language)
    assert (looked.estimate, looked.points, looked.tag) == (None, [], None)
    assert detect(INDEX, text * 30, looked).name == "regular"


@pytest.mark.parametrize(
    ("text", "language", "gate"),
    [
        ("はい", "ja", "too_short"),
        ("неизвестно", "ru", "too_short"),
        ("あああああああああああ", "ja", "gibberish"),
        ("asdf qwer asdf jklj asdf", "de", "gibberish"),
        ("ja ja ja ja ja ja ja ja", "de", "gibberish"),
        ("。。。！！", "ja", "empty"),
        ("インデックスはいつ役に立ちますか。", "ja", "echo"),
        ("Der Wertzuwachs von Bewertungen hängt von der Bewertung ab.", "de", ""),
    ],
)
def test_what_says_nothing_in_any_language_is_held_back_in_all(text: str, language: str, gate: str) -> None:
    found = check("インデックスはいつ役に立ちますか？", text, language=language)
    assert (found.name if found else "") == gate


def test_an_answer_in_the_language_that_the_question_was_asked_in_is_none_in_another() -> None:
    english = "It helps because the database does not have to read all of it."
    assert check(INDEX.text, english, language="de", asked_in="en") is None
    assert check(INDEX.text, english, language="de", asked_in="de") is not None
    assert check(INDEX.text, JAPANESE, language="de", asked_in="en") is not None


async def test_the_offline_coach_judges_nothing_that_it_cannot_read() -> None:
    question = INDEX.model_copy(update={"language": "de"})
    judge = OfflineJudge(lambda: datetime.now(UTC))
    for language in ("de", "en"):
        judged = await judge.judge(question, GERMAN, analyse(question, GERMAN, language=language))
        assert (judged.status, judged.level, judged.criteria) == ("unscored", None, [])
    assert in_other_words(question) == question.text


@pytest.mark.parametrize("text", [GERMAN * 4, JAPANESE * 6])
def test_of_delivery_in_another_language_only_time_is_measured(text: str) -> None:
    question = INDEX.model_copy(update={"language": "ja"})
    typed = measure(question, text, source="typed")
    spoken = measure(question, text, source="spoken", seconds=40)
    assert typed is not None
    assert spoken is not None
    assert typed.measures == []
    assert {(one.name, one.unit) for one in spoken.measures} == {("length", "seconds")}
    assert (typed.words == 0) == (text == JAPANESE * 6)


@pytest.mark.parametrize(
    "text",
    [
        "Das sind 72 von 100 Punkten.",
        "Vous avez 4 sur 5.",
        "Sie liegen auf Stufe 3.",
        "100点満点中72点でした。",
        "5点中4点です。",
        "レベル4の回答でした。",
        "Это уровень 3.",
    ],
)
def test_a_score_is_recognised_in_other_languages(text: str) -> None:
    assert tells_score(text)


@pytest.mark.parametrize(
    "text",
    ["Sie haben drei von fünf Punkten genannt.", "次の3点を直してください。", "Üben Sie 15 Minuten am Tag."],
)
def test_what_is_no_score_is_left(text: str) -> None:
    assert not tells_score(text)
    assert is_sound(text, ["Q1"], "", {"72"})


def test_figures_of_the_review_and_quotations_of_nobody_are_not_sound_in_any_language() -> None:
    shown = "Ich habe zuerst die Abfrage gemessen. まずクエリを測定して、列の順番を変えました。"
    assert not is_sound("Insgesamt kommen 72 heraus.", [], shown, {"72"})
    assert not is_sound("全体で72点です。", [], shown, {"72"})
    assert is_sound("Sie sagten: „die Abfrage gemessen“.", [], shown)
    assert not is_sound("Sie sagten: „die Antwort immer gemessen“.", [], shown)
    assert not is_sound("Vous avez dit « la base est toujours lente ».", [], shown)
    assert is_sound("「クエリを測定して、列の順番を変えました」と話しました。", [], shown)
    assert not is_sound("「インデックスを全部の列に付けて解決しました」と話しました。", [], shown)
    assert is_sound("「分離レベル」という語を使ってください。", [], shown)  # a term, and no quotation


def test_sentences_end_as_their_script_ends_them() -> None:
    assert sentences_of("Erstens gut. Überlegen Sie mehr! Äußerst knapp.") == [
        "Erstens gut.",
        "Überlegen Sie mehr!",
        "Äußerst knapp.",
    ]
    assert sentences_of("理由を述べました。次は数字です。") == ["理由を述べました。", "次は数字です。"]
    assert sentences_of("यह अच्छा था। अब संख्या दें।") == ["यह अच्छा था।", "अब संख्या दें।"]
    assert sentences_of("It took 2.5 days. Then it held.") == ["It took 2.5 days.", "Then it held."]
