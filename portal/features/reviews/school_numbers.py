"""The numbers behind “this may be a school that has not registered”."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.calendar.school_age import is_of_compulsory_school_age
from portal.domain.calendar.sessions import Half
from portal.domain.checklists.answer_rules import own_numbers
from portal.domain.placements.registration import RULES, PupilHours, Reading, read_meter
from portal.domain.placements.registration_self_test import SelfTest, hours_words, self_test
from portal.models import (
    NonListedReport,
    Placement,
    PlacementSlot,
    Provider,
    Pupil,
    ReportedPupil,
    Review,
    Sen,
)
from portal.services.forms.answers import answers_of

_SESSIONS_A_WEEK: Final = 10
_SCHOOL_SESSION_MINUTES: Final = 150
"""What a session at the home school counts: that there is one matters, not how long it is."""


@dataclass(frozen=True)
class Week:
    """What the placements of one pupil come to in a week."""

    minutes_here: int
    minutes_elsewhere: int
    sessions: int


@dataclass(frozen=True)
class SchoolNumbers:
    """`known` is what the council itself knows, under each rule; `said` what the provider says.

    `said` is None until the provider has answered the questions about registration.
    """

    pupils: int
    of_school_age: int
    with_plan: int
    looked_after: int
    most_minutes: int
    known: Sequence[Reading]
    said: SelfTest | None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the council knows, each with its words."""
        return [
            ("Pupils whom commissioners report or have placed there", str(self.pupils)),
            ("Of them of compulsory school age", str(self.of_school_age)),
            (
                "Of these with an education, health and care (EHC) plan",
                str(self.with_plan),
            ),
            ("Of these looked after by a council", str(self.looked_after)),
            ("Most hours a week placed for one pupil", hours_words(self.most_minutes)),
        ]


def lines_of(reading: Reading) -> list[str]:
    """What the council's own numbers say under one rule."""
    lines = [f"{reason}." for reason in reading.reasons] or [
        "The placements in the portal do not reach a limit. There may be other pupils there."
    ]
    if reading.to_check:
        lines.append(
            f"Pupils below these hours of whom no other education is known: {reading.to_check}."
            " For them fewer hours can count as full-time too."
        )
    return lines


def school_numbers(session: Session, review: Review, today: date) -> SchoolNumbers:
    """From the reports, the placements of every commissioner, and the provider's answers."""
    pupils = _known_pupils(session, review, today)
    weeks = _weeks(session, review.provider_id, [pupil.id for pupil in pupils], today)
    hours = [_hours(pupil, weeks[pupil.id], today) for pupil in pupils]
    of_age = [each for each in hours if each.is_compulsory_age]
    answers = answers_of(session, review.id)
    has_said = any(key.startswith("registration.") for key in answers)
    return SchoolNumbers(
        pupils=len(pupils),
        of_school_age=len(of_age),
        with_plan=sum(each.has_plan for each in of_age),
        looked_after=sum(each.is_looked_after for each in of_age),
        most_minutes=max((each.minutes_here for each in hours), default=0),
        known=[read_meter(hours, rule) for rule in RULES if not _is_over(rule.ends_on, today)],
        said=self_test(own_numbers(answers), today) if has_said else None,
    )


def _is_over(ends_on: date | None, today: date) -> bool:
    return ends_on is not None and ends_on < today


def _hours(pupil: Pupil, week: Week, today: date) -> PupilHours:
    elsewhere = week.minutes_elsewhere
    if pupil.home_school_id is not None:
        elsewhere += max(0, _SESSIONS_A_WEEK - week.sessions) * _SCHOOL_SESSION_MINUTES
    return PupilHours(
        minutes_here=week.minutes_here,
        minutes_anywhere=week.minutes_here + elsewhere,
        is_compulsory_age=is_of_compulsory_school_age(pupil.born_on, today),
        is_looked_after=pupil.is_looked_after,
        has_plan=pupil.sen is Sen.EHC_PLAN,
        has_special_needs=pupil.sen in (Sen.SUPPORT, Sen.EHC_PLAN),
    )


def _weeks(
    session: Session, provider_id: int, pupil_ids: Collection[UUID], today: date
) -> Mapping[UUID, Week]:
    """The week of each pupil as it is placed today, by the opening hours of each provider."""
    rows = session.execute(
        select(Placement.pupil_id, PlacementSlot.half, Provider)
        .join(PlacementSlot, PlacementSlot.placement_id == Placement.id)
        .join(Provider, Provider.id == Placement.provider_id)
        .where(
            Placement.pupil_id.in_(pupil_ids),
            Placement.starts_on <= today,
            or_(Placement.ends_on.is_(None), Placement.ends_on >= today),
            PlacementSlot.valid_from <= today,
            or_(PlacementSlot.valid_to.is_(None), PlacementSlot.valid_to >= today),
        )
    )
    here, elsewhere, sessions = Counter[UUID](), Counter[UUID](), Counter[UUID]()
    for row in rows:
        minutes = here if row.Provider.id == provider_id else elsewhere
        minutes[row.pupil_id] += _session_minutes(row.Provider, row.half)
        sessions[row.pupil_id] += 1
    return defaultdict(
        lambda: Week(0, 0, 0), {id: Week(here[id], elsewhere[id], sessions[id]) for id in sessions}
    )


def _session_minutes(provider: Provider, half: Half) -> int:
    if half is Half.AM:
        return _minutes(provider.am_closes) - _minutes(provider.am_opens)
    return _minutes(provider.pm_closes) - _minutes(provider.pm_opens)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _known_pupils(session: Session, review: Review, today: date) -> Sequence[Pupil]:
    reported = (
        select(ReportedPupil.pupil_id)
        .join(NonListedReport, NonListedReport.id == ReportedPupil.report_id)
        .where(NonListedReport.review_id == review.id)
    )
    placed = select(Placement.pupil_id).where(
        Placement.provider_id == review.provider_id,
        Placement.starts_on <= today,
        or_(Placement.ends_on.is_(None), Placement.ends_on >= today),
    )
    return session.scalars(
        select(Pupil).where(or_(Pupil.id.in_(reported), Pupil.id.in_(placed)))
    ).all()
