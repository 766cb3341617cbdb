"""An interview in another language: questions come in it, and answers in yet another are noticed."""

from __future__ import annotations

import asyncio
import json
from functools import partial

import pytest

from interview_cli.coach.offline import analyse, code_scores
from interview_cli.coach.tag import tag_of
from interview_cli.interview import events as ev
from interview_cli.interview.translation import Translator
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library
from interview_cli.llm.in_language import InLanguage
from interview_cli.llm.port import Message, ModelError, Request
from tests.coach.bundled_questions import QUESTIONS
from tests.interview.conftest import make_session
from tests.llm.scripted import ScriptedModel

PROMPTS = Library([], [bundled("prompts")])
INDEX = QUESTIONS["be-index-tradeoffs"]
GERMAN = {
    "text": "Wann beschleunigt ein Index eine Abfrage?",
    "key_points": [f"Punkt {number}." for number, _ in enumerate(INDEX.key_points)],
    "sample_answer": "Ein Index hilft, wenn wenige Zeilen gesucht werden.",
    "follow_ups": ["Und beim Schreiben?"],
}


def translator(*steps: str | ModelError, language: str = "de") -> tuple[Translator, ScriptedModel]:
    model = ScriptedModel("openai/test", *(steps or (json.dumps(GERMAN),)))
    return Translator(model, PROMPTS.prompt("translate"), language), model


async def test_a_prepared_question_is_asked_and_judged_in_the_language_of_the_interview() -> None:
    translation, model = translator()
    question = await translation.translate(INDEX)
    assert question.text == GERMAN["text"]
    assert [point.fact for point in question.key_points] == GERMAN["key_points"]
    assert question.sample_answer == GERMAN["sample_answer"]
    assert question.language == "de"
    assert (question.id, question.kind, question.seconds) == (INDEX.id, INDEX.kind, INDEX.seconds)
    assert "German" in model.requests[0].messages[0].parts[0].text


async def test_what_is_in_the_language_already_costs_no_call() -> None:
    translation, model = translator(language="de-AT")
    written = INDEX.model_copy(update={"language": "de"})
    assert await translation.translate(written) is written
    translation.ahead(written)
    assert model.requests == []


async def test_a_question_translated_ahead_is_translated_once() -> None:
    translation, model = translator()
    translation.ahead(INDEX)
    await asyncio.sleep(0)
    assert (await translation.translate(INDEX)).language == "de"
    assert len(model.requests) == 1


async def test_points_that_do_not_come_one_by_one_stay_as_they_were() -> None:
    translation, _ = translator(json.dumps(GERMAN | {"key_points": ["Nur einer."]}))
    assert (await translation.translate(INDEX)).key_points == INDEX.key_points


async def test_a_failure_ahead_is_tried_again_when_the_question_is_asked() -> None:
    error = ModelError("openai/test: down.", kind="unavailable")
    translation, model = translator(error, json.dumps(GERMAN))
    translation.ahead(INDEX)
    await asyncio.sleep(0.01)
    with pytest.raises(ModelError):
        await translation.translate(INDEX)
    assert (await translation.translate(INDEX)).language == "de"
    assert len(model.requests) == 2


async def test_a_question_no_model_could_translate_is_asked_in_english_and_said_so(stage) -> None:
    error = ModelError("openai/test: down.", kind="unavailable")
    translation, _ = translator(error)
    held = stage(make_session(questions=1, language="de"), translation=translation)
    await held.run(lambda asked: ev.Skip())
    assert held.session.turns[0].question.language == "en"
    assert "asked in English" in held.of(ev.Notice)[0].text


async def test_every_request_is_told_the_language_and_is_told_apart_by_its_version() -> None:
    model = ScriptedModel("openai/test", "ok")
    instruction = PROMPTS.prompt("language").render(language="German")
    request = Request("judge", (Message.of("system", "You judge."), Message.of("user", "Hi")), "abc")
    await InLanguage(model, instruction).complete(request)
    sent = model.requests[0]
    assert (
        sent.messages[0].parts[0].text.startswith("You judge.\n\nLanguage: this interview is held in German")
    )
    assert sent.messages[1] == request.messages[1]
    assert sent.prompt_hash == f"abc+{instruction.version}"


def test_rules_say_no_more_of_an_answer_in_another_language_than_the_gates() -> None:
    look = partial(analyse, INDEX, language="de")
    good = look("Ein Index hilft, weil die Datenbank dann nicht die ganze Tabelle lesen muss.")
    assert (good.gate, good.estimate, good.points, tag_of(good)) == (None, None, [], None)
    assert code_scores(INDEX, "Ein Index hilft.", good) == []
    asked_in_german = INDEX.model_copy(update={"language": "de"})
    english = analyse(
        asked_in_german, "It helps because the database does not have to read all of it.", language="de"
    )
    assert (english.estimate, english.points) == (0.0, [])
    assert english.gate is not None
    assert english.gate.name == "language"
    assert "German" in english.gate.reason


@pytest.mark.parametrize(
    "text", ["Jag vet inte om det är så, men jag tror att det beror på.", "Det er sådan, fordi det er."]
)
def test_a_neighbour_of_the_expected_language_is_not_taken_for_another(text: str) -> None:
    assert analyse(INDEX, text, language="da").gate is None
