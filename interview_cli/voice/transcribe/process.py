"""A local engine as a Transcriber: the parent's side of the process it runs in.

PyTorch and CTranslate2 take hundreds of megabytes and hold Python's lock while they are imported; in a
process of their own neither is felt, and what goes wrong in them ends no interview.
"""

from __future__ import annotations

import collections
import contextlib
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from interview_cli.voice.transcribe.frames import read_frame, write_frame
from interview_cli.voice.transcribe.port import TranscriberError

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]
# Spinning threads of OpenMP make everything three times as slow once another process is busy too; and
# nothing is ever downloaded while somebody waits for a transcript.
_ENVIRONMENT = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TQDM_DISABLE": "1",
    "PYTHONUNBUFFERED": "1",
}
_LAST_WORDS = 5
_GOODBYE = 0.5


@dataclass(slots=True)
class Call:
    """One order that was sent, number 0 being the loading; `over` is set when its `reply` is there."""

    number: int
    over: threading.Event = field(default_factory=threading.Event)
    reply: dict[str, Any] = field(default_factory=dict)

    def end(self, reply: dict[str, Any]) -> None:
        """Give the reply."""
        self.reply = reply
        self.over.set()


class EngineProcess:
    """One running process with an engine in it. Raises TranscriberError when it can't be started."""

    def __init__(self, engine: str, weights: Path, threads: int) -> None:
        command = [sys.executable, "-P", "-m", f"{__package__}.child", engine, str(weights), str(threads)]
        paths = [str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        try:
            # A session of its own: neither Ctrl+C nor a closed terminal reaches it, its input ends.
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise TranscriberError(f"{engine} could not be started: {error.strerror}.") from error
        orders, replies, words = self._process.stdin, self._process.stdout, self._process.stderr
        assert orders is not None
        assert replies is not None
        assert words is not None
        self._orders: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        self._calls: dict[int, Call] = {}
        self._last_words: collections.deque[str] = collections.deque(maxlen=_LAST_WORDS)
        self._gone = False
        self._number = 0
        self.loading = self._calls[0] = Call(0)
        # A thread each, so that a process which neither reads nor writes holds up nobody.
        self._threads = [
            threading.Thread(target=work, args=(stream,), name=f"{engine} {what}", daemon=True)
            for what, work, stream in (
                ("orders", self._write_orders, orders),
                ("replies", self._read_replies, replies),
                ("words", self._read_words, words),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can take orders."""
        return not self._gone and self._process.poll() is None

    def send(self, header: dict[str, Any], data: bytes = b"") -> Call:
        """Give an order; its reply comes in the Call, `{"is": "gone"}` when the process ends before."""
        self._number += 1
        call = self._calls[self._number] = Call(self._number)
        self._orders.put(({**header, "id": call.number}, data))
        if self._gone:
            self._end_all()
        return call

    def call_off(self, call: Call) -> None:
        """Tell it that a reply is not waited for; at once."""
        self._orders.put(({"do": "cancel", "id": call.number}, b""))

    def how_it_ended(self) -> str:
        """The signal or the exit code, with the last thing it said."""
        code = self._process.poll() or 0
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        said = self.last_words()
        return f"{how}: {said}" if said else how

    def last_words(self) -> str:
        """The end of what it wrote on standard error, in one line."""
        return " ".join(" ".join(self._last_words).split())[-300:]

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._orders.put(None)
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(_GOODBYE)

    def close(self) -> None:
        """End it, giving it half a second to do so by itself."""
        self._orders.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GOODBYE)
        self.kill()

    def _write_orders(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(OSError), stream:
            while order := self._orders.get():
                write_frame(stream, *order)

    def _read_replies(self, stream: IO[bytes]) -> None:
        with stream:
            while frame := read_frame(stream):
                reply, _ = frame
                call = self._calls.pop(reply["id"], None)
                if call is not None:
                    call.end(reply)
        self._gone = True
        self._end_all()

    def _read_words(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._last_words.append(line.decode(errors="replace").strip()[:300])

    def _end_all(self) -> None:
        for number in list(self._calls):
            call = self._calls.pop(number, None)
            if call is not None:
                call.end({"is": "gone"})
