"""Makes records for tests: a county in miniature, each part on demand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import count
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor, actor_of
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.features.accounts.passwords import hash_password
from portal.models import (
    Base,
    Council,
    CouncilService,
    Household,
    ListingStatus,
    LongForm,
    LongFormKind,
    Membership,
    Organisation,
    Placement,
    PlacementReason,
    PlacementSlot,
    Provider,
    ProviderKind,
    Pupil,
    RegisterState,
    Review,
    ReviewOutcome,
    ReviewState,
    Role,
    School,
    ServiceArea,
    Site,
    Term,
    User,
)
from portal.services.attendance.marks import MarkOutcome, NewMark, record_marks
from portal.services.attendance.register_events import NewEvent, record_event
from portal.services.door import open_door

PASSWORD = "three-odd-words-here"
_HASH = hash_password(PASSWORD)
TUESDAY = date(2026, 11, 24)
THIS_MORNING = SessionKey(TUESDAY, Half.AM)
EVERY_SESSION = [(weekday, half) for weekday in range(5) for half in Half]
Row = TypeVar("Row", bound=Base)

# Oxfordshire's terms of 2026 to 2027.
TERMS = [
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 21)),
]


class Build:
    """Each method adds a record with sensible defaults and commits it (the whole test is undone)."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self._numbers = count(1)

    def _save(self, row: Row) -> Row:
        self.session.add(row)
        self.session.commit()
        return row

    def council(self) -> Council:
        found: Council | None = self.session.scalar(select(Council))
        if found is not None:
            return found
        council = self._save(Council(name="Testshire County Council"))
        for number, (starts_on, ends_on) in enumerate(TERMS, 1):
            self._save(
                Term(
                    organisation_id=council.id,
                    name=f"Term {number}",
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            )
        return council

    def provider(
        self,
        name: str = "Hill Farm Learning",
        kind: ProviderKind = ProviderKind.NON_SCHOOL,
        listing: ListingStatus = ListingStatus.LISTED,
    ) -> Provider:
        self.council()
        provider = self._save(
            Provider(
                name=name,
                code=f"P{next(self._numbers):03}",
                listing=listing,
                provider_kind=kind,
                telephone="01865 555 010",
                am_opens=time(9, 0),
            )
        )
        self._save(
            Site(provider_id=provider.id, name="Main site", address="1 Lane", postcode="OX1 1AA")
        )
        return provider

    def school(self, name: str = "Oakfield School", urn: int | None = None) -> School:
        self.council()
        number = next(self._numbers)
        return self._save(
            School(
                name=name,
                urn=urn or 100000 + number,
                la_code="931",
                establishment_number=f"{4000 + number}",
                address="2 Road",
                postcode="OX2 2BB",
            )
        )

    def service(self, area: ServiceArea = ServiceArea.ACCESS_TO_LEARNING) -> CouncilService:
        self.council()
        found = self.session.scalar(select(CouncilService).where(CouncilService.area == area))
        return found or self._save(CouncilService(name=area.value.replace("_", " "), area=area))

    def household(self, name: str = "The Abbott household") -> Household:
        return self._save(Household(name=name))

    def member(
        self,
        organisation: Organisation,
        role: Role,
        name: str = "Sam Carter",
        email: str | None = None,
    ) -> Membership:
        number = next(self._numbers)
        user = self._save(
            User(
                email=email or f"person{number}@example.com",
                name=name,
                password_hash=_HASH,
                is_active=True,
                created_at=self.now,
            )
        )
        return self._save(
            Membership(
                user_id=user.id,
                organisation_id=organisation.id,
                role=role,
                position=role.words,
                started_at=self.now,
            )
        )

    def actor(self, organisation: Organisation, role: Role, name: str = "Sam Carter") -> Actor:
        return actor_of(self.member(organisation, role, name))

    def pupil(
        self,
        first_name: str = "Amelia",
        last_name: str = "Wren",
        home_school: School | None = None,
        born_on: date = date(2012, 5, 4),
        upn: str | None = None,
    ) -> Pupil:
        return self._save(
            Pupil(
                first_name=first_name,
                last_name=last_name,
                born_on=born_on,
                home_school_id=home_school.id if home_school else None,
                upn=upn,
                reference=f"pupil-{next(self._numbers)}",
                created_at=self.now,
            )
        )

    def placement(
        self,
        provider: Provider,
        commissioner: Organisation,
        pupil: Pupil | None = None,
        slots: Iterable[tuple[int, Half]] = EVERY_SESSION,
        starts_on: date = date(2026, 9, 2),
        ends_on: date | None = None,
    ) -> Placement:
        """A placement; the pupil is on the commissioner's roll where that is a school."""
        if pupil is None:
            school = commissioner if isinstance(commissioner, School) else None
            pupil = self.pupil(home_school=school)
        placement = self._save(
            Placement(
                pupil_id=pupil.id,
                provider_id=provider.id,
                commissioner_id=commissioner.id,
                starts_on=starts_on,
                ends_on=ends_on,
                reason=PlacementReason.OFF_SITE_BEHAVIOUR,
                created_at=self.now,
            )
        )
        for weekday, half in slots:
            self._save(
                PlacementSlot(
                    placement_id=placement.id, weekday=weekday, half=half, valid_from=starts_on
                )
            )
        return placement

    def review(
        self,
        provider: Provider,
        state: ReviewState = ReviewState.SENT,
        due_on: date | None = None,
        at: datetime | None = None,
        outcome: ReviewOutcome | None = None,
        until_on: date | None = None,
    ) -> Review:
        """A desk-top review of a provider, without any answer yet."""
        at = at or self.now
        long_form = self._save(
            LongForm(
                kind=LongFormKind.REVIEW,
                provider_id=provider.id,
                edition_key="2026",
                created_at=at,
            )
        )
        return self._save(
            Review(
                id=long_form.id,
                provider_id=provider.id,
                state=state,
                opened_at=at,
                sent_at=at if state is ReviewState.SENT else None,
                due_on=due_on or at.date(),
                outcome=outcome,
                until_on=until_on,
                decided_at=at if outcome else None,
            )
        )

    def finish(self, provider: Provider, by: Membership, key: SessionKey = THIS_MORNING) -> None:
        """Finish the register of a session, as a page or a phone would."""
        number = open_door(self.session, provider.id)
        event = NewEvent(
            uuid4(), key, RegisterState.FINISHED, "", self.now, by.user_id, by.position
        )
        record_event(self.session, provider.id, event, number, self.now)
        self.session.commit()

    def mark(
        self,
        placement: Placement,
        by: Membership,
        seen: Seen = Seen.HERE,
        key: SessionKey = THIS_MORNING,
        arrived: time | None = None,
        heard: str = "",
        base_version: int | None = None,
        source: str = "web:1",
        reason: str = "",
    ) -> MarkOutcome:
        """Put a mark into the log, as a page or a phone would."""
        new = NewMark(
            id=uuid4(),
            key=key,
            placement_id=placement.id,
            value=MarkValue(seen, arrived, None, heard, ""),
            base_version=base_version,
            source=source,
            seq=next(self._numbers),
            captured_at=self.now,
            by_id=by.user_id,
            position=by.position,
            reason=reason,
        )
        number = open_door(self.session, placement.provider_id)
        [outcome] = record_marks(self.session, placement.provider_id, [new], number, self.now)
        self.session.commit()
        return outcome
