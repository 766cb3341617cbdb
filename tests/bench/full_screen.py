"""The full-screen app in a real pseudo-terminal: when it is there, how it answers to keys, what it takes."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.bench.hour import growth
from tests.bench.measure import Row, percentile
from tests.bench.models import slow_provider
from tests.bench.screen import Screen
from tests.bench.stock import fill
from tests.bench.terminal import Terminal
from tests.bench.watched import Watch

SIZES = ((80, 24), (160, 50))
RUNS = 9
SETUP = ["session", "start"]
ALL_SAID = [
    *("session", "start", "--role", "backend_engineer", "--type", "technical", "--level", "mid"),
    *("--duration", "30", "--seed", "4"),
]
OFFLINE = [*ALL_SAID, "--offline"]
LED = [*ALL_SAID, "--model", "openai/test"]
FIELDS = "Role Type Level Minutes Resume Company Focus Model Answers Feedback".split()
# No question has it.
KEY = "Z"
CONTROL_S, HISTORY_KEY = "\x13", "\x1b[20~"
# By then all that is loaded after the first screen is there.
SETTLED_SECONDS = 1.5
STREAMED = 8
# A question of 400 tokens, less the moment until its first words stand there.
STREAMING_SECONDS = 1.8
WATCHED_SECONDS = 10.0
QUESTIONS = 20
ANSWER = "I would measure first, then add an index, because reads outnumber writes here. " * 6


def full_screen() -> list[Row]:
    """All measurements of the app."""
    return [
        *first_paint(),
        *first_question(),
        *while_importing(),
        *while_streaming(),
        *past(),
        *long_interview(),
        *long_sitting(),
    ]


# ---------------------------------------------------------------------- when it is there


def first_paint() -> list[Row]:
    """From the start of the command to all fields of the setup, and to where it can be begun."""
    rows = []
    for size in SIZES:
        painted, filled = [], []
        for _ in _times():
            with _terminal(SETUP, size) as terminal:
                painted.append(terminal.wait(_shows_setup) * 1000)
                filled.append(terminal.wait(_is_checked) * 1000)
        rows += [
            _spread(f"first paint of the setup, {_named(size)}", painted[1:], "ms", 500),
            _spread(f"setup filled and checked, {_named(size)}", filled[1:], "ms", None),
        ]
    return rows


def first_question() -> list[Row]:
    """From the start of the command to the whole text of the first offline question."""
    rows = []
    for size in SIZES:
        whole = []
        for _ in _times():
            with _terminal(OFFLINE, size) as terminal:
                terminal.wait(_asks(1))
                terminal.rest(SETTLED_SECONDS)
                asked = _question(terminal.screen)
                whole.append(terminal.first(_still(asked)) * 1000)
        rows.append(_spread(f"first question, offline, {_named(size)}", whole[1:], "ms", 1000))
    return rows


def past(sessions: int = 10_000) -> list[Row]:
    """The history of many sessions, by its command and by its key in the setup, up to the filled table."""
    opened, pressed, stalls = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home / "data", sessions)
        report = home / "watch.json"
        watched = (sys.executable, "-m", "tests.bench.watched", str(report))

        def shows(screen: Screen) -> bool:
            return f"{sessions:,} interviews" in screen.text

        for _ in _times():
            with Terminal(["history", "browse"], home) as terminal:
                opened.append(terminal.wait(shows) * 1000)
            with Terminal(SETUP, home) as terminal:
                terminal.wait(_is_checked)
                terminal.rest(SETTLED_SECONDS)
                at = terminal.press(HISTORY_KEY)
                pressed.append((terminal.wait(shows) - at) * 1000)
            with Terminal(SETUP, home, command=watched) as terminal:
                terminal.wait(_is_checked)
                terminal.rest(SETTLED_SECONDS)
                at = terminal.press(HISTORY_KEY)
                until = terminal.wait(shows)
                # How the loop ends does not count.
                terminal.rest(SETTLED_SECONDS)
            stalls.append(Watch(**json.loads(report.read_text("utf-8"))).longest(at - 0.5, until) * 1000)
    return [
        _spread(f"{sessions:,} sessions open, from the key", pressed[1:], "ms", 500),
        _spread(f"{sessions:,} sessions open, history browse from its start", opened[1:], "ms", 500),
        _spread(f"longest stall of the app's loop while {sessions:,} sessions open", stalls[1:], "ms", 100),
    ]


# ---------------------------------------------------------------------- how it answers to keys


def while_importing() -> list[Row]:
    """The longest stall of the event loop, and how soon keys show, while the model client is imported."""
    stalls, importing, latencies = [], [], []
    with slow_provider() as address:
        for _ in _times(5):
            with _watched(LED, address) as (terminal, watch):
                terminal.wait(_asks(1))
                # The loop began after the terminal, and how it ends does not count.
                latencies += type_keys(terminal, WATCHED_SECONDS + 1)
            if watch.import_over is None or watch.import_began is None:
                raise RuntimeError("The model client was not imported.")
            stalls.append(watch.longest(0.0, WATCHED_SECONDS) * 1000)
            importing.append(watch.longest(watch.import_began, watch.import_over) * 1000)
    return [
        _spread("longest stall of the app's loop in 10 s, model client imported", stalls, "ms", 100),
        _spread("longest stall of the app's loop during the import itself", importing, "ms", 100),
        _keys("while the model client is imported", latencies),
    ]


def while_streaming() -> list[Row]:
    """How soon keys show while questions stream in, and while nothing else happens."""
    rows = []
    for size in SIZES:
        with _watched([*OFFLINE, "--max-follow-ups", "0"], size=size, options=["--stream"]) as (terminal, _):
            streaming = []
            for number in range(1, STREAMED + 1):
                terminal.wait(_asks(number))
                streaming += type_keys(terminal, terminal.now + STREAMING_SECONDS)
                terminal.press(CONTROL_S)
        with _terminal(OFFLINE, size) as terminal:
            terminal.wait(_asks(1))
            terminal.rest(SETTLED_SECONDS)
            idle = type_keys(terminal, terminal.now + STREAMING_SECONDS * 2)
        rows += [
            _keys(f"while 200 tokens a second stream in, {_named(size)}", streaming),
            _keys(f"while nothing else happens, {_named(size)}", idle),
        ]
    return rows


@contextmanager
def _watched(
    arguments: list[str],
    address: str = "",
    *,
    size: tuple[int, int] = SIZES[0],
    options: list[str] | None = None,
) -> Iterator[tuple[Terminal, Watch]]:
    """An interview in a terminal; what its loop did is known once it is over."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "watch.json"
        command = (sys.executable, "-m", "tests.bench.watched", *(options or []), str(report))
        variables = {"OPENAI_API_BASE": address, "OPENAI_API_KEY": "sk-bench"} if address else {}
        watch = Watch()
        with Terminal(arguments, Path(folder), size, command=command, variables=variables) as terminal:
            yield terminal, watch
        vars(watch).update(json.loads(report.read_text("utf-8")))


