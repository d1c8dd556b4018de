"""Loads the whole demonstration county into an empty database."""

from __future__ import annotations

from datetime import time

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.demo.cases import add_conflict, add_export_and_late_mark
from portal.demo.catalogue import add_offers
from portal.demo.day import DemoDay, moment
from portal.demo.decisions import decide_absences
from portal.demo.log import DemoLog
from portal.demo.organisations import add_organisations
from portal.demo.phones import add_phones
from portal.demo.placements import add_placements
from portal.demo.registers import take_registers
from portal.demo.sittings import Sittings
from portal.demo.story import SCHOOL, tell
from portal.models import Message
from portal.records.calendars import calendar_of

MADE_FOR = "demonstration_day"
"""The name of the fact that says for which day, and from what, the county was made."""


def load_county(session: Session, council_name: str, day: DemoDay) -> None:
    """Add everything; the caller commits."""
    county = add_organisations(session, council_name, day)
    add_phones(session, county, day)
    add_offers(session, county, day)
    placed = add_placements(session, county, day)
    sittings = Sittings(county, placed, day)
    story = tell(sittings, day, calendar_of(session, county.by_key[SCHOOL].id))
    log = DemoLog(session, county, day)
    take_registers(sittings.all, story, log, day)
    add_conflict(story, county, log)
    add_export_and_late_mark(session, story, county, log)
    decide_absences(session, story, placed, county, day)
    _count_earlier_messages_as_sent(session, day)


def _count_earlier_messages_as_sent(session: Session, day: DemoDay) -> None:
    """The history tells of absences that are long past: nobody gets an email about them now."""
    session.execute(
        update(Message)
        .where(Message.created_at < moment(day.today, time(0, 0)))
        .values(sent_at=Message.created_at, attempts=1)
    )
