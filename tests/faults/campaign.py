"""People tap, networks and machines fail, all by a seeded plan; at the end everything is compared."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.browser.setting.faults import Gate
from tests.browser.setting.proxy import SYNC
from tests.faults.answers import QUESTIONS, WRONG_IN, Typed, facts_of, new_answer
from tests.faults.ledger import Findings, Ledger, Shown
from tests.faults.phone_process import PhoneDiedError
from tests.faults.setting import SESSIONS, Handset, Setting
from tests.faults.troubles import Tally, Trouble, deaths_of, of_the_network

FULL, DIES_BEFORE, DIES_AFTER, KILLED = "full", "dies before", "dies after", "killed"
_WORDS = {
    FULL: "the disk is full",
    DIES_BEFORE: "the phone dies before it is kept",
    DIES_AFTER: "the phone dies after it is kept",
}
MOST_TURNS = 40
Json = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What was done, and what came of it."""

    seed: int
    faults: Counter[str]
    taps: int
    conflicts: int
    answers: frozenset[str]
    """The taps that answered the form."""
    answers_wrong: int
    answers_differ: int
    """How often two different answers were on the screen of somebody who answered."""
    findings: Findings
    screens_differ: tuple[str, ...]


@dataclass(frozen=True)
class Attempt:
    """A tap whose phone may have died of it."""

    entity: str
    facts: str
    before: Shown


