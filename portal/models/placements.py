"""Placements: pupil + provider + dates + weekly pattern, and what “seen here” counts as."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.calendar.sessions import Half
from portal.models.base import Base, text_enum
from portal.models.organisations import Organisation, Provider, Site
from portal.models.people import User
from portal.models.pupils import Pupil


class PlacementReason(StrEnum):
    """Why it was commissioned (DfE alternative provision census), not the pupil's need."""

    PERMANENT_EXCLUSION = "permanent_exclusion"
    SUSPENSION = "suspension"
    OFF_SITE_BEHAVIOUR = "off_site_behaviour"
    NAMED_IN_EHC_PLAN = "named_in_ehc_plan"
    MENTAL_HEALTH = "mental_health"
    PHYSICAL_HEALTH = "physical_health"
    NEW_ARRIVAL = "new_arrival"
    PREGNANCY_OR_CHILDCARE = "pregnancy_or_childcare"
    OTHER = "other"


class Placement(Base):
    __tablename__ = "placement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str | None] = mapped_column(String(40), unique=True)
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupil.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    commissioner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[PlacementReason] = mapped_column(text_enum(PlacementReason))
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    pupil: Mapped[Pupil] = relationship()
    provider: Mapped[Provider] = relationship(foreign_keys=[provider_id])
    commissioner: Mapped[Organisation] = relationship(foreign_keys=[commissioner_id])
    slots: Mapped[list[PlacementSlot]] = relationship(
        back_populates="placement", order_by="PlacementSlot.weekday"
    )

    @property
    def decided_by_name(self) -> str:
        """Who decides the codes of this placement: the school whose roll the pupil is on, or who placed."""
        school = self.pupil.home_school
        return school.name if school else self.commissioner.name

    __table_args__ = (
        Index("ix_placement_provider_id", "provider_id"),
        Index("ix_placement_pupil_id", "pupil_id"),
        Index("ix_placement_commissioner_id", "commissioner_id"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
    )


class PlacementSlot(Base):
    """One weekly school session of a placement; Monday is 0. A change closes it and opens another."""

    __tablename__ = "placement_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    weekday: Mapped[int]
    half: Mapped[Half] = mapped_column(text_enum(Half, 2))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    placement: Mapped[Placement] = relationship(back_populates="slots")
    site: Mapped[Site | None] = relationship()

    __table_args__ = (
        UniqueConstraint("placement_id", "weekday", "half", "valid_from"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_is_a_day"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_to_is_after"),
    )


class StandingDecision(Base):
    """What “seen here” counts as for a placement from a day on. Never altered; a later one takes over."""

    __tablename__ = "standing_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    code: Mapped[str] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(String(300), default="")
    from_day: Mapped[date]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    position: Mapped[str] = mapped_column(String(120))

    decided_by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_standing_decision_placement_id", "placement_id", "from_day"),)
