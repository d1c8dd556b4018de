"""Finds entries of the catalogue: which providers, in which order, and how many in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.catalogue.offer_choices import half_day_bits
from portal.features.catalogue.distance import Nearest, is_within, least_square, nearest_sites
from portal.features.catalogue.places import full_providers
from portal.models import (
    ApiToken,
    AuditEvent,
    ListingEvent,
    Offer,
    OfferTag,
    Organisation,
    OrganisationKind,
    PostcodePoint,
    Provider,
    ProviderKind,
    School,
)
from portal.services.catalogue.offer_search import has_words

PAGE_SIZE = 20
MOST_COUNTED = 500
LAST_PAGE = 100_000


_IS_PROVIDER = Provider.kind == OrganisationKind.PROVIDER
"""True of every provider; said so that the index of names by kind can give the order."""


class Order(StrEnum):
    NAME = "name"
    PRICE = "price"
    DISTANCE = "distance"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. `ages`: any age from the first to the last is taken. `half_days`:
    at least one of them is offered, and has a place where `has_places` asks for it.
    """

    text: str = ""
    ages: tuple[int, int] | None = None
    tags: Mapping[str, str] | None = None
    half_days: Collection[str] | None = None
    most_pence: int | None = None
    outcome: str = ""
    is_registered: bool | None = None
    has_places: bool = False
    near: PostcodePoint | None = None
    within_miles: int | None = None
    order: Order = Order.NAME


