"""The time of a question and of the whole interview, as the events of the engine let it run and stand."""

from __future__ import annotations

from collections.abc import Callable

from interview_cli.interview.events import State
from interview_cli.interview.stopwatch import Stopwatch

# The last stretch of a question's time, in which the clock says that it is short.
SHORT_SECONDS = 30.0
# The same of a whole interview.
SHORT_INTERVIEW_SECONDS = 180.0


class QuestionClock:
    """Counts while the person may answer; asking, thinking and pauses cost no time."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._watch = Stopwatch(monotonic)
        self._suggested = 0.0
        self._remaining = 0.0
        self._before = 0.0

    def ask(self, suggested: float, spent: float, remaining: float) -> None:
        """A question is shown: its suggested seconds, those spent on it before, and those left in all."""
        self._watch.stop()
        self._watch = Stopwatch(self._monotonic, spent)
        self._suggested, self._remaining, self._before = suggested, remaining, spent

    def enter(self, state: State) -> None:
        """The engine moved to a state: time runs while it listens."""
        if state == "listening":
            self._watch.start()
        else:
            self._watch.stop()

    @property
    def running(self) -> bool:
        """Whether time is being counted."""
        return self._watch.running

    @property
    def left(self) -> float:
        """Seconds left for the question; negative once it is over."""
        return self._suggested - self._watch.seconds

    @property
    def left_in_all(self) -> float:
        """Seconds left for the whole interview, never negative."""
        return max(0.0, self._remaining - (self._watch.seconds - self._before))


def minutes(seconds: float) -> str:
    """Seconds as a clock shows them: "2:05"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def question_words(left: float, *, strict: bool) -> tuple[str, bool]:
    """What to say of a question's time, and whether it is short."""
    if left <= 0:
        return ("time is up" if strict else f"over by {minutes(-left)}", True)
    if left <= SHORT_SECONDS:
        return f"{minutes(left)} left, come to an end", True
    return f"{minutes(left)} left", False


def interview_words(left: float) -> tuple[str, bool]:
    """What to say of the whole interview's time, and whether it is short."""
    if left <= 0:
        return "no time left in all", True
    return f"{minutes(left)} in all", left <= SHORT_INTERVIEW_SECONDS
