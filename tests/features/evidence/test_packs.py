"""A commissioner accepts a pack once and then sees only what has changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal import clock
from portal.database.db import db
from portal.domain.evidence.kinds import EvidenceKind as K
from portal.features.evidence.packs import packs_of
from portal.models import (
    FileState,
    ListingStatus,
    PackAcceptance,
    Provider,
    Role,
    StaffMember,
    StoredFile,
)
from portal.services.evidence.papers import remove_evidence
from portal.services.people.staff_record import issue_confirmation
from tests.build import Build
from tests.conftest import NOW
from tests.page import Page, PageClient
from tests.worlds import TODAY, Farm, Keeper, sign_in


@pytest.fixture
def commissioner(client: PageClient, farm: Farm) -> PageClient:
    client.sign_in(farm.commissioner)
    return client


def accept(client: PageClient, farm: Farm) -> Page:
    page = client.get(f"/providers/{farm.provider.id}/pack")
    seen = next(each.get("value") for each in page.all("input") if each.get("name") == "seen")
    return client.post(f"/providers/{farm.provider.id}/pack/accept", seen=seen)


def add_tutor(session: Session, farm: Farm, name: str) -> StaffMember:
    tutor = StaffMember(
        provider_id=farm.provider.id, name=name, role="Tutor", started_on=date(2026, 9, 1)
    )
    session.add(tutor)
    session.commit()
    return tutor


def confirm(session: Session, farm: Farm) -> None:
    issue_confirmation(session, farm.provider.id, farm.lead.user_id, farm.lead.position, NOW, TODAY)
    session.commit()


def test_the_pack_holds_policies_insurance_and_the_confirmation(
    commissioner: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    keep.add(farm.lead, K.BEHAVIOUR)
    keep.add(farm.lead, K.PUBLIC_LIABILITY)
    keep.add(farm.lead, K.ACCOUNTS)
    add_tutor(session, farm, "Ade Bello")
    confirm(session, farm)

    words = commissioner.get(f"/providers/{farm.provider.id}/pack").words

    assert "Behaviour policy" in words
    assert "£10 million for one claim, County Mutual" in words
    assert "Ade Bello" in words
    assert "Not all made" in words
    assert "accounts" not in words


def test_it_is_accepted_with_name_position_and_date(
    commissioner: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    document = keep.add(farm.lead)
    page = accept(commissioner, farm)

    assert "Priya Nair, Attendance officer, accepted this pack on 24 November 2026" in page.words
    assert "Nothing has changed since" in page.words
    [accepted] = session.scalars(select(PackAcceptance)).all()
    assert accepted.organisation_id == farm.school.id
    assert [item["sha256"] for item in accepted.contents["items"]] == [document.sha256]


def test_afterwards_only_what_changed_is_shown_until_that_is_accepted_too(
    commissioner: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    behaviour, equality = keep.add(farm.lead), keep.add(farm.lead, K.EQUALITY)
    tutor = add_tutor(session, farm, "Ade Bello")
    confirm(session, farm)
    accept(commissioner, farm)

    keep.add(farm.lead, issued_on=date(2026, 11, 1), replaces=behaviour)
    keep.add(farm.lead, K.MOTOR, expires_on=date(2027, 8, 31), insurer="A", policy_number="B")
    remove_evidence(session, equality, NOW)
    tutor.ended_on = date(2026, 11, 1)
    add_tutor(session, farm, "Bo Chen")
    confirm(session, farm)

    assert "5 changes since you accepted" in commissioner.get("/packs").words
    page = commissioner.get(f"/providers/{farm.provider.id}/pack")
    for words in (
        "Renewed Behaviour policy",
        "New Motor insurance for business use",
        "Taken away Equality policy",
        "Joined Bo Chen, Tutor",
        "Left Ade Bello, Tutor",
    ):
        assert words in page.words
    assert "Nothing has changed" in accept(commissioner, farm).words
    assert "Nothing has changed" in commissioner.get("/packs").words


def test_the_packs_that_changed_stand_first(
    commissioner: PageClient, farm: Farm, keep: Keeper, build: Build
) -> None:
    build.provider("Ash Barn")
    keep.add(farm.lead)
    accept(commissioner, farm)
    before = commissioner.get("/packs").words

    keep.add(farm.lead, K.EQUALITY)

    after = commissioner.get("/packs").words
    assert before.index("Ash Barn") < before.index(farm.provider.name)
    assert after.index(farm.provider.name) < after.index("Ash Barn")


def test_a_lapse_after_acceptance_is_a_change(
    client: PageClient, farm: Farm, keep: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep.add(farm.lead, K.PUBLIC_LIABILITY, date(2025, 12, 1), expires_on=date(2026, 11, 30))
    client.sign_in(farm.commissioner)
    accept(client, farm)

    monkeypatch.setattr(clock, "stopped_at", NOW + timedelta(days=7))
    client.sign_in(farm.commissioner)

    page = client.get(f"/providers/{farm.provider.id}/pack")
    assert "Has run out Public liability insurance" in page.words


def test_the_list_says_that_staff_have_changed_before_the_provider_confirms_again(
    commissioner: PageClient, farm: Farm, session: Session
) -> None:
    confirm(session, farm)
    accept(commissioner, farm)
    before = commissioner.get("/packs").words

    add_tutor(session, farm, "Ben Field")
    after = commissioner.get("/packs").words

    assert "Nothing has changed" in before
    assert "Staff checks must be confirmed again" in after
    assert "Nothing has changed" not in after


def test_nobody_accepts_a_pack_that_changed_after_they_opened_it(
    commissioner: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    keep.add(farm.lead)
    page = commissioner.get(f"/providers/{farm.provider.id}/pack")
    seen = next(each.get("value") for each in page.all("input") if each.get("name") == "seen")
    keep.add(farm.lead, K.EQUALITY)

    commissioner.post(f"/providers/{farm.provider.id}/pack/accept", 409, seen=seen)
    commissioner.post(f"/providers/{farm.provider.id}/pack/accept", 409)

    assert session.scalars(select(PackAcceptance)).all() == []


def test_another_organisation_accepts_for_itself(
    client: PageClient, farm: Farm, keep: Keeper, build: Build
) -> None:
    keep.add(farm.lead)
    client.sign_in(farm.commissioner)
    accept(client, farm)

    client.sign_in(build.member(build.school("Ashdown School"), Role.SENIOR_LEADER))

    assert "Not accepted yet" in client.get("/packs").words


def test_a_file_that_waits_for_its_check_is_not_in_the_pack(
    commissioner: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    document = keep.add(farm.lead)
    session.get_one(StoredFile, document.sha256).state = FileState.AWAITS_CHECK
    session.commit()

    page = commissioner.get(f"/providers/{farm.provider.id}/pack")

    assert "has uploaded no documents yet" in page.words


def test_a_suspended_provider_is_shown_to_those_who_have_pupils_there_only(
    client: PageClient, farm: Farm, build: Build, session: Session
) -> None:
    farm.provider.listing = ListingStatus.SUSPENDED
    build.placement(farm.provider, farm.school)
    session.commit()

    client.sign_in(farm.commissioner)
    client.get(f"/providers/{farm.provider.id}/pack")
    client.sign_in(build.member(build.school("Ashdown School"), Role.SENIOR_LEADER))
    client.get(f"/providers/{farm.provider.id}/pack", 404)


@pytest.mark.parametrize(
    ("role", "may_see", "may_accept"),
    [
        (Role.PROVIDER_LEAD, True, False),
        (Role.PROVIDER_STAFF, False, False),
        (Role.REVIEW_GUEST, False, False),
        (Role.QUALITY_OFFICER, True, False),
        (Role.SERVICE_OFFICER, True, True),
        (Role.PARENT, True, True),
        (Role.GOVERNOR, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_may_see_and_accept_a_pack(
    client: PageClient, farm: Farm, build: Build, role: Role, may_see: bool, may_accept: bool
) -> None:
    places = {
        Role.SERVICE_OFFICER: build.service(),
        Role.PARENT: build.household(),
        Role.GOVERNOR: farm.school,
        Role.QUALITY_OFFICER: build.council(),
        Role.ADMINISTRATOR: build.council(),
    }
    sign_in(client, build.member(places.get(role, farm.provider), role))

    page = client.get(f"/providers/{farm.provider.id}/pack", 200 if may_see else 403)

    assert ("Accept this pack" in page.words) == may_accept
    if not may_accept:
        client.get("/account")
        client.post(f"/providers/{farm.provider.id}/pack/accept", 403)


def test_the_list_of_many_providers_asks_the_database_no_more_often(
    commissioner: PageClient, farm: Farm, keep: Keeper, build: Build, session: Session
) -> None:
    few = count_queries(session, [farm.provider.id])
    for number in range(5):
        provider = build.provider(f"Provider {number}")
        keep.add(build.member(provider, Role.PROVIDER_LEAD))

    assert count_queries(session, None) == few


def count_queries(session: Session, ids: list[int] | None) -> int:
    query = select(Provider)
    providers = session.scalars(query if ids is None else query.where(Provider.id.in_(ids))).all()
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        packs_of(session, providers, 1, TODAY)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
