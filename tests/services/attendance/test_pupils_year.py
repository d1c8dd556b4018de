"""What is counted of a pupil's year, and what the week says of a pupil on no roll."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.services.attendance.summary import summary_of
from portal.services.attendance.week import CellKind, Weeks
from tests.build import TUESDAY, Build
from tests.services.attendance.conftest import Pair

IN_TERM, IN_THE_HOLIDAYS = date(2026, 11, 23), date(2026, 12, 21)


def test_two_different_marks_count_as_nothing_until_one_is_chosen(
    build: Build, session: Session, pair: Pair
) -> None:
    build.mark(pair.placement, pair.staff, Seen.HERE, base_version=0, source="phone a")
    build.mark(pair.placement, pair.staff, Seen.NOT_HERE, base_version=0, source="phone b")

    summary = summary_of(session, [pair.placement], TUESDAY)

    assert (summary.without_code, summary.seen, summary.not_seen) == (1, 0, 0)


@pytest.mark.parametrize(
    ("monday", "kind", "words"),
    [
        (IN_TERM, CellKind.NOBODY, "nobody is responsible"),
        (IN_THE_HOLIDAYS, CellKind.CLOSED, "no school"),
    ],
)
def test_for_a_pupil_on_no_roll_nobody_is_responsible_outside_of_placements(
    build: Build, session: Session, monday: date, kind: CellKind, words: str
) -> None:
    build.council()
    pupil = build.pupil()

    cells = Weeks(session, [pupil], monday).of(pupil.id)

    assert {(cell.kind, cell.words) for cell in cells} == {(kind, words)}
