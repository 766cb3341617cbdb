"""The HTML report in a real browser: nothing leaves, nothing fails, in light and dark, on paper."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from interview_cli.report import grids, html
from interview_cli.report.beside import Beside
from interview_cli.report.side_by_side import side_by_side
from interview_cli.store.row import row_of
from tests.documents import every_kind_of_turn
from tests.report.test_html import history, spoken_session

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --no-pings --hide-scrollbars "
    "--enable-logging=stderr --disable-dev-shm-usage"
).split()
# The browser's own services reach nothing: no name is looked up, and nobody listens there.
ALONE = "--host-resolver-rules=MAP * 127.0.0.1:9"
# Who asked, in its log, where it was the browser and no page.
NO_PAGE = "not an origin"


def opened(folder: Path, page: Path, *wishes: str) -> tuple[str, list[str]]:
    """What the browser says while it opens a page, and the addresses that the page asked for something at."""
    log = folder / "net.json"
    assert CHROMIUM is not None
    command = [
        CHROMIUM,
        *QUIET,
        ALONE,
        f"--user-data-dir={folder / 'profile'}",
        f"--log-net-log={log}",
        *wishes,
        str(page),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found: dict[str, Any] = json.loads(log.read_text("utf-8"))
    begin = found["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    started = (event.get("params", {}) for event in found["events"] if event["type"] == begin)
    urls = [params["url"] for params in started if "url" in params and params.get("initiator") != NO_PAGE]
    return done.stderr, urls


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A report with everything that one can have, and hostile text in it."""
    sessions = history()
    rows = [row_of(one, "") for one in reversed(sessions)]
    last = sessions[-1].model_copy(update={"turns": every_kind_of_turn().turns + spoken_session().turns[:1]})
    place = (tmp_path / "t1-1.wav").as_uri()
    path = tmp_path / "report.html"
    path.write_text(html.render(last, beside=Beside(rows=rows, find=lambda name: place), embed=True), "utf-8")
    return path


def test_no_request_leaves_and_nothing_is_complained_of(tmp_path: Path, page: Path) -> None:
    said, asked = opened(tmp_path, page, "--dump-dom")

    assert [url for url in asked if not url.startswith(("file:", "data:", "chrome:"))] == []
    assert "CONSOLE" not in said, said


def test_the_browser_would_have_told_of_a_request(tmp_path: Path) -> None:
    """The two tests around this one can fail: a page that asks for something is seen to."""
    path = tmp_path / "asks.html"
    path.write_text(
        "<!doctype html><img src='http://127.0.0.1:9/x.png'><script>nothing.here()</script>", "utf-8"
    )
    said, asked = opened(tmp_path, path, "--dump-dom")

    assert "http://127.0.0.1:9/x.png" in asked
    assert "CONSOLE" in said


def test_candidates_side_by_side_ask_for_nothing_either(tmp_path: Path) -> None:
    path = tmp_path / "candidates.html"
    path.write_text(grids.html(side_by_side([every_kind_of_turn(), *history()[:2]])), "utf-8")
    said, asked = opened(tmp_path, path, "--dump-dom")

    assert [url for url in asked if not url.startswith(("file:", "data:", "chrome:"))] == []
    assert "CONSOLE" not in said, said


def test_it_prints_and_looks_otherwise_in_the_dark(tmp_path: Path, page: Path) -> None:
    pictures = {}
    for name, wish in (("light", "--blink-settings=preferredColorScheme=1"), ("dark", "--force-dark-mode")):
        target = tmp_path / f"{name}.png"
        opened(tmp_path, page, f"--screenshot={target}", "--window-size=800,1200", wish)
        pictures[name] = target.read_bytes()
    paper = tmp_path / "paper.pdf"
    opened(tmp_path, page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")

    assert pictures["light"] != pictures["dark"]
    from tests.report.test_pdf import text_of

    printed = text_of(paper.read_bytes())
    for words in ("Questions and answers", "A strong answer", "Compared with earlier interviews"):
        assert words in printed
