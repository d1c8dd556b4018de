"""Kayden of Oakfield School at Hill Farm, marked by Sam; the school's office decides."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.seen import SessionKey
from portal.models import CurrentMark, Membership, Placement, Provider, Role, School
from tests.build import THIS_MORNING, Build
from tests.page import Page


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


def name_of(session: Session, placement: Placement, key: SessionKey = THIS_MORNING) -> str:
    """How the row of a pupil's session is named in the form."""
    register_id = session.scalars(
        select(CurrentMark.register_id).where(
            CurrentMark.placement_id == placement.id,
            CurrentMark.day == key.day,
            CurrentMark.half == key.half,
        )
    ).one()
    return f"{register_id}-{placement.id}"


def choose(page: Page, name: str, code: str, **more: str) -> dict[str, object]:
    """The fields of one row, with what the page held for it."""
    held = {
        field: control.get("value", "")
        for control in page.all("input")
        for field in ("version", "last")
        if control.get("name") == f"{name}-{field}"
    }
    return {f"{name}-{key}": value for key, value in {**held, "code": code, **more}.items()}
