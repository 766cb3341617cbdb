"""Where a case of the next step stands in its interview: in the round that its questions have reached."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.cli.conftest import Interview

COMPLETE = "Columns that are not needed are not read, and similar values compress better."


def run(interview: Interview, folder: Path, **case: object) -> str:
    suite = {
        "id": "steps",
        "name": "Steps",
        "target": "next_step",
        "models": ["offline"],
        "checks": [{"check": "equals", "path": "action", "value": "none"}],
        "cases": [
            {"id": "one", "role": "data_engineer", "question": "de-columnar-files", "max_follow_ups": 0}
            | case
        ],
    }
    path = folder / "steps.yaml"
    path.write_text(yaml.safe_dump(suite), "utf-8")
    ran = interview("regress", "run", path, "--json")
    shown: str = ran.json["runs"][0]["shown"]
    return shown


def test_an_interview_whose_questions_were_all_asked_is_complete(
    interview: Interview, tmp_path: Path
) -> None:
    asked = ["de-star-schema-grain", "de-join-fan-out", "de-rerun-safe-load"]
    short = {"answer": COMPLETE, "minutes": 15, "level": "entry"}
    assert run(interview, tmp_path, **short, asked=asked).startswith("preset: ")
    last = run(interview, tmp_path, **short, asked=[*asked, "de-wrong-data-shipped"])
    assert last.startswith("complete")


def test_nothing_leads_into_a_question_that_is_not_asked(interview: Interview, tmp_path: Path) -> None:
    vague = {"answer": "It is simply best practice.", "max_follow_ups": 1, "minutes": 15}
    assert "lead-in: Let us make that concrete." in run(interview, tmp_path, **vague)
    over = run(interview, tmp_path, **vague, minutes_spent=14.9)
    assert over.startswith("complete")
    assert "lead-in" not in over
