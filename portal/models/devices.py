"""Phones, who is enrolled on them, and what became of the operations that they sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, text_enum
from portal.models.organisations import Provider
from portal.models.people import Membership, User


class Device(Base):
    """A phone of a provider; the server keeps the public half of its key."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    name: Mapped[str] = mapped_column(String(80))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(200))
    enrolled_at: Mapped[datetime]
    last_contact_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    provider: Mapped[Provider] = relationship()
    enrolments: Mapped[list[Enrolment]] = relationship(back_populates="device")

    __table_args__ = (Index("ix_device_provider_id", "provider_id"),)


class Enrolment(Base):
    """A person who may mark on a phone, in the role held when they enrolled."""

    __tablename__ = "enrolment"

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    enrolled_at: Mapped[datetime]

    device: Mapped[Device] = relationship(back_populates="enrolments")
    user: Mapped[User] = relationship()
    membership: Mapped[Membership] = relationship()

    __table_args__ = (UniqueConstraint("device_id", "user_id"),)


class OpStatus(StrEnum):
    APPLIED = "applied"
    CONFLICT = "conflict"
    LATE = "late"
    REJECTED = "rejected"


class Op(Base):
    """What became of one operation; it makes sending it twice harmless. `payload` is kept for rejected ones only.

    A mark that was taken just as it came has no row here: its row in the log says the same.
    """

    __tablename__ = "op"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[OpStatus] = mapped_column(text_enum(OpStatus))
    version: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    received_at: Mapped[datetime]

    __table_args__ = (
        Index(
            "ix_op_rejected",
            "received_at",
            sqlite_where=text("status = 'rejected'"),
            postgresql_where=text("status = 'rejected'"),
        ),
    )