@dataclass(frozen=True)
class Found:
    """One page of a search. `total` is counted up to MOST_COUNTED; one more stands for all above.

    `nearest` is filled only where the search began somewhere.
    """

    provider_ids: Sequence[int]
    total: int
    nearest: Mapping[int, Nearest]
    page: int
    has_next: bool

    @property
    def is_counted(self) -> bool:
        return self.total <= MOST_COUNTED

    @property
    def pages(self) -> int:
        """How many there are, where the total is counted."""
        return max(1, -(-self.total // PAGE_SIZE))


def find(
    session: Session, shown: ColumnElement[bool], wanted: Wanted, page: int, today: date
) -> Found:
    """The page of a search among the providers that `shown` lets through; the first if it is over.

    The page and the count are two statements: for the page the database may walk the names and
    stop, and the count needs no names.
    """
    conditions = [shown, *_conditions(session, wanted, today)]
    page = min(max(1, page), LAST_PAGE)
    query = (
        select(Offer.provider_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .where(*conditions)
        .order_by(*_order(wanted))
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    )
    if wanted.order is Order.NAME:
        query = query.where(_IS_PROVIDER)
    ids = list(session.scalars(query))
    if not ids and page > 1:
        return find(session, shown, wanted, 1, today)
    on_page = ids[:PAGE_SIZE]
    nearest = nearest_sites(session, wanted.near, on_page) if wanted.near else {}
    total = _count(session, conditions)
    return Found(on_page, total, nearest, page, has_next=len(ids) > PAGE_SIZE)


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many there are, up to one more than MOST_COUNTED; no condition is on a name."""
    provider = Provider.__table__
    some = (
        select(Offer.provider_id)
        .join(provider, provider.c.id == Offer.provider_id)
        .where(*conditions)
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(some)) or 0


def every_id(session: Session, shown: ColumnElement[bool]) -> list[int]:
    """All providers with an entry, by name."""
    query = select(Offer.provider_id).join(Provider, Provider.id == Offer.provider_id).where(shown)
    return list(session.scalars(query.order_by(Provider.name, Provider.id)))


def _conditions(session: Session, wanted: Wanted, today: date) -> Iterator[ColumnElement[bool]]:
    words = has_words(session, wanted.text)
    if words is not None:
        yield words
    if wanted.ages is not None:
        youngest, oldest = wanted.ages
        yield Offer.low_age <= oldest
        yield Offer.high_age >= youngest
    for kind, value in (wanted.tags or {}).items():
        yield _has_tag(kind, value)
    if wanted.half_days is not None:
        yield Offer.half_days.op("&")(half_day_bits(wanted.half_days)) != 0
    if wanted.most_pence is not None:
        yield Offer.price_pence <= wanted.most_pence
    if wanted.outcome:
        yield Offer.qa_outcome == wanted.outcome
    if wanted.is_registered is not None:
        is_school = Provider.provider_kind == ProviderKind.REGISTERED_SCHOOL
        yield is_school if wanted.is_registered else ~is_school
    if wanted.has_places:
        yield Offer.capacity > 0
        yield Offer.provider_id.not_in(full_providers(session, today, wanted.half_days))
    if wanted.near is not None and wanted.within_miles is not None:
        yield is_within(wanted.near, wanted.within_miles)


def _has_tag(kind: str, value: str) -> ColumnElement[bool]:
    """One value: the index of tags gives the few offers that have it."""
    tagged = select(OfferTag.provider_id).where(OfferTag.kind == kind, OfferTag.value == value)
    return Offer.provider_id.in_(tagged)


def _order(wanted: Wanted) -> Iterator[ColumnElement[Any]]:
    match wanted.order:
        case Order.PRICE:
            yield Offer.price_pence.expression
        case Order.CAPACITY:
            yield Offer.capacity.desc()
        case Order.DISTANCE if wanted.near is not None:
            yield least_square(wanted.near).asc().nulls_last()
    yield Provider.name.expression
    yield Provider.id.expression


def listing_events(session: Session, provider_id: int) -> Sequence[ListingEvent]:
    """What became of a listing, the newest first."""
    return session.scalars(
        select(ListingEvent)
        .where(ListingEvent.provider_id == provider_id)
        .options(joinedload(ListingEvent.by))
        .order_by(ListingEvent.id.desc())
    ).all()


@dataclass(frozen=True)
class ChangedOffer:
    """An offer that its provider has changed; `what` names the parts."""

    offer: Offer
    provider: Provider
    what: Sequence[str]


def changed_offers(session: Session) -> list[ChangedOffer]:
    """What officers have to check anew, the oldest change first."""
    offers = session.scalars(
        select(Offer)
        .where(Offer.needs_check_since.is_not(None))
        .options(joinedload(Offer.provider))
        .order_by(Offer.needs_check_since, Offer.provider_id)
    ).all()
    what = _what_changed(session, offers)
    return [ChangedOffer(each, each.provider, sorted(what[each.provider_id])) for each in offers]


def _what_changed(session: Session, offers: Sequence[Offer]) -> dict[int, set[str]]:
    """The parts that the audit names since the last check, by provider."""
    since = {offer.provider_id: offer.needs_check_since for offer in offers}
    events = session.scalars(
        select(AuditEvent).where(
            AuditEvent.record_kind == "offer",
            AuditEvent.record_id.in_([str(each) for each in since]),
            AuditEvent.action == "offer.changed",
        )
    )
    what: dict[int, set[str]] = defaultdict(set)
    for event in events:
        begun = since[int(event.record_id)]
        if begun is not None and event.at >= begun:
            what[int(event.record_id)].update(event.details.get("changed", ()))
    return what


def keys(session: Session) -> Sequence[ApiToken]:
    """All keys, those that still count first."""
    return session.scalars(
        select(ApiToken)
        .options(joinedload(ApiToken.organisation))
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    ).all()


def key_holders(session: Session, la_code: str) -> Sequence[Organisation]:
    """Who may hold a key: the council, its services, and the schools of its area."""
    local = select(School.id).where(School.la_code == la_code)
    council = (OrganisationKind.COUNCIL, OrganisationKind.COUNCIL_SERVICE)
    return session.scalars(
        select(Organisation)
        .where(or_(Organisation.kind.in_(council), Organisation.id.in_(local)))
        .order_by(Organisation.name)
    ).all()
