"""Who sees which document, and who may say that it was checked."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.domain.evidence.kinds import EvidenceKind as K
from portal.models import (
    ListingStatus,
    Role,
)
from tests.build import Build
from tests.page import PageClient
from tests.worlds import Farm, Keeper, sign_in


def test_another_providers_document_does_not_exist(
    client: PageClient, farm: Farm, keep: Keeper, build: Build
) -> None:
    document = keep.add(farm.lead)
    client.sign_in(build.member(build.provider("Other"), Role.PROVIDER_LEAD))

    for path in ("", "/file", "/renew", "/remove"):
        client.get(f"/evidence/{document.id}{path}", 404)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PROVIDER_STAFF, False),
        (Role.REVIEW_GUEST, True),
        (Role.ATTENDANCE_OFFICER, True),
        (Role.SENIOR_LEADER, True),
        (Role.SERVICE_OFFICER, True),
        (Role.PARENT, True),
        (Role.GOVERNOR, False),
        (Role.VIRTUAL_AP_HEAD, True),
        (Role.QUALITY_OFFICER, True),
        (Role.PROCUREMENT_OFFICER, True),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_may_download_a_policy_of_a_listed_provider(
    client: PageClient, farm: Farm, keep: Keeper, build: Build, role: Role, sees: bool
) -> None:
    document = keep.add(farm.lead)
    places = {
        Role.PROVIDER_STAFF: farm.provider,
        Role.REVIEW_GUEST: farm.provider,
        Role.SERVICE_OFFICER: build.service(),
        Role.PARENT: build.household(),
        Role.ATTENDANCE_OFFICER: farm.school,
        Role.SENIOR_LEADER: farm.school,
        Role.GOVERNOR: farm.school,
    }
    sign_in(client, build.member(places.get(role, build.council()), role))

    answer = client.flask.get(f"/evidence/{document.id}/file")
    answer.close()

    assert answer.status_code == (200 if sees else 404)


@pytest.mark.parametrize("kind", [K.RECORD_SAMPLE, K.ACCOUNTS, K.OTHER])
def test_a_commissioner_sees_nothing_of_the_record_of_staff_nor_the_accounts(
    client: PageClient, farm: Farm, keep: Keeper, kind: K
) -> None:
    document = keep.add(farm.lead, kind)
    client.sign_in(farm.commissioner)

    client.get(f"/evidence/{document.id}", 404)
    client.get(f"/evidence/{document.id}/file", 404)


@pytest.mark.parametrize(
    "listing", [ListingStatus.UNDER_REVIEW, ListingStatus.NOT_LISTED, ListingStatus.SUSPENDED]
)
def test_a_commissioner_sees_nothing_of_a_provider_that_is_not_listed(
    client: PageClient, build: Build, farm: Farm, keep: Keeper, listing: ListingStatus
) -> None:
    provider = build.provider("Not yet", listing=listing)
    document = keep.add(build.member(provider, Role.PROVIDER_LEAD))
    client.sign_in(farm.commissioner)

    client.get(f"/evidence/{document.id}/file", 404)


def test_an_officer_sees_all_and_marks_a_document_as_checked(
    client: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    document = keep.add(farm.lead, K.ACCOUNTS)
    client.sign_in(farm.officer)
    assert "accounts.pdf" in client.get(f"/providers/{farm.provider.id}/evidence").words
    client.get(f"/evidence/{document.id}")

    page = client.post(f"/evidence/{document.id}/check")

    assert "checked by the council" in page.words
    session.refresh(document)
    assert document.checked_by_id == farm.officer.user_id


def test_nobody_but_an_officer_marks_a_document_as_checked(
    client: PageClient, farm: Farm, keep: Keeper
) -> None:
    document = keep.add(farm.lead)
    client.sign_in(farm.lead)
    client.get("/evidence/")

    client.post(f"/evidence/{document.id}/check", 403)
