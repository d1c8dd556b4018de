"""Loads the whole demonstration county into an empty database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.clock import now
from portal.config import Settings
from portal.demo.catalogue.applicants import Applicants
from portal.demo.catalogue.applications import add_applications
from portal.demo.catalogue.catalogue import add_offers, suspend_for_a_while
from portal.demo.catalogue.evidence import add_evidence, renew_one
from portal.demo.catalogue.packs import accept_packs
from portal.demo.catalogue.papers import Papers
from portal.demo.catalogue.reviews import add_reviews
from portal.demo.days.cases import add_conflict, add_export_and_late_mark
from portal.demo.days.decisions import decide_absences
from portal.demo.days.log import DemoLog
from portal.demo.days.registers import take_registers
from portal.demo.days.sittings import Sittings
from portal.demo.days.story import SCHOOL, tell
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations, add_organisations
from portal.demo.world.phones import add_phones
from portal.demo.world.placements import add_placements
from portal.demo.world.staff import add_staff, confirm_again
from portal.models import Message
from portal.services.calendar.calendars import calendar_of
from portal.services.evidence.intake import Intake
from portal.services.evidence.stores import intake_for

MADE_FOR = "demonstration_day"
"""The name of the fact that says for which day, and from what, the county was made."""


@dataclass(frozen=True)
class Portal:
    """Of the portal that shows the county: its council and its store of files."""

    council_name: str
    intake: Intake

    @classmethod
    def of(cls, settings: Settings) -> Portal:
        return cls(settings.council_name, intake_for(settings, now))


def load_county(session: Session, portal: Portal, day: DemoDay) -> None:
    """Add everything; the caller commits."""
    county = add_organisations(session, portal.council_name, day)
    add_phones(session, county, day)
    add_offers(session, county, day)
    _add_registers(session, county, day)
    _add_joining(session, portal, county, day)
    _count_earlier_messages_as_sent(session, day)


def _add_registers(session: Session, county: Organisations, day: DemoDay) -> None:
    placed = add_placements(session, county, day)
    sittings = Sittings(county, placed, day)
    story = tell(sittings, day, calendar_of(session, county.by_key[SCHOOL].id))
    log = DemoLog(session, county, day)
    take_registers(sittings.all, story, log, day)
    add_conflict(story, county, log)
    add_export_and_late_mark(session, story, county, log)
    decide_absences(session, story, placed, county, day)


def _add_joining(session: Session, portal: Portal, county: Organisations, day: DemoDay) -> None:
    """Who is checked before pupils go there, and what keeps the catalogue true."""
    papers = Papers(session, portal.intake, day)
    applicants = Applicants(session, county, papers, day)
    add_evidence(session, county, papers, day)
    add_staff(session, county, day)
    add_reviews(session, county, applicants, papers, day)
    add_applications(session, applicants, day)
    accept_packs(session, county, day)
    renew_one(session, county, papers, day)
    confirm_again(session, county, day)
    suspend_for_a_while(session, county, day)


def _count_earlier_messages_as_sent(session: Session, day: DemoDay) -> None:
    """The history tells of absences that are long past: nobody gets an email about them now."""
    session.execute(
        update(Message)
        .where(Message.created_at < moment(day.today, time(0, 0)))
        .values(sent_at=Message.created_at, attempts=1)
    )
