"""New placements at a provider of which a document has run out are held, or warned of."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.evidence.kinds import EvidenceKind
from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Report
from portal.models import CouncilSetting, Evidence, Membership, Placement, Role, StoredFile
from tests.build import Build
from tests.conftest import NOW
from tests.features.imports.files import PLACEMENT, TODAY, csv_file
from tests.features.imports.files import load as load_file


@pytest.fixture
def lead(build: Build) -> Membership:
    build.service()
    build.pupil(upn="B801200005001")
    return build.member(build.provider(), Role.PROVIDER_LEAD)


def insure(session: Session, lead: Membership, ends_on: date) -> None:
    """Insurance of the provider whose last day is this."""
    sha256 = "a" * 64
    session.add(StoredFile(sha256=sha256, content_type="application/pdf", size=1, stored_at=NOW))
    session.flush()
    session.add(
        Evidence(
            id=uuid4(),
            provider_id=lead.organisation_id,
            kind=EvidenceKind.PUBLIC_LIABILITY,
            sha256=sha256,
            file_name="insurance.pdf",
            issued_on=date(2025, 1, 1),
            expires_on=ends_on,
            uploaded_by_id=lead.user_id,
            uploaded_at=NOW,
        )
    )
    session.commit()


def hold(session: Session, lead: Membership) -> None:
    session.add(
        CouncilSetting(
            name="hold_placements_on_lapse",
            value=True,
            changed_by_id=lead.user_id,
            changed_at=NOW,
        )
    )
    session.commit()


def load(session: Session, **changed: str) -> Report:
    return load_file(session, ImportKind.PLACEMENTS, csv_file(PLACEMENT | changed), today=TODAY)


def count(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(Placement))


def test_a_lapse_is_warned_of(session: Session, lead: Membership) -> None:
    insure(session, lead, TODAY - timedelta(days=1))

    report = load(session)

    assert report.is_clean
    assert any("Public liability insurance: ran out" in each.words for each in report.warnings)
    assert count(session) == 1


def test_a_new_placement_is_held_where_the_council_says_so(
    session: Session, lead: Membership
) -> None:
    insure(session, lead, TODAY - timedelta(days=1))
    hold(session, lead)

    report = load(session)

    assert "The council holds new placements here" in report.problems[0].words
    assert count(session) == 0


def test_insurance_holds_on_its_last_day(session: Session, lead: Membership) -> None:
    insure(session, lead, TODAY)
    hold(session, lead)

    report = load(session)

    assert report.is_clean
    assert count(session) == 1


def test_a_placement_that_is_there_already_goes_on(session: Session, lead: Membership) -> None:
    load(session)
    session.commit()
    insure(session, lead, TODAY - timedelta(days=1))
    hold(session, lead)

    report = load(session, sessions="mon am")

    assert report.is_clean
