"""The live catalogue: what a listed provider offers, its listing, its QA outcome, and places on a map."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.catalogue.listing import ListingStatus
from portal.models.base import Base, text_enum
from portal.models.organisations import Organisation, Provider
from portal.models.people import User


class Offer(Base):
    """What a provider offers. Lots, needs, subjects, qualifications and sessions are tags.

    `half_days` says again which sessions there are, a bit for each, for the search.
    """

    __tablename__ = "offer"

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), primary_key=True)
    description: Mapped[str] = mapped_column(String(4000), default="")
    low_age: Mapped[int]
    high_age: Mapped[int]
    capacity: Mapped[int]
    half_days: Mapped[int] = mapped_column(default=0)
    price_pence: Mapped[int]
    transport: Mapped[str] = mapped_column(String(500), default="")
    risk_band: Mapped[str] = mapped_column(String(20), default="standard")
    qa_outcome: Mapped[str] = mapped_column(String(40), default="")
    qa_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    needs_check_since: Mapped[datetime | None]

    provider: Mapped[Provider] = relationship()
    tags: Mapped[list[OfferTag]] = relationship(
        back_populates="offer", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint("low_age BETWEEN 0 AND 25", name="low_age_is_an_age"),
        CheckConstraint("high_age BETWEEN low_age AND 25", name="high_age_is_not_lower"),
        CheckConstraint("capacity >= 0", name="capacity_is_not_negative"),
        CheckConstraint("price_pence >= 0", name="price_is_not_negative"),
        Index("ix_offer_price_pence", "price_pence"),
    )


class OfferTag(Base):
    """One lot, need, subject, qualification or session (“1-am” is Tuesday morning) of an offer."""

    __tablename__ = "offer_tag"

    provider_id: Mapped[int] = mapped_column(ForeignKey("offer.provider_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(80), primary_key=True)

    offer: Mapped[Offer] = relationship(back_populates="tags")

    __table_args__ = (Index("ix_offer_tag_kind", "kind", "value", "provider_id"),)


class ListingEvent(Base):
    """Listed, suspended, reinstated or taken off: who, when and why. Never altered."""

    __tablename__ = "listing_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    listing: Mapped[ListingStatus] = mapped_column(text_enum(ListingStatus))
    reason: Mapped[str] = mapped_column(String(2000))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_listing_event_provider_id", "provider_id"),)


class PostcodePoint(Base):
    """Where a postcode lies on the British national grid, in metres (Code-Point Open)."""

    __tablename__ = "postcode_point"

    postcode: Mapped[str] = mapped_column(String(8), primary_key=True)
    easting: Mapped[int]
    northing: Mapped[int]


class ApiToken(Base):
    """A key with which another system reads the catalogue; only its sha256 is kept."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()


class CouncilSetting(Base):
    """A rule that the council may set: insurance minimums by risk band, holds on a lapse."""

    __tablename__ = "council_setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime]
