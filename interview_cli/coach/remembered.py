"""The offline coach with a memory: an answer that comes again to the same question is not read again.

Simulated candidates say the same in many interviews, and reading an answer is most of what an offline
interview takes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from interview_cli.coach.evaluation import Analysis, Evaluation
from interview_cli.coach.offline import SOURCE, analyse, judge_offline
from interview_cli.library.role import Question

# Answers that are remembered; a kilobyte or ten each.
MOST = 2000

Answered = tuple[Question, str]


class RememberedCoach:
    """Looks at answers and judges them by rules, as `OfflineJudge` does. `now` is the clock.

    What it gives is a document of its own every time, so that nobody's change of one reaches another.
    """

    def __init__(self, now: Callable[[], datetime], most: int = MOST) -> None:
        self._now = now
        self._most = most
        self._analyses: OrderedDict[Answered, bytes] = OrderedDict()
        self._evaluations: OrderedDict[Answered, bytes] = OrderedDict()

    @property
    def name(self) -> str:
        """Always `offline`."""
        return SOURCE

    def analyse(self, question: Question, answer: str) -> Analysis:
        """What code sees in an answer given in English."""
        known = self._analyses.get((question, answer))
        if known is not None:
            return Analysis.model_validate_json(known)
        seen = analyse(question, answer)
        self._keep(self._analyses, (question, answer), seen)
        return seen

    async def judge(self, question: Question, answer: str, analysis: Analysis) -> Evaluation:
        """The judgement; `analysis` must be what `analyse` gave."""
        known = self._evaluations.get((question, answer))
        if known is not None:
            return Evaluation.model_validate_json(known).model_copy(update={"at": self._now()})
        judged = judge_offline(question, answer, analysis, self._now())
        self._keep(self._evaluations, (question, answer), judged)
        return judged

    def _keep(
        self, kept: OrderedDict[Answered, bytes], answered: Answered, found: Analysis | Evaluation
    ) -> None:
        kept[answered] = found.model_dump_json().encode()
        if len(kept) > self._most:
            kept.popitem(last=False)
