"""The checks that a suite can name, one in each file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from interview_cli.regress.checks.base import CaseCheck, Check, GroupCheck, ModelCheck, WholeCheck
from interview_cli.regress.checks.contains import Contains
from interview_cli.regress.checks.cost import Cost
from interview_cli.regress.checks.coverage import Coverage
from interview_cli.regress.checks.equals import Equals
from interview_cli.regress.checks.evidence_verified import EvidenceVerified
from interview_cli.regress.checks.follow_up_limit import FollowUpLimit
from interview_cli.regress.checks.follow_up_quality import FollowUpQuality
from interview_cli.regress.checks.human_agreement import HumanAgreement
from interview_cli.regress.checks.json_schema import JsonSchema
from interview_cli.regress.checks.judged import Judged
from interview_cli.regress.checks.latency import Latency
from interview_cli.regress.checks.metamorphic import Metamorphic
from interview_cli.regress.checks.no_leak import NoLeak
from interview_cli.regress.checks.no_repeat import NoRepeat
from interview_cli.regress.checks.order import Order
from interview_cli.regress.checks.question_length import QuestionLength
from interview_cli.regress.checks.regex import Regex
from interview_cli.regress.checks.score_band import ScoreBand
from interview_cli.regress.checks.similarity import Similarity
from interview_cli.regress.checks.time_plan import TimePlan
from interview_cli.regress.checks.tokens import Tokens

AnyCheck = Annotated[
    Contains
    | Cost
    | Coverage
    | Equals
    | EvidenceVerified
    | FollowUpLimit
    | FollowUpQuality
    | HumanAgreement
    | JsonSchema
    | Judged
    | Latency
    | Metamorphic
    | NoLeak
    | NoRepeat
    | Order
    | QuestionLength
    | Regex
    | ScoreBand
    | Similarity
    | TimePlan
    | Tokens,
    Field(discriminator="check"),
]

__all__ = ["AnyCheck", "CaseCheck", "Check", "GroupCheck", "ModelCheck", "WholeCheck"]
