"""Short cuts that routes share."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlsplit

from flask import abort
from sqlalchemy import Select
from sqlalchemy.orm import Session

Row = TypeVar("Row")


def one_or_404(session: Session, query: Select[Row]) -> Row:
    """The one row of a scoped query; 404 where it is not in scope, so nobody learns that it exists."""
    row = session.scalars(query).unique().one_or_none()
    if row is None:
        abort(404)
    return row


def is_local_address(address: str) -> bool:
    """Whether an address leads to a page of this portal, so that we may redirect to it."""
    parts = urlsplit(address)
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
