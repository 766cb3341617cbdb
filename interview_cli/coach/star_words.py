"""The parts of a story in a line: what each takes of the answer, and how much the person did."""

from __future__ import annotations

from interview_cli.coach.evaluation import StarResult


def parts_in_words(star: StarResult) -> str:
    """The shares of a story's parts, and of what was done by "I"; empty when no case was told.

    Documents of before the parts were quoted have no own share to tell.
    """
    if not star.shares:
        return ""
    shares = ", ".join(f"{part} {share:.0%}" for part, share in star.shares.items())
    own = f'; {star.own_share:.0%} of what was done is told as "I"' if star.quotes else ""
    return f"{shares} of the answer{own}"
