"""Puts a pupil's record right: another UPN, or two records of one child made one."""

from __future__ import annotations

from datetime import date
from itertools import product
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, selectinload

from portal.domain.errors import InvalidError
from portal.domain.text.identifiers import check_upn
from portal.domain.text.plain_text import clean_line
from portal.models import Placement, Provider, Pupil, ReportedPupil

_NEVER = date.max


def find_pupil(session: Session, text: str) -> Pupil | None:
    """By UPN or the council's reference, as a person writes it."""
    number = clean_line(text)
    as_upn = "".join(number.split()).upper()
    return session.scalar(select(Pupil).where(or_(Pupil.upn == as_upn, Pupil.reference == number)))


def correct_upn(session: Session, pupil: Pupil, upn: str) -> None:
    """Give a pupil the right UPN. Raises InvalidError for one that is wrong or another pupil's."""
    right = check_upn(upn)
    other = session.scalar(select(Pupil).where(Pupil.upn == right, Pupil.id != pupil.id))
    if other is not None:
        raise InvalidError.of("upn", "Another record has this UPN")
    pupil.upn = right
    session.flush()
    _renew_rosters(session, pupil.id)


def merge_pupils(session: Session, kept: Pupil, other: Pupil) -> int:
    """Move all that is recorded of `other` to `kept`, and let `other` go; how many placements moved.

    Marks, decisions and statements hang on the placements, so none of them changes. Raises
    InvalidError where the pupil would then stand twice in one register.
    """
    if kept.id == other.id:
        raise InvalidError.of("upn", "This is the same record")
    if kept.born_on != other.born_on:
        raise InvalidError.of("upn", "The two records have different dates of birth")
    placements = session.scalars(
        select(Placement)
        .where(Placement.pupil_id.in_((kept.id, other.id)))
        .options(selectinload(Placement.slots))
    ).all()
    moving = [placement for placement in placements if placement.pupil_id == other.id]
    staying = [placement for placement in placements if placement.pupil_id == kept.id]
    for one, two in product(moving, staying):
        if _meet(one, two):
            names = " and ".join(each.reference or "a placement" for each in (one, two))
            raise InvalidError.of("upn", f"End one of these first, they overlap: {names}")
    reference = kept.reference or other.reference
    moved = {"pupil_id": kept.id}
    session.execute(update(Placement).where(Placement.pupil_id == other.id).values(moved))
    _move_reports(session, kept.id, other.id)
    session.execute(delete(Pupil).where(Pupil.id == other.id))
    session.expire_all()
    kept.reference = reference
    session.flush()
    _renew_rosters(session, kept.id)
    return len(moving)


def _meet(one: Placement, other: Placement) -> bool:
    """Whether two placements put the pupil into one register on some day."""
    if one.provider_id != other.provider_id:
        return False
    return any(
        (a.weekday, a.half) == (b.weekday, b.half)
        and max(a.valid_from, b.valid_from, one.starts_on, other.starts_on)
        <= min(day for day in (a.valid_to, b.valid_to, one.ends_on, other.ends_on, _NEVER) if day)
        for a, b in product(one.slots, other.slots)
    )


def _move_reports(session: Session, kept_id: UUID, other_id: UUID) -> None:
    both = select(ReportedPupil.report_id).where(ReportedPupil.pupil_id == kept_id)
    of_other = ReportedPupil.pupil_id == other_id
    session.execute(
        update(ReportedPupil)
        .where(of_other, ReportedPupil.report_id.not_in(both))
        .values(pupil_id=kept_id)
    )
    session.execute(delete(ReportedPupil).where(of_other))


def _renew_rosters(session: Session, pupil_id: UUID) -> None:
    """Phones of the providers where the pupil is fetch their list anew."""
    placed = select(Placement.provider_id).where(Placement.pupil_id == pupil_id)
    session.execute(
        update(Provider)
        .where(Provider.id.in_(placed))
        .values(roster_number=Provider.roster_number + 1)
        .execution_options(synchronize_session=False)
    )
