"""A bad network: a proxy between the browser and the real server that fails as it is told to.

    proxy.on(SYNC, faults.reset_after_answer, times=10)

says how requests whose path starts so are treated; the newest rule that fits is used. What no rule
fits goes through.
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
EVERYTHING = "/"
SYNC = "/api/v1/sync"
ENROLMENT = "/api/v1/enrolment"
PATIENCE = 60.0
_NOT_PASSED_ON = {"connection", "transfer-encoding", "keep-alive", "content-length"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def unpacked(self) -> Answer:
        """The same answer before it was compressed for the way."""
        encodings = [value for name, value in self.headers if name.lower() == "content-encoding"]
        headers = [each for each in self.headers if each[0].lower() != "content-encoding"]
        body = gzip.decompress(self.body) if encodings == ["gzip"] else self.body
        return Answer(self.status, headers, body)


@dataclass
class Seen:
    """A request that came in, and what became of it. `status` is 0 where no answer went back yet.

    Sizes are in bytes, with the headers.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    arrived: bool = False
    status: int = 0
    answer_size: int = 0
    was_sent: threading.Event = field(default_factory=threading.Event)

    @property
    def size(self) -> int:
        first_line = len(self.method) + len(self.path) + len("  HTTP/1.1\r\n")
        return first_line + _size_of(self.headers.items()) + len(self.body)


def _size_of(headers: Iterable[tuple[str, str]]) -> int:
    return sum(len(name) + len(value) + len(": \r\n") for name, value in headers)


class Exchange:
    """One request on its way: a fault decides whether it arrives and what comes back."""

    def __init__(self, handler: _Handler, seen: Seen, upstream: int) -> None:
        self.seen = seen
        self._handler = handler
        self._upstream = upstream

    def ask(self) -> Answer:
        """Let the request arrive; the server's answer. Raises OSError where there is no server."""
        connection = HTTPConnection(HOST, self._upstream, timeout=PATIENCE)
        headers = {
            name: value
            for name, value in self._handler.headers.items()
            if name.lower() not in _NOT_PASSED_ON
        }
        try:
            connection.request(self.seen.method, self.seen.path, self.seen.body or None, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        except HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        self.seen.arrived = True
        return answer

    def give(self, answer: Answer) -> None:
        self._start(answer)
        self._handler.wfile.write(answer.body)
        self._handler.wfile.flush()
        self.seen.status = answer.status
        self.seen.answer_size = _size_of(answer.headers) + len(answer.body)

    def give_half(self, answer: Answer) -> None:
        """Announce the whole answer, send half of it, and break the connection."""
        self._start(answer)
        self._handler.wfile.write(answer.body[: len(answer.body) // 2])
        self._handler.wfile.flush()
        self.reset()

    def _start(self, answer: Answer) -> None:
        self._handler.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in _NOT_PASSED_ON:
                self._handler.send_header(name, value)
        self._handler.send_header("Content-Length", str(len(answer.body)))
        self._handler.end_headers()

    def reset(self) -> None:
        """Break the connection at once (RST)."""
        self._handler.close_connection = True
        connection = self._handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


Fault = Callable[[Exchange], None]


def passes(exchange: Exchange) -> None:
    exchange.give(exchange.ask())


@dataclass
class _Rule:
    path: str
    fault: Fault
    left: int | None


class Proxy:
    """Listens on a port of its own; use as a context."""

    def __init__(self, upstream_port: int) -> None:
        self.upstream_port = upstream_port
        self.requests: list[Seen] = []
        self._rules: list[_Rule] = []
        self._changed = threading.Condition()
        proxy = self

        class Handler(_Handler):
            owner = proxy

        self._server = _Listener((HOST, 0), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def on(self, path: str, fault: Fault, times: int | None = None) -> None:
        """Treat requests whose path starts so with the fault, for ever or so many times."""
        with self._changed:
            self._rules.insert(0, _Rule(path, fault, times))

    def clear(self) -> None:
        """Let everything through again."""
        with self._changed:
            self._rules.clear()

    def of(self, path: str = SYNC) -> list[Seen]:
        """The requests whose path starts so, in the order in which they came."""
        with self._changed:
            return [each for each in self.requests if each.path.startswith(path)]

    def wait_for(self, count: int, path: str = SYNC, within: float = PATIENCE) -> list[Seen]:
        """Wait until so many requests have come and have been dealt with."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: len([s for s in self._ended() if s.path.startswith(path)]) >= count, within
            ), f"only {len(self.requests)} requests came: {[s.path for s in self.requests]}"
        return self.of(path)

    def _ended(self) -> list[Seen]:
        return [seen for seen in self.requests if seen.was_sent.is_set()]

    def treat(self, exchange: Exchange) -> None:
        seen = exchange.seen
        with self._changed:
            self.requests.append(seen)
            fault = self._fault_for(seen.path)
        try:
            fault(exchange)
        except OSError:
            exchange.reset()
        finally:
            with self._changed:
                seen.was_sent.set()
                self._changed.notify_all()

    def _fault_for(self, path: str) -> Fault:
        for rule in self._rules:
            if path.startswith(rule.path) and rule.left != 0:
                rule.left = None if rule.left is None else rule.left - 1
                return rule.fault
        return passes


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of a request is no news here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Proxy

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def _treat(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        seen = Seen(self.command, self.path, dict(self.headers), body, time.monotonic())
        self.owner.treat(Exchange(self, seen, self.owner.upstream_port))

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _treat

    def log_message(self, *_words: object) -> None:
        """The proxy keeps its own list."""
