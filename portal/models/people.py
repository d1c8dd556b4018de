"""People, the roles they hold in organisations, one-time links and the sign-in throttle."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, text_enum

if TYPE_CHECKING:
    from portal.models.organisations import Organisation


class Role(StrEnum):
    PROVIDER_STAFF = "provider_staff"
    PROVIDER_LEAD = "provider_lead"
    ATTENDANCE_OFFICER = "attendance_officer"
    SENIOR_LEADER = "senior_leader"
    GOVERNOR = "governor"
    SERVICE_OFFICER = "service_officer"
    VIRTUAL_AP_HEAD = "virtual_ap_head"
    QUALITY_OFFICER = "quality_officer"
    PROCUREMENT_OFFICER = "procurement_officer"
    ADMINISTRATOR = "administrator"
    PARENT = "parent"
    REVIEW_GUEST = "review_guest"

    @property
    def words(self) -> str:
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.PROVIDER_STAFF: "Provider staff",
    Role.PROVIDER_LEAD: "Provider lead",
    Role.ATTENDANCE_OFFICER: "Attendance officer",
    Role.SENIOR_LEADER: "Senior leader",
    Role.GOVERNOR: "Governor",
    Role.SERVICE_OFFICER: "Service officer",
    Role.VIRTUAL_AP_HEAD: "Virtual AP Headteacher",
    Role.QUALITY_OFFICER: "Quality officer",
    Role.PROCUREMENT_OFFICER: "Procurement officer",
    Role.ADMINISTRATOR: "Administrator",
    Role.PARENT: "Parent with a personal budget",
    Role.REVIEW_GUEST: "Contact for a desk-top review",
}


class User(Base):
    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    sign_in_epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", order_by="Membership.id"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)


class Membership(Base):
    """A role that a person holds in an organisation, and the position that amendments name."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    position: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "role"),
        Index("ix_membership_organisation_id", "organisation_id"),
    )


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a password
    DESK_TOP_REVIEW = "desk_top_review"


class OneTimeLink(Base):
    """A link sent by email; only the sha256 of its token is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(text_enum(LinkPurpose))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One failed sign-in, by a hash of who or where; old rows are deleted by the worker."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (Index("ix_sign_in_attempt_key_at", "key", "at"),)


class EndedSignIn(Base):
    """A sign-in that its person ended by signing out: no copy of its cookie opens anything more.

    Old rows are deleted by the worker.
    """

    __tablename__ = "ended_sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime]
