"""What the demonstration county holds on a school day."""

from __future__ import annotations

from datetime import time

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

from portal.clock import in_london
from portal.demo.world import tables
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import PASSWORD
from portal.domain.attendance.clocks import school_days_left
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.domain.text.identifiers import check_upn
from portal.features.accounts.passwords import password_matches
from portal.models import (
    Attention,
    CouncilService,
    CurrentMark,
    Decision,
    Household,
    ListingStatus,
    Mark,
    Membership,
    Message,
    Placement,
    PlacementSlot,
    Provider,
    Pupil,
    Register,
    RegisterState,
    School,
    StandingDecision,
    User,
)
from portal.services.attendance.not_received import missing_marks
from portal.services.attendance.provider_days import ProviderDays
from portal.services.calendar.calendars import calendar_of
from tests.demo.conftest import SCHOOL_DAY

TODAY = in_london(SCHOOL_DAY).date()
SIGN_INS = {
    "staff@hillfarm.example",
    "lead@hillfarm.example",
    "attendance@oakfield.example",
    "head@oakfield.example",
    "governor@oakfield.example",
    "access@county.example",
    "sen@county.example",
    "hospital@county.example",
    "virtualhead@county.example",
    "quality@county.example",
    "procurement@county.example",
    "admin@county.example",
    "parent@home.example",
    "apply@newleaf.example",
}
TEN = [
    "Amelia W",
    "Callum B",
    "Dre O",
    "Ellie-Mae T",
    "Finn S",
    "Kayden R",
    "Leo P",
    "Maisie H",
    "Nathaniel O",
    "Zara K",
]


def number_of(county: Session, table: type, *conditions: object) -> int:
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return county.scalar(query) or 0


def hill_farm(county: Session) -> Provider:
    return county.scalars(select(Provider).where(Provider.name == "Hill Farm Learning")).one()


def test_it_has_the_organisations_that_were_promised(county: Session) -> None:
    assert number_of(county, Provider, Provider.listing == ListingStatus.LISTED) == 12
    assert number_of(county, Provider, Provider.listing == ListingStatus.UNDER_REVIEW) == 2
    assert number_of(county, School) == 8
    assert number_of(county, CouncilService) == 3
    assert number_of(county, Household) == 2


def test_it_has_seventy_pupils_and_eighty_placements(county: Session) -> None:
    assert number_of(county, Pupil) == 70
    assert number_of(county, Placement) == 80


def test_every_placement_has_a_weekly_pattern(county: Session) -> None:
    with_slots = county.scalar(select(func.count(func.distinct(PlacementSlot.placement_id))))
    assert with_slots == 80


def test_the_promised_people_and_nobody_else_sign_in_with_the_password(county: Session) -> None:
    users = county.scalars(select(User)).all()
    hashes = {user.password_hash for user in users}
    usable = {each for each in hashes if password_matches(each, PASSWORD)}
    assert {user.email for user in users if user.password_hash in usable} == SIGN_INS


def test_somebody_holds_two_roles(county: Session) -> None:
    twice = county.scalars(
        select(User.email)
        .join(Membership)
        .where(Membership.ended_at.is_(None))
        .group_by(User.email)
        .having(func.count() > 1)
    ).all()
    assert twice == ["head@oakfield.example"]


def test_hill_farm_expects_ten_pupils_this_morning_in_its_order(county: Session) -> None:
    days = ProviderDays(county, hill_farm(county), SCHOOL_DAY)
    names = [days.pupils[each].name for each in days.expected(SessionKey(TODAY, Half.AM))]
    assert names == TEN
    assert len(days.expected(SessionKey(TODAY, Half.PM))) == 8


def test_nobody_has_touched_the_registers_of_hill_farm_today(county: Session) -> None:
    assert (
        number_of(
            county,
            Register,
            Register.provider_id == hill_farm(county).id,
            Register.day == TODAY,
        )
        == 0
    )


def test_other_providers_have_taken_the_morning(county: Session) -> None:
    assert number_of(county, Register, Register.day == TODAY, Register.half == Half.AM) == 11


