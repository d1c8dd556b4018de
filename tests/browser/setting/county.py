"""A county in the server's database, written directly and beside the running server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, joinedload

from portal.database.db import make_engine
from portal.domain.calendar.sessions import SessionKey
from portal.models import (
    AuditEvent,
    CurrentMark,
    Mark,
    Membership,
    Message,
    Placement,
    Provider,
    Register,
    Role,
    School,
)
from tests.browser.setting.moment import THIS_MORNING
from tests.build import EVERY_SESSION, Build

FIRST_NAMES = ["Amelia", "Ben", "Chloe", "Dylan", "Ella", "Finn", "Grace", "Harry", "Isla", "Jack"]


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in with `tests.build.PASSWORD`."""

    email: str
    name: str
    user_id: int


@dataclass(frozen=True)
class Farm:
    """A provider with its people, the school that places pupils there, and the placements by name."""

    provider_id: int
    name: str
    staff: Person
    lead: Person
    office: Person
    placements: dict[str, UUID]

    @property
    def names(self) -> list[str]:
        return list(self.placements)

    def entity(self, name: str, session: str = THIS_MORNING) -> str:
        return f"{session}/{self.placements[name]}"


@dataclass(frozen=True)
class StoredMark:
    """A row of the log, as far as the tests compare it."""

    entity: str
    source: str
    seq: int
    seen: str
    by: str
    awaits_reason: bool
    clock_is_doubtful: bool
    captured_at: datetime


class County:
    """Adds providers, each apart from the others, and reads what the server has stored."""

    def __init__(self, database_url: str, now: datetime) -> None:
        self._engine = make_engine(database_url)
        # The first statement takes the writer's place, so that the running server waits for us.
        writer = self._engine.execution_options(writes_first=True)
        self._writing = Session(writer, expire_on_commit=False)
        self.build = Build(self._writing, now)
        self._numbers = count(1)

    def close(self) -> None:
        self._writing.close()
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        return self._engine

    @contextmanager
    def changing(self) -> Iterator[Build]:
        """Make records; they are committed, and the server may write again, at the end."""
        try:
            yield self.build
            self._writing.commit()
        finally:
            self._writing.rollback()

    def farm(self, pupils: Sequence[str] = FIRST_NAMES, name: str = "Hill Farm") -> Farm:
        """A provider with pupils in every session, Sam and lead Jo, and Oakfield School's office."""
        number = next(self._numbers)
        with self.changing() as build:
            provider = build.provider(f"{name} {number}")
            school = build.school(f"Oakfield School {number}")
            return Farm(
                provider.id,
                provider.name,
                _person(build.member(provider, Role.PROVIDER_STAFF, "Sam Carter")),
                _person(build.member(provider, Role.PROVIDER_LEAD, "Jo Miller")),
                _person(build.member(school, Role.ATTENDANCE_OFFICER, "Oa Fields")),
                {f"{first} W": self._place(build, provider, school, first) for first in pupils},
            )

    @staticmethod
    def _place(build: Build, provider: Provider, school: School, first: str) -> UUID:
        pupil = build.pupil(first, "Wren", school)
        return build.placement(provider, school, pupil, EVERY_SESSION).id

    def add_pupil(self, farm: Farm, first: str) -> UUID:
        """One more pupil, placed by the same school, while the server runs."""
        with self.changing() as build:
            provider = build.session.get_one(Provider, farm.provider_id)
            placed = build.session.scalars(
                select(Placement).where(Placement.provider_id == farm.provider_id)
            ).first()
            assert placed is not None
            school = build.session.get_one(School, placed.commissioner_id)
            placement_id = self._place(build, provider, school, first)
            provider.roster_number += 1
            return placement_id

    def end_placement(self, farm: Farm, name: str, last_day: date) -> None:
        """The pupil leaves the provider."""
        with self.changing() as build:
            placement = build.session.get_one(Placement, farm.placements[name])
            placement.ends_on = last_day
            build.session.get_one(Provider, farm.provider_id).roster_number += 1

    def note_export(self, farm: Farm, at: datetime) -> None:
        """The school's office takes everything of this provider into its own register."""
        with self.changing() as build:
            build.session.execute(
                update(CurrentMark)
                .where(CurrentMark.provider_id == farm.provider_id)
                .values(exported_at=at)
            )

    def marks(self, farm: Farm) -> list[StoredMark]:
        """The log of the provider's marks, in the order in which they came."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(Mark)
                .join(Register)
                .where(Register.provider_id == farm.provider_id)
                .options(joinedload(Mark.by), joinedload(Mark.register))
                .order_by(Mark.received_at, Mark.source, Mark.seq)
            )
            return [_stored(row) for row in rows]

    def current(self, farm: Farm, session: str = THIS_MORNING) -> dict[str, tuple[str, bool]]:
        """What stands for each pupil: what was seen, and whether two marks differ."""
        key = SessionKey.parse(session)
        names = {placement: name for name, placement in farm.placements.items()}
        with Session(self._engine) as reading:
            rows = reading.scalars(
                select(CurrentMark).where(
                    CurrentMark.provider_id == farm.provider_id,
                    CurrentMark.day == key.day,
                    CurrentMark.half == key.half,
                )
            )
            return {
                names.get(row.placement_id, str(row.placement_id)): (
                    row.seen.value,
                    row.is_conflict,
                )
                for row in rows
            }

    def register_state(self, farm: Farm, session: str = THIS_MORNING) -> str:
        key = SessionKey.parse(session)
        with Session(self._engine) as reading:
            register = reading.scalar(
                select(Register).where(
                    Register.provider_id == farm.provider_id,
                    Register.day == key.day,
                    Register.half == key.half,
                )
            )
            return register.state.value if register else "none"

    def audit_of(self, action: str, record_id: str) -> int:
        """How often the audit says this of the record."""
        with Session(self._engine) as session:
            found = session.scalars(
                select(AuditEvent.id).where(
                    AuditEvent.action == action, AuditEvent.record_id == record_id
                )
            )
            return len(found.all())

    def letters_about(self, placement: UUID) -> int:
        """How many emails tell of this pupil's absences."""
        with Session(self._engine) as session:
            found = session.scalars(
                select(Message.id).where(Message.once_key.startswith(f"absence:{placement}:"))
            )
            return len(found.all())


def _person(membership: Membership) -> Person:
    user = membership.user
    return Person(user.email, user.name, user.id)


def _stored(mark: Mark) -> StoredMark:
    return StoredMark(
        entity=f"{mark.register.key}/{mark.placement_id}",
        source=mark.source,
        seq=mark.seq,
        seen=mark.seen.value,
        by=mark.by.name,
        awaits_reason=mark.awaits_reason,
        clock_is_doubtful=mark.clock_is_doubtful,
        captured_at=mark.captured_at,
    )
