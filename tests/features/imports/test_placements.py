"""Placements from a council's own file."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half
from portal.features.imports.report import Outcome
from portal.models import (
    PlacementReason,
    PlacementSlot,
    Provider,
    Site,
    StandingDecision,
)
from tests.build import Build
from tests.features.imports.files import TODAY, first_problem
from tests.features.imports.placements import UPN, count, load, the_placement

START = date(2026, 11, 2)
Slots = set[tuple[int, Half, date, date | None]]


def slots(session: Session) -> Slots:
    session.expire_all()
    return {
        (slot.weekday, slot.half, slot.valid_from, slot.valid_to)
        for slot in session.scalars(select(PlacementSlot))
    }


def test_a_placement_is_kept_as_typed(provider: Provider, session: Session) -> None:
    load(session, {"ends_on": "23/07/2027"})

    placement = the_placement(session)
    assert placement.pupil.upn == UPN
    assert placement.provider.name == "Hill Farm Learning"
    assert placement.commissioner.name == "access to learning"
    assert (placement.starts_on, placement.ends_on) == (START, date(2027, 7, 23))
    assert placement.reason is PlacementReason.MENTAL_HEALTH
    assert slots(session) == {
        (0, Half.AM, START, None),
        (0, Half.PM, START, None),
        (2, Half.AM, START, None),
    }


def test_what_seen_here_counts_as_is_left_to_the_commissioner(
    provider: Provider, session: Session
) -> None:
    load(session, {})

    assert session.scalar(select(func.count()).select_from(StandingDecision)) == 0


@pytest.mark.parametrize(
    "typed", ["access_to_learning", "Access to Learning", "123456", "The Abbott household"]
)
def test_each_kind_of_commissioner_is_found(
    build: Build, provider: Provider, session: Session, typed: str
) -> None:
    build.school(urn=123456)
    build.household()

    assert load(session, {"commissioner": typed}).is_clean


def test_provider_pupil_and_site_are_found_by_other_names(
    build: Build, provider: Provider, session: Session
) -> None:
    build.pupil("Leo", "Park").reference = "AP-7"
    session.commit()

    report = load(
        session, {"pupil": "AP-7", "provider": provider.code.lower(), "site": "main SITE"}
    )

    assert report.is_clean
    site = session.scalars(select(Site)).one()
    assert set(session.scalars(select(PlacementSlot.site_id))) == {site.id}


def test_the_same_file_twice_changes_nothing(provider: Provider, session: Session) -> None:
    load(session, {})
    number = provider.roster_number
    before = slots(session)

    report = load(session, {}, today=date(2026, 12, 1))

    assert report.summary == "0 added, 0 changed, 1 unchanged"
    assert slots(session) == before
    assert session.get_one(Provider, provider.id).roster_number == number


def test_a_changed_pattern_starts_today_and_leaves_the_past(
    provider: Provider, session: Session
) -> None:
    load(session, {})

    load(session, {"sessions": "mon am, thu pm"})

    yesterday = date(2026, 11, 23)
    assert slots(session) == {
        (0, Half.AM, START, None),
        (0, Half.PM, START, yesterday),
        (2, Half.AM, START, yesterday),
        (3, Half.PM, TODAY, None),
    }


def test_a_changed_pattern_may_start_on_a_later_day(provider: Provider, session: Session) -> None:
    load(session, {})

    load(session, {"sessions": "mon am", "from_on": "04/01/2027"})

    last_day = date(2027, 1, 3)
    assert slots(session) == {
        (0, Half.AM, START, None),
        (0, Half.PM, START, last_day),
        (2, Half.AM, START, last_day),
    }


def test_a_change_that_is_loaded_again_after_its_day_is_no_change(
    provider: Provider, session: Session
) -> None:
    load(session, {})
    change = {"sessions": "mon am", "from_on": "04/01/2027"}
    load(session, change)

    report = load(session, change, today=date(2027, 2, 1))

    assert report.counts[Outcome.UNCHANGED] == 1


def test_a_pattern_is_never_changed_in_the_past(provider: Provider, session: Session) -> None:
    load(session, {})
    before = slots(session)

    report = load(session, {"sessions": "mon am", "from_on": "09/11/2026"})

    words = "A changed weekly pattern starts today or later: the past stays on record"
    assert first_problem(report) == (2, "from_on", words)
    assert slots(session) == before


def test_the_pattern_of_a_placement_that_has_not_begun_is_replaced(
    provider: Provider, session: Session
) -> None:
    load(session, {"starts_on": "04/01/2027"})

    load(session, {"starts_on": "04/01/2027", "sessions": "fri pm"})

    assert slots(session) == {(4, Half.PM, date(2027, 1, 4), None)}


def test_an_earlier_first_day_takes_the_pattern_with_it(
    provider: Provider, session: Session
) -> None:
    load(session, {"starts_on": "04/01/2027", "sessions": "mon am"})

    load(session, {"starts_on": "09/11/2026", "sessions": "mon pm"})

    assert slots(session) == {
        (0, Half.AM, date(2026, 11, 9), date(2026, 11, 23)),
        (0, Half.PM, TODAY, None),
    }


def test_a_placement_that_has_ended_keeps_its_pattern(provider: Provider, session: Session) -> None:
    load(session, {"ends_on": "13/11/2026"})
    before = slots(session)

    report = load(session, {"ends_on": "13/11/2026", "sessions": "fri am"})

    assert slots(session) == before
    assert report.counts[Outcome.UNCHANGED] == 1
    assert "has ended" in report.warnings[0].expected


def test_a_site_moves_the_sessions_that_stay(
    build: Build, provider: Provider, session: Session
) -> None:
    barn = Site(provider_id=provider.id, name="The barn", address="3 Lane", postcode="OX1 1AB")
    session.add(barn)
    session.commit()
    load(session, {"sessions": "mon am", "site": "Main site"})

    load(session, {"sessions": "mon am", "site": "The barn"})

    found = session.scalars(select(PlacementSlot).order_by(PlacementSlot.valid_from)).all()
    assert [(slot.valid_from, slot.site_id == barn.id) for slot in found] == [
        (START, False),
        (TODAY, True),
    ]


def test_an_end_date_changes_the_placement_alone(provider: Provider, session: Session) -> None:
    load(session, {})
    before = slots(session)

    report = load(session, {"ends_on": "18/12/2026"})

    assert report.counts[Outcome.CHANGED] == 1
    assert the_placement(session).ends_on == date(2026, 12, 18)
    assert slots(session) == before


def test_phones_of_the_provider_alone_hear_of_a_new_placement(
    build: Build, provider: Provider, session: Session
) -> None:
    other = build.provider("Far Farm")
    before = provider.roster_number

    load(session, {}, {"reference": "PL-2", "sessions": "tue pm"})

    session.expire_all()
    assert provider.roster_number == before + 1
    assert other.roster_number == before


def test_a_dry_run_shows_and_writes_nothing(provider: Provider, session: Session) -> None:
    report = load(session, {}, is_dry_run=True)

    assert report.preview[0].cells == (
        "PL-1",
        "Amelia Wren",
        "Hill Farm Learning",
        "access to learning",
        "02/11/2026 to no end yet",
        "mon am+pm, wed am",
    )
    assert count(session) == 0
