"""What a job asks for and a resume does not mention, in words."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.interview.gap_questions import in_sentence
from interview_cli.report.wording import one_line
from interview_cli.resume.posting.document import Gap


def named_gaps(gaps: Sequence[Gap], *, most: int | None = None) -> str:
    """The gaps on one line, what is asked for before what is nice to have: "Kafka, Go; nice to have: Rust".

    Empty without any. With `most` no more than so many are named, and the others counted.
    """
    shown = gaps[:most]
    asked, wished = (
        ", ".join(one_line(in_sentence(gap.name)) for gap in shown if (gap.need == "preferred") == preferred)
        for preferred in (False, True)
    )
    parts = [asked] * bool(asked) + [f"nice to have: {wished}"] * bool(wished)
    more = f" (and {len(gaps) - len(shown)} more)" if len(gaps) > len(shown) else ""
    return "; ".join(parts) + more
