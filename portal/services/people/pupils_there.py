"""Who has pupils at a provider: each commissioner, and each home school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.models import NonListedReport, Organisation, Placement, Pupil, ReportedPupil, Review


def pupils_there(session: Session, provider_id: int, today: date) -> Counter[int]:
    """By organisation, how many pupils it has there today, or has placed from a later day."""
    rows = session.execute(
        select(Placement.pupil_id, Placement.commissioner_id, Pupil.home_school_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(
            Placement.provider_id == provider_id,
            or_(Placement.ends_on.is_(None), Placement.ends_on >= today),
        )
    )
    concerned = {
        (organisation_id, row.pupil_id)
        for row in rows
        for organisation_id in (row.commissioner_id, row.home_school_id)
        if organisation_id is not None
    }
    return Counter(organisation_id for organisation_id, _ in concerned)


def organisations_concerned(session: Session, review: Review, today: date) -> dict[int, bool]:
    """Who reported the provider of a review or has pupils there; whether it has, or reported, some."""
    rows = session.execute(
        select(NonListedReport.organisation_id, func.count(ReportedPupil.pupil_id).label("pupils"))
        .outerjoin(ReportedPupil, ReportedPupil.report_id == NonListedReport.id)
        .where(NonListedReport.review_id == review.id)
        .group_by(NonListedReport.organisation_id)
    )
    reported = {row.organisation_id: row.pupils > 0 for row in rows}
    return reported | dict.fromkeys(pupils_there(session, review.provider_id, today), True)


def deciders_of(session: Session, placement_ids: Iterable[UUID]) -> dict[UUID, set[int]]:
    """By placement, the organisations that are told of absences: its commissioner, and the home school."""
    rows = session.execute(
        select(Placement.id, Placement.commissioner_id, Pupil.home_school_id)
        .join(Pupil, Pupil.id == Placement.pupil_id)
        .where(Placement.id.in_(set(placement_ids)))
    )
    return {row.id: {row.commissioner_id, row.home_school_id} - {None} for row in rows}


def organisations_told(session: Session, placement_ids: Iterable[UUID]) -> list[Organisation]:
    """Those who are told of absences of these placements, by name."""
    ids = {each for those in deciders_of(session, placement_ids).values() for each in those}
    found = session.scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    )
    return list(found.all())
