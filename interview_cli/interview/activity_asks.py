"""The ways to ask about recent work: what is worth knowing about each kind of it.

No wording supposes how the work turned out; each asks for one thing.
"""

from __future__ import annotations

from typing import NamedTuple

from interview_cli.interview.activity_points import Facet
from interview_cli.interview.work_nature import Nature


class Ask(NamedTuple):
    """One wording of a question, and what it is after."""

    facet: Facet
    text: str


# What holds for any change to code.
_ANY: tuple[Ask, ...] = (
    Ask("how", "How does it work, step by step?"),
    Ask("how", "How would you explain to a new colleague what happens inside?"),
    Ask("how", "What happens, from start to end, when that code runs?"),
    Ask("why", "What made you do it that way?"),
    Ask("why", "Which problem were you trying to solve?"),
    Ask("why", "What made it worth doing?"),
    Ask("weighed", "Which other ways did you consider?"),
    Ask("weighed", "What would the simplest possible solution have lacked?"),
    Ask("weighed", "What does that way cost you compared with the obvious alternative?"),
    Ask("risk", "What could go wrong with it once it is in use?"),
    Ask("risk", "Where would you expect it to break first?"),
    Ask("risk", "What happens if it fails halfway through?"),
    Ask("check", "How can you tell whether it does what you intended?"),
    Ask("check", "How would you convince a sceptical reviewer that it works?"),
    Ask("check", "Which test should fail if somebody broke it?"),
)
_OF: dict[Nature, tuple[Ask, ...]] = {
    "fix": (
        Ask("cause", "What exactly was going wrong?"),
        Ask("cause", "How did you get to the cause?"),
        Ask("cause", "What was behind the fault?"),
        Ask("weighed", "Which other ways of fixing it did you consider?"),
        Ask("risk", "What could make the same problem come back?"),
        Ask("check", "How would you notice if the problem came back?"),
        Ask("check", "Which test would have caught it earlier?"),
    ),
    "speed": (
        Ask("how", "Where does the time go in that code?"),
        Ask("why", "What told you that this was worth making faster?"),
        Ask("weighed", "What does the faster way cost elsewhere?"),
        Ask("check", "What would you measure to see whether it helps?"),
        Ask("risk", "When could it give a wrong or outdated result?"),
    ),
    "race": (
        Ask("cause", "Which order of events leads to the trouble?"),
        Ask("how", "What happens now when two of them run at the same moment?"),
        Ask("weighed", "Which other ways of keeping them apart did you consider?"),
        Ask("check", "How would you provoke that situation in a test?"),
        Ask("risk", "What could still go wrong when the load is high?"),
    ),
    "guard": (
        Ask("why", "Which mistake or attack did you have in mind?"),
        Ask("how", "What happens, step by step, to input that should not get through?"),
        Ask("weighed", "Where else could that check have gone?"),
        Ask("risk", "How could somebody still get around it?"),
        Ask("check", "How would you test it from an attacker's side?"),
    ),
    "restructure": (
        Ask("why", "What was it about the old structure that called for a change?"),
        Ask("how", "How are the parts divided now?"),
        Ask("weighed", "What was the case for leaving it as it was?"),
        Ask("risk", "Who or what could a change like that break?"),
        Ask("check", "How would you notice if the behaviour had changed by accident?"),
    ),
    "removal": (
        Ask("why", "How did you decide that it could go?"),
        Ask("weighed", "What was the case for keeping it?"),
        Ask("risk", "Who or what might still have relied on it?"),
        Ask("check", "How would you find out whether anybody misses it?"),
    ),
    "tests": (
        Ask("why", "Which mistake are those tests meant to catch?"),
        Ask("how", "How do they set up a case and judge the result?"),
        Ask("weighed", "Why test it at that level and not at another?"),
        Ask("risk", "What would those tests still miss?"),
        Ask("check", "How can you tell that they fail when they should?"),
    ),
    "upgrade": (
        Ask("why", "What made that worth doing now?"),
        Ask("how", "How do you go about a change of version like that?"),
        Ask("weighed", "What was the case for staying where you were?"),
        Ask("risk", "What could a change of version like that break?"),
        Ask("check", "How would you find out what it broke?"),
    ),
    "data": (
        Ask("how", "What happens to the existing data while that runs?"),
        Ask("why", "Which problem were you trying to solve?"),
        Ask("weighed", "Which other way of laying out the data did you consider?"),
        Ask("risk", "How would you get back if it failed halfway?"),
        Ask("check", "How would you verify that no data was lost or changed?"),
    ),
    "delivery": (
        Ask("how", "What runs now, and in which order?"),
        Ask("why", "Which problem were you trying to solve?"),
        Ask("weighed", "Which other ways did you consider?"),
        Ask("risk", "What happens if that step fails in the middle of a release?"),
        Ask("check", "How can you try out a change like that without disturbing others?"),
    ),
    "docs": (
        Ask("why", "Which question should nobody have to ask any more?"),
        Ask("how", "How does the thing work that you described there?"),
        Ask("check", "How would you find out whether it helps the people who read it?"),
    ),
    "note": (
        Ask("how", "How does that work, step by step?"),
        Ask("how", "How would you explain it to a new colleague?"),
        Ask("why", "What was behind that?"),
        Ask("why", "What made that worth writing down?"),
        Ask("weighed", "Which other ways did you consider?"),
        Ask("risk", "What could go wrong with that?"),
        Ask("risk", "Where would that no longer hold?"),
        Ask("check", "How could you verify that?"),
        Ask("check", "What would tell you that it works as you think?"),
    ),
    "decision": (
        Ask("weighed", "Which other ways did you consider?"),
        Ask("weighed", "What was the case for doing it the other way?"),
        Ask("why", "What decided it?"),
        Ask("why", "Which problem was that meant to solve?"),
        Ask("risk", "What could prove that decision wrong?"),
        Ask("check", "How will you find out whether it was the right decision?"),
    ),
}
# These go with the questions on any change; the others have questions of their own for all there is to ask.
_WITH_ANY: frozenset[Nature] = frozenset({"feature", "fix", "speed"})


def asks_for(nature: Nature) -> tuple[tuple[Ask, ...], tuple[Ask, ...]]:
    """What can be asked about a kind of work: what is made for it, and what holds for any."""
    return _OF.get(nature, ()), _ANY if nature in _WITH_ANY else ()
