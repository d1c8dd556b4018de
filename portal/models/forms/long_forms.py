"""Long forms that are filled over many evenings, by several people, with or without signal.

An application and a provider's answers to a desk-top review are documents. Each field has its own
version, so that two people who change different fields never meet.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.catalogue.application_states import ItemVerdict
from portal.domain.checklists.field_merge import Logged, effective_answers
from portal.models.base import Base, text_enum
from portal.models.organisations import Provider
from portal.models.people import User


class LongFormKind(StrEnum):
    APPLICATION = "application"
    REVIEW = "review"


class LongForm(Base):
    """The answers of a provider to one checklist, which keeps the round that it began with."""

    __tablename__ = "document"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[LongFormKind] = mapped_column(text_enum(LongFormKind))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    edition_key: Mapped[str] = mapped_column("round_key", String(20))
    is_locked: Mapped[bool] = mapped_column(default=False)
    change_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    provider: Mapped[Provider] = relationship()
    fields: Mapped[list[AnswerField]] = relationship(back_populates="long_form")

    __table_args__ = (Index("ix_document_provider_id", "provider_id"),)


class AnswerField(Base):
    """The answer that stands for one question; `other_entry_id` is the newest one beside it."""

    __tablename__ = "document_field"

    form_id: Mapped[UUID] = mapped_column(
        "document_id", ForeignKey("document.id"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("document_entry.id"))
    other_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("document_entry.id"))
    change_number: Mapped[int]

    long_form: Mapped[LongForm] = relationship(back_populates="fields")
    entry: Mapped[AnswerEntry] = relationship(foreign_keys=[entry_id])
    other_entry: Mapped[AnswerEntry | None] = relationship(foreign_keys=[other_entry_id])
    log: Mapped[list[AnswerEntry]] = relationship(
        primaryjoin="and_(AnswerField.form_id == foreign(AnswerEntry.form_id), "
        "AnswerField.key == foreign(AnswerEntry.key))",
        order_by="AnswerEntry.version",
        viewonly=True,
    )

    @property
    def differing(self) -> list[AnswerEntry]:
        """The answers between which somebody must choose, the one that stands first; mostly none."""
        if self.other_entry_id is None:
            return []
        log = {each.id: each for each in self.log}
        return [log[each] for each in effective_answers(each.logged for each in log.values())]


class AnswerEntry(Base):
    """Every answer ever given to a question. A row is never altered (a trigger sees to it)."""

    __tablename__ = "document_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    form_id: Mapped[UUID] = mapped_column("document_id", ForeignKey("document.id"))
    key: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int]
    base_version: Mapped[int]
    source: Mapped[str] = mapped_column(String(48))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    received_at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("document_id", "key", "version"),)

    @property
    def logged(self) -> Logged:
        return Logged(self.id, self.value, self.version, self.base_version, self.source)


class ItemCheck(Base):
    """What an officer found on one item of a document; the last counts. Never altered."""

    __tablename__ = "item_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[UUID] = mapped_column("document_id", ForeignKey("document.id"))
    item_key: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[ItemVerdict] = mapped_column(text_enum(ItemVerdict))
    score: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(2000), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (Index("ix_item_check_document_id", "document_id", "item_key"),)


class ItemQuestion(Base):
    """A question of an officer to the provider on one item, and the answer that came back."""

    __tablename__ = "item_question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    form_id: Mapped[UUID] = mapped_column("document_id", ForeignKey("document.id"))
    item_key: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(2000))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(4000), default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __table_args__ = (Index("ix_item_question_document_id", "document_id"),)
