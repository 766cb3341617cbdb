"""What encryption, retention, reports and imports cost, with as many sessions as years bring."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from interview_cli.report import html
from interview_cli.report.beside import Beside
from interview_cli.report.formats import document, written_all
from interview_cli.report.pdf import document as pdf
from interview_cli.store.at_rest import convert
from interview_cli.store.codec import PLAIN, Codec, SealedCodec
from interview_cli.store.names import VAULT_FILE
from interview_cli.store.sessions import SessionStore
from interview_cli.store.vault import Vault
from interview_cli.voice.capture.sealed_file import SealedWriter
from interview_cli.voice.capture.wav_file import WavWriter
from interview_cli.wiring.home import Home
from interview_cli.wiring.retention import tidy
from interview_cli.wiring.taking_in import take_in
from tests.bench.measure import Row, median_run, percentile
from tests.bench.stock import a_session, fill

PASSPHRASE = "only for measuring"
SAVES = 300
MANY, SOME = 10_000, 1_000
RECORDINGS = 500
_QUESTIONS = 20


def store() -> list[Row]:
    """Saving, listing, converting, opening and tidying a data folder, plain and encrypted; reports of it."""
    return [*_saving(), *_folder(), *_recording(), *_reports()]


def _saving() -> list[Row]:
    """p95 of saving a session, the two codecs in turn."""
    codecs: tuple[Codec, Codec] = (PLAIN, SealedCodec(bytes(32)))
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as sealed:
        stores = [SessionStore(Path(plain), codecs[0]), SessionStore(Path(sealed), codecs[1])]
        session = a_session("openbenchx", 1, 10, open_=True)
        for one in stores:
            one.create(session)
        times: list[list[float]] = [[], []]
        for _ in range(SAVES):
            for one, taken in zip(stores, times, strict=True):
                taken.append(_milliseconds(lambda one=one: one.save(session)))  # type: ignore[misc]
    p95_plain, p95_sealed = (percentile(taken, 0.95) for taken in times)
    return [
        Row("saving a turn, encrypted, p95", p95_sealed, "ms", 5),
        Row("saving a turn, encrypted against plain", p95_sealed / p95_plain, "x", None),
    ]


def _folder() -> list[Row]:
    """A folder of many sessions: converted, listed, opened, tidied."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        data = home / "data"
        sessions = fill(data, MANY)
        for number, row in enumerate(sessions.rows()[:RECORDINGS]):
            (sessions.recordings(row["id"]) / f"t{number}-1.wav").write_bytes(b"")
        where = Home(data, home / "none.yaml", home / "roles", home / "prompts")
        tidied = median(_milliseconds(lambda: tidy(where, print)) for _ in range(9))
        plain, _ = median_run(["history"], home, times=5)
        vault = Vault(data / VAULT_FILE)
        key = vault.make("passphrase", lambda _: PASSPHRASE)
        opening = median(_milliseconds(lambda: vault.open(lambda _: PASSPHRASE)) for _ in range(5))
        sealing = (
            _milliseconds(lambda: convert(data, SealedCodec(key), lambda _: False, lambda *_: None)) / 1000
        )
        passphrase = {"INTERVIEW_PASSPHRASE": PASSPHRASE}
        sealed, megabytes = median_run(["history"], home, times=5, environ=passphrase)
    return [
        Row(f"looking at the age of {RECORDINGS} recordings, {MANY:,} sessions stored", tidied, "ms", None),
        Row("opening the vault with its passphrase", opening, "ms", None),
        Row(f"encrypting {MANY:,} sessions", sealing, "s", None),
        Row(f"history over {MANY:,} sessions, encrypted", sealed, "ms", None, note=f"plain {plain:.0f} ms"),
        Row(f"history over {MANY:,} sessions, encrypted, memory", megabytes, "MB", 120),
    ]


def _recording() -> list[Row]:
    """Writing a recording of a minute in pieces of a tenth of a second."""
    piece = bytes(3200)
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, writer in (
            ("plain", WavWriter(Path(folder) / "plain.wav")),
            ("sealed", SealedWriter(Path(folder) / "sealed.wav", os.urandom(32))),
        ):
            taken[name] = [_milliseconds(lambda writer=writer: writer.write(piece)) for _ in range(600)]  # type: ignore[misc]
            writer.close()
    return [
        Row("writing 0.1 s of sound, encrypted, median", median(taken["sealed"]), "ms", None),
        Row(
            "writing 0.1 s of sound, encrypted against plain",
            median(taken["sealed"]) / median(taken["plain"]),
            "x",
            None,
        ),
    ]


def _reports() -> list[Row]:
    """Reports of an interview of twenty questions, and the import of many sessions."""
    session = a_session("benchbench", 1, _QUESTIONS)
    html.render(session)
    pdf.render(session)
    pages = median(_milliseconds(lambda: html.render(session, embed=True)) for _ in range(7))
    papers = median(_milliseconds(lambda: pdf.render(session, beside=Beside())) for _ in range(5))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sessions = [a_session(f"import{number:04}", number) for number in range(SOME)]
        path = home / "all.jsonl"
        path.write_bytes(written_all(sessions, "json", scores=True))
        target = Home(home / "imported", home / "none.yaml", home / "roles", home / "prompts")
        taking = _milliseconds(lambda: take_in(target, path, replace=False)) / 1000
        one = home / "one.json"
        one.write_bytes(document(session))
        SessionStore(home / "data").create(session)
        whole = {}
        for form in ("html", "pdf"):
            out = ["export", "last", "--format", form, "--output", str(home / f"r.{form}"), "--force"]
            whole[form], _ = median_run(out, home, times=3)
    return [
        Row(f"HTML report, {_QUESTIONS} questions", pages, "ms", None),
        Row(f"PDF report, {_QUESTIONS} questions", papers, "ms", None),
        Row("export --format html, whole process", whole["html"], "ms", None),
        Row("export --format pdf, whole process", whole["pdf"], "ms", None),
        Row(f"importing {SOME:,} sessions", taking, "s", None),
    ]


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
