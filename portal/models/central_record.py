"""The single central record of a provider: its people, each check, and the written confirmation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base
from portal.models.people import User


class StaffMember(Base):
    """Somebody who works with pupils or runs the provider. There is no place for a DBS copy."""

    __tablename__ = "staff_member"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    is_regulated_activity: Mapped[bool] = mapped_column(default=True)
    is_manager: Mapped[bool] = mapped_column(default=False)
    teaches: Mapped[bool] = mapped_column(default=False)
    lived_abroad: Mapped[bool] = mapped_column(default=False)
    works_with_under_eights: Mapped[bool] = mapped_column(default=False)
    agency: Mapped[str] = mapped_column(String(120), default="")

    checks: Mapped[list[StaffCheck]] = relationship(back_populates="staff_member")

    __table_args__ = (Index("ix_staff_member_provider_id", "provider_id"),)


class StaffCheck(Base):
    """One check of one person: when, who saw it, and the certificate's number where it has one."""

    __tablename__ = "staff_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_member_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    kind: Mapped[str] = mapped_column(String(40))
    checked_on: Mapped[date]
    seen_by: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime]

    staff_member: Mapped[StaffMember] = relationship(back_populates="checks")

    __table_args__ = (UniqueConstraint("staff_member_id", "kind", "checked_on"),)


class StaffConfirmation(Base):
    """The provider's written confirmation that its people are checked. Issued again when they change."""

    __tablename__ = "staff_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    position: Mapped[str] = mapped_column(String(120))
    issued_at: Mapped[datetime]
    people: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    issued_by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_staff_confirmation_provider_id", "provider_id"),)
