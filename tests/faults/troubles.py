"""What can go wrong between a phone and the server. Each is counted when it happens."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.browser.setting import faults
from tests.browser.setting.proxy import Answer, Exchange, Fault
from tests.browser.setting.server import Server

JSON = "application/json"


@dataclass
class Tally:
    """How often each fault was injected; phones' requests come in several threads."""

    counts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str) -> None:
        with self._lock:
            self.counts[name] += 1

    @property
    def total(self) -> int:
        return self.counts.total()


def reset_while_the_server_works(exchange: Exchange) -> None:
    """The phone hears nothing and tries again while its first request is still being carried out."""
    exchange.reset()
    exchange.ask()


def broken_on_the_way_back(exchange: Exchange) -> None:
    """The request arrives and is carried out; a proxy answers 502 all the same."""
    exchange.ask()
    faults.says(502)(exchange)


def delivered_twice(exchange: Exchange) -> None:
    exchange.ask()
    exchange.give(exchange.ask())


def delivered_twice_at_once(exchange: Exchange) -> None:
    other = threading.Thread(target=_ask_quietly, args=(exchange,))
    other.start()
    try:
        exchange.give(exchange.ask())
    finally:
        other.join()


def _ask_quietly(exchange: Exchange) -> None:
    try:
        exchange.ask()
    except OSError:
        return


class Memory:
    """A proxy that keeps what it should not: it repeats old requests, and gives old answers."""

    def __init__(self) -> None:
        self._exchange: Exchange | None = None
        self._answer: Answer | None = None

    @property
    def is_used(self) -> bool:
        return self._exchange is not None

    def passes(self, exchange: Exchange) -> None:
        answer = exchange.ask()
        self._exchange, self._answer = exchange, answer
        exchange.give(answer)

    def repeats_an_old_request(self, exchange: Exchange) -> None:
        if self._exchange is not None:
            self._exchange.ask()
        self.passes(exchange)

    def gives_an_old_answer(self, exchange: Exchange) -> None:
        if self._answer is None:
            exchange.reset()
        else:
            exchange.give(self._answer)


def server_dies_before(server: Server) -> Fault:
    def fault(exchange: Exchange) -> None:
        server.kill()
        exchange.reset()

    return fault


def server_dies_meanwhile(server: Server, after: float) -> Fault:
    """At some moment of its work, perhaps between its commit and its answer."""

    def fault(exchange: Exchange) -> None:
        timer = threading.Timer(after, server.kill)
        timer.start()
        try:
            exchange.give(exchange.ask())
        finally:
            timer.join()

    return fault


def server_dies_after(server: Server) -> Fault:
    """It has committed and answered; the answer is lost with it."""

    def fault(exchange: Exchange) -> None:
        exchange.ask()
        server.kill()
        exchange.reset()

    return fault


def _always(_exchange: Exchange) -> bool:
    return True


@dataclass(frozen=True)
class Trouble:
    """A fault by its name, and whether it makes a difference to a request."""

    name: str
    fault: Fault
    strikes: Callable[[Exchange], bool] = _always

    def counted_by(self, tally: Tally) -> Fault:
        def counting(exchange: Exchange) -> None:
            if self.strikes(exchange):
                tally.add(self.name)
            self.fault(exchange)

        return counting


def of_the_network(memory: Memory, chance: Random) -> list[Trouble]:
    """The faults between phone and server."""
    most_bytes, most_results = chance.randint(600, 3000), chance.randint(0, 2)
    portal_json = json.dumps({"ok": True, "proto": 1, "results": []}).encode()
    return [
        Trouble("refused", faults.refused),
        Trouble("answer lost", faults.reset_after_answer),
        Trouble("reset while the server works", reset_while_the_server_works),
        Trouble("answer cut", faults.cut_in_half),
        Trouble("500", faults.says(500)),
        Trouble("502", faults.says(502)),
        Trouble("502 on the way back", broken_on_the_way_back),
        Trouble("503", faults.says(503, Retry_After="3")),
        Trouble("portal page", faults.captive_portal),
        Trouble("portal JSON", faults.says(200, portal_json, JSON)),
        Trouble("redirect", faults.login_redirect),
        Trouble("foreign 401", faults.says(401)),
        Trouble("413", faults.too_large_above(most_bytes), lambda x: len(x.seen.body) > most_bytes),
        Trouble(
            "some results missing",
            faults.names_only(most_results),
            lambda exchange: len(json.loads(exchange.seen.body)["ops"]) > most_results,
        ),
        Trouble("invalid JSON", faults.with_body(b'{"proto": 1, "results": [')),
        Trouble("old answer", memory.gives_an_old_answer),
        Trouble("old request again", memory.repeats_an_old_request, lambda _: memory.is_used),
        Trouble("delivered twice", delivered_twice),
        Trouble("delivered twice at once", delivered_twice_at_once),
    ]


def deaths_of(server: Server, chance: Random) -> list[Trouble]:
    """The server's processes are killed; whoever chooses one of these starts it again."""
    return [
        Trouble("server dies before", server_dies_before(server)),
        Trouble("server dies meanwhile", server_dies_meanwhile(server, chance.uniform(0.0, 0.03))),
        Trouble("server dies after", server_dies_after(server)),
    ]
