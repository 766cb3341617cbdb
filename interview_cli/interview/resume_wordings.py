"""Ways to ask about an entry of a resume, with what a strong answer shows: one thing, nothing presupposed."""

from __future__ import annotations

from dataclasses import dataclass

from interview_cli.library.role import KeyPoint


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to ask: a text to fill in, the points that answer it, a sample with gaps to fill, probes."""

    text: str
    points: tuple[KeyPoint, ...]
    sample: str
    follow_ups: tuple[str, ...]
    criteria: tuple[str, ...]


def _point(fact: str, synonyms: str) -> KeyPoint:
    """A key point; its synonyms are phrases with semicolons between."""
    return KeyPoint(fact=fact, synonyms=tuple(synonyms.split("; ")))


_TOLD = ("star", "ownership", "outcome", "clarity")
_REASONED = ("reasoning", "trade_offs", "ownership", "clarity")

_NEED = _point(
    "Says what was needed, by whom, and what stood in the way.",
    "the problem was; was meant to; we needed; the goal was; they wanted; stood in the way",
)
_ACTIONS = _point(
    "Describes what they did themselves, step by step.",
    "I built; I wrote; first I; then I; so I; I set up; I asked; I called",
)
_OWN = _point(
    "Tells their own part from what others did.",
    "my part was; my own part; I was responsible; I proposed; the others did; the rest of the team; I alone",
)
_REASON = _point(
    "Gives the reason for the choice that was made.",
    "because; the reason was; since we; what mattered; so that; that is why",
)
_OPTIONS = _point(
    "Names another way that was possible, and what spoke against it.",
    "was between; spoke against it; instead of; the alternative; we considered; the other option",
)
_RESULT = _point(
    "Says how it turned out, by a number or by what could be seen.",
    "as a result; in the end; afterwards it was; went from; it turned out; since then; percent",
)
_MEASURE = _point(
    "Says what exactly was measured or counted, and over which time.",
    "we measured; we counted; per week; per month; the dashboard; the logs; the report",
)
_BEFORE = _point(
    "Gives the state before, so that the change can be judged.",
    "before the change; before that; it used to; the baseline; compared with; at the start",
)
_OTHER_CAUSES = _point(
    "Says what else could have moved the number, or what it does not show.",
    "could also; other reasons; does not show; part of that; at the same time; not only; to be fair",
)
_CHANGE = _point(
    "Names one concrete thing that they would do in another way.",
    "do one thing differently; I would begin with; next time; today I would; I would not; differently",
)
_SEEN = _point(
    "Ties it to something that happened or that they have learned since.",
    "what happened; we found; I learned; it turned out; since then; I noticed",
)
_PRICE = _point(
    "Says what the other way would cost or risk.",
    "even though that would take; would take longer; the price; the risk; more work; the downside",
)
_KEPT = _point(
    "Says what they would keep as it was.",
    "I would keep; still would; was right; the same way; would not change",
)
_HARD = _point(
    "Says what made the problem hard, for someone who was not there.",
    "the hard part; difficult; nobody knew; was not clear; the trouble was; because",
)
_ORDER = _point(
    "Names several things that really waited, and who waited for them.",
    "waiting for them; were waiting; at the same time; all wanted; several customers; on the other side",
)
_RULE = _point(
    "Says by what they judged what came first.",
    "most important; the risk; the deadline; urgent; the cost of waiting; value; first; impact",
)
_TOLD_OTHERS = _point(
    "Says what those heard whose matter came later.",
    "I told; I explained; agreed with; asked them; they knew; I let them know; said no",
)

_STORY_SAMPLE = (
    "The problem was [what was needed, for whom, and by when], and what stood in the way was [what made "
    "it hard]. My part was [what you alone were responsible for]; [who else] did [what]. First I [your "
    "first step]. Then I [what you did next, and with whom]. I chose [your way] instead of [the other "
    "way] because [the reason that mattered here]. As a result [a number or an observation] went from "
    "[before] to [after]; we measured that by [how]. What I took from it is [one thing]."
)
_CHOICE_SAMPLE = (
    "The decision was between [one way] and [another], because we needed [what], and the time was [how "
    "much]. What spoke for the first was [its strength]; what spoke against it was [its cost or risk]. I "
    "looked at [the facts you had: a test, numbers, what others had met]. I proposed [your choice], since "
    "what mattered most was [the reason], and [who] agreed after [what]. In the end [what could be seen: "
    "a number, a complaint that stopped]. If [what would have to be different], I would decide the other "
    "way."
)
_MEASURED_SAMPLE = (
    "It was meant to [do what, for whom]. We counted [what exactly], from [where the figures came from], "
    "over [which time]. Before the change it was [number]; four weeks afterwards it was [number]. I chose "
    "that measure because [why it shows what mattered], and not [an easier one], which would have [its "
    "flaw]. Part of the difference could also come from [something else that changed], so we [how you "
    "checked that]. What the number does not show is [its limit]. My own part in it was [what you did]."
)
_AGAIN_SAMPLE = (
    "I would do one thing differently: [what]. Back then we [what you did], because [the reason that "
    "seemed good]. Later it turned out that [what happened, or what you have learned since], and it cost "
    "us [time, money, trust]. Today I would [the other way], even though that would take [its price]. "
    "What I would keep is [what was right], because [why]."
)
_FIRST_SAMPLE = (
    "There was a week in [when] with [one thing], [another] and [a third] waiting, and [who] waiting for "
    "them. I judged them by [what happens when it waits]: [the first] would have cost [what], the others "
    "only [what]. So I did [what] first, and [who] took over [what]. I told [the person whose matter came "
    "later] the same day, with a date. In the end [what was kept, what was late]. My own rule since then "
    "is [your rule]."
)

PROJECT: tuple[Wording, ...] = (
    Wording(
        "Your resume names {name}. Which decision in it took the most weighing?",
        (_OPTIONS, _REASON, _OWN, _RESULT),
        _CHOICE_SAMPLE,
        ("Who thought otherwise at the time?", "What would have made you decide the other way?"),
        _REASONED,
    ),
    Wording(
        "Take {name} from your resume. What exactly was yours to do in it?",
        (_NEED, _OWN, _ACTIONS, _RESULT),
        _STORY_SAMPLE,
        ("Which of that was your own idea?", "What did you hand over to somebody else?"),
        _TOLD,
    ),
    Wording(
        "If you began {name} again today, what would you do differently?",
        (_CHANGE, _SEEN, _PRICE, _KEPT),
        _AGAIN_SAMPLE,
        ("What kept you from doing it that way back then?", "Which part would you build just the same?"),
        _REASONED,
    ),
    Wording(
        "How did you find out whether {name} did what it was meant to do?",
        (_NEED, _MEASURE, _OTHER_CAUSES, _RESULT),
        _MEASURED_SAMPLE,
        ("Which number would have told you to stop?", "What did the people who used it say?"),
        ("reasoning", "ownership", "outcome", "clarity"),
    ),
)
WORK: tuple[Wording, ...] = (
    Wording(
        "As {position} at {name}, which problem took you the most thought?",
        (_HARD, _ACTIONS, _REASON, _RESULT),
        _STORY_SAMPLE,
        ("What did you try that led nowhere?", "Whom did you ask?"),
        _TOLD,
    ),
    Wording(
        "Tell me how you went about one piece of work that was yours as {position} at {name}.",
        (_NEED, _OWN, _ACTIONS, _RESULT),
        _STORY_SAMPLE,
        ("Which of that was your own decision?", "How did you know that it was done?"),
        _TOLD,
    ),
    Wording(
        "As {position} at {name}, how did you decide what came first when several things waited?",
        (_ORDER, _RULE, _TOLD_OTHERS, _RESULT),
        _FIRST_SAMPLE,
        ("Who was unhappy with that order?", "When did you get the order wrong?"),
        _REASONED,
    ),
)
HIGHLIGHT: tuple[Wording, ...] = (
    Wording(
        'Your resume says: "{quote}". How did you go about it?',
        (_NEED, _ACTIONS, _REASON, _RESULT),
        _STORY_SAMPLE,
        (
            "Which of that was your own decision, apart from the team's?",
            "What would you do differently today?",
        ),
        _TOLD,
    ),
    Wording(
        'Your resume says: "{quote}". Which part of that was your own?',
        (_NEED, _OWN, _ACTIONS, _RESULT),
        _STORY_SAMPLE,
        ("What did the others do?", "Which of it would not have happened without you?"),
        _TOLD,
    ),
    Wording(
        'Your resume says: "{quote}". What spoke for doing it that way?',
        (_NEED, _OPTIONS, _REASON, _RESULT),
        _CHOICE_SAMPLE,
        ("What spoke against it?", "Who had to be convinced?"),
        _REASONED,
    ),
)
# For lines that state a number.
MEASURED = Wording(
    'Your resume says: "{quote}". How was that measured?',
    (_MEASURE, _BEFORE, _OTHER_CAUSES, _OWN),
    _MEASURED_SAMPLE,
    ("Where did the figures come from?", "What does that number not show?"),
    ("reasoning", "ownership", "outcome", "clarity"),
)
