"""A pupil's page, what “seen here” counts as, and INSET days."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import actor_of
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models import (
    AuditEvent,
    CalendarDay,
    CurrentMark,
    DayKind,
    Membership,
    Placement,
    Role,
    StandingDecision,
)
from portal.services.attendance.decisions import NewDecision, decide
from tests.build import THIS_MORNING, Build
from tests.conftest import NOW
from tests.page import PageClient

MONDAY_MORNING = SessionKey(date(2026, 11, 23), Half.AM)


def test_every_view_of_a_pupils_page_is_in_the_audit(
    client: PageClient, office: Membership, placement: Placement, session: Session
) -> None:
    for _ in range(2):
        client.get(f"/pupils/{placement.pupil_id}")

    views = session.scalars(select(AuditEvent).where(AuditEvent.action == "pupil.viewed")).all()
    assert [view.record_id for view in views] == [str(placement.pupil_id)] * 2
    assert views[0].user_id == office.user_id


def test_the_school_sees_the_birthday_and_the_provider_does_not(
    build: Build, client: PageClient, office: Membership, placement: Placement
) -> None:
    address = f"/pupils/{placement.pupil_id}"
    school_page = client.get(address)
    client.post("/sign-out")
    client.sign_in(build.member(placement.provider, Role.PROVIDER_STAFF))

    provider_page = client.get(address)

    assert "4 May 2012" in school_page.words
    assert "4 May 2012" not in provider_page.words
    assert "UPN" not in provider_page.words


def test_the_provider_sees_no_code_of_the_commissioner(
    build: Build, client: PageClient, placement: Placement, session: Session
) -> None:
    staff = build.member(placement.provider, Role.PROVIDER_STAFF)
    build.mark(placement, staff, Seen.NOT_HERE)
    session.scalars(select(CurrentMark)).one().code = "M"
    session.commit()
    client.sign_in(staff)

    page = client.get(f"/pupils/{placement.pupil_id}")

    assert "not seen, at Hill Farm Learning" in page.words
    assert "code M" not in page.words


def test_another_schools_pupil_is_not_found(
    build: Build, client: PageClient, office: Membership
) -> None:
    stranger = build.pupil("Ola", "Far", build.school("Far School"))

    client.get(f"/pupils/{stranger.id}", 404)
    client.get(f"/pupils/{uuid4()}", 404)


def test_a_pupil_on_no_roll_stands_in_no_statistics(build: Build, client: PageClient) -> None:
    service = build.service()
    placement = build.placement(build.provider(), service, build.pupil("Noah", "Roll"))
    staff = build.member(placement.provider, Role.PROVIDER_STAFF)
    build.mark(placement, staff, Seen.LATE, MONDAY_MORNING)
    build.mark(placement, staff, Seen.NOT_HERE)
    client.sign_in(build.member(service, Role.SERVICE_OFFICER))

    page = client.get(f"/pupils/{placement.pupil_id}")

    assert "Seen in 1 session, not seen in 1." in page.words
    assert "stand in no school statistics" in page.words
    assert "%" not in page.words


def test_a_decision_in_force_can_be_taken_back_from_the_pupils_page(
    build: Build, client: PageClient, office: Membership, placement: Placement, session: Session
) -> None:
    build.mark(placement, build.member(placement.provider, Role.PROVIDER_STAFF), Seen.NOT_HERE)
    first = NewDecision(placement, THIS_MORNING, "N", mark_version=1)
    last_id = decide(session, first, actor_of(office), NOW).id
    second = NewDecision(placement, THIS_MORNING, "I", mark_version=1, last_id=last_id)
    decide(session, second, actor_of(office), NOW)
    session.commit()

    page = client.get(f"/pupils/{placement.pupil_id}")

    assert page.words.count("Take back") == 1
    assert "Take back this decision" in client.get(page.link("Take back I")).words


def test_the_suggested_code_is_shown_and_not_chosen(
    client: PageClient, office: Membership, placement: Placement
) -> None:
    page = client.get(f"/placements/{placement.id}/seen-here")

    assert "Suggested: B." in page.words
    assert not any(o.get("value") for o in page.all("option") if o.get("selected") is not None)


def test_a_standing_decision_is_kept_with_name_and_position(
    client: PageClient, office: Membership, placement: Placement, session: Session
) -> None:
    address = f"/placements/{placement.id}/seen-here"
    client.get(address)

    client.post(address, code="B", words="farm work", from_day="2026-11-24")

    decision = session.scalars(select(StandingDecision)).one()
    assert (decision.code, decision.position) == ("B", "Attendance officer")
    assert "Priya Nair" in client.get(address).words


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": "B", "words": "", "from_day": "2026-11-24"}, "Code B needs words"),
        ({"code": "I", "words": "x", "from_day": "2026-11-24"}, "Not a valid choice"),
        ({"code": "B", "words": "x", "from_day": "2026-01-01"}, "starts later than this day"),
        ({"code": "B", "words": "x", "from_day": "0001-01-01"}, "between 2000 and 2100"),
        ({"code": "", "words": "x", "from_day": "2026-11-24"}, "Choose a code"),
    ],
)
def test_a_standing_decision_that_cannot_be_is_pointed_out(
    client: PageClient,
    office: Membership,
    placement: Placement,
    session: Session,
    fields: dict[str, str],
    message: str,
) -> None:
    address = f"/placements/{placement.id}/seen-here"
    client.get(address)

    page = client.post(address, **fields)

    assert message in page.words
    assert session.scalar(select(func.count()).select_from(StandingDecision)) == 0


def test_the_provider_never_decides(build: Build, client: PageClient, placement: Placement) -> None:
    client.sign_in(build.member(placement.provider, Role.PROVIDER_LEAD))

    client.get(f"/placements/{placement.id}/seen-here", 403)


def test_a_school_adds_and_takes_out_an_inset_day(client: PageClient, office: Membership) -> None:
    client.get("/calendar")

    added = client.post("/calendar", day="2026-11-27", note="staff training")
    again = client.post("/calendar", day="2026-11-27", note="")

    assert "Friday 27 November 2026 staff training" in added.words
    assert "in the list already" in again.words


def test_a_day_on_which_the_school_is_open_after_all_says_so(
    client: PageClient, office: Membership, session: Session
) -> None:
    session.add(
        CalendarDay(
            organisation_id=office.organisation_id,
            day=date(2026, 12, 21),
            kind=DayKind.OPEN,
            note="Moved from 1 September",
            created_at=NOW,
        )
    )
    session.commit()

    page = client.get("/calendar")

    assert "or open where the list says so" in page.words
    assert "Monday 21 December 2026 Open: Moved from 1 September" in page.words


def test_the_list_says_which_placements_wait_for_a_decision(
    client: PageClient, office: Membership, placement: Placement
) -> None:
    page = client.get("/placements/")

    assert "Kayden Reeve" in page.words
    assert "Not decided yet" in page.words
