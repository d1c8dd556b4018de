"""Registers: what was seen (marks), what it counts as (decisions), both never altered, and the view of both."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import (
    Mapped,
    composite,
    declared_attr,
    foreign,
    mapped_column,
    relationship,
)

from portal.domain.attendance.clocks import RECEIVED_AT_ONCE
from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.register_states import RegisterState
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half, SessionKey
from portal.models.base import Base, text_enum
from portal.models.organisations import Organisation
from portal.models.people import User
from portal.models.placements import Placement


class Register(Base):
    """One provider's school session. The row comes with the first mark or event."""

    __tablename__ = "register"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(text_enum(Half, 2))
    state: Mapped[RegisterState] = mapped_column(
        text_enum(RegisterState), default=RegisterState.OPEN
    )
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    change_number: Mapped[int] = mapped_column(default=0)

    events: Mapped[list[RegisterEvent]] = relationship(
        order_by="RegisterEvent.at, RegisterEvent.change_number"
    )

    __table_args__ = (UniqueConstraint("provider_id", "day", "half"),)

    @property
    def key(self) -> SessionKey:
        return SessionKey(self.day, self.half)


class RegisterEvent(Base):
    """Finished, cancelled or opened again: who, when and why. Never altered."""

    __tablename__ = "register_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    state: Mapped[RegisterState] = mapped_column(text_enum(RegisterState))
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    position: Mapped[str] = mapped_column(String(120))
    unmarked_count: Mapped[int] = mapped_column(default=0)
    change_number: Mapped[int]

    by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_register_event_register_id", "register_id"),)


class HasMarkValue:
    """The columns of a `MarkValue`, one for each of its fields, and the value that they make."""

    seen: Mapped[Seen] = mapped_column(text_enum(Seen, 10))
    arrived: Mapped[time | None]
    left: Mapped[time | None]
    heard: Mapped[str] = mapped_column(String(500), default="")
    action: Mapped[str] = mapped_column(String(500), default="")

    @declared_attr
    @classmethod
    def value(cls) -> Mapped[MarkValue]:
        return composite(MarkValue, *(field.name for field in fields(MarkValue)))


class Mark(HasMarkValue, Base):
    """What was seen of one pupil in one school session. A row is never altered (a trigger sees to it).

    `version` counts within (register, placement). `base_version` is the newest version that the
    person had before them: everything up to it is replaced by this mark. `source` is the phone's
    id, or `web:` and the user's id; `seq` orders the marks of one source. A held mark came after
    the school had exported the session, and waits for a reason before it counts. The mark of a phone
    has the number (id) and the hash (sha256) of the operation that brought it.
    """

    __tablename__ = "mark"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"))
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    version: Mapped[int]
    base_version: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(48))
    seq: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500), default="")
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    position: Mapped[str] = mapped_column(String(120))
    awaits_reason: Mapped[bool] = mapped_column("is_held", key="awaits_reason", default=False)
    clock_is_doubtful: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str | None] = mapped_column(String(64))

    by: Mapped[User] = relationship()
    placement: Mapped[Placement] = relationship()
    register: Mapped[Register] = relationship()

    __table_args__ = (UniqueConstraint("register_id", "placement_id", "version"),)

    @property
    def was_received_later(self) -> bool:
        """Whether it waited on a phone before it came here."""
        return self.received_at - self.captured_at > RECEIVED_AT_ONCE


class Decision(Base):
    """The statutory code that the commissioner or home school decided. Never altered; the last one counts.

    An empty code takes the one before back (undo).
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(text_enum(Half, 2))
    code: Mapped[str] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(String(300), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    mark_version: Mapped[int] = mapped_column(default=0)
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[str] = mapped_column(String(120))

    decided_by: Mapped[User] = relationship()

    __table_args__ = (
        Index("ix_decision_placement_id", "placement_id", "day", "half"),
        Index(
            "uq_decision_first",
            "placement_id",
            "day",
            "half",
            unique=True,
            sqlite_where=text("replaces_id IS NULL"),
            postgresql_where=text("replaces_id IS NULL"),
        ),
    )


class AbsenceProposal(Base):
    """What somebody who does not decide says of an absence; code "" where only words are given."""

    __tablename__ = "absence_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(text_enum(Half, 2))
    code: Mapped[str] = mapped_column(String(2), default="")
    words: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (Index("ix_absence_proposal_placement_id", "placement_id", "day", "half"),)


class Attention(StrEnum):
    """Why a person should look at a mark that is stored all the same."""

    NONE = ""
    AFTER_EXPORT = "after_export"
    AFTER_FINISH = "after_finish"
    NOT_ON_ROSTER = "not_on_roster"


class CurrentMark(HasMarkValue, Base):
    """What stands now for one pupil in one school session, kept in the transaction that adds to the logs.

    It refers to its newest mark, which refers to the register, the placement and the person.
    """

    __tablename__ = "current_mark"

    register_id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[int]
    day: Mapped[date]
    half: Mapped[Half] = mapped_column(text_enum(Half, 2))
    version: Mapped[int]
    is_conflict: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(String(2), default="")
    awaits_decision: Mapped[bool] = mapped_column(default=False)
    attention: Mapped[Attention] = mapped_column(text_enum(Attention, 20), default=Attention.NONE)
    exported_at: Mapped[datetime | None]
    captured_at: Mapped[datetime]
    by_id: Mapped[int]
    change_number: Mapped[int]

    placement: Mapped[Placement] = relationship(
        primaryjoin=lambda: foreign(CurrentMark.placement_id) == Placement.id
    )
    by: Mapped[User] = relationship(primaryjoin=lambda: foreign(CurrentMark.by_id) == User.id)
    register: Mapped[Register] = relationship(
        primaryjoin=lambda: foreign(CurrentMark.register_id) == Register.id
    )

    __table_args__ = (
        ForeignKeyConstraint(
            ["register_id", "placement_id", "version"],
            ["mark.register_id", "mark.placement_id", "mark.version"],
            name="fk_current_mark_mark",
        ),
        Index("ix_current_mark_placement_id_day", "placement_id", "day", "half"),
        Index("ix_current_mark_provider_id_change", "provider_id", "change_number"),
        Index(
            "ix_current_mark_awaits",
            "placement_id",
            sqlite_where=text("awaits_decision = 1"),
            postgresql_where=text("awaits_decision"),
        ),
        CheckConstraint("version > 0", name="version_is_positive"),
    )
