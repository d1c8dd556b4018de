"""What is refused by the page is refused by the phone, and changes nothing: one row for each case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Mark, RegisterEvent, Role
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import Farm
from tests.page import PageClient

DAY = "2026-11-24"
LONG = "x" * 501


@dataclass
class Refusal:
    """What both doors are asked, and how each refuses.

    By page: the path, what is sent, and the status. By phone: the kind, the entity and the body; the
    field that is named in the answer.
    """

    path: str
    sent: dict[str, str]
    status: int
    kind: str
    entity: str
    body: dict[str, object]
    field: str


HERE = {"seen": "here", "arrived": None, "left": None, "heard": "", "action": ""}


def a_mark(session: str, path: str, status: int, field: str, **body: str) -> Refusal:
    sent = {name: text for name, text in {"seen": "here", **body}.items()}
    return Refusal(path, sent, status, "mark.set", session, {**HERE, **body}, field)


def a_cancel(reason: str) -> Refusal:
    body: dict[str, object] = {"reason": reason}
    path = f"/registers/{DAY}/am/cancel"
    return Refusal(path, {"reason": reason}, 200, "register.cancel", f"{DAY}-am", body, "reason")


REFUSALS = {
    "a half of a day that there is not": a_mark(
        f"{DAY}-eve", f"/registers/{DAY}/eve/", 404, "entity"
    ),
    "a day that there is not": a_mark("2026-02-30-am", "/registers/2026-02-30/am/", 404, "entity"),
    "a year out of all bounds": a_mark("1999-11-24-am", "/registers/1999-11-24/am/", 404, "entity"),
    "a choice that there is not": a_mark(
        f"{DAY}-am", f"/registers/{DAY}/am/", 200, "seen", seen="asleep"
    ),
    "words that are too long": a_mark(
        f"{DAY}-am", f"/registers/{DAY}/am/", 200, "heard", seen="not_here", heard=LONG
    ),
    "a cancelled session without a reason": a_cancel(" "),
    "a reason that is too long": a_cancel(LONG),
}


def kept(session: Session) -> int:
    session.expire_all()
    rows = [
        session.scalar(select(func.count()).select_from(each)) for each in (Mark, RegisterEvent)
    ]
    return sum(count or 0 for count in rows)


@pytest.mark.parametrize("name", REFUSALS)
def test_both_doors_refuse(name: str, farm: Farm, client: PageClient, session: Session) -> None:
    refusal = REFUSALS[name]
    _by_page(client, farm, refusal)
    entity = refusal.entity
    if refusal.kind == "mark.set":
        entity = f"{entity}/{farm.pupils[0].id}"

    result = farm.phone.result(farm.phone.op(refusal.kind, entity, dict(refusal.body)))

    assert result["status"] == "rejected"
    assert [error["field"] for error in result["errors"]] == [refusal.field]
    assert kept(session) == 0


def _by_page(client: PageClient, farm: Farm, refusal: Refusal) -> None:
    client.sign_in(farm.staff)
    client.get("/registers/")
    start = f"p-{farm.pupils[0].id}-" if refusal.kind == "mark.set" else ""
    given = {f"{start}{name}": text for name, text in refusal.sent.items()}
    client.post(refusal.path, refusal.status, **given)


@pytest.fixture
def elsewhere(build: Build) -> Callable[[], str]:
    """A pupil of another provider."""

    def placed() -> str:
        school = build.school("Far School")
        return str(build.placement(build.provider("Elsewhere"), school).id)

    return placed


def test_neither_door_marks_a_pupil_of_another_provider(
    farm: Farm, client: PageClient, session: Session, elsewhere: Callable[[], str]
) -> None:
    other = elsewhere()
    client.sign_in(farm.staff)
    client.get(f"/registers/{DAY}/am/")
    client.post(f"/registers/{DAY}/am/", 200, **{f"p-{other}-seen": "here"})

    result = farm.phone.result(farm.phone.op("mark.set", f"{DAY}-am/{other}", dict(HERE)))

    assert result["status"] == "rejected"
    assert kept(session) == 0


def test_neither_door_is_open_to_somebody_who_has_left(
    farm: Farm, client: PageClient, session: Session
) -> None:
    client.sign_in(farm.staff)
    client.get(f"/registers/{DAY}/am/")
    farm.staff.ended_at = NOW
    session.commit()
    client.post(f"/registers/{DAY}/am/", 200, **{f"p-{farm.pupils[0].id}-seen": "here"})

    answer = farm.phone.post(farm.phone.batch([farm.phone.mark(farm.pupils[0].id)], NOW))

    assert answer.status_code == 401
    assert kept(session) == 0


def test_neither_door_marks_for_the_school(
    farm: Farm, client: PageClient, session: Session, build: Build
) -> None:
    office = build.member(farm.school, Role.SENIOR_LEADER, "Ray Moss")
    client.sign_in(office)
    client.get("/")
    client.post(f"/registers/{DAY}/am/", 403, **{f"p-{farm.pupils[0].id}-seen": "here"})

    op = farm.phone.mark(farm.pupils[0].id) | {"actor": office.user_id}
    assert farm.phone.result(op)["status"] == "rejected"
    assert kept(session) == 0
