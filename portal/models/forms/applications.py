"""Applications to join the catalogue: their state, the decisions on them, and conditions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.catalogue.application_states import ApplicationState, DecisionOutcome
from portal.models.base import Base, text_enum
from portal.models.forms.long_forms import LongForm
from portal.models.organisations import Provider
from portal.models.people import User


class Application(Base):
    """`id` is the document's. A new application may carry over the answers of `previous_id`."""

    __tablename__ = "application"

    id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"))
    state: Mapped[ApplicationState] = mapped_column(text_enum(ApplicationState))
    submitted_at: Mapped[datetime | None]
    state_changed_at: Mapped[datetime]

    long_form: Mapped[LongForm] = relationship()
    provider: Mapped[Provider] = relationship()
    events: Mapped[list[ApplicationEvent]] = relationship(order_by="ApplicationEvent.id")

    __table_args__ = (
        Index("ix_application_provider_id", "provider_id"),
        Index("ix_application_state", "state", "submitted_at"),
    )


class ApplicationEvent(Base):
    """A change of state: who, when and why. Never altered."""

    __tablename__ = "application_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    state: Mapped[ApplicationState] = mapped_column(text_enum(ApplicationState))
    reason: Mapped[str] = mapped_column(String(4000), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_application_event_application_id", "application_id"),)


class ApplicationDecision(Base):
    """One person recommends, another agrees or sends it back. Never altered once agreed."""

    __tablename__ = "application_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    outcome: Mapped[DecisionOutcome] = mapped_column(text_enum(DecisionOutcome))
    reasons: Mapped[str] = mapped_column(String(4000), default="")
    recommended_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recommended_at: Mapped[datetime]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    agreed_at: Mapped[datetime | None]
    sent_back_at: Mapped[datetime | None]
    sent_back_reason: Mapped[str] = mapped_column(String(2000), default="")

    recommended_by: Mapped[User] = relationship(foreign_keys=[recommended_by_id])
    agreed_by: Mapped[User | None] = relationship(foreign_keys=[agreed_by_id])
    conditions: Mapped[list[Condition]] = relationship(order_by="Condition.due_on")

    __table_args__ = (
        Index("ix_application_decision_application_id", "application_id"),
        Index(
            "uq_application_decision_open",
            "application_id",
            unique=True,
            sqlite_where=text("agreed_at IS NULL AND sent_back_at IS NULL"),
            postgresql_where=text("agreed_at IS NULL AND sent_back_at IS NULL"),
        ),
        CheckConstraint("agreed_by_id <> recommended_by_id", name="two_people_decide"),
    )


class Condition(Base):
    """Something that an approved provider must do by a day; shown on its entry until it is met."""

    __tablename__ = "condition"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("application_decision.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    text: Mapped[str] = mapped_column(String(1000))
    due_on: Mapped[date]
    met_at: Mapped[datetime | None]
    met_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (Index("ix_condition_provider_id", "provider_id"),)
