"""What can become of a request on its way. Each is a rule for `Proxy.on`."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.browser.setting.proxy import PATIENCE, Answer, Exchange, Fault, Seen, passes

HTML = "text/html; charset=utf-8"
PORTAL_PAGE = b"<!doctype html><title>Guest Wi-Fi</title><h1>Accept our terms to go on line</h1>"
PACKET = 1400


def refused(exchange: Exchange) -> None:
    """No network: the request does not arrive."""
    exchange.reset()


def reset_after_answer(exchange: Exchange) -> None:
    """The request arrives and is carried out; the answer is lost."""
    exchange.ask()
    exchange.reset()


def cut_in_half(exchange: Exchange) -> None:
    exchange.give_half(exchange.ask())


def says(status: int, body: bytes = b"", kind: str = HTML, **headers: str) -> Fault:
    """Something between us and the server answers in its place. `Retry_After="3"` is a header."""
    given = [(name.replace("_", "-"), value) for name, value in headers.items()]

    def fault(exchange: Exchange) -> None:
        exchange.give(Answer(status, [("Content-Type", kind), *given], body))

    return fault


captive_portal = says(200, PORTAL_PAGE)
login_redirect = says(302, Location="/login")


def too_large_above(most: int) -> Fault:
    """A proxy that lets no body of more than so many bytes through."""

    def fault(exchange: Exchange) -> None:
        if len(exchange.seen.body) > most:
            exchange.give(Answer(413, [("Content-Type", HTML)], b"<h1>Too large</h1>"))
        else:
            exchange.give(exchange.ask())

    return fault


def changed(change: Callable[[Any], None]) -> Fault:
    """The answer arrives with its JSON changed."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask().unpacked()
        content = json.loads(answer.body)
        change(content)
        exchange.give(Answer(answer.status, answer.headers, json.dumps(content).encode()))

    return fault


def names_only(most: int) -> Fault:
    """The answer names only so many of the operations."""

    def fewer(content: Any) -> None:
        content["results"] = content["results"][:most]

    return changed(fewer)


def with_body(body: bytes) -> Fault:
    """The answer arrives under its own headers, with another body."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask().unpacked()
        exchange.give(Answer(answer.status, answer.headers, body))

    return fault


class Kept:
    """A proxy that keeps the first answer and gives it again, whatever the server says since."""

    def __init__(self) -> None:
        self._answer: Answer | None = None

    def __call__(self, exchange: Exchange) -> None:
        self._answer = self._answer or exchange.ask()
        exchange.give(self._answer)


class Gate:
    """Holds requests until it is opened: before they arrive, or on the way back."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._reached = threading.Semaphore(0)

    def open(self) -> None:
        self._open.set()

    def wait_until_reached(self) -> None:
        assert self._reached.acquire(timeout=PATIENCE), "no request came to the gate"

    def _hold(self) -> None:
        self._reached.release()
        self._open.wait(PATIENCE)

    def lost(self, exchange: Exchange) -> None:
        """The request waits, and never arrives."""
        self._hold()
        exchange.reset()

    def before(self, exchange: Exchange) -> None:
        """The request does not arrive until the gate opens."""
        self._hold()
        exchange.give(exchange.ask())

    def after(self, exchange: Exchange) -> None:
        """The request arrives and is carried out; the answer waits until the gate opens."""
        answer = exchange.ask()
        self._hold()
        exchange.give(answer)

    def after_and_lost(self, exchange: Exchange) -> None:
        """The request arrives and is carried out; the answer waits, and is lost."""
        exchange.ask()
        self._hold()
        exchange.reset()


def first_with_entries(fault: Fault) -> Fault:
    """Treat the first request that brings something so; a phone that only asks for news passes."""
    left = [fault]

    def either(exchange: Exchange) -> None:
        brings_something = bool(json.loads(exchange.seen.body)["ops"])
        chosen = left.pop() if brings_something and left else passes
        chosen(exchange)

    return either


def delivered_twice(exchange: Exchange) -> None:
    """The same request arrives twice at the same moment; both must be answered as done."""
    start = threading.Barrier(2)

    def ask() -> Answer:
        start.wait(PATIENCE)
        return exchange.ask()

    with ThreadPoolExecutor(2) as pool:
        answers = [each.result() for each in [pool.submit(ask), pool.submit(ask)]]
    for answer in answers:
        statuses = {result["status"] for result in json.loads(answer.unpacked().body)["results"]}
        if answer.status != 200 or not statuses <= {"applied", "duplicate"}:
            exchange.give(Answer(599, [], answer.body))
            return
    exchange.give(answers[0])


def together(parties: int) -> Fault:
    """Requests wait for each other, and then arrive at the same moment."""
    barrier = threading.Barrier(parties)

    def fault(exchange: Exchange) -> None:
        barrier.wait(PATIENCE)
        exchange.give(exchange.ask())

    return fault


@dataclass(frozen=True)
class Line:
    """A thin line, by its numbers. `loss` is the share of packets that must be sent once more."""

    bits_per_second: int
    round_trip: float
    loss: float

    def seconds_for(self, seen: Seen, round_trips: int) -> float:
        """What a request and its answer take: its round trips, its bytes, and the packets lost."""
        size = seen.size + seen.answer_size
        packets = -(-seen.size // PACKET) + -(-seen.answer_size // PACKET)
        again = packets * self.loss * self.round_trip
        return round_trips * self.round_trip + size * 8 / self.bits_per_second + again
