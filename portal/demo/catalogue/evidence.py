"""Adds the documents of listed providers, some of which have run out or soon will, and renews one."""

from __future__ import annotations

from datetime import time

from sqlalchemy.orm import Session

from portal.demo.catalogue.papers import Paper, Papers
from portal.demo.world import tables
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations
from portal.domain.evidence.kinds import EvidenceKind as Kind
from portal.models import ListingStatus, Provider
from portal.services.evidence.papers import current_evidence, note_checked

_EVERY_PROVIDER = (
    Kind.EMPLOYERS_LIABILITY,
    Kind.PUBLIC_LIABILITY,
    Kind.PROFESSIONAL_INDEMNITY,
    Kind.CYBER,
    Kind.CHILD_PROTECTION,
    Kind.BEHAVIOUR,
    Kind.LEAD_TRAINING,
    Kind.DEPUTY_TRAINING,
    Kind.FIRST_AID,
    Kind.FIRE_RISK_ASSESSMENT,
    Kind.PART_ONE_DECLARATION,
)
_RENEWED = ("hillfarm", Kind.EMPLOYERS_LIABILITY)
_SENT_AT, _CHECKED_AT = time(17, 5), time(14, 30)


def add_evidence(session: Session, county: Organisations, papers: Papers, day: DemoDay) -> None:
    """The documents that every listed provider has, looked at by the quality officer."""
    officer = next(each for each in county.people["council"] if each.position == "Quality officer")
    for key, provider in county.providers.items():
        if provider.listing is not ListingStatus.LISTED:
            continue
        by = county.people[key][-1]
        at = moment(day.past_days[0], _SENT_AT)
        for document in papers.send_all(provider, by.user_id, _papers_of(key), at):
            note_checked(document, officer.user_id, moment(day.past_days[1], _CHECKED_AT))
    session.flush()


def _papers_of(key: str) -> list[Paper]:
    special = {row.kind: row for row in tables.evidence() if row.provider == key}
    return [
        Paper(kind, row.ends_in_days, row.cover_pence, row.leaves_out_abuse)
        if (row := special.get(kind))
        else Paper(kind)
        for kind in _EVERY_PROVIDER
    ]


def renew_one(session: Session, county: Organisations, papers: Papers, day: DemoDay) -> None:
    """A document is renewed after commissioners have accepted the pack that held the old one."""
    key, kind = _RENEWED
    provider: Provider = county.providers[key]
    old = next(each for each in current_evidence(session, [provider.id]) if each.kind == kind.value)
    by = county.people[key][-1]
    papers.send(provider, by.user_id, Paper(kind), moment(day.past_days[-4], _SENT_AT), old)