def test_half_a_term_of_registers_lies_behind_today(county: Session) -> None:
    days = county.scalar(select(func.count(func.distinct(Register.day))))
    assert days == 31
    seen = dict(
        county.execute(select(CurrentMark.seen, func.count()).group_by(CurrentMark.seen)).all()
    )
    assert seen[Seen.HERE] > 2000
    assert seen[Seen.LATE] > 100
    assert seen[Seen.NOT_HERE] > 100
    assert number_of(county, CurrentMark, CurrentMark.left.is_not(None)) > 20


def test_two_different_marks_stand_for_leo_in_the_last_session(county: Session) -> None:
    conflict = county.scalars(select(CurrentMark).where(CurrentMark.is_conflict)).one()
    assert conflict.placement.pupil.first_name == "Leo"
    assert conflict.day == DemoDay(SCHOOL_DAY).past_days[-1]


def test_one_register_was_not_received_besides_this_morning_at_hill_farm(county: Session) -> None:
    missing = missing_marks(county, true(), SCHOOL_DAY)
    elsewhere = [each for each in missing if each.provider_id != hill_farm(county).id]
    last_day = DemoDay(SCHOOL_DAY).past_days[-1]
    assert [each.is_finished for each in elsewhere if each.key.day == last_day] == [False]


def test_registers_are_finished_but_for_a_cancelled_and_an_unfinished_one(county: Session) -> None:
    states = dict(
        county.execute(select(Register.state, func.count()).group_by(Register.state)).all()
    )
    assert states[RegisterState.CANCELLED] == 1
    assert states[RegisterState.OPEN] == 1
    assert states[RegisterState.FINISHED] > 600


def test_oakfield_has_an_undecided_absence_for_every_day_of_the_clock(county: Session) -> None:
    school = county.scalars(select(School).where(School.name == "Oakfield School")).one()
    calendar = calendar_of(county, school.id)
    waiting = county.scalars(
        select(CurrentMark)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .where(
            Placement.commissioner_id == school.id,
            CurrentMark.awaits_decision,
            CurrentMark.code == "",
        )
    )
    left = {school_days_left(mark.day, TODAY, calendar) for mark in waiting}
    assert {0, 1, 2, 3, 4} <= left


def test_decisions_cover_every_state(county: Session) -> None:
    overdue = number_of(
        county,
        CurrentMark,
        CurrentMark.code == "N",
        CurrentMark.awaits_decision,
        CurrentMark.day < DemoDay(SCHOOL_DAY).past_days[-5],
    )
    first, later = aliased(Decision), aliased(Decision)
    changes = select(first.code, later.code).join(later, later.replaces_id == first.id)
    amended = {(before, after) for before, after in county.execute(changes)}
    assert overdue == 1
    assert amended == {("I", "M"), ("N", "O"), ("I", "")}


def test_a_mark_that_came_after_the_export_waits_for_a_reason(county: Session) -> None:
    mark = county.scalars(
        select(CurrentMark).where(CurrentMark.attention == Attention.AFTER_EXPORT)
    ).one()
    assert mark.exported_at is not None
    assert number_of(county, Mark, Mark.awaits_reason) == 1


def test_amendments_carry_a_reason(county: Session) -> None:
    assert number_of(county, Mark, Mark.reason != "", Mark.version == 2) > 5


def test_most_placements_say_what_seen_here_counts_as(county: Session) -> None:
    codes = set(county.scalars(select(StandingDecision.code)))
    assert codes == {"B", "K", "D"}
    on_roll = number_of(
        county,
        Placement,
        Placement.pupil_id.in_(select(Pupil.id).where(Pupil.home_school_id.is_not(None))),
    )
    assert on_roll - number_of(county, StandingDecision) == 2


def test_every_upn_has_the_right_check_letter(county: Session) -> None:
    upns = county.scalars(select(Pupil.upn).where(Pupil.upn.is_not(None))).all()
    assert len(upns) == 63
    assert all(upn is not None and check_upn(upn) == upn for upn in upns)


def test_no_email_from_before_today_is_unsent(county: Session) -> None:
    unsent = county.scalars(select(Message.created_at).where(Message.sent_at.is_(None))).all()
    assert unsent
    assert min(unsent) >= moment(TODAY, time(0, 0))


def test_names_in_the_tables_are_all_different() -> None:
    pupils = [(row.first_name, row.last_name) for row in tables.pupils()]
    assert len(set(pupils)) == len(pupils)
