"""Organisations: providers with sites and opening hours, schools, council services, the council, households."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.catalogue.listing import ListingStatus
from portal.models.base import Base, text_enum


class OrganisationKind(StrEnum):
    PROVIDER = "provider"
    SCHOOL = "school"
    COUNCIL_SERVICE = "council_service"
    COUNCIL = "council"
    HOUSEHOLD = "household"


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    name: Mapped[str] = mapped_column(String(200))
    telephone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")

    __mapper_args__ = {"polymorphic_on": "kind"}
    __table_args__ = (Index("ix_organisation_kind_name", "kind", "name"),)


class Council(Organisation):
    __mapper_args__ = {"polymorphic_identity": OrganisationKind.COUNCIL}


class Household(Organisation):
    """A parent with a personal budget, and the household that the budget is for."""

    __mapper_args__ = {"polymorphic_identity": OrganisationKind.HOUSEHOLD}


class ServiceArea(StrEnum):
    ACCESS_TO_LEARNING = "access_to_learning"
    SEN = "sen"
    HOSPITAL_SCHOOL = "hospital_school"


class CouncilService(Organisation):
    __tablename__ = "council_service"

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    area: Mapped[ServiceArea] = mapped_column(text_enum(ServiceArea), unique=True)

    __mapper_args__ = {"polymorphic_identity": OrganisationKind.COUNCIL_SERVICE}


class School(Organisation):
    """A school as Get Information about Schools (GIAS) describes it."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    urn: Mapped[int] = mapped_column(unique=True)
    la_code: Mapped[str] = mapped_column(String(3))
    establishment_number: Mapped[str] = mapped_column(String(4), default="")
    ukprn: Mapped[str] = mapped_column(String(8), default="")
    type_code: Mapped[str] = mapped_column(String(3), default="")
    type_name: Mapped[str] = mapped_column(String(100), default="")
    phase_code: Mapped[str] = mapped_column(String(2), default="")
    status_code: Mapped[str] = mapped_column(String(2), default="1")
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    low_age: Mapped[int | None]
    high_age: Mapped[int | None]
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(8), default="")

    __mapper_args__ = {"polymorphic_identity": OrganisationKind.SCHOOL}
    __table_args__ = (Index("ix_school_la_code", "la_code"),)

    @property
    def laestab(self) -> str:
        return f"{self.la_code}/{self.establishment_number}"


class ProviderKind(StrEnum):
    NON_SCHOOL = "non_school"
    REGISTERED_SCHOOL = "registered_school"


class Provider(Organisation):
    """An alternative-education provider. `change_number` grows with every change its phones must hear of."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    listing: Mapped[ListingStatus] = mapped_column(text_enum(ListingStatus))
    provider_kind: Mapped[ProviderKind] = mapped_column(text_enum(ProviderKind))
    urn: Mapped[int | None]
    am_opens: Mapped[time] = mapped_column(default=time(9, 0))
    am_closes: Mapped[time] = mapped_column(default=time(12, 0))
    pm_opens: Mapped[time] = mapped_column(default=time(12, 45))
    pm_closes: Mapped[time] = mapped_column(default=time(15, 0))
    change_number: Mapped[int] = mapped_column(default=0)
    roster_number: Mapped[int] = mapped_column(default=1)

    sites: Mapped[list[Site]] = relationship(back_populates="provider", order_by="Site.id")

    __mapper_args__ = {"polymorphic_identity": OrganisationKind.PROVIDER}


class Site(Base):
    """`easting` and `northing`: metres on the national grid, where its postcode is known."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(300))
    postcode: Mapped[str] = mapped_column(String(8))
    is_satellite: Mapped[bool] = mapped_column(default=False)
    easting: Mapped[int | None]
    northing: Mapped[int | None]

    provider: Mapped[Provider] = relationship(back_populates="sites")

    __table_args__ = (UniqueConstraint("provider_id", "name"),)


class Term(Base):
    """One stretch of school days without a break. The council's terms hold for all who have none of their own."""

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("organisation_id", "starts_on"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
    )


class DayKind(StrEnum):
    INSET = "inset"
    CLOSED = "closed"
    OPEN = "open"


class CalendarDay(Base):
    """A day that differs from the terms: an INSET day, a closure, or an extra day open."""

    __tablename__ = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(text_enum(DayKind))
    note: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "day"),)

    @property
    def is_open(self) -> bool:
        """Whether it is open although the terms say that it is not."""
        return self.kind is DayKind.OPEN
