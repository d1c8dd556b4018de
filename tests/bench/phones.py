"""Eight providers with ten pupils and a phone each, and batches of ten marks that are always new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http.client import HTTPConnection
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half
from portal.models import Device, Enrolment, Role, Term
from tests.bench.server import HOST
from tests.build import Build
from tests.phone import PATH, Phone

PHONES = 8
PUPILS = 10
_DAYS_BACK = 380


@dataclass
class BenchPhone:
    """A phone and the pupils that it marks, each time in a school session of its own."""

    phone: Phone
    placements: list[UUID]
    sessions: Iterator[tuple[date, Half]]
    cursor: object = None
    roster_version: object = None

    def request(self) -> tuple[bytes, dict[str, str]]:
        """A signed batch: ten pupils are here."""
        day, half = next(self.sessions)
        at = datetime.combine(day, time(9 if half is Half.AM else 13, 5), UTC)
        ops = [
            self.phone.mark(placement, session=f"{day.isoformat()}-{half}", at=at)
            for placement in self.placements
        ]
        sent_at = datetime.now(UTC)
        batch = self.phone.batch(
            ops, sent_at, cursor=self.cursor, roster_version=self.roster_version
        )
        return self.phone.signed(batch, sent_at)

    def send(self, connection: HTTPConnection) -> float:
        """Send a batch; the seconds until the whole answer was there. All ten must be applied."""
        body, headers = self.request()
        started = perf_counter()
        connection.request("POST", PATH, body, headers)
        response = connection.getresponse()
        answer = response.read()
        taken = perf_counter() - started
        said = json.loads(answer)
        statuses = [result["status"] for result in said.get("results", [])]
        if response.status != 200 or statuses != ["applied"] * PUPILS:
            raise RuntimeError(f"The server answered {response.status}: {answer[:500]!r}")
        self.cursor = said.get("cursor", self.cursor)
        self.roster_version = said.get("roster_version", self.roster_version)
        return taken


def connect(port: int) -> HTTPConnection:
    connection = HTTPConnection(HOST, port, timeout=60)
    connection.connect()
    return connection


def make_phones(engine: Engine) -> list[BenchPhone]:
    """Add the providers, their pupils and their phones to an empty, migrated database."""
    with Session(engine) as session:
        build = Build(session, datetime.now(UTC))
        _open_every_day(session, build)
        return [_make_phone(session, build, number) for number in range(PHONES)]


def _open_every_day(session: Session, build: Build) -> None:
    """One term from long ago to next year, so that every session may be marked."""
    today = datetime.now(UTC).date()
    council = build.council()
    session.execute(delete(Term))
    session.add(
        Term(
            organisation_id=council.id,
            name="Term 1",
            starts_on=today - timedelta(days=800),
            ends_on=today + timedelta(days=400),
        )
    )
    session.commit()


def _make_phone(session: Session, build: Build, number: int) -> BenchPhone:
    provider = build.provider(name=f"Provider {number}")
    member = build.member(provider, Role.PROVIDER_STAFF)
    school = build.school(name=f"School {number}")
    starts_on = build.now.date() - timedelta(days=700)
    placements = [build.placement(provider, school, starts_on=starts_on) for _ in range(PUPILS)]
    phone = Phone(actor=member.user_id)
    session.add(
        Device(
            id=phone.device_id,
            provider_id=provider.id,
            name="Phone",
            public_key=phone.public_key,
            enrolled_at=build.now,
            expires_at=build.now + timedelta(days=90),
            ends_at=build.now + timedelta(days=180),
        )
    )
    session.add(
        Enrolment(
            device_id=phone.device_id,
            user_id=member.user_id,
            membership_id=member.id,
            enrolled_at=build.now,
        )
    )
    session.commit()
    return BenchPhone(phone, [each.id for each in placements], _past_sessions(build.now.date()))


def _past_sessions(today: date) -> Iterator[tuple[date, Half]]:
    """Mornings and afternoons of past weekdays, the newest first."""
    for back in range(1, _DAYS_BACK):
        day = today - timedelta(days=back)
        if day.weekday() < 5:
            yield from ((day, half) for half in (Half.PM, Half.AM))
