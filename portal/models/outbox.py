"""Messages waiting to be sent by the worker, forms that were sent, and small facts about this server."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class Message(Base):
    """One email. `once_key` is unique, so the same event never writes twice.

    One whose words were not true any more when its turn came is withdrawn: it is never sent.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    once_key: Mapped[str] = mapped_column(String(120), unique=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        Index(
            "ix_message_waiting",
            "not_before",
            sqlite_where=text("sent_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND failed_at IS NULL"),
        ),
    )


class SentForm(Base):
    """Something that a person sent from a page, by its hash, and where the answer led."""

    __tablename__ = "sent_form"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sent_at: Mapped[datetime]
    location: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (Index("ix_sent_form_sent_at", "sent_at"),)


class ServerFact(Base):
    """A named value that this database keeps about itself, such as its epoch."""

    __tablename__ = "server_fact"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
