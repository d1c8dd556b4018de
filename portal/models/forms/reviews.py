"""Providers that are not listed: who reported them, the desk-top review, and who was told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.catalogue.non_listed import Outcome
from portal.domain.catalogue.review_states import ReviewState
from portal.models.base import Base, text_enum
from portal.models.forms.long_forms import LongForm
from portal.models.organisations import Organisation, Provider
from portal.models.people import User
from portal.models.pupils import Pupil


class Review(Base):
    """One desk-top review. `id` is the document's, which holds the provider's answers."""

    __tablename__ = "review"

    id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    state: Mapped[ReviewState] = mapped_column(text_enum(ReviewState))
    opened_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    due_on: Mapped[date]
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    until_on: Mapped[date | None]
    conditions: Mapped[str] = mapped_column(String(4000), default="")
    reasons: Mapped[str] = mapped_column(String(4000), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    may_be_unregistered_school: Mapped[bool] = mapped_column(default=False)

    long_form: Mapped[LongForm] = relationship()
    provider: Mapped[Provider] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    handed_to: Mapped[User | None] = relationship(foreign_keys=[handed_to_id])
    reports: Mapped[list[NonListedReport]] = relationship(back_populates="review")

    __table_args__ = (
        Index("ix_review_provider_id", "provider_id"),
        Index("ix_review_state", "state", "due_on"),
    )


class NonListedReport(Base):
    """A commissioner says that it uses, or means to use, a provider that is not listed."""

    __tablename__ = "non_listed_report"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reason: Mapped[str] = mapped_column(String(2000))
    uses_from: Mapped[date]
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reported_at: Mapped[datetime]

    review: Mapped[Review] = relationship(back_populates="reports")
    organisation: Mapped[Organisation] = relationship()
    reported_by: Mapped[User] = relationship()
    pupils: Mapped[list[ReportedPupil]] = relationship()

    __table_args__ = (Index("ix_non_listed_report_review_id", "review_id"),)


class ReportedPupil(Base):
    __tablename__ = "reported_pupil"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("non_listed_report.id"), primary_key=True)
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupil.id"), primary_key=True)

    pupil: Mapped[Pupil] = relationship()


class ToldPerson(Base):
    """Who was told of a review or of a suspected unregistered school, how and when. Never altered."""

    __tablename__ = "told_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    whom: Mapped[str] = mapped_column(String(200))
    how: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_told_person_review_id", "review_id"),)
