"""Pupils: only what placing, registers and coding need."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, text_enum
from portal.models.organisations import School


class Sen(StrEnum):
    """SEN provision, DfE code set."""

    NONE = "N"
    SUPPORT = "K"
    EHC_PLAN = "E"


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class Pupil(Base):
    """`id` is random, so that it may stand in an address and on a phone."""

    __tablename__ = "pupil"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    upn: Mapped[str | None] = mapped_column(String(13), unique=True)
    reference: Mapped[str | None] = mapped_column(String(40), unique=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    born_on: Mapped[date]
    sex: Mapped[Sex] = mapped_column(text_enum(Sex, 1), default=Sex.UNKNOWN)
    sen: Mapped[Sen] = mapped_column(text_enum(Sen, 1), default=Sen.NONE)
    is_looked_after: Mapped[bool] = mapped_column(default=False)
    home_school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    created_at: Mapped[datetime]

    home_school: Mapped[School | None] = relationship()

    __table_args__ = (
        Index("ix_pupil_home_school_id", "home_school_id"),
        CheckConstraint("upn IS NOT NULL OR reference IS NOT NULL", name="has_an_identifier"),
    )

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"
