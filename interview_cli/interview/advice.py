"""How to go about a question, told by its form: what one would say, do, compare, find out, tell of."""

from __future__ import annotations

import re
from typing import Final

from interview_cli.coach.words import split_sentences
from interview_cli.library.role import Question

DESIGN: Final = "Start with what it must do and for how many, then the parts, then what can go wrong."
CODE: Final = "Describe the approach first, then the steps, the edge cases and the cost."
INTRODUCE: Final = "A short answer will do: who you are, what you did lately, and what you look for."
YOURSELF: Final = "A short, honest answer will do: one or two points, each with an example of your own."
STORY: Final = "Think of one real case: what was going on, your task, what you did, how it ended."
SAY: Final = "Say it in the words you would use to that person, and then why you would put it so."
EXPLAIN: Final = "Say it in plain words, the main thing first, with an example that the other person knows."
FIND_OUT: Final = (
    "Say where you would look first and why, what each finding would tell you, and what you do next."
)
DO: Final = "Say what you would do first and why, what follows, and how you would check that it worked."
CHOOSE: Final = "Name what there is to choose from, what speaks for each, and what decides it."
WRONG: Final = "Name the likeliest trouble first, say when it comes up, and what you would do against it."
WHY: Final = "Name the reason first, then how it leads to what was asked about, and how you could tell."
MEANS: Final = "Say what it means in plain words, where it comes from, and what follows from it."
HOW_IT_WORKS: Final = (
    "Go step by step: what happens first, what follows from it, and why it is done that way."
)
NAME: Final = "Name the most important thing first and why it matters, then what else belongs to it."
YES_OR_NO: Final = "Give your answer first, then the reason, and when it would be different."
ANYTHING: Final = "Say the main thing first, then why, with an example."

