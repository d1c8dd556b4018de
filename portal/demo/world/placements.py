"""Adds the pupils, their placements, and what “seen here” counts as in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from portal.demo.world import tables
from portal.demo.world.day import DemoDay, fixed_id, moment
from portal.demo.world.organisations import LA_CODE, Organisations
from portal.demo.world.patterns import slots_of
from portal.domain.attendance import suggesting
from portal.domain.calendar.school_year import first_day_of_school_year
from portal.domain.text.identifiers import upn_check_letter
from portal.models import (
    Placement,
    PlacementSlot,
    Pupil,
    School,
    StandingDecision,
)

_DATED_LATER = frozenset({17, 26, 44, 58})
_WITHOUT_STANDING_DECISION = frozenset({13, 50})
_COUNCIL = frozenset({"access", "sen", "hospital"})


@dataclass(frozen=True)
class Placed:
    """A placement with the keys of the tables."""

    placement: Placement
    pupil: tables.PupilRow
    provider: str


def add_placements(session: Session, county: Organisations, day: DemoDay) -> list[Placed]:
    placed: list[Placed] = []
    activities = {row.key: row.activity for row in tables.providers()}
    for row in tables.pupils():
        pupil = _pupil(row, county, day)
        for provider in row.providers:
            placement = _placement(row, pupil, provider, county, day)
            placement.slots = list(_slots(row, placement.starts_on, provider, county, day))
            placed.append(Placed(placement, row, provider))
    session.add_all(each.placement for each in placed)
    session.flush()
    session.add_all(standing for each in placed for standing in _standing(each, activities, county))
    session.flush()
    return placed


def _pupil(row: tables.PupilRow, county: Organisations, day: DemoDay) -> Pupil:
    school = county.by_key.get(row.home_school)
    born = _born_on(row, day)
    return Pupil(
        id=fixed_id("pupil", row.number),
        upn=_upn(row.number, school, born) if isinstance(school, School) else None,
        reference=None if school else f"AP-{row.number:04}",
        first_name=row.first_name,
        last_name=row.last_name,
        born_on=born,
        sex=row.sex,
        sen=row.sen,
        is_looked_after=row.is_looked_after,
        home_school_id=school.id if school else None,
        created_at=moment(day.past_days[0], time(8, 30)),
    )


def _born_on(row: tables.PupilRow, day: DemoDay) -> date:
    """A birthday that puts the pupil in the year group of the table, whatever the day."""
    first = first_day_of_school_year(day.register_day)
    return date(first.year - row.year - 5, 9, 1) + timedelta(days=row.number * 37 % 365)


def _upn(number: int, school: School, born: date) -> str:
    body = f"{LA_CODE}{school.establishment_number}{(born.year + 5) % 100:02}{number:03}"
    return upn_check_letter(f"?{body}") + body


def _placement(
    row: tables.PupilRow, pupil: Pupil, provider: str, county: Organisations, day: DemoDay
) -> Placement:
    starts_on = _starts_on(row, day)
    return Placement(
        id=fixed_id("placement", row.number, provider),
        reference=f"PL-{row.number:03}-{row.providers.index(provider) + 1}",
        pupil=pupil,
        provider_id=county.providers[provider].id,
        commissioner_id=county.by_key[row.commissioner].id,
        starts_on=starts_on,
        ends_on=None,
        reason=row.reason,
        position=row.number,
        created_at=moment(starts_on, time(8, 45)),
    )


def _starts_on(row: tables.PupilRow, day: DemoDay) -> date:
    """Most began before the registers that are shown; a few came later."""
    if row.number in _DATED_LATER:
        return day.past_days[row.number % 12 + 4]
    return day.calendar.school_days_before(day.past_days[0], row.number % 15)


def _slots(
    row: tables.PupilRow, starts_on: date, provider: str, county: Organisations, day: DemoDay
) -> Iterator[PlacementSlot]:
    sites = county.providers[provider].sites
    weekday_elsewhere = (day.register_day.weekday() + 4) % 5
    for weekday, half in slots_of(row, provider, day.register_day.weekday()):
        site = sites[-1] if weekday == weekday_elsewhere else sites[0]
        yield PlacementSlot(
            weekday=weekday,
            half=half,
            site_id=site.id,
            valid_from=starts_on,
        )


def _standing(
    placed: Placed, activities: dict[str, str], county: Organisations
) -> Iterator[StandingDecision]:
    """The suggested code, as the commissioner accepted it. Two placements still wait for theirs."""
    row, placement = placed.pupil, placed.placement
    letter = suggesting.suggest_for_seen(_facts(row, placed.provider, county)).letter
    if letter is None or row.number in _WITHOUT_STANDING_DECISION:
        return
    by = county.people[row.commissioner][0]
    yield StandingDecision(
        placement_id=placement.id,
        code=letter,
        words=activities[placed.provider] if letter in ("B", "K") else "",
        from_day=placement.starts_on,
        decided_at=moment(placement.starts_on, time(9, 50)),
        decided_by_id=by.user_id,
        position=by.position,
    )


def _facts(
    row: tables.PupilRow, provider: str, county: Organisations
) -> suggesting.SuggestionFacts:
    kind = suggesting.ProviderKind(county.providers[provider].provider_kind)
    if row.commissioner in _COUNCIL:
        commissioned_by = suggesting.CommissionedBy.COUNCIL
    elif row.commissioner == row.home_school:
        commissioned_by = suggesting.CommissionedBy.SCHOOL
    else:
        commissioned_by = suggesting.CommissionedBy.PARENT
    return suggesting.SuggestionFacts(commissioned_by, _roll(row, kind), kind)


def _roll(row: tables.PupilRow, kind: suggesting.ProviderKind) -> suggesting.Roll:
    if not row.home_school:
        return suggesting.Roll.NONE
    if kind is suggesting.ProviderKind.REGISTERED_SCHOOL:
        return suggesting.Roll.DUAL
    if row.home_school == row.commissioner:
        return suggesting.Roll.COMMISSIONING_SCHOOL
    return suggesting.Roll.A_SCHOOL
