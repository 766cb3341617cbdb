"""What is built installs anywhere and holds an interview there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_installs_in_a_clean_environment_and_holds_an_interview_there(built, tmp_path):
    home = tmp_path / "venv"
    venv.create(home)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(home / "bin" / "python"),
        "--disable-pip-version-check",
    ]
    lock = (ROOT / ".ci" / "requirements.lock").read_text()
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("\n".join(re.findall(r"^[\w.-]+==[^ \\]+", lock, re.MULTILINE)))
    subprocess.run(
        [
            *(*pip, "install", "--quiet", "--no-compile"),
            *("--constraint", str(constraints), str(next(built.glob("*.whl")))),
        ],
        check=True,
        cwd=tmp_path,
    )
    listed = subprocess.run(
        [*pip, "list", "--format", "json"], check=True, capture_output=True, text=True
    ).stdout
    installed = {package["name"].lower() for package in json.loads(listed)}
    assert not installed & {"torch", "boto3", "sounddevice", "numpy"}

    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "OLLAMA_HOST": "http://127.0.0.1:9"}
    held = subprocess.run(
        [
            *(str(home / "bin" / "interview"), "session", "start", "--role", "backend_engineer", "--offline"),
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