_YOU: Final = r"(?:do|would|will|should|did|can|could) (?:you|they|we|i)"
# What a sentence asks for, the most telling first.
_FORMS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), advice)
    for pattern, advice in (
        (r"^(?:please )?introduce yourself\b|\btell me about yourself\b", INTRODUCE),
        (
            r"\b(?:tell me|describe|talk|walk me through|give me|share|think of)\b.*\b(?:a time|"
            r"an? \w+ (?:time|"
            r"situation|case)|a situation|a case|a moment|an example|an occasion|(?:that|which|when|where|"
            r"who) you|"
            r"you(?:'ve| have| had)|of yours|your own|you (?:were|did|made|led|took|won|lost|built|shipped|"
            r"had|worked"
            r"|introduced|changed|improved|wrote|ran|solved|dealt|gave|helped|learned|set|got|handled|found|"
            r"once|met"
            r"|kept|disagreed|missed|decided|disappointed))\b|^tell me about\b|"
            r"\bwhen (?:did|have|had|were) (?:you|it|this|that)\b|"
            r"\bwhat (?:did you|was your|was the|happened|had you)\b|\bhow did you\b|"
            r"\bwhich .{0,60}\bdid you\b",
            STORY,
        ),
        (
            rf"\bwhat (?:exactly )?{_YOU} (?:say|answer|tell|reply|write|report|ask)\b|\b(?:what are|"
            rf"which are) your "
            rf"(?:first )?words\b|\bhow {_YOU} (?:answer|reply|put it|tell (?:him|her|them|the|your|"
            rf"somebody|people)|word|phrase|say|break|respond to the)\b|"
            r"\bshow me how you\b.*\b(?:say|talk|tell)\b|\bwhat would your (?:message|mail|reply) say\b|"
            r"\bfirst sentence\b|\bi am (?:the|a|your) (?:customer|client)\b",
            SAY,
        ),
        (
            rf"\bexplain\b.*\bto (?:a|an|the|me|your|somebody|someone)\b|\bhow {_YOU} explain\b(?! (?:that|"
            rf"this)\b)|\bin plain words\b|"
            r"\bexplain it\b|^explain the same\b",
            EXPLAIN,
        ),
        (
            rf"\b(?:where|what) {_YOU} (?:look|check|start|begin|inspect|suspect|investigate|test first|"
            rf"look at)\b|"
            rf"\bhow {_YOU} (?:find (?:out|the)|track|narrow|diagnose|tell (?:whether|if|that|which)|notice|"
            rf"know|"
            r"detect|see|discover|investigate|debug|locate|verify|measure|check|test|learn|judge|reproduce|"
            r"prove)\b|"
            r"\bhow can you (?:tell|know|see)\b|\bwhat would tell you\b|\bwhat tells you\b",
            FIND_OUT,
        ),
        (
            r"\bwhat (?:else )?(?:can|could|might|may|would) (?:still )?(?:go wrong|break|fail|hurt|"
            r"happen)\b|"
            r"\b(?:risks?|dangers?|pitfalls?|harm|drawbacks?|downsides?)\b",
            WRONG,
        ),
        (
            r"\bdiffer(?:s|ence|ences|ent)?\b|\bcompare[ds]?\b|\bversus\b|\brather than\b|\bin place of\b|"
            r"\binstead of\b|\bwhen (?:would|do|should|is|does)\b|\bwhat decides\b|\bon what grounds\b|"
            r"\bby what\b|"
            rf"\bhow {_YOU} (?:choose|decide|pick|weigh|prioriti[sz]e|select)\b|\btrade-?offs?\b|"
            rf"\bwhat {_YOU} (?:choose|pick|prefer|recommend)\b|\bwhat speaks (?:for|against)\b|"
            rf"\bwhether to\b|"
            r"\bwhich (?:of|one|would|do you (?:take|choose|use|pick|prefer))\b",
            CHOOSE,
        ),
        (
            r"\b(?:motivates?|attracts?|attracted|draws?|interests?) you\b|\bwhy (?:do you want|are you|"
            r"this|us|should"
            r" we|did you apply)\b|\byour (?:strengths?|weakness\w*|goals?|(?:\w+ )?expectations|"
            r"notice period)\b|"
            r"\bare you (?:looking|proud|best)\b|\bwhat are you\b|\byour best work\b|\bwhat (?:part|"
            r"kind) .*\byou\b",
            YOURSELF,
        ),
        (
            r"(?<!and )\bwhy\b|\bwhat (?:causes?|explains?|is the reason|makes? (?:it|that|this|the))\b|"
            r"\bhow can that\b|"
            rf"\bhow come\b|\bwhat is behind\b|\bhow {_YOU} explain (?:that|this)\b",
            WHY,
        ),
        (
            r"\bwhat (?:does|do|did|would|is|are) (?!you\b|we\b|they\b)[^?]*\b(?:mean|tell|say|show|suggest|"
            r"stand for|"
            r"imply|promise|guarantee)\b|\bwhat is (?:a|an|the)\b|\bwhat are\b",
            MEANS,
        ),
        (
            rf"\bwhat (?:exactly |else |now )?{_YOU}\b|\bwhat now\b|\bhow {_YOU} (?:react|respond|proceed|"
            rf"go about|"
            r"handle|deal|approach|go on|start|begin|act|behave|help|meet|treat|prepare|plan|keep|make sure|"
            r"ensure|"
            r"bring|get|win|lead|coach|support|calm|manage|organi[sz]e|run|set|build|introduce|give|use|"
            r"work|stay|"
            r"prevent|protect|avoid|stop|limit|reduce|fix|change|improve|migrate|roll)\b",
            DO,
        ),
        (
            r"\bhow\b|\bwalk me through\b|\bdescribe\b|\btake me through\b|\bgo through\b|\bwhat happens\b",
            HOW_IT_WORKS,
        ),
        (r"\b(?:which|what|where|who|name|list|give)\b", NAME),
        (
            r"^(?:is|are|does|do|did|can|could|would|will|should|has|have)\b|\b(?:would|do|is|are) (?:you|"
            r"it)\b",
            YES_OR_NO,
        ),
    )
)
_ORDER: Final = re.compile(
    r"^(?:please |then |now )*(?:tell|describe|explain|walk|talk|take|give|name|list|compare|show|outline|"
    r"design|"
    r"sketch|introduce|go through|write|imagine|share|think|say)\b",
    re.IGNORECASE,
)
_ASKS_FIRST: Final = re.compile(r"(?:how|what|why|which|when|where|who)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"[,;:] (?:and |but |so |then )?(?=(?:how|what|why|which|when|where|who)\b)", re.IGNORECASE
)
_DESIGNS: Final = re.compile(r"\b(?:design|architect\w*|sketch)\b", re.IGNORECASE)


def advice_on(question: Question) -> str:
    """How to go about a question, in a sentence that fits what it asks for and gives no point of it away."""
    own = not question.about
    if question.kind == "system_design" and own and _DESIGNS.search(question.text):
        return DESIGN
    if question.kind == "coding" and own:
        return CODE
    texts = (_asking(question.text), question.text)
    return next((advice for text in texts for form, advice in _FORMS if form.search(text)), ANYTHING)


def _asking(text: str) -> str:
    """The sentence that asks; what stands before the last asking word behind a comma only sets the scene."""
    parts = split_sentences(text)
    sentence = next((part for part in reversed(parts) if part.endswith("?") or _ORDER.match(part)), text)
    if _ASKS_FIRST.match(sentence) or _ORDER.match(sentence):
        return sentence
    return _CLAUSE.split(sentence)[-1]
