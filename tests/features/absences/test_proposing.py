"""Who does not decide says what they know, and whoever decides reads it beside the absence."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import AbsenceProposal, Decision, Membership, Placement, Role, School
from tests.build import Build
from tests.page import PageClient

PATH = "/absences/{}/2026-11-24/am/propose"


@pytest.fixture
def school(build: Build) -> School:
    return build.school()


@pytest.fixture
def placement(build: Build, school: School) -> Placement:
    """A pupil on a school's roll whom the council placed, and who is away this morning."""
    placement = build.placement(
        build.provider(), build.service(), build.pupil("Kai", "Roll", school)
    )
    build.mark(placement, build.member(placement.provider, Role.PROVIDER_STAFF), Seen.NOT_HERE)
    return placement


@pytest.fixture
def officer(build: Build, placement: Placement) -> Membership:
    return build.member(placement.commissioner, Role.SERVICE_OFFICER, "Olga Officer")


def test_the_service_proposes_a_code_and_the_school_reads_it_in_its_queue(
    build: Build, client: PageClient, school: School, placement: Placement, officer: Membership
) -> None:
    client.sign_in(officer)
    queue = client.get("/absences/")
    assert "Waits for Oakfield School" in queue.words

    client.get(PATH.format(placement.id))
    client.post(PATH.format(placement.id), code="M", words="Dentist, the letter is with us")

    client.sign_in(build.member(school, Role.ATTENDANCE_OFFICER))
    queue_of_school = client.get("/absences/").words
    assert "Olga Officer, access to learning: proposes M" in queue_of_school
    assert "“Dentist, the letter is with us”" in queue_of_school


def test_a_proposal_decides_nothing(
    client: PageClient, placement: Placement, officer: Membership, session: Session
) -> None:
    client.sign_in(officer)
    client.get(PATH.format(placement.id))
    client.post(PATH.format(placement.id), code="M", words="Dentist")

    assert session.scalars(select(Decision)).all() == []
    assert session.scalars(select(AbsenceProposal.code)).all() == ["M"]


def test_a_parent_explains_in_words_and_is_offered_no_code(
    build: Build, client: PageClient, school: School, session: Session
) -> None:
    placement = build.placement(
        build.provider("Farm"), build.household(), build.pupil("Ola", "Home", school)
    )
    build.mark(placement, build.member(placement.provider, Role.PROVIDER_STAFF), Seen.NOT_HERE)
    client.sign_in(build.member(placement.commissioner, Role.PARENT))

    page = client.get(PATH.format(placement.id))
    assert [each for each in page.all("select") if each.get("name") == "code"] == []
    forged = client.post(PATH.format(placement.id), code="M", words="He was ill")

    assert "Not a valid choice" in forged.words
    client.post(PATH.format(placement.id), code="", words="He was ill")
    [said] = session.scalars(select(AbsenceProposal)).all()
    assert (said.code, said.words) == ("", "He was ill")


def test_words_are_needed(
    client: PageClient, placement: Placement, officer: Membership, session: Session
) -> None:
    client.sign_in(officer)
    client.get(PATH.format(placement.id))

    page = client.post(PATH.format(placement.id), code="M", words=" ")

    assert "Say what you know about this absence" in page.words
    assert session.scalars(select(AbsenceProposal)).all() == []


def test_who_decides_does_not_propose(
    build: Build, client: PageClient, school: School, placement: Placement
) -> None:
    client.sign_in(build.member(school, Role.ATTENDANCE_OFFICER))

    client.get(PATH.format(placement.id), 403)


def test_a_stranger_learns_nothing(build: Build, client: PageClient, placement: Placement) -> None:
    client.sign_in(build.member(build.school("Elm School"), Role.ATTENDANCE_OFFICER))

    client.get(PATH.format(placement.id), 404)
