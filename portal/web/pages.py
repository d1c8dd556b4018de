"""Short cuts that routes share."""

from __future__ import annotations

from typing import TypeVar

from flask import abort
from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.access.current import current_actor, current_sign_in
from portal.clock import now
from portal.domain.checklists.questions import Edition, Section
from portal.services.forms.answers import Author

Row = TypeVar("Row")
LONGEST_ADDRESS = 1000


def one_or_404(session: Session, query: Select[Row]) -> Row:
    """The one row of a scoped query; 404 where it is not in scope, so nobody learns that it exists."""
    row = session.scalars(query).unique().one_or_none()
    if row is None:
        abort(404)
    return row


def section_or_404(edition: Edition, key: str) -> Section:
    section = edition.section(key)
    if section is None:
        abort(404)
    return section


def author() -> Author:
    """Whoever is signed in, now."""
    return Author(current_actor().user_id, now(), f"web:{current_sign_in().hex}")


def is_local_address(address: str) -> bool:
    """Whether an address leads to a page of this portal, so that we may redirect to it.

    It waits in a cookie until the person has signed in, so it must not be long.
    """
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and len(address) <= LONGEST_ADDRESS
    )