@dataclass
class Campaign:
    setting: Setting
    seed: int
    ledger: Ledger = field(default_factory=Ledger)
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)
        self._numbers = self._wrong = self._differed = 0
        self._sessions = SESSIONS

    def run(self, most: int) -> Report:
        """Go on until so many faults have been injected, then let everything arrive."""
        while self.tally.total < most:
            self._sessions = _near(self.tally.total / most)
            for handset in self.setting.handsets:
                self._tap_a_little(handset)
            for handset in self.setting.leads:
                self._answer_a_little(handset)
            self._send()
        faults = Counter(self.tally.counts)
        self._let_all_arrive()
        return self._report(faults)

    # Tapping

    def _tap_a_little(self, handset: Handset) -> None:
        session = self._chance.choice(self._sessions)
        for _ in range(self._chance.choice([0, 1, 1, 2, 5])):
            screen = handset.phone.ask("open", session=session)["shown"]
            if self._chance.random() < 0.04:
                self.ledger.signs.add(handset.phone.ask("finish")["op_id"])
            fault = self._chance.choice([FULL, DIES_BEFORE, DIES_AFTER, *[""] * 57])
            self._tap(handset, session, screen, fault)

    def _tap(self, handset: Handset, session: str, screen: Json, fault: str = "") -> None:
        placement, body = self._new_mark()
        entity, facts = f"{session}/{placement}", _facts(body)
        try:
            answer = handset.phone.ask("mark", placement=placement, body=body, fault=fault)
        except PhoneDiedError:
            before = _shown(screen.get(placement))
            kept = self._revive(handset, [Attempt(entity, facts, before)])
            assert fault == "" or kept == (fault == DIES_AFTER)
        else:
            if answer["op_id"] is not None:
                made = Attempt(entity, facts, _shown(answer["before"]))
                self._note(handset, answer["op_id"], made)
        if fault:
            self.tally.add(f"at a tap, {_WORDS[fault]}")

    def _answer_a_little(self, handset: Handset) -> None:
        for _ in range(self._chance.choice([0, 1, 1, 2])):
            screen = self._open_form(handset)
            fault = self._chance.choice([FULL, DIES_BEFORE, DIES_AFTER, *[""] * 57])
            self._answer(handset, screen, fault)

    def _open_form(self, handset: Handset) -> Json:
        shown: Json = handset.phone.ask("open_form", id=self.setting.form)["shown"]
        return shown

    def _answer(self, handset: Handset, screen: Json, fault: str = "") -> None:
        key = self._chance.choice(QUESTIONS)
        before = _shown_answer(screen.get(key))
        self._differed += len(before.facts) > 1
        is_chosen = len(before.facts) > 1 and self._chance.random() < 0.5
        typed = self._chance.choice(screen[key]["typed"]) if is_chosen else self._new_answer(key)
        told = {"key": key, "typed": typed, "is_chosen": is_chosen, "fault": fault}
        attempt = Attempt(f"{self.setting.form}/{key}", facts_of(typed), before)
        try:
            answer = handset.phone.ask("answer", **told)
        except PhoneDiedError:
            kept = self._revive(handset, [attempt])
            assert fault == "" or kept == (fault == DIES_AFTER)
        else:
            if answer["op_id"] is not None:
                self._note(handset, answer["op_id"], attempt)
        if fault:
            self.tally.add(f"at an answer to the form, {_WORDS[fault]}")

    def _note(self, handset: Handset, op_id: str, attempt: Attempt) -> None:
        self.ledger.note(op_id, handset.number, attempt.entity, attempt.facts, attempt.before)
        if attempt.entity.startswith(self.setting.form):
            self.ledger.answers.add(op_id)

    def _new_answer(self, key: str) -> Typed:
        self._numbers += 1
        is_wrong = key in WRONG_IN and self._chance.random() < 0.3
        self._wrong += is_wrong
        return new_answer(key, self._numbers, is_wrong, self._chance)

    def _new_mark(self) -> tuple[str, Json]:
        """Mostly a lateness with a time of its own, so that few marks are alike."""
        placement = str(self._chance.choice(list(self.setting.farm.placements.values())))
        seen = self._chance.choice(["here", "not_here", "late", "late", "late"])
        self._numbers += 1
        hours, minutes = divmod(9 * 60 + self._numbers % 420, 60)
        arrived = f"{hours:02}:{minutes:02}" if seen == "late" else None
        words = {"left": None, "heard": "", "action": "", "reason": ""}
        return placement, {"seen": seen, "arrived": arrived, **words}

    def _revive(self, handset: Handset, attempts: list[Attempt]) -> int:
        """Start the phone again, and see which of the attempts it has kept; how many."""
        handset.phone.start()
        kept = 0
        for op in handset.phone.ask("look")["waiting"]:
            if op["op_id"] in self.ledger.taps or op["op_id"] in self.ledger.signs:
                continue
            entity, facts = op["entity"], _facts(op["body"])
            attempt = next(
                each for each in attempts if (each.entity, each.facts) == (entity, facts)
            )
            self._note(handset, op["op_id"], attempt)
            kept += 1
        return kept

    # Sending

    def _send(self) -> None:
        """Some of the phones send at the same time, each through a trouble of its own."""
        chosen = [each for each in self.setting.handsets if self._chance.random() < 0.7]
        server_dies = bool(chosen) and self._chance.random() < 0.02
        if server_dies:
            death = self._chance.choice(deaths_of(self.setting.server, self._chance))
            chosen[0].proxy.on(SYNC, death.counted_by(self.tally), times=1)
        session = self._chance.choice(self._sessions)
        screens = [each.phone.ask("open", session=session)["shown"] for each in chosen]
        forms = {each.number: self._open_form(each) for each in chosen if each.answers_forms}
        sending = [self._start_sending(each, server_dies) for each in chosen]
        time.sleep(self._chance.uniform(0.0, 0.06))
        for handset, (number, fault), screen in zip(chosen, sending, screens, strict=True):
            if fault == "" and self._chance.random() < 0.4:
                self._tap(handset, session, screen)
            if fault == "" and handset.answers_forms and self._chance.random() < 0.4:
                self._answer(handset, forms[handset.number])
            self._hear_of_sending(handset, number, fault)
        for handset in chosen:
            handset.proxy.clear()
        if server_dies:
            self.setting.server.kill()
            self.setting.server.start()

    def _start_sending(self, handset: Handset, server_dies: bool) -> tuple[int, str]:
        """The number under which the phone will answer, and what befalls the phone itself."""
        if server_dies:
            return handset.phone.tell("drain", tabs=1), ""
        kinds, weights = ["network", "dies", "disk", "tabs", "none"], [80, 3, 6, 6, 5]
        match self._chance.choices(kinds, weights)[0]:
            case "dies":
                return self._die_while_sending(handset), KILLED
            case "disk":
                fault = self._chance.choice([FULL, DIES_BEFORE, DIES_AFTER])
                return handset.phone.tell("drain", tabs=1, fault=fault), fault
            case "tabs":
                self.tally.add("two tabs send at once")
                return handset.phone.tell("drain", tabs=2), ""
            case "network":
                self._trouble(handset)
            case _:
                handset.proxy.on(SYNC, handset.memory.passes)
        return handset.phone.tell("drain", tabs=1), ""

    def _trouble(self, handset: Handset) -> None:
        trouble: Trouble = self._chance.choice(of_the_network(handset.memory, self._chance))
        times = None if trouble.name == "413" else self._chance.randint(1, 3)
        handset.proxy.on(SYNC, trouble.counted_by(self.tally), times)

    def _die_while_sending(self, handset: Handset) -> int:
        """Its request is under way, before the server or on the way back, when the phone dies."""
        gate = Gate()
        has_arrived = self._chance.random() < 0.5
        handset.proxy.on(SYNC, gate.after if has_arrived else gate.before, times=1)
        number = handset.phone.tell("drain", tabs=1)
        gate.wait_until_reached()
        handset.phone.kill()
        gate.open()
        self.tally.add(f"the phone dies {'after' if has_arrived else 'before'} the server hears")
        return number

    def _hear_of_sending(self, handset: Handset, number: int, fault: str) -> None:
        try:
            handset.phone.hear(number)
        except PhoneDiedError:
            assert fault in (DIES_BEFORE, DIES_AFTER, KILLED)
            self._revive(handset, [])
        if fault in _WORDS:
            self.tally.add(f"at an answer, {_WORDS[fault]}")

    # The end

    def _let_all_arrive(self) -> None:
        for handset in self.setting.handsets * 2:  # twice, so that each hears of the others' last
            for _ in range(MOST_TURNS):
                handset.phone.ask("drain", tabs=1)
                if not handset.phone.ask("look")["waiting"]:
                    break

    def _report(self, faults: Counter[str]) -> Report:
        screens = [handset.phone.ask("look") for handset in self.setting.handsets]
        logs = [*self.setting.server_marks(), *self.setting.server_answers()]
        aside = {
            item["op"]["op_id"]
            for screen in screens
            for item in screen["attention"]
            if item["kind"] in ("rejected", "too_big")
        }
        shown = [screen["standing"] for screen in screens]
        answered = [_facts_by_question(screens[each.number]) for each in self.setting.leads]
        return Report(
            seed=self.seed,
            faults=faults,
            taps=len(self.ledger.taps),
            conflicts=sum(len(each) > 1 for each in shown[0].values()),
            answers=frozenset(self.ledger.answers),
            answers_wrong=self._wrong,
            answers_differ=self._differed,
            findings=self.ledger.compare(
                logs, self.setting.server_signs(), aside, shown[0] | answered[0]
            ),
            screens_differ=(*_differ(shown), *_differ(answered)),
        )


