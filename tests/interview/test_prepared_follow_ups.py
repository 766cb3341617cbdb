"""A follow-up that was written beforehand is asked as it stands, and its lead-in leads into nothing else."""

from __future__ import annotations

import json

from interview_cli.interview.choice import Preferences
from interview_cli.interview.led import LedPrompts, ModelInterviewer
from interview_cli.interview.policy import Step, dispose
from interview_cli.interview.ports import Proposal, Situation
from interview_cli.interview.progress import new_turn, situation_of
from interview_cli.library.locator import bundled
from interview_cli.library.role import Question
from interview_cli.library.shelf import Library
from tests.documents import START, answered
from tests.interview.conftest import make_session
from tests.llm.scripted import ScriptedModel

LIBRARY = Library([bundled("roles")], [bundled("prompts")])
BANK = LIBRARY.bank("sales_associate")
PROMPTS = LedPrompts(*(LIBRARY.prompt(name) for name in ("next_step", "rephrase")))
STORY: Question = LIBRARY.question("sal-beh-hardest-win")
ANSWER = "The hardest one was a chain of bakeries. We did a pilot in ten shops, and then they signed."


def after_the_story() -> Situation:
    session = make_session(type="behavioral", questions=5)
    session.turns.append(answered(1, STORY, ANSWER))
    return situation_of(session, BANK, Preferences(seed=1), ())


async def stepped(follow_up: str, situation: Situation, lead_in: str = "") -> tuple[Proposal, Step]:
    said = {"reason": "Open.", "action": "follow_up", "question": follow_up, "lead_in": lead_in}
    model = ScriptedModel("openai/test", json.dumps(said))
    proposal = await ModelInterviewer(model, PROMPTS, BANK.role).propose(situation)
    return proposal, dispose(proposal, situation)


async def test_a_model_may_ask_what_the_role_offers_for_a_missing_point() -> None:
    offered = "Who else worked on it, and what exactly did you do?"
    assert offered in [point.probe for point in STORY.key_points]
    _, step = await stepped(offered, after_the_story())
    assert step.decision.action == "follow_up"
    assert step.question is not None
    assert step.question.text == offered


async def test_a_model_s_own_words_still_ask_one_thing() -> None:
    _, step = await stepped("Who else worked on that pilot, and what did you do?", after_the_story())
    assert step.decision.action == "preset"


async def test_what_leads_into_a_follow_up_leads_into_no_other_question() -> None:
    for text, said in (("Which part of the pilot was yours?", "Let us stay there."), ("Why? How?", "")):
        situation = after_the_story()
        proposal, step = await stepped(text, situation, "Let us stay there.")
        turn = new_turn(situation.session, BANK, step, proposal, START)
        assert turn.lead_in == said