def type_keys(terminal: Terminal, until: float) -> list[float]:
    """Type one key after another up to this time; the milliseconds after which each stood on the screen."""
    taken = []
    rng = random.Random(1)
    while terminal.now < until:
        count = _typed(terminal.screen)
        pressed = terminal.press(KEY)
        shown = terminal.wait(lambda screen, count=count: _typed(screen) > count)  # type: ignore[misc]
        taken.append((shown - pressed) * 1000)
        # As quick as fingers get, and not in step with the frames.
        terminal.rest(rng.uniform(0.03, 0.09))
    return taken


def _keys(when: str, taken: list[float]) -> Row:
    note = f"{len(taken)} keys, median {median(taken):.0f}, max {max(taken):.0f}"
    return Row(f"a key shows {when}, p95", percentile(taken, 0.95), "ms", 50, note=note)


# ---------------------------------------------------------------------- what it takes


def long_interview() -> list[Row]:
    """Memory at the first question and after twenty, and how soon the next question comes."""
    arguments = ["session", "start", "--role", "backend_engineer", "--type", "full-loop", "--level", "mid"]
    arguments += ["--duration", "60", "--offline", "--max-follow-ups", "0", "--seed", "4"]
    begun, over, taken = [], [], []
    for _ in range(3):
        with _terminal(arguments, SIZES[0]) as terminal:
            terminal.wait(_asks(1))
            begun.append(terminal.megabytes())
            for number in range(1, QUESTIONS + 1):
                terminal.paste(ANSWER)
                terminal.wait(lambda screen: "words" in screen.text)
                handed_in = terminal.press(CONTROL_S)
                if number < QUESTIONS:
                    taken.append((terminal.wait(_asks(number + 1)) - handed_in) * 1000)
            terminal.wait(lambda screen: "Result" in screen.lines[0])
            terminal.rest(SETTLED_SECONDS)
            over.append(terminal.megabytes())
    return [
        Row("the next question, offline, p95", percentile(taken, 0.95), "ms", None),
        _spread("memory of the app at the first question", begun, "MB", None),
        _spread(f"memory of the app after {QUESTIONS} questions", over, "MB", None),
    ]


def long_sitting() -> list[Row]:
    """What an hour at one question adds to the memory of the app."""
    return [Row("an hour at one question adds", growth(), "MB", 2)]


# ---------------------------------------------------------------------- reading the screen


def _shows_setup(screen: Screen) -> bool:
    """Whether all fields stand there, with the keys below them."""
    lines = screen.lines
    return "Commands" in lines[-1] and all(
        any(line.strip().startswith(name) for line in lines) for name in FIELDS
    )


def _is_checked(screen: Screen) -> bool:
    return "✓ store" in screen.text


def _asks(number: int) -> Callable[[Screen], bool]:
    """Whether this question stands there and its clock has begun to run down, so that it can be answered."""

    def shows(screen: Screen) -> bool:
        head = screen.lines[0]
        begun = f"Q{number} of" in head and " left" in head and "⏸" not in head
        return begun and bool(_question(screen)) and not _typed(screen)

    return shows


def _question(screen: Screen) -> list[str]:
    """The lines between the head and the answer's frame."""
    lines = screen.lines
    end = next((place for place, line in enumerate(lines) if "Your answer" in line), 1)
    return [line for line in lines[1:end] if line.strip()]


def _typed(screen: Screen) -> int:
    """How many keys stand in the answer's frame; what is right of it is feedback."""
    return sum(line.split("│")[1].count(KEY) for line in screen.lines if line.startswith("│"))


def _still(asked: list[str]) -> Callable[[Screen], bool]:
    return lambda screen: _question(screen) == asked


# ---------------------------------------------------------------------- running it


@contextmanager
def _terminal(arguments: list[str], size: tuple[int, int]) -> Iterator[Terminal]:
    """The command in a terminal, with nothing stored before."""
    with tempfile.TemporaryDirectory() as folder, Terminal(arguments, Path(folder), size) as terminal:
        yield terminal


def _times(count: int = RUNS) -> range:
    return range(count + 1)  # the first run warms the caches


def _named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _spread(name: str, values: list[float], unit: str, bound: float | None) -> Row:
    """The median, with the least and the most beside it."""
    note = f"{min(values):.0f} to {max(values):.0f} in {len(values)} runs"
    return Row(name, median(values), unit, bound, note=note)
