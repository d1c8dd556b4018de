"""A UPN is put right, and two records become one, only where nothing is mixed up by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half
from portal.domain.errors import InvalidError
from portal.models import Placement, Pupil
from portal.services.people.pupil_records import correct_upn, find_pupil, merge_pupils
from tests.build import TUESDAY, Build

WRONG, RIGHT = "B801200005001", "R931400124001"
DAY = timedelta(days=1)


def test_a_upn_that_another_record_has_is_not_given_twice(build: Build, session: Session) -> None:
    pupil = build.pupil(upn=WRONG)
    build.pupil(upn=RIGHT)

    with pytest.raises(InvalidError, match="Another record has this UPN"):
        correct_upn(session, pupil, RIGHT)
    assert pupil.upn == WRONG


def test_the_phones_of_the_provider_fetch_their_list_anew(build: Build, session: Session) -> None:
    provider, elsewhere = build.provider(), build.provider("Elsewhere")
    placement = build.placement(provider, build.school(), build.pupil(upn=WRONG))
    before = provider.roster_number, elsewhere.roster_number

    correct_upn(session, placement.pupil, RIGHT)
    session.expire_all()

    assert (provider.roster_number, elsewhere.roster_number) == (before[0] + 1, before[1])


def test_a_record_is_not_made_one_with_itself(build: Build, session: Session) -> None:
    pupil = build.pupil(upn=RIGHT)

    with pytest.raises(InvalidError, match="same record"):
        merge_pupils(session, pupil, pupil)
    assert find_pupil(session, RIGHT) is pupil


def test_records_with_different_birthdays_are_not_of_one_child(
    build: Build, session: Session
) -> None:
    kept, other = build.pupil(upn=RIGHT), build.pupil(upn=WRONG, born_on=date(2012, 5, 5))

    with pytest.raises(InvalidError, match="different dates of birth"):
        merge_pupils(session, kept, other)
    assert len(session.scalars(select(Pupil)).all()) == 2


@pytest.mark.parametrize("apart", ["provider", "half", "days"])
def test_placements_that_never_meet_in_a_register_are_put_together(
    build: Build, session: Session, apart: str
) -> None:
    school, provider = build.school(), build.provider()
    kept, other = build.pupil(upn=RIGHT), build.pupil(upn=WRONG)
    mornings = [(1, Half.AM)]
    build.placement(provider, school, kept, mornings, ends_on=TUESDAY)
    build.placement(
        build.provider("Elsewhere") if apart == "provider" else provider,
        school,
        other,
        [(1, Half.PM)] if apart == "half" else mornings,
        TUESDAY + DAY if apart == "days" else date(2026, 9, 2),
    )

    assert merge_pupils(session, kept, other) == 1

    assert session.scalars(select(Pupil)).all() == [kept]
    assert set(session.scalars(select(Placement.pupil_id))) == {kept.id}


def test_placements_that_meet_on_one_day_are_named(build: Build, session: Session) -> None:
    school, provider = build.school(), build.provider()
    kept, other = build.pupil(upn=RIGHT), build.pupil(upn=WRONG)
    build.placement(provider, school, kept, ends_on=TUESDAY)
    build.placement(provider, school, other, starts_on=TUESDAY)

    with pytest.raises(InvalidError, match="they overlap"):
        merge_pupils(session, kept, other)
    assert len(session.scalars(select(Pupil)).all()) == 2
