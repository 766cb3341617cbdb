"""What checks find that hold cases side by side, once all of them were run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from interview_cli.regress.case import Case
from interview_cli.regress.checks import Check, GroupCheck, WholeCheck
from interview_cli.regress.outcome import CaseRun, Finding, Standing, digest_of, scored
from interview_cli.regress.suite import Suite


def compared(
    suite: Suite, cases: Sequence[Case], runs: Sequence[CaseRun], *, with_whole: bool = True
) -> tuple[list[CaseRun], list[tuple[str, Finding]]]:
    """The runs with what the checks found that compare cases, and the findings over all of them by model.

    A comparison between cases that is about none of them becomes a run of its own. Cases that a provider
    failed in are left out. Without `with_whole` there are no findings over all.
    """
    by_id = {case.id: case for case in cases}
    finished = list(runs)
    whole: list[tuple[str, Finding]] = []
    for model in dict.fromkeys(run.model for run in runs):
        of_model = [run for run in runs if run.model == model and run.status != "error"]
        for check in suite.checks:
            if isinstance(check, GroupCheck):
                for repeat in sorted({run.repeat for run in of_model}):
                    standings = list(_standings((run for run in of_model if run.repeat == repeat), by_id))
                    for about, finding in check.compare(standings):
                        _join(finished, about, model, repeat, check, finding)
            elif isinstance(check, WholeCheck) and of_model and with_whole:
                whole.append((model, check.conclude(list(_standings(of_model, by_id)))))
    return finished, whole


def _join(runs: list[CaseRun], about: str, model: str, repeat: int, check: Check, finding: Finding) -> None:
    """Put a finding to the run it is about, or make it a run of its own."""
    for place, run in enumerate(runs):
        if run.key == (model, about, repeat):
            findings = (*run.findings, finding)
            status, score = scored(findings)
            runs[place] = run.model_copy(update={"findings": findings, "status": status, "score": score})
            return
    status, score = scored((finding,))
    runs.append(
        CaseRun(
            case=about,
            model=model,
            repeat=repeat,
            of=check.label,
            status=status,
            score=score,
            findings=(finding,),
            shown=finding.says,
            digest=digest_of(finding.says),
        )
    )


def _standings(runs: Iterable[CaseRun], cases: Mapping[str, Case]) -> Iterator[Standing]:
    for run in runs:
        if run.case in cases:
            yield Standing(cases[run.case], run.level, run.levels)
