"""What a strong answer to a question on recent work says, by what the question is after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interview_cli.library.role import KeyPoint

# how: how it works; why: why it was done, and that way; weighed: other ways; risk: what could go wrong;
# check: how one knows; cause: what was behind a fault.
Facet = Literal["how", "why", "weighed", "risk", "check", "cause"]


@dataclass(frozen=True, slots=True)
class Expected:
    """The points of a facet, a sample answer with places to fill in, and what to ask next."""

    points: tuple[KeyPoint, ...]
    sample: str
    follow_ups: tuple[str, ...]


def _point(fact: str, said: str) -> KeyPoint:
    """A key point; `said` are ways to state it, separated by semicolons."""
    return KeyPoint(fact=fact, synonyms=tuple(said.split("; ")))


_REASON = _point(
    "Gives the reason that decided it.",
    "because; the reason was; that is why; what decided it; so I chose; I decided; mattered most",
)

EXPECTED: dict[Facet, Expected] = {
    "how": Expected(
        (
            _point(
                "Names the parts involved and what each of them does.",
                "is responsible for; takes care of; consists of; there are two parts; the client sends; "
                "the server; a function that; the function; a class that; the table; the worker; the "
                "handler; the caller; is wrapped; sits between; there is one; a service that; the loader; "
                "the queue; the database",
            ),
            _point(
                "Goes through what happens in its order.",
                "first it; it first; then it; it then; after that; next it; finally; as soon as; once that"
                " is done; when a request; when it starts; the first call; only if; only then; at the end;"
                " before that",
            ),
            _point(
                "Says what is stored, passed on or returned.",
                "is stored; stores the; writes to; reads from; reads the; passes on; returns the; keeps "
                "the; saves the; puts it into; holds the; sends it to; looks up; the result is; the key is",
            ),
            _point(
                "Says what happens when something is missing, late or fails.",
                "if it fails; when that fails; times out; falls back; raises an error; returns nothing; is"
                " retried; otherwise it; is missing; rolls back; throws; is rejected; goes down",
            ),
        ),
        "It has [number] parts: [the first], which [what it does], and [the second], which [what it does]."
        " When [what starts it] happens, first [step], then [step], and once that is done [last step]. "
        "[The data] is kept in [where], because [the reason]. The part that is easy to get wrong is [which"
        " one]. If [what it relies on] is missing or fails, it [what happens then], so that [who is spared"
        " what].",
        (
            "What happens there when something it relies on fails?",
            "Where is the state kept, and who may change it?",
        ),
    ),
    "why": Expected(
        (
            _point(
                "Says which problem or need was behind it.",
                "the problem was; we needed; users complained; kept failing; was too slow; it used to; "
                "before that; ran into; the goal was; customers asked; so that we can; had to; was broken;"
                " meant more work; took too long; end of life; hard to change; nobody uses; wanted to; was"
                " missing",
            ),
            _REASON,
            _point(
                "Names another way that was possible.",
                "instead of; the alternative; rather than; I considered; could have; another option; "
                "another way; would have meant; we could also; I thought about; compared to; keeping it; "
                "leaving it",
            ),
            _point(
                "Says what it costs, or where it stops being right.",
                "the downside; the price is; the drawback; trade-off; at the cost of; it only works; would"
                " break; more complex; the catch; limitation; does not cover; we lose; slower for",
            ),
        ),
        "Before that, [who] ran into [the problem], about [how often or how badly]. What we needed was "
        "[the need]. I could have [the other way], but [what spoke against it]. I chose this way because "
        "[the reason that decided it]. The price is [what it costs]: it only works as long as [its "
        "condition]. If [what changes] changed, I would [what you would do then].",
        (
            "What would you have done with half the time?",
            "What does that choice make harder from now on?",
        ),
    ),
    "weighed": Expected(
        (
            _point(
                "Names at least one other way that was possible.",
                "the alternative; another option; another way; I considered; could have; the other option;"
                " the simplest way; we could also; option was; I thought about; instead of",
            ),
            _point(
                "Compares the ways by something that matters here.",
                "faster; slower; simpler; more complex; cheaper; safer; easier to; harder to; more work; "
                "in comparison; whereas; on the other hand; less code; trade-off; the advantage; the "
                "downside",
            ),
            _REASON,
            _point(
                "Says when another way would be the better one.",
                "if we had; I would switch; once we have; would be better if; in that case; as soon as; "
                "for a larger; at a larger scale; if it grows; unless; depends on; would change my mind",
            ),
        ),
        "There were [two or three] ways: [the one taken], [another] and [a third]. [Another] would have "
        "been [better in what], but it [what it costs here]. [The third] was simpler, whereas [what it "
        "lacks]. What decided it was [the reason that mattered here], because [why that matters]. I would "
        "take [the other way] instead if [what would have to change], for example once we have [a figure].",
        (
            "Which of these mattered most to you, and why?",
            "What would make you change your mind today?",
        ),
    ),
    "risk": Expected(
        (
            _point(
                "Names one concrete way in which it can go wrong.",
                "could fail; can fail; might break; goes wrong; the risk is; two at the same time; race; "
                "runs out of; out of date; stale; corrupt; time out; empty input; unexpected; edge case; "
                "wrong order",
            ),
            _point(
                "Says who or what would suffer, and how badly.",
                "users would; customers would; would see; we would lose; data would; it would block; "
                "downtime; in the worst case; the effect; nobody could; would be wrong; would be stuck; "
                "costs us",
            ),
            _point(
                "Says how one would notice.",
                "we would notice; an alert; the logs; a metric; monitoring; a test would; would show up; "
                "error rate; dashboard; users report; I would see; we log; would be reported",
            ),
            _point(
                "Says what keeps the damage small or would make it safer.",
                "roll back; rollback; feature flag; falls back; a timeout; a retry; a limit; a backup; to "
                "prevent that; that is why there is; a lock; a check; idempotent; revert; I would add",
            ),
        ),
        "The likeliest trouble is [a concrete failure], when [its condition]. Then [who] would [see or "
        "lose what], in the worst case [how badly]. We would notice by [a log, a metric, a test or a "
        "report], after about [how long]. What keeps it small is [a limit, a fallback, a way back]. What "
        "is not covered yet is [the gap]; I would [the next thing to do about it], because [why that "
        "first].",
        (
            "How would you notice that in production?",
            "What would you do first if it happened tonight?",
        ),
    ),
    "check": Expected(
        (
            _point(
                "Says what exactly must hold for it to be right.",
                "it must; it should; has to; the expected; must not; should stay the same; I expect; the "
                "same result; no more than; at most; as before; is correct when; requirement",
            ),
            _point(
                "Names a way to check it, such as a test, a measurement or a trial run.",
                "a unit test; an integration test; I tested; I measured; a benchmark; load test; by hand; "
                "in staging; compare the; profiler; wrote a test; canary; review; reproduce; ran it "
                "against",
            ),
            _point(
                "Names the case that is most likely to break it.",
                "the edge case; the hardest case; empty; at the same time; very large; concurrent; the "
                "boundary; especially when; the worst case; old data; invalid; duplicate; missing; the "
                "tricky",
            ),
            _point(
                "Gives a result, a figure, or says what is still unchecked.",
                "percent; milliseconds; went from; passed; failed; the result was; it turned out; not yet "
                "tested; we do not know; still missing; no regression; fewer; in total; twice as",
            ),
        ),
        "It is right when [what must hold], for [which inputs]. I would check that with [a test or a "
        "measurement]: [how it is set up], and I expect [the result]. The case most likely to break it is "
        "[which one], because [why], so that one has [a test of its own]. When I ran it, [a figure or a "
        "result]. What is not checked yet is [the gap]; I would notice it by [what].",
        (
            "Which case did you leave untested, and why?",
            "What result would tell you that it does not work?",
        ),
    ),
    "cause": Expected(
        (
            _point(
                "Describes what went wrong as it was seen.",
                "users saw; it failed with; the error was; crashed; hung; was wrong; kept failing; we "
                "noticed; somebody reported; showed; every time; sometimes; the symptom; returned the "
                "wrong",
            ),
            _point(
                "Names the cause behind it.",
                "the cause was; the root cause; the reason was; because; it turned out; was due to; was "
                "never; was called twice; did not check; assumed that; was not; forgot to",
            ),
            _point(
                "Says how the cause was found.",
                "the logs showed; I reproduced; bisect; debugger; stack trace; I added logging; I "
                "narrowed; a failing test; I compared; I looked at; profiler; I traced; I noticed that; I "
                "checked",
            ),
            _point(
                "Says how the change deals with the cause and not only with what was seen.",
                "so that it; now it; instead of; the fix; I changed; from now on; no longer; moved the "
                "check; a test that; makes sure; so it cannot; prevents; guards against",
            ),
        ),
        "What people saw was [the symptom], [how often], since [when]. I reproduced it with [how], and [a "
        "log, a trace or a test] showed that [what]. The cause was [the cause]: [why that leads to the "
        "symptom]. The change [what it does], so that [why it cannot happen any more]. I considered [a "
        "quicker way], but it would only have hidden [what]. A test now [what it checks].",
        (
            "How did you make sure that this was the cause?",
            "Where else could the same cause lie?",
        ),
    ),
}
