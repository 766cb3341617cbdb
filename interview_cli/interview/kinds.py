"""The kinds of interviews and rounds there are, and between which bounds one may be planned."""

from __future__ import annotations

from typing import Literal

InterviewType = Literal["technical", "behavioral", "mixed", "system-design", "full-loop"]
PlanType = Literal[InterviewType, "drill"]
RoundKind = Literal["greeting", "technical", "communication", "behavioral", "hr", "system_design", "drill"]

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 120
MOST_QUESTIONS = 60
MOST_FOLLOW_UPS = 3
# JSON documents hold whole numbers of 64 bits.
LARGEST_SEED = 2**63 - 1
