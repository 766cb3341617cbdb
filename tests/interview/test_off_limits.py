"""No interview asks about protected characteristics and private life; work that deals with them is work."""

from __future__ import annotations

import pytest

from interview_cli.interview.askable import objection_to
from interview_cli.interview.off_limits import off_limits
from interview_cli.library.locator import bundled
from interview_cli.library.shelf import Library

LIBRARY = Library([bundled("roles")], [])
BANK = [
    question
    for content in (*map(LIBRARY.role, LIBRARY.role_paths()), *LIBRARY.shared_banks())
    for question in content.questions
]

FORBIDDEN = {
    "religion": [
        "Which religion do you practise?",
        "Do you go to church on Sundays?",
        "Are you a practising Muslim?",
        "How religious are you?",
        "Would your religious beliefs keep you from working on Saturdays?",
    ],
    "age": [
        "How old are you?",
        "What is your age, if I may ask?",
        "What is your date of birth?",
        "In which year were you born, and when were you born?",
        "When do you plan to retire?",
    ],
    "family": [
        "Are you married?",
        "Do you have children?",
        "Do you have any small kids at home?",
        "Are you planning to start a family soon?",
        "Who looks after your kids while you work?",
        "What does your husband do?",
        "What is your marital status?",
    ],
    "pregnancy": [
        "Are you pregnant?",
        "Do you want to get pregnant in the next years?",
        "Will you take maternity leave?",
    ],
    "health": [
        "Do you have a disability?",
        "Do you have any chronic illness?",
        "How is your health?",
        "How is your mental health these days?",
        "How many sick days did you take last year?",
        "Do you take any medication?",
        "What is your medical history?",
    ],
    "origin": [
        "Where are you originally from?",
        "Where do your parents come from?",
        "What is your nationality?",
        "What is your native language?",
        "Which country were you born in?",
        "Are you a native speaker?",
        "Is that accent yours, and what is your ethnic origin?",
    ],
    "sexual orientation": [
        "Are you gay?",
        "What is your sexual orientation?",
        "What is your gender identity?",
    ],
    "politics": [
        "Which party did you vote for?",
        "Who did you vote for last year?",
        "What are your political views?",
        "Do you support any political party?",
    ],
    "union membership": [
        "Are you a member of a trade union?",
        "Do you belong to a union?",
        "Have you ever been in a works council, or would you join a works council?",
    ],
    "criminal record": [
        "Have you ever been arrested?",
        "Do you have a criminal record?",
        "Were you convicted of anything?",
    ],
    "pay history": [
        "How much do you earn now?",
        "What was your last salary?",
        "What did you earn at Fraktbolaget?",
        "What is your salary history?",
    ],
}
WORK = [
    "How do you handle customers of other religions?",
    "Which health data did your system store?",
    "How did you design your health check endpoint?",
    "What did your health app do with old data?",
    "How do you verify a customer's age at the till?",
    "How does your age verification treat a missing document?",
    "How would you support a pregnant colleague on night shifts?",
    "How do you plan the cover for a colleague on parental leave?",
    "How would you make the checkout usable for people with disabilities?",
    "How do you find your race condition with a test?",
    "How do you prevent any race between two writers?",
    "What does your origin server send when the cache is cold?",
    "Which country did you launch the product in first?",
    "In which country do you expect the strictest rules for pay data?",
    "How do you model a union type in your schema?",
    "How do you merge the two results in a union query?",
    "How do you pass your children props without rendering twice?",
    "Where do you get the test data from?",
    "How would you retire the old API?",
    "When do you retire a service that nobody calls?",
    "Why did your partner's API time out?",
    "What salary do you expect?",
    "How did you earn the customer's trust?",
    "How do you vote on a design in the team?",
    "How do you store the date of birth of customers?",
    "How do you advise a customer who asks about medication?",
    "How would you explain the family discount to a single customer?",
    "How do you deal with political pressure on a deadline?",
    "Are you the single owner of that service?",
    "What did you do when two nodes had different ideas of their gender field?",
]


@pytest.mark.parametrize(
    ("text", "matter"), [(text, matter) for matter, texts in FORBIDDEN.items() for text in texts]
)
def test_a_question_on_the_persons_own_matters_is_refused(text, matter):
    assert off_limits(text) == matter
    assert objection_to(text)


@pytest.mark.parametrize("text", WORK)
def test_the_same_words_about_work_may_be_asked(text):
    assert off_limits(text) == ""


def test_nothing_in_the_bundled_banks_is_off_limits():
    texts = [text for question in BANK for text in (question.text, *question.follow_ups)]
    assert [text for text in texts if off_limits(text)] == []
