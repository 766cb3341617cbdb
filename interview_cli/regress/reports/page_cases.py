"""The cases of a run as its page shows them: in groups, worst first, beside those of the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview_cli.regress.baseline import LONGEST_SHOWN, Baseline
from interview_cli.regress.comparison import Result
from interview_cli.regress.outcome import CaseRun
from interview_cli.regress.report import RunReport
from interview_cli.regress.reports import words
from interview_cli.regress.reports.sides import Piece, Pieces, side_by_side
from interview_cli.report.wording import counted, dollars

_GROUPS = (
    ("guard", "Guards that failed"),
    ("error", "No answer"),
    ("failed", "Failed"),
    ("changed", "Passed, with another output or score than before"),
    ("passed", "Passed"),
)


@dataclass(frozen=True, slots=True)
class CasePart:
    """A case run as the page shows it: `before` is its result in the baseline, if it has one there.

    `old` and `new` are the two texts with their differences marked; both are empty when there is no text to
    hold the new one against, or none differs. `cut` says that the baseline keeps only the beginning. `facts`
    are levels, time, tokens, cost and place, `note` is what stands beside the name. `open` is a case that did
    not pass, unless an earlier repeat came out just so.
    """

    anchor: str
    name: str
    run: CaseRun
    open: bool
    note: str
    facts: tuple[str, ...]
    before: Result | None
    old: Pieces
    new: Pieces
    cut: bool

    @property
    def same(self) -> bool:
        """Whether the output is the one it was."""
        return self.before is not None and self.before.digest == self.run.digest


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases that came out alike, worst first."""

    kind: str
    title: str
    parts: tuple[CasePart, ...]


def groups_of(report: RunReport, baseline: Baseline | None) -> list[CaseGroup]:
    """All case runs of a report in groups, those that deserve a look first."""
    found: dict[str, list[CasePart]] = {kind: [] for kind, _ in _GROUPS}
    seen: set[tuple[str, str, str, float]] = set()
    for number, run in enumerate(words.worst_first(report.runs), 1):
        outcome = (
            run.model,
            *((run.error, "") if run.status == "error" else (run.case, run.digest)),
            run.score,
        )
        part = _part(report, run, _before(run, baseline), f"case-{number}", seen=outcome in seen)
        seen.add(outcome)
        found[_kind(part)].append(part)
    return [CaseGroup(kind, title, tuple(found[kind])) for kind, title in _GROUPS if found[kind]]


def _kind(part: CasePart) -> str:
    run, before = part.run, part.before
    if run.status == "error":
        return "error"
    if run.status == "failed":
        return "guard" if run.guard else "failed"
    moved = before is not None and (before.digest, before.score) != (run.digest, run.score)
    return "changed" if moved else "passed"


def _before(run: CaseRun, baseline: Baseline | None) -> Result | None:
    """The same case in the baseline, in the same repeat where there is one."""
    held = baseline.of(run.model) if baseline is not None else None
    results = held[1].get(run.case, ()) if held is not None else ()
    return (results[run.repeat] if run.repeat < len(results) else results[0]) if results else None


def _part(report: RunReport, run: CaseRun, before: Result | None, anchor: str, *, seen: bool) -> CasePart:
    old: Pieces = ()
    new: Pieces = ()
    cut = before is not None and len(before.shown) >= LONGEST_SHOWN
    compared, rest = (run.shown[:LONGEST_SHOWN], run.shown[LONGEST_SHOWN:]) if cut else (run.shown, "")
    if before is not None and before.shown and run.digest != before.digest and compared != before.shown:
        old, new = side_by_side(words.plain(before.shown), words.plain(compared), cut=cut)
        new += (Piece(words.plain(rest), changed=False),) if rest else ()
    return CasePart(
        anchor=anchor,
        name=words.run_name(run, report.repeats),
        run=run,
        open=run.status != "passed" and not seen,
        note=", ".join(_note(report, run, before)),
        facts=tuple(_facts(report, run)),
        before=before,
        old=old,
        new=new,
        cut=cut,
    )


def _note(report: RunReport, run: CaseRun, before: Result | None) -> Iterator[str]:
    if run.status != "error":
        yield f"score {words.points(run.score)}"
        if before is not None:
            yield f"before {words.points(before.score)}{'' if before.passed else ' (failed)'}"
    if len(report.models) > 1:
        yield f"with {run.model}"


def _facts(report: RunReport, run: CaseRun) -> Iterator[str]:
    if run.level is not None:
        yield f"overall {run.level:.0f}" if report.target == "interview" else f"level {run.level:.2f}"
    for name, level in run.levels.items():
        yield f"{name.replace('_', ' ')} {level:.1f}"
    if run.seconds:
        yield f"slowest call {run.seconds:.2f} s"
    if run.tokens:
        yield counted(run.tokens, "token")
    if run.cost:
        yield f"{dollars(run.cost)} USD"
    if run.case in report.places:
        yield report.places[run.case]