def _differ(screens: list[dict[str, list[str]]]) -> list[str]:
    """What is not the same on all screens."""
    entities = {entity for screen in screens for entity in screen}
    return sorted(
        entity
        for entity in entities
        if any(each.get(entity) != screens[0].get(entity) for each in screens)
    )


def _facts_by_question(screen: Json) -> dict[str, list[str]]:
    return {
        entity: sorted(facts_of(typed) for typed in standing)
        for entity, standing in screen["answers"].items()
    }


def _near(progress: float) -> list[str]:
    """A few sessions at a time, so that people meet in them."""
    place = int(progress * (len(SESSIONS) - 2))
    return SESSIONS[place : place + 2]


def _facts(body: Json) -> str:
    if "typed" in body:
        return facts_of(body["typed"])
    return f"{body['seen']} {body['arrived']}" if body.get("arrived") else str(body["seen"])


def _shown_answer(screen: Json | None) -> Shown:
    if screen is None:
        return Shown()
    facts = tuple(facts_of(typed) for typed in screen["typed"])
    return Shown(tuple(screen["ids"]), facts, screen["version"])


def _shown(screen: Json | None) -> Shown:
    if screen is None:
        return Shown()
    return Shown(tuple(screen["ids"]), tuple(screen["facts"]), screen["version"])
