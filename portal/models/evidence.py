"""Evidence: documents with an issue and an expiry date, the files behind them, and uploads under way."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, text_enum
from portal.models.organisations import Organisation, Provider
from portal.models.people import User


class FileState(StrEnum):
    """A held file waits for the virus checker and is never given out; of a refused one nothing is kept."""

    READY = "ready"
    AWAITS_CHECK = "held"
    REFUSED = "refused"


class StoredFile(Base):
    """A file in the store outside the web root, named by its sha256."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    state: Mapped[FileState] = mapped_column(text_enum(FileState), default=FileState.READY)
    stored_at: Mapped[datetime]


class Upload(Base):
    """A file on its way, piece by piece. `sha256` is what the sender says; the end proves it."""

    __tablename__ = "upload"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    stored_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    problem: Mapped[str] = mapped_column(String(300), default="")

    stored_file: Mapped[StoredFile | None] = relationship()

    __table_args__ = (UniqueConstraint("provider_id", "sha256"),)


class Evidence(Base):
    """One document of a provider. A renewal is a new row; `replaced_by_id` points on to it."""

    __tablename__ = "evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    kind: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    file_name: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    cover_pence: Mapped[int | None] = mapped_column(BigInteger)
    insurer: Mapped[str] = mapped_column(String(120), default="")
    policy_number: Mapped[str] = mapped_column(String(80), default="")
    excludes_abuse: Mapped[bool | None]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    removed_at: Mapped[datetime | None]

    provider: Mapped[Provider] = relationship()
    stored_file: Mapped[StoredFile] = relationship()
    uploaded_by: Mapped[User] = relationship(foreign_keys=[uploaded_by_id])

    __table_args__ = (
        Index("ix_evidence_provider_id", "provider_id", "kind"),
        Index("ix_evidence_expires_on", "expires_on"),
    )


class PackAcceptance(Base):
    """A commissioner accepted a provider's evidence pack as it was: `contents` names what it held."""

    __tablename__ = "pack_acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    position: Mapped[str] = mapped_column(String(120))
    accepted_at: Mapped[datetime]
    contents: Mapped[dict[str, Any]] = mapped_column(JSON)

    accepted_by: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (Index("ix_pack_acceptance_provider_id", "provider_id", "organisation_id"),)
