"""Whatever a model sends, over real HTTP, is used or not, and drives, links and computes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.case import Case
from tests.hostile.commands import Given
from tests.hostile.corpus import ROLE
from tests.hostile.harmless import wrongs
from tests.hostile.program import Handed, Program, environment
from tests.hostile.replies import REPLIES, filled
from tests.hostile.texts import EVERYTHING, FORMULAS, MARKUP
from tests.loopback import Behaviour, LoopbackServer, always

ROW = {
    "question": "How?",
    "reference_answer": "A queue.",
    "answer": "I moved it behind a queue and measured.",
}
SCORED, UNSCORED = 0, 3


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    """The only provider there is."""
    with LoopbackServer(always(Behaviour())) as running:
        yield running


@pytest.fixture(scope="module")
def program(server: LoopbackServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with a key for that provider, and its client of models imported."""
    running = Program(environment() | {"OPENAI_API_KEY": "sk-test", "OPENAI_API_BASE": server.url})
    folder = tmp_path_factory.mktemp("first")
    given = Given(Case("first", "reply"), folder, folder)
    running.run(given.alone(["score", "--model", "openai/test", given.written("rows.jsonl", ROW)]), folder)
    yield running
    running.close()


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """A folder with the settings of nobody."""
    (tmp_path / "settings").mkdir()
    return Given(Case("reply", "reply"), tmp_path, tmp_path)


@pytest.mark.parametrize("text", REPLIES.values(), ids=REPLIES)
def test_a_row_is_judged_or_not_whatever_a_model_replies(
    text: str, server: LoopbackServer, program: Program, given: Given
) -> None:
    server.script = always(Behaviour(text=text))
    rows = given.written("rows.jsonl", ROW)
    ran = program.run(given.alone(["score", "--model", "openai/test", "--samples", "1", rows]), given.folder)
    assert not list(wrongs(Handed(ran)))
    [said] = [json.loads(line) for line in ran[0].out.splitlines()]
    assert ran[0].code == (UNSCORED if said["score"] is None else SCORED)


def saying(text: str) -> Any:
    """A provider whose every reply fits what was asked for, and says this text wherever it may."""

    def reply(request: dict[str, Any], number: int) -> Behaviour:
        asked = request.get("response_format", {}).get("json_schema", {}).get("schema")
        said = json.dumps(filled(asked, text)) if asked else text
        return Behaviour(text=said, chunks=(said,) if request.get("stream") else ())

    return reply


@pytest.mark.parametrize(
    "text",
    [EVERYTHING, *MARKUP.values(), *FORMULAS.values()],
    ids=["every-hostile-text", *MARKUP, *FORMULAS],
)
def test_what_a_model_says_in_an_interview_is_shown_and_exported_harmlessly(
    text: str, server: LoopbackServer, program: Program, given: Given
) -> None:
    server.script = saying(text)
    start = ["session", "start", "--model", "openai/test", "--role", ROLE, "--questions", "2"]
    handed = Handed(program.run(given.after([*start, "--show-sample", *given.answered]), given.folder))
    for form in ("md", "csv", "json"):
        if (path := given.folder / f"report.{form}").is_file():
            handed.files[path.name] = path.read_bytes()
    assert not list(wrongs(handed))
    assert len(handed.files) == 3
    assert server.requests
