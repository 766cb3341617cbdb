"""How to go about a question, fitted to what it asks for; nothing where no advice is sure to fit."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.coach.reading import tells_story
from interview_cli.coach.words import split_sentences
from interview_cli.library.role import Kind, Question

_ONE_CASE = "Think of one real case: what was going on, your task, what you did, how it ended."
_COMPARE = "Take them one at a time: what each does well, where it falls short, and when you would choose it."
_SAY = "Use the words that you would really say or write to that person."
_CAUSE = "Say what you would look at first and why, and what each finding would tell you."
_EXPLAIN_CAUSE = (
    "Name the causes that you think likely, the likeliest first, and how you would tell them apart."
)
_STEPS = "Say what you would do first and why, what comes next, and how you would know that it worked."
_IN_ORDER = "Go through it in order, from the first step to the last, and say why you do each."
_DECIDE = "Name what your decision would depend on, and say what would tip it one way or the other."
_WORK_OUT = "Say what you need to know first, then go through how you would work it out."
_WHY = "Give the main reason first, and say what would happen otherwise."
_WHEN = "Say when you would, when you would not, and why."
_MEANS = "Say it in one sentence first, then explain it with an example."
_LIST = "Name the most important things first, and say why each of them matters."
_CODE = "Describe the approach first, then the steps, and the cases that could break it."
_DESIGN = "Start with what it must achieve and for whom, then the main parts, then what could go wrong."
_LIMITS = "Say what it does for you, and where that stops."
_GUARD = "Name what can go wrong first, then what you would do about each."
_YOURSELF = "A short answer will do: who you are, what you have done lately, and what brings you here."
_MATTERS_TO_YOU = "Name the two or three things that matter most to you, and say why."
_SHOW = "Name one or two things, and show each by something that you have done."

# What a question asks for, by its asking sentence: the first that matches decides, and an empty hint says
# that none of the others fits.
_FORMS: Final = (
    (
        r"\btell me\.$|\bwhat (?:do|would) you (?:say|write|answer|tell)\b"
        r"|\bhow do you bring it up\b|['\"] how do you respond\b"
        r"|\bexplain it to me\b|\bhow do you give (?:this|that) feedback",
        _SAY,
    ),
    (r"\bwhat happened, and how\b|\bhow can that be|\bwhy could that\b", _EXPLAIN_CAUSE),
    (r"\bhow far\b|\bwhat would .* and what would .* not\b", _LIMITS),
    (r"\bwhat can go wrong, and\b", _GUARD),
    (r"\band what (?:does not|only seems)\b|\bcan you give me\b", ""),
    (
        r"\bdifference between\b|\bversus\b|\bcompared? (?:with|to)\b"
        r"|\bchoose between\b|\bwhich of the two\b"
        r"|\bwhich\b.*,? and which\b|\bwhen (?:do|would)\b.*,? and when\b"
        r"|\bwould you (?:keep|choose|pick|use|randomize)\b.*\bor\b"
        r"|\bat build time\b",
        _COMPARE,
    ),
    (r"\bhow would you know\b|\bhow do you know\b|\bhow would you notice\b|\bhow did it end\b", ""),
    (
        r"\bfind out why\b"
        r"|\bhow do you (?:investigate|track down|find and|find the)\b"
        r"|\bhow do you look for the cause\b"
        r"|\bfinding the cause\b|\bwhere do you look\b|\bhow do you proceed\b"
        r"|\bwhat do you (?:look at|check)\?$",
        _CAUSE,
    ),
    (
        r"\bhow (?:do|would) you (?:decide|judge)\b|\bwould you\b.*\bor\b.*\?$"
        r"|\bby what method\b|\bon what grounds\b",
        _DECIDE,
    ),
    (
        r"\bhow (?:do|would) you (?:determine|estimate|compute|interpret|measure|choose"
        r"|arrive|summarize|tell whether|form|work out|derive"
        r"|find out)\b|\bhow would you know\b",
        _WORK_OUT,
    ),
    (
        r"\bwalk me through\b|\btake me through\b|\btalk me through\b"
        r"|\bstep by step\b|\bin what order\b|\bwhat does .* day look like\b"
        r"|\bfrom opening to\b",
        _IN_ORDER,
    ),
    (
        r"\bwhat (?:do|would) you (?:do|change|propose|advise)\b"
        r"|(?<!when and )\bhow (?:do|would) you\b",
        _STEPS,
    ),
    (r"^(?:for .*, )?(?:when)\b|\bwhen and how should\b", _WHEN),
    (r"^why\b", _WHY),
    (
        r"^what (?:does|is)\b.*\b(?:mean|cover|give you)\b"
        r"|\bwhat does (?:that|this) (?:mean|promise cover)\b"
        r"|\bwhat does a .* give you\b|^what (?:is|are) (?:an?|the)\b",
        _MEANS,
    ),
    (
        r"\b(?:which|what) (?:checks|values|hazards|metrics|figures|layers|tests|makes"
        r"|must|should|belongs|reliably|else|inputs)\b"
        r"|\bwhat (?:do you|does a team|else do you) (?:look|need|check|put|record"
        r"|require|find out)\b",
        _LIST,
    ),
)
_FORMS_COMPILED: Final = tuple((re.compile(form, re.IGNORECASE), hint) for form, hint in _FORMS)

# What people are asked about themselves.
_PERSONAL: Final = (
    (r"\bintroduce yourself|\btell me about yourself|\bthrough your resume", _YOURSELF),
    (
        r"\blooking for in your next\b|\b(?:working )?environment\b"
        r"|\bwhat motivates\b|\bwhich value\b",
        _MATTERS_TO_YOU,
    ),
    (
        r"\bwhat attracted\b|\bwhat brings\b|\bwhy do you want\b",
        "Name one thing about the job, and what in your own work led you to it.",
    ),
    (r"\bstrengths?\b|\bwhat part do you usually\b|\bhow do you handle pressure\b", _SHOW),
    (r"\bweakness\b", "Name a real one, what it has cost you, and what you do about it."),
    (r"\bsalary\b", "Name a range, and say what it rests on."),
    (r"\bwhy are you leaving\b", "Give the reason in a sentence, without blame, then what you want instead."),
    (
        r"\bfive years\b",
        "Say what you would like to be able to do by then, and how this job would lead there.",
    ),
    (
        r"\bwhat would you ask the employer\b|\bquestions (?:for|to) (?:us|me)\b",
        "Ask what you would have to know before you could say yes.",
    ),
    (r"\bprepare for this interview\b", "Say what you read or tried, and one thing that you took from it."),
    (r"\btypical day\b", "Go through one real day, from the morning on."),
    (r"\bnot on your resume\b", "Pick one thing, and say why it matters for this job."),
    (
        r"\bchoose this line of work\b",
        "Begin with what first drew you to it, and end with what keeps you there.",
    ),
)
_PERSONAL_COMPILED: Final = tuple((re.compile(form, re.IGNORECASE), hint) for form, hint in _PERSONAL)

_BY_KIND: dict[Kind, str] = {"coding": _CODE, "system_design": _DESIGN}


def hint_for(question: Question) -> str:
    """Advice on how to go about a question without its answer; empty where none is sure to fit."""
    if question.about:
        # A probe asks for one thing in plain words.
        return ""
    if tells_story(question):
        return _ONE_CASE
    if fixed := _BY_KIND.get(question.kind):
        return fixed
    asked = _asking(question.text)
    forms = _PERSONAL_COMPILED if question.kind in ("greeting", "behavioral") else _FORMS_COMPILED
    return next((hint for form, hint in forms if form.search(asked)), "")


def _asking(text: str) -> str:
    """The sentence of a question that asks."""
    parts = split_sentences(text)
    return next((part for part in reversed(parts) if part.endswith("?")), parts[-1] if parts else "")
