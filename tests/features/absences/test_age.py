"""Codes that depend on the pupil's age: X and C2 exclude each other."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.access.actor import actor_of
from portal.domain.attendance.seen import Seen
from portal.domain.errors import InvalidError
from portal.services.attendance.decisions import NewDecision, decide
from tests.build import THIS_MORNING, Build
from tests.features.absences.conftest import County

OF_SCHOOL_AGE = date(2012, 5, 4)
SIXTH_FORMER = date(2009, 5, 4)


@pytest.mark.parametrize(("born_on", "code"), [(OF_SCHOOL_AGE, "C2"), (SIXTH_FORMER, "X")])
def test_a_code_that_fits_the_age_is_kept(
    build: Build, county: County, session: Session, born_on: date, code: str
) -> None:
    new = absence_of(build, county, born_on, code)

    decision = decide(session, new, actor_of(county.office), build.now)

    assert decision.code == code


@pytest.mark.parametrize(("born_on", "code"), [(OF_SCHOOL_AGE, "X"), (SIXTH_FORMER, "C2")])
def test_a_code_that_does_not_fit_the_age_is_refused(
    build: Build, county: County, session: Session, born_on: date, code: str
) -> None:
    new = absence_of(build, county, born_on, code)

    with pytest.raises(InvalidError, match="compulsory school age"):
        decide(session, new, actor_of(county.office), build.now)


def absence_of(build: Build, county: County, born_on: date, code: str) -> NewDecision:
    """A pupil born on the day was not seen this morning, and the office chooses the code."""
    pupil = build.pupil("Zara", "Khan", county.school, born_on=born_on)
    placement = build.placement(county.provider, county.school, pupil)
    outcome = build.mark(placement, county.staff, Seen.NOT_HERE)
    return NewDecision(placement, THIS_MORNING, code, mark_version=outcome.version)
