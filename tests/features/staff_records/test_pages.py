"""The record on its pages: who works there, what is missing, who may read it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Membership, Provider, Role, StaffCheck, StaffMember
from tests.build import Build
from tests.features.staff_records.conftest import AddPerson
from tests.page import PageClient

PERSON = {
    "name": "Ade Bello",
    "role": "Tutor",
    "started_on": "2026-09-02",
    "is_regulated_activity": "y",
    "teaches": "y",
}


def check(session: Session, member: StaffMember, kind: str) -> StaffCheck | None:
    return session.scalar(
        select(StaffCheck).where(StaffCheck.staff_member_id == member.id, StaffCheck.kind == kind)
    )


def test_a_person_is_added_and_every_gap_is_named(page: PageClient, session: Session) -> None:
    page.get("/staff/add")
    shown = page.post("/staff/add", **PERSON)

    assert "Ade Bello is on the record" in shown.words
    assert "Identity seen: missing" in shown.words
    assert "Check that the person is not forbidden to teach: missing" in shown.words
    listed = page.get("/staff/")
    assert "Enhanced DBS check: missing" in listed.words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter the name"),
        ({"role": ""}, "Enter the role"),
        ({"started_on": ""}, "Enter the first day"),
        ({"started_on": "1066-10-14"}, "between 2000 and 2100"),
        ({"ended_on": "2026-09-01"}, "The last day must not be before the first"),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_what_is_wrong_with_a_person_is_said(
    page: PageClient, session: Session, changed: dict[str, str], message: str
) -> None:
    page.get("/staff/add")
    shown = page.post("/staff/add", **(PERSON | changed))

    assert shown.title.startswith("Error: ")
    assert message in shown.words
    assert session.scalars(select(StaffMember)).all() == []


def test_a_check_says_when_and_who_saw_it(
    page: PageClient, add: AddPerson, session: Session
) -> None:
    member = add(is_checked=False)
    page.get(f"/staff/{member.id}/checks/identity")

    shown = page.post(
        f"/staff/{member.id}/checks/identity", checked_on="2026-09-01", seen_by="Jo Lindley"
    )

    assert "1 September 2026, seen by Jo Lindley" in shown.words
    assert "Identity seen: missing" not in shown.words


def test_a_dbs_check_keeps_the_number_and_asks_for_no_copy(
    page: PageClient, add: AddPerson, session: Session
) -> None:
    member = add(is_checked=False)
    asked = page.get(f"/staff/{member.id}/checks/enhanced_dbs")
    assert "Do not keep or send a copy" in asked.words
    assert not [each for each in asked.all("input") if each.get("type") == "file"]

    wrong = page.post(
        f"/staff/{member.id}/checks/enhanced_dbs",
        checked_on="2026-09-01",
        seen_by="Jo",
        number="12345",
    )
    page.post(
        f"/staff/{member.id}/checks/enhanced_dbs",
        checked_on="2026-09-01",
        seen_by="Jo",
        number="0012 3456 7890",
    )

    assert wrong.title.startswith("Error: ")
    kept = check(session, member, "enhanced_dbs")
    assert kept is not None
    assert kept.number == "001234567890"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"checked_on": "2026-11-25"}, "must be today or in the past"),
        ({"checked_on": ""}, "Enter the day"),
        ({"seen_by": ""}, "Enter who saw it"),
    ],
)
def test_what_is_wrong_with_a_check_is_said(
    page: PageClient, add: AddPerson, changed: dict[str, str], message: str
) -> None:
    member = add(is_checked=False)
    address = f"/staff/{member.id}/checks/identity"
    page.get(address)

    shown = page.post(address, **({"checked_on": "2026-09-01", "seen_by": "Jo"} | changed))

    assert message in shown.words


def test_the_same_check_again_puts_it_right(
    page: PageClient, add: AddPerson, session: Session
) -> None:
    member = add(is_checked=False)
    address = f"/staff/{member.id}/checks/identity"
    page.get(address)

    page.post(address, checked_on="2026-09-01", seen_by="Jo")
    page.post(address, checked_on="2026-09-01", seen_by="Sam")

    [kept] = session.scalars(select(StaffCheck)).all()
    assert kept.seen_by == "Sam"


def test_a_wrong_check_is_taken_out(page: PageClient, add: AddPerson, session: Session) -> None:
    member = add()
    wrong = check(session, member, "identity")
    assert wrong is not None
    address = f"/staff/{member.id}/checks/{wrong.id}/remove"
    page.get(f"/staff/{member.id}")

    shown = page.post(address)

    assert "Identity seen: missing" in shown.words
    page.post(address, 404)


def test_a_check_of_somebody_else_is_not_taken_out_here(
    page: PageClient, add: AddPerson, session: Session
) -> None:
    member, other = add("A"), add("B")
    foreign = check(session, other, "identity")
    assert foreign is not None
    page.get(f"/staff/{member.id}")

    page.post(f"/staff/{member.id}/checks/{foreign.id}/remove", 404)


def test_whoever_has_left_is_listed_apart_and_has_no_gaps(page: PageClient, add: AddPerson) -> None:
    member = add(is_checked=False)
    page.get(f"/staff/{member.id}/edit")

    page.post(f"/staff/{member.id}/edit", **(PERSON | {"ended_on": "2026-11-20"}))
    shown = page.get("/staff/")

    assert "until 20 November 2026" in shown.words
    assert "missing" not in shown.words


def test_an_agency_s_letter_stands_for_its_checks(page: PageClient, add: AddPerson) -> None:
    member = add(is_checked=False)
    page.get(f"/staff/{member.id}/edit")

    page.post(f"/staff/{member.id}/edit", **(PERSON | {"agency": "County Supply"}))
    shown = page.get("/staff/")

    assert "Letter from the agency that its checks are done: missing" in shown.words
    assert "Enhanced DBS check: missing" not in shown.words


def test_it_is_said_when_nobody_is_trained_in_first_aid(page: PageClient, add: AddPerson) -> None:
    add(is_checked=False)
    assert "Nobody’s first aid training holds today" in page.get("/staff/").words

    add("Bo Chen")
    assert "Nobody’s first aid training holds today" not in page.get("/staff/").words


# The confirmation.


def test_the_confirmation_must_be_issued_again_when_somebody_joins_or_leaves(
    page: PageClient, add: AddPerson
) -> None:
    first = add("Ade Bello")
    assert "has not been issued yet" in page.get("/staff/").words
    assert "must be issued again" not in page.post("/staff/confirm").words

    add("Bo Chen")
    assert "must be issued again" in page.get("/staff/").words
    assert "must be issued again" not in page.post("/staff/confirm").words

    page.get(f"/staff/{first.id}/edit")
    page.post(f"/staff/{first.id}/edit", **(PERSON | {"ended_on": "2026-11-23"}))
    assert "must be issued again" in page.get("/staff/").words


# Who may read it.


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VIRTUAL_AP_HEAD, 200),
        (Role.QUALITY_OFFICER, 200),
        (Role.PROCUREMENT_OFFICER, 200),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_officers_who_check_may_read_it_and_that_is_in_the_audit(
    client: PageClient,
    build: Build,
    provider: Provider,
    add: AddPerson,
    session: Session,
    role: Role,
    status: int,
) -> None:
    member = add()
    client.sign_in(build.member(build.council(), role))

    client.get(f"/providers/{provider.id}/staff", status)
    client.get(f"/staff/{member.id}", status)

    actions = session.scalars(select(AuditEvent.action)).all()
    assert ("staff_record.read" in actions) == (status == 200)


@pytest.mark.parametrize(
    "role", [Role.ATTENDANCE_OFFICER, Role.SENIOR_LEADER, Role.GOVERNOR, Role.PROVIDER_STAFF]
)
def test_nobody_else_may_read_it(
    client: PageClient, build: Build, provider: Provider, add: AddPerson, role: Role
) -> None:
    member = add()
    place = provider if role is Role.PROVIDER_STAFF else build.school()
    client.sign_in(build.member(place, role))

    client.get(f"/providers/{provider.id}/staff", 403)
    client.get(f"/staff/{member.id}", 403)
    client.get("/staff/", 403)


def test_another_provider_does_not_learn_that_there_is_such_a_person(
    client: PageClient, build: Build, provider: Provider, add: AddPerson
) -> None:
    member = add()
    client.sign_in(build.member(build.provider("Other"), Role.PROVIDER_LEAD))

    for path in ("", "/edit", "/checks/identity"):
        client.get(f"/staff/{member.id}{path}", 404)
    client.get(f"/providers/{provider.id}/staff", 404)
    client.get(f"/staff/{uuid4()}", 404)


def test_an_officer_changes_nothing(
    client: PageClient, build: Build, lead: Membership, add: AddPerson
) -> None:
    member = add()
    client.sign_in(build.member(build.council(), Role.QUALITY_OFFICER))

    assert "Take out" not in client.get(f"/staff/{member.id}").words
    client.get(f"/staff/{member.id}/edit", 403)
    client.get(f"/staff/{member.id}/checks/identity", 403)


def test_somebody_still_to_come_is_not_counted_as_there(page: PageClient, add: AddPerson) -> None:
    add("New Tutor", started_on=date(2026, 12, 1), is_checked=False)

    shown = page.get("/staff/")

    assert "New Tutor , Tutor, from 1 December 2026" in shown.words
    assert "missing" not in shown.words
