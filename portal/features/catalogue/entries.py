"""An entry of the catalogue: what a reader is shown of a provider, gathered for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from portal.domain.evidence.insurance import (
    InsurancePolicy,
    Levels,
    RiskBand,
    Shortfall,
    Work,
    shortfalls,
)
from portal.domain.evidence.kinds import EvidenceGroup, EvidenceKind, evidence_rule
from portal.domain.evidence.renewals import Lapse, status_on
from portal.features.catalogue.distance import Nearest
from portal.features.catalogue.places import places_taken
from portal.models import (
    ApplicationDecision,
    Condition,
    Evidence,
    ListingStatus,
    Offer,
    Provider,
    Site,
)
from portal.services.catalogue.offer_search import TAG_WORDS
from portal.services.council.settings import insurance_minimums
from portal.services.evidence.papers import current_evidence
from portal.services.evidence.renewals import lapses_of


@dataclass(frozen=True)
class Cover:
    """One insurance that is in force today."""

    kind: EvidenceKind
    pence: int | None
    ends_on: date | None
    excludes_abuse: bool | None


@dataclass(frozen=True)
class OfferedSession:
    """A half-day that is offered ("1-am" is Tuesday morning), and the places left in it."""

    half_day: str
    places_free: int


@dataclass(frozen=True)
class Entry:
    """`free` is the places left in each half-day offered; `tags` the values of each kind, in order."""

    provider_id: int
    name: str
    listing: ListingStatus
    urn: int | None
    telephone: str
    email: str
    description: str
    low_age: int
    high_age: int
    capacity: int
    price_pence: int
    transport: str
    risk_band: RiskBand
    qa_outcome: str
    qa_on: date | None
    changed_at: datetime
    needs_check_since: datetime | None
    tags: Mapping[str, Sequence[str]]
    sites: Sequence[Site]
    free: Mapping[str, int]
    covers: Sequence[Cover]
    shortfalls: Sequence[Shortfall]
    lapses: Sequence[Lapse]
    conditions: Sequence[Condition]
    nearest: Nearest | None = None

    @property
    def places_free(self) -> int:
        """The places left in the half-day that has most."""
        return max(self.free.values(), default=0)

    @property
    def sessions(self) -> list[OfferedSession]:
        return [OfferedSession(half_day, free) for half_day, free in self.free.items()]

    def words_of(self, kind: str) -> list[str]:
        """The tags of a kind, in words."""
        return [TAG_WORDS[kind][value] for value in self.tags.get(kind, ())]


def entries_of(
    session: Session,
    provider_ids: Sequence[int],
    today: date,
    nearest: Mapping[int, Nearest] | None = None,
) -> list[Entry]:
    """The entries of these providers, in this order. One without an offer has none."""
    gathered = _Gathered(session, provider_ids, today)
    offers = {
        offer.provider_id: offer
        for offer in session.scalars(
            select(Offer)
            .where(Offer.provider_id.in_(provider_ids))
            .options(
                selectinload(Offer.tags),
                selectinload(Offer.provider).selectinload(Provider.sites),
            )
        )
    }
    return [
        _entry(offers[each], gathered, (nearest or {}).get(each))
        for each in provider_ids
        if each in offers
    ]


class _Gathered:
    """What other tables say of these providers."""

    def __init__(self, session: Session, provider_ids: Collection[int], today: date) -> None:
        self.taken = places_taken(session, today, provider_ids)
        self.lapses = lapses_of(session, provider_ids, today)
        self.minimums = insurance_minimums(session)
        self.covers: dict[int, list[Cover]] = defaultdict(list)
        for row in current_evidence(session, provider_ids):
            if is_insurance(row) and status_on(today, row.expires_on).is_in_force:
                self.covers[row.provider_id].append(_cover(row))
        self.conditions: dict[int, list[Condition]] = defaultdict(list)
        for condition in session.scalars(_unmet_conditions(provider_ids)):
            self.conditions[condition.provider_id].append(condition)


def is_insurance(row: Evidence) -> bool:
    return evidence_rule(EvidenceKind(row.kind)).group is EvidenceGroup.INSURANCE


def _cover(row: Evidence) -> Cover:
    return Cover(EvidenceKind(row.kind), row.cover_pence, row.expires_on, row.excludes_abuse)


def _unmet_conditions(provider_ids: Collection[int]) -> Select[Condition]:
    """Of decisions that stand, what the provider has still to do."""
    return (
        select(Condition)
        .join(ApplicationDecision, ApplicationDecision.id == Condition.decision_id)
        .where(
            Condition.provider_id.in_(provider_ids),
            Condition.met_at.is_(None),
            ApplicationDecision.agreed_at.is_not(None),
        )
        .order_by(Condition.due_on, Condition.id)
    )


def _entry(offer: Offer, gathered: _Gathered, nearest: Nearest | None) -> Entry:
    provider = offer.provider
    tags = _tags_in_order(offer)
    taken = gathered.taken[provider.id]
    covers = gathered.covers[provider.id]
    band = RiskBand(offer.risk_band)
    return Entry(
        provider_id=provider.id,
        name=provider.name,
        listing=provider.listing,
        urn=provider.urn,
        telephone=provider.telephone,
        email=provider.email,
        description=offer.description,
        low_age=offer.low_age,
        high_age=offer.high_age,
        capacity=offer.capacity,
        price_pence=offer.price_pence,
        transport=offer.transport,
        risk_band=band,
        qa_outcome=offer.qa_outcome,
        qa_on=offer.qa_on,
        changed_at=offer.changed_at,
        needs_check_since=offer.needs_check_since,
        tags=tags,
        sites=sorted(provider.sites, key=lambda site: (site.is_satellite, site.id)),
        free={each: max(0, offer.capacity - taken.get(each, 0)) for each in tags["session"]},
        covers=covers,
        shortfalls=_short(covers, band, gathered.minimums),
        lapses=gathered.lapses[provider.id],
        conditions=gathered.conditions[provider.id],
        nearest=nearest,
    )


def _tags_in_order(offer: Offer) -> dict[str, list[str]]:
    held = {(tag.kind, tag.value) for tag in offer.tags}
    return {
        kind: [value for value in words if (kind, value) in held]
        for kind, words in TAG_WORDS.items()
    }


def _short(covers: Sequence[Cover], band: RiskBand, minimums: Levels) -> list[Shortfall]:
    policies = [InsurancePolicy(each.kind, each.pence, each.excludes_abuse) for each in covers]
    return shortfalls(policies, Work(band), minimums)
