"""What is built installs anywhere and holds an interview there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
ANSWER = "I would measure first, because a guess costs more than a look at the query plan."


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


def test_the_wheel_carries_roles_prompts_and_data_and_no_tests(built):
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert "interview_cli/_data/roles/backend_engineer.yaml" in names
    assert "interview_cli/_data/roles/shared/greeting.yaml" in names
    assert "interview_cli/_data/prompts/judge.md" in names
    assert "interview_cli/interview/session.schema.json" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_source_distribution_carries_everything_a_build_and_its_tests_need(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = archive.getnames()
    inside = {name.partition("/")[2] for name in names}
    assert {"roles/backend_engineer.yaml", "prompts/judge.md", "tests/__main__.py", "README.md"} <= inside
    assert {".ci/run", ".ci/test", ".ci/environment", ".ci/requirements.lock"} <= inside


def declared(requirements: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[Distribution]:
    """The packages that requirements ask for on this machine, and those which these ask for."""
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            found = distribution(requirement.name)
            assert requirement.specifier.contains(found.version, prereleases=True)
            yield found
            yield from declared(found.requires or (), frozenset(requirement.extras))


def test_the_wheel_holds_an_interview_where_nothing_is_but_what_it_declares(built, tmp_path):
    home = tmp_path / "venv"
    venv.create(home)
    interview = home / "bin" / "interview"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(home / "bin" / "python"),
        "--disable-pip-version-check",
    ]
    wheel = str(next(built.glob("*.whl")))
    subprocess.run([*pip, "install", "--quiet", "--no-deps", wheel], check=True, cwd=tmp_path)
    [site] = home.glob("lib/python*/site-packages")
    [own] = distributions(name="interview-cli", path=[str(site)])
    needed = {found.name: found for found in declared(own.requires or ())}
    assert not {name.lower() for name in needed} & {"torch", "boto3", "sounddevice", "numpy"}
    for found in needed.values():
        for path in {file.parts[0] for file in found.files or () if file.parts[0] != ".."}:
            (site / path).exists() or (site / path).symlink_to(found.locate_file(path))

    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "OLLAMA_HOST": "http://127.0.0.1:9"}
    held = subprocess.run(
        [
            *(str(interview), "session", "start", "--role", "backend_engineer", "--offline"),
            *("--questions", "2", "--answers", "-", "--json"),
        ],
        input=json.dumps([ANSWER, ANSWER]),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environ,
        check=False,
    )
    assert held.returncode == 0, held.stderr
    assert json.loads(held.stdout)["status"] == "completed"
