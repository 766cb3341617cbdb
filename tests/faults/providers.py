"""Providers that are down, slow, over their limit or out of their mind: it goes on, or says why not."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.cli.batch_play import BatchPlay
from tests.faults.deeds import ANSWERS
from tests.faults.finding import Finding, Scenario, Trial, not_run
from tests.faults.next_commands import next_commands
from tests.faults.place import KEY, Place, Ran, first_line
from tests.faults.servers import (
    RawServer,
    Talk,
    endless,
    no_http,
    refusing,
    self_signed,
    shorter_than_told,
    silent,
)
from tests.loopback import Behaviour, LoopbackServer, Script, always

MODEL = "openai/gpt-4o-mini"
# Seconds that a command may take: three tries with backoff of each of its calls, on a busy machine.
BOUND = 100.0
TIMEOUT = "2"
FINE, BAD_INPUT, PROVIDER = 0, 2, 3
PLAN = ("--role", "backend_engineer", "--questions", str(len(ANSWERS)), "--max-follow-ups", "0")
ROW = {"role": "backend_engineer", "questions": 1, "persona": "medium", "max_follow_ups": 0}
SCORED = {
    "question": "What does idempotent mean?",
    "reference_answer": "Repeating the request leaves the same state as one.",
    "answer": "You can repeat the request and the state stays the same.",
}
LED = "the interview ends (0), answers stored and unscored, a note says why; judged once the provider is back"
STRICT = "exit code 3 with cause and hint; the answer given is stored, and `session continue` goes on"
ROWS = "exit code 3; the line of the row says why, without a score"

Address = Callable[[Path], AbstractContextManager[str]]


class CannotRunError(Exception):
    """This machine cannot bring the fault about."""


@dataclass(frozen=True)
class Down:
    """A way for a provider to fail: where it is, and a word of its cause that must be told."""

    address: Address
    tells: tuple[str, ...]


@contextmanager
def _refused(_: Path) -> Iterator[str]:
    with refusing() as port:
        yield f"http://127.0.0.1:{port}/v1"


@contextmanager
def _no_such_name(_: Path) -> Iterator[str]:
    yield "http://nowhere.invalid/v1"


@contextmanager
def _untrusted(folder: Path) -> Iterator[str]:
    tls: ssl.SSLContext | None = self_signed(folder / "tls")
    if tls is None:
        raise CannotRunError("openssl is not installed")
    with RawServer(silent, tls) as server:
        yield f"https://127.0.0.1:{server.port}/v1"


def _raw(talk: Talk) -> Address:
    @contextmanager
    def address(_: Path) -> Iterator[str]:
        with RawServer(talk) as server:
            yield f"http://127.0.0.1:{server.port}/v1"

    return address


def _http(script: Script) -> Address:
    @contextmanager
    def address(_: Path) -> Iterator[str]:
        with LoopbackServer(script) as server:
            yield server.url

    return address


def _cut(request: dict[str, Any], _: int) -> Behaviour:
    """A stream that ends amid the reply, and a reply in one piece that does not come."""
    return Behaviour(chunks=('{"act', "ion"), drop=True)


def _answers(**behaviour: Any) -> Address:
    return _http(always(Behaviour(**behaviour)))


DOWN: dict[str, Down] = {
    "refused": Down(_refused, ("connection refused",)),
    "dns": Down(_no_such_name, ("name",)),
    "tls": Down(_untrusted, ("certificate",)),
    "stall": Down(_raw(silent), ("too long",)),
    "endless": Down(_raw(endless), ("too long", "no model's reply", "more than any model writes")),
    "429": Down(_answers(status=429), ("limiting the rate",)),
    "429-wait": Down(_answers(status=429, headers={"Retry-After": "3600"}), ("limiting the rate",)),
    "429-soon": Down(_answers(status=429, headers={"Retry-After": "1"}), ("limiting the rate",)),
    "500": Down(_answers(status=500), ("on the provider's side",)),
    "502": Down(_answers(status=502, body="<html>Bad Gateway</html>"), ("on the provider's side",)),
    "503": Down(_answers(status=503), ("on the provider's side",)),
    "cut": Down(_http(_cut), ("broke off", "cannot be reached")),
    "short": Down(_raw(shorter_than_told), ("no model's reply", "cannot be reached")),
    "no-http": Down(_raw(no_http), ("cannot be reached",)),
    "html": Down(_answers(body="<html><body>Welcome</body></html>"), ("no model's reply",)),
    "empty": Down(_answers(body=b""), ("no model's reply",)),
    "half-json": Down(_answers(body='{"id": "x", "choi'), ("no model's reply",)),
    "wrong-shape": Down(_answers(body='{"choices": [{"message": 7}]}'), ("on the provider's side",)),
    "prose": Down(
        _answers(text="I would rather talk about the weather."), ("JSON", "fit", "unusable", "reply")
    ),
}
# Those for which all commands are run; for the others an interview with the offline coach to step in.
THOROUGH = ("refused", "stall", "429", "cut", "html")
# Batches are patient, and take half a minute each.
WITH_BATCHES = ("refused", "429")


def scenarios() -> dict[str, Scenario]:
    """One for each way to fail and each command."""
    found: dict[str, Scenario] = {}
    for name, down in DOWN.items():
        found[f"provider.{name}.start"] = partial(_guarded, _interview, name, down)
        if name in THOROUGH:
            batches = (_batch, _strict_batch) if name in WITH_BATCHES else ()
            for command in (_strict_interview, _scored, *batches):
                found[f"provider.{name}.{command.__name__.strip('_')}"] = partial(
                    _guarded, command, name, down
                )
    return found


def _guarded(command: Callable[..., Trial], name: str, down: Down, root: Path) -> Sequence[Finding]:
    place = Place(root, {"OPENAI_API_KEY": KEY, "INTERVIEW_TIMEOUT": TIMEOUT})
    place.write("answers.json", ANSWERS)
    try:
        with down.address(root) as address:
            trial = command(place, f"provider: {name}", down, {"OPENAI_BASE_URL": address})
    except CannotRunError as error:
        return [not_run(f"provider: {name}", command.__name__.strip("_"), str(error))]
    with LoopbackServer(BatchPlay()) as well:
        _afterwards(place, trial, {"OPENAI_BASE_URL": well.url})
    for path in place.stored_files():
        trial.check(KEY.encode() not in path.read_bytes(), f"the key is in {path.name}")
    return [trial.finding]


def _afterwards(place: Place, trial: Trial, variables: dict[str, str]) -> None:
    """The provider is back: what is open goes on, and what was not judged is judged."""
    if not (place.data / "sessions").exists():
        return
    working = Place(place.root, place.variables | variables | {"INTERVIEW_TIMEOUT": "30"})
    trial.blame(next_commands(working, answers=working.root / "answers.json"))
    listed = working.run("history", "--json").json["sessions"]
    for row in listed:
        if row["unscored"]:
            judged = working.run("score", "--session", row["id"], "--samples", "1")
            trial.blame(f"score --session: {flaw}" for flaw in judged.flaws(FINE))
    left = [row for row in working.run("history", "--json").json["sessions"] if row["unscored"]]
    trial.check(not left, "answers stay unscored though the provider is back")


def _look(trial: Trial, ran: Ran, down: Down, *codes: int, told: str | None = None) -> None:
    """What holds for every command with a provider that fails."""
    trial.blame(ran.flaws(*codes))
    said = ran.err if told is None else told
    trial.check(any(word in said for word in down.tells), f"the cause is not told: {first_line(said)}")
    trial.check("hint:" in said or "interview " in said or told is not None, "nothing says what to do")
    trial.check(ran.seconds < BOUND, f"it took {ran.seconds:.0f} s")
    trial.see(f"exit {ran.code} in {ran.seconds:.0f} s: {first_line(ran.told if told is None else told)}")


def _start(place: Place, variables: dict[str, str], *others: str) -> Ran:
    words = ("session", "start", *PLAN, "--model", MODEL, "--answers", place.root / "answers.json", "--json")
    return place.run(*words, *others, variables=variables)


def _interview(place: Place, fault: str, down: Down, variables: dict[str, str]) -> Trial:
    trial = Trial(fault, "session start --model M --answers FILE", LED)
    ran = _start(place, variables)
    _look(trial, ran, down, FINE)
    if ran.code == FINE:
        session = ran.json
        turns = session["turns"]
        given = [turn["answer"]["text"] for turn in turns if turn["status"] == "answered"]
        trial.check(given == ANSWERS, f"{len(given)} of {len(ANSWERS)} answers are stored")
        last = [turn["evaluations"][-1] for turn in turns if turn["evaluations"]]
        trial.check(len(last) == len(ANSWERS), "an answer has no judgement, not even one that says why")
        trial.check(
            all(one["status"] == "unscored" for one in last), "an answer is scored though nobody judged it"
        )
        trial.check(all(one["why_unscored"] for one in last), "an unscored answer does not say why")
        trial.check(not (session["feedback"] or {}).get("overall"), "there is a total of nothing")
        trial.check("interview score --session" in ran.err, "nothing says how to have it judged later")
    return trial


def _strict_interview(place: Place, fault: str, down: Down, variables: dict[str, str]) -> Trial:
    trial = Trial(fault, "session start --no-fallback", STRICT)
    ran = _start(place, variables, "--no-fallback")
    _look(trial, ran, down, PROVIDER)
    trial.check("error:" in ran.err and "hint:" in ran.err, "no error with a hint")
    trial.check("session continue" in ran.err, "nothing says how to go on")
    rows = place.run("history", "--json").json["sessions"]
    trial.check([row["answered"] for row in rows] == [1], "the answer that was given is not stored")
    return trial


def _scored(place: Place, fault: str, down: Down, variables: dict[str, str]) -> Trial:
    trial = Trial(fault, "score FILE --model M", ROWS)
    rows = place.write("score.jsonl", [SCORED])
    ran = place.run("score", rows, "--model", MODEL, "--samples", "1", variables=variables)
    _one_line(trial, ran, down, "score", "why")
    return trial


def _batch(place: Place, fault: str, down: Down, variables: dict[str, str], *others: str) -> Trial:
    trial = Trial(fault, " ".join(("batch run FILE --model M", *others)), ROWS)
    rows = place.write("rows.jsonl", [ROW])
    ran = place.run("batch", "run", rows, "--model", MODEL, *others, variables=variables)
    line = _one_line(trial, ran, down, "overall", "notes" if not others else "error")
    expected = "failed" if others else "completed"
    trial.check(line.get("status") == expected, f"the row is {line.get('status')}, not {expected}")
    trial.check(bool(line.get("hint")), "nothing says what to do")
    return trial


def _strict_batch(place: Place, fault: str, down: Down, variables: dict[str, str]) -> Trial:
    return _batch(place, fault, down, variables, "--no-fallback")


def _one_line(trial: Trial, ran: Ran, down: Down, score: str, why: str) -> dict[str, Any]:
    lines = ran.out.splitlines()
    line: dict[str, Any] = json.loads(lines[0]) if lines else {}
    _look(trial, ran, down, PROVIDER, told=str(line.get(why, "")))
    trial.check(len(lines) == 1, f"{len(lines)} lines for one row")
    trial.check(line.get(score, 0) is None, "there is a score though nobody judged")
    return line
