"""A small virus checker on this machine that speaks as clamd does: it knows one virus, EICAR."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.adapters.files.samples import EICAR


@dataclass
class Clamd:
    """`answer` is said instead of a verdict, where it is set; `checked` counts the bytes seen."""

    port: int = 0
    answer: bytes | None = None
    checked: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


class _Conversation(socketserver.StreamRequestHandler):
    server: _Listener

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.clamd.checked.append(len(content))
        verdict = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write(
            (verdict if self.server.clamd.answer is None else self.server.clamd.answer) + b"\0"
        )


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, clamd: Clamd) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.clamd = clamd
        clamd.port = self.server_address[1]


@contextmanager
def running_clamd() -> Iterator[Clamd]:
    clamd = Clamd()
    with _Listener(clamd) as listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield clamd
        finally:
            listener.shutdown()
            thread.join()
