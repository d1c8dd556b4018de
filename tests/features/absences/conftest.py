"""Kayden of Oakfield School at Hill Farm, marked by Sam; the school's office decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import SessionKey
from portal.models import CurrentMark, Decision, Membership, Placement, Provider, Role, School
from tests.build import THIS_MORNING, Build
from tests.page import Page, PageClient


@dataclass
class County:
    school: School
    provider: Provider
    office: Membership
    staff: Membership
    kayden: Placement


@pytest.fixture
def county(build: Build) -> County:
    school, provider = build.school(), build.provider()
    return County(
        school,
        provider,
        build.member(school, Role.ATTENDANCE_OFFICER, "Priya Nair"),
        build.member(provider, Role.PROVIDER_STAFF, "Sam Carter"),
        build.placement(provider, school, build.pupil("Kayden", "Reeve", school)),
    )


@pytest.fixture
def kayden_away(build: Build, county: County) -> None:
    """Kayden was not seen this morning, and nothing was heard."""
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)


@pytest.fixture
def zara(build: Build, county: County) -> Placement:
    """Another pupil of the same school at the same provider."""
    return build.placement(
        county.provider, county.school, build.pupil("Zara", "Khan", county.school)
    )


@dataclass
class Queue:
    """The queue, as the school's office has it before them."""

    client: PageClient
    session: Session
    county: County

    def look(self) -> Page:
        return self.client.get("/absences/")

    def choose(
        self,
        code: str,
        placement: Placement | None = None,
        key: SessionKey = THIS_MORNING,
        **more: str,
    ) -> dict[str, str]:
        """What the row of a pupil, Kayden where none is named, would send as the queue is now."""
        name = self._name_of(placement or self.county.kayden, key)
        return row_of(self.look(), name, code=code, **more)

    def save(self, fields: dict[str, str], do: str = "save", page: int = 1) -> Page:
        return self.client.post(f"/absences/?page={page}", do=do, **fields)

    def decide(self, code: str, placement: Placement | None = None) -> Page:
        return self.save(self.choose(code, placement))

    def codes(self) -> Sequence[str]:
        """Everything that was decided, in order."""
        return self.session.scalars(select(Decision.code).order_by(Decision.id)).all()

    def _name_of(self, placement: Placement, key: SessionKey) -> str:
        """How the row of a pupil's session is named in the form."""
        register_id = self.session.scalars(
            select(CurrentMark.register_id).where(
                CurrentMark.placement_id == placement.id,
                CurrentMark.day == key.day,
                CurrentMark.half == key.half,
            )
        ).one()
        return f"{register_id}-{placement.id}"


def row_of(page: Page, name: str, **chosen: str) -> dict[str, str]:
    """The fields of one row, with what the page holds for it."""
    held = {
        field: control.get("value", "")
        for control in page.all("input")
        for field in ("version", "last")
        if control.get("name") == f"{name}-{field}"
    }
    return {f"{name}-{key}": value for key, value in {**held, **chosen}.items()}


@pytest.fixture
def queue(client: PageClient, session: Session, county: County) -> Queue:
    """The school's office is signed in."""
    client.sign_in(county.office)
    return Queue(client, session, county)
