"""Providers at their worst, on 127.0.0.1: bytes that no HTTP library sends, and TLS that nobody trusts."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Talk = Callable[[socket.socket], None]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def silent(connection: socket.socket) -> None:
    """Read and never answer."""
    while connection.recv(65536):
        pass


def endless(connection: socket.socket) -> None:
    """A reply of blanks that does not end, as fast as it is read."""
    connection.recv(65536)
    connection.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    piece = b" " * 65536
    while True:
        connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))


def no_http(connection: socket.socket) -> None:
    """What another kind of server says."""
    connection.recv(65536)
    connection.sendall(b"220 mail.example ESMTP ready\r\n")


def shorter_than_told(connection: socket.socket) -> None:
    """A reply that ends before its length is reached."""
    connection.recv(65536)
    connection.sendall(_HEAD + b'Content-Length: 4000\r\n\r\n{"id": "x", "choices": [')


class RawServer:
    """Lets `talk` have every connection, each in a thread of its own, until `with` is left."""

    def __init__(self, talk: Talk, tls: ssl.SSLContext | None = None) -> None:
        self._talk = talk
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = self._listener.getsockname()[1]

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # the listener was closed
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # The client going away is what is waited for here.
        with contextlib.suppress(OSError), connection:
            if self._tls is not None:
                with self._tls.wrap_socket(connection, server_side=True) as wrapped:
                    self._talk(wrapped)
            else:
                self._talk(connection)


@contextmanager
def refusing() -> Iterator[int]:
    """A port at which nobody listens, kept from others meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def self_signed(folder: Path) -> ssl.SSLContext | None:
    """TLS with a certificate that nobody signed but itself; None without openssl."""
    if not shutil.which("openssl"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run(
        [*words, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
