"""A wrong UPN is put right, and two records of one child become one; nothing recorded is lost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.models import AuditEvent, Placement, Pupil, Role
from tests.build import Build
from tests.features.imports.files import PLACEMENT, PUPIL, csv_file, first_problem, load
from tests.page import PageClient

WRONG, RIGHT = "B801200005001", "R931400124001"


@pytest.fixture
def client_of_administrator(build: Build, client: PageClient) -> PageClient:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))
    return client


def test_a_file_puts_a_wrong_upn_right(build: Build, session: Session) -> None:
    pupil_id = build.pupil(upn=WRONG).id

    report = load(session, ImportKind.PUPILS, csv_file({**PUPIL, "old_upn": WRONG, "upn": RIGHT}))

    assert report.may_commit, report.problems
    assert [(each.old, each.new) for each in report.corrections] == [(WRONG, RIGHT)]
    pupil = session.scalars(select(Pupil)).one()
    assert (pupil.id, pupil.upn) == (pupil_id, RIGHT)

    again = load(session, ImportKind.PUPILS, csv_file({**PUPIL, "old_upn": WRONG, "upn": RIGHT}))
    assert again.summary == "0 added, 0 changed, 1 unchanged"


def test_a_file_does_not_make_two_records_one(build: Build, session: Session) -> None:
    build.pupil(upn=WRONG)
    build.pupil(upn=RIGHT)

    report = load(session, ImportKind.PUPILS, csv_file({**PUPIL, "old_upn": WRONG, "upn": RIGHT}))

    assert "Two records have these UPNs" in first_problem(report)[2]


def test_an_old_upn_that_nobody_has_is_named(session: Session) -> None:
    report = load(session, ImportKind.PUPILS, csv_file({**PUPIL, "old_upn": RIGHT}))

    assert first_problem(report) == (2, "old_upn", "No pupil has this UPN")


def test_an_administrator_puts_a_upn_right_after_a_look(
    client_of_administrator: PageClient, build: Build, session: Session
) -> None:
    pupil = build.pupil(upn=WRONG)
    page = client_of_administrator
    page.get("/imports/pupils/numbers")

    shown = page.post("/imports/pupils/numbers", record=WRONG, upn=RIGHT)
    assert shown.h1 == "Check the new UPN"
    assert session.scalars(select(Pupil.upn)).one() == WRONG

    page.post("/imports/pupils/numbers", record=WRONG, upn=RIGHT, confirmed="yes")

    session.expire_all()
    assert pupil.upn == RIGHT
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "pupil.upn_corrected")
    ).one()
    assert event.details == {"from": WRONG, "to": RIGHT}


def test_two_records_of_one_child_become_one(
    client_of_administrator: PageClient, build: Build, session: Session
) -> None:
    build.service()
    build.provider()
    wrong, right = build.pupil(upn=WRONG), build.pupil(upn=RIGHT)
    wrong.born_on = right.born_on = date(2012, 5, 4)
    wrong.reference, right.reference = "AP-1", None
    session.commit()
    right_id = right.id
    load(session, ImportKind.PLACEMENTS, csv_file(PLACEMENT))
    page = client_of_administrator
    page.get("/imports/pupils/numbers")

    assert (
        page.post("/imports/pupils/numbers", record=WRONG, upn=RIGHT).h1 == "Make two records one"
    )
    page.post("/imports/pupils/numbers", record=WRONG, upn=RIGHT, confirmed="yes")

    session.expire_all()
    pupil = session.scalars(select(Pupil)).one()
    assert (pupil.id, pupil.upn, pupil.reference) == (right_id, RIGHT, "AP-1")
    assert session.scalars(select(Placement.pupil_id)).all() == [right_id]
    assert session.scalar(select(AuditEvent).where(AuditEvent.action == "pupil.merged"))


def test_two_records_that_would_stand_twice_in_a_register_are_not_made_one(
    client_of_administrator: PageClient, build: Build, session: Session
) -> None:
    build.service()
    build.provider()
    for upn in (WRONG, RIGHT):
        build.pupil(upn=upn).born_on = date(2012, 5, 4)
    session.commit()
    rows = ({**PLACEMENT, "reference": upn, "pupil": upn} for upn in (WRONG, RIGHT))
    load(session, ImportKind.PLACEMENTS, csv_file(*rows))
    page = client_of_administrator
    page.get("/imports/pupils/numbers")

    shown = page.post("/imports/pupils/numbers", record=WRONG, upn=RIGHT, confirmed="yes")

    assert "End one of these first" in shown.words
    assert len(session.scalars(select(Pupil)).all()) == 2
