"""A model provider on 127.0.0.1 that answers, stalls and breaks exactly as a test says.

It speaks enough of the OpenAI chat API for any client of it, streaming included, and can
send any other body verbatim, which is how tests play Ollama. It runs in a thread of its
own (`with LoopbackServer(script) as server`) or as a process of its own
(`python -m tests.loopback --delay 0.2`, which prints its address) for measurements.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 429: "Too Many Requests", 500: "Server Error"}


@dataclass(frozen=True)
class Behaviour:
    """What the server does with one request.

    `delay` is in seconds before anything is sent. `chunks` are the pieces of a streamed
    reply; a number among them is a pause in seconds. `body` is sent verbatim instead of a
    completion. `drop` closes the connection without a reply, or, when streaming, after
    the pieces and before the end. `usage` is (input tokens, output tokens).
    """

    text: str = ""
    delay: float = 0.0
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: tuple[str | float, ...] = ()
    body: str | bytes | None = None
    drop: bool = False
    finish_reason: str = "stop"
    refusal: str | None = None
    usage: tuple[int, int] = (7, 5)


@dataclass(frozen=True)
class Recorded:
    """One request as it came in; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    json: dict[str, Any]

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form with files (multipart/form-data), each with all its values as latin-1."""
        boundary = self.headers.get("content-type", "").partition("boundary=")[2]
        fields: dict[str, list[str]] = {}
        for piece in self.json.get("body", "").split(f"--{boundary}")[1:-1]:
            head, _, value = piece.partition("\r\n\r\n")
            name = head.partition('name="')[2].partition('"')[0]
            fields.setdefault(name, []).append(value.removesuffix("\r\n"))
        return fields


Script = Callable[[dict[str, Any], int], Behaviour]


def always(behaviour: Behaviour) -> Script:
    """The same behaviour for every request."""
    return lambda request, n: behaviour


def in_turn(*behaviours: Behaviour) -> Script:
    """One behaviour after another; the last one stays."""
    return lambda request, n: behaviours[min(n, len(behaviours) - 1)]


class LoopbackServer:
    """Runs `script(request, n)` for the n-th request (from 0) and keeps what it was sent in `requests`.

    `abandoned` are the numbers of the requests whose client went away before it had the whole reply.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Recorded] = []
        self.abandoned: list[int] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="loopback", daemon=True)
        self._started = threading.Event()

    @property
    def root(self) -> str:
        """The address without a path, as Ollama clients want it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The address with `/v1`, as OpenAI clients want it."""
        return f"{self.root}/v1"

    def __enter__(self) -> LoopbackServer:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=512)
        server = self._loop.run_until_complete(listening)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        server.close()
        pending = asyncio.all_tasks(self._loop)
        for task in pending:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        self._loop.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader):
                n = len(self.requests)
                self.requests.append(request)
                behaviour = self.script(request.json, n)
                try:
                    await _pause(behaviour.delay, reader)
                    if not await _answer(behaviour, request.json, reader, writer):
                        break
                except ConnectionError:
                    self.abandoned.append(n)
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away or the test is over: both are ordinary here
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Recorded | None:
    """The next request on a connection, or None when the client closed it."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, path, _ = head[0].split(" ", 2)
    pairs = [line.partition(":") for line in head[1:] if line]
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    try:
        content = json.loads(body) if body else {}
    except ValueError:
        content = {"body": body.decode("latin-1")}
    return Recorded(method, path, headers, content)


async def _pause(seconds: float, reader: asyncio.StreamReader) -> None:
    """Let time pass. Raises ConnectionError as soon as the client goes away."""
    if not seconds:
        return
    try:
        async with asyncio.timeout(seconds):
            await reader.read(1)  # no client sends anything before it has its reply
    except TimeoutError:
        return
    raise ConnectionResetError


async def _answer(
    behaviour: Behaviour, request: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Send the reply; False when the connection is to be closed."""
    if behaviour.status == 200 and behaviour.body is None and request.get("stream"):
        return await _stream(behaviour, reader, writer)
    if behaviour.drop:
        return False
    body = behaviour.body
    if body is None:
        body = json.dumps(_completion(behaviour) if behaviour.status == 200 else _error(behaviour))
    data = body if isinstance(body, bytes) else body.encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(data)), **behaviour.headers}
    writer.write(_head(behaviour.status, headers) + data)
    await writer.drain()
    return True


async def _stream(behaviour: Behaviour, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    headers = {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", **behaviour.headers}
    writer.write(_head(200, headers))
    for piece in behaviour.chunks or (behaviour.text,):
        if isinstance(piece, str):
            _event(writer, _chunk({"role": "assistant", "content": piece}, None))
            await writer.drain()
        else:
            await _pause(piece, reader)
    if behaviour.drop:
        await writer.drain()
        return False
    _event(writer, _chunk({}, behaviour.finish_reason))
    _event(writer, {**_chunk({}, None), "choices": [], "usage": _usage(behaviour)})
    _event(writer, "[DONE]")
    writer.write(b"0\r\n\r\n")
    await writer.drain()
    return True


def _event(writer: asyncio.StreamWriter, payload: dict[str, Any] | str) -> None:
    data = f"data: {payload if isinstance(payload, str) else json.dumps(payload)}\n\n".encode()
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _usage(behaviour: Behaviour) -> dict[str, int]:
    sent, received = behaviour.usage
    return {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received}


def _completion(behaviour: Behaviour) -> dict[str, Any]:
    message = {"role": "assistant", "content": behaviour.text, "refusal": behaviour.refusal}
    return {
        "id": "loopback",
        "object": "chat.completion",
        "created": 1,
        "model": "loopback",
        "choices": [{"index": 0, "message": message, "finish_reason": behaviour.finish_reason}],
        "usage": _usage(behaviour),
    }


def _chunk(delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {
        "id": "loopback",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "loopback",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def _error(behaviour: Behaviour) -> dict[str, Any]:
    return {"error": {"message": behaviour.text or "refused by the test", "type": "error", "code": None}}


def main() -> None:
    """Serve the same reply until standard input closes; the address is printed first."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds before each reply")
    parser.add_argument("--text", default="Hello.", help="the reply")
    arguments = parser.parse_args()
    with LoopbackServer(always(Behaviour(text=arguments.text, delay=arguments.delay))) as server:
        print(server.url, flush=True)
        with contextlib.suppress(EOFError):
            input()


if __name__ == "__main__":
    main()
