"""The words of each offer, in the database's own search engine: FTS5 in SQLite, tsvector in PostgreSQL."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import ColumnElement, column, delete, func, insert, literal_column, select, table
from sqlalchemy.orm import Session

from portal.database.db import is_sqlite
from portal.domain.catalogue import offer_choices
from portal.domain.catalogue.offer_choices import half_day_bits
from portal.models import Offer, Provider
from portal.services.catalogue.postcodes import place_sites

MOST_WORDS: Final = 8
LONGEST_WORD: Final = 40
_WORD: Final = re.compile(r"[^\W_]+")
_SAY_NOTHING: Final = frozenset(
    ["a", "an", "and", "at", "for", "in", "of", "or", "the", "to", "with"]
)
_TEXT: Final = table("offer_text", column("rowid"), column("words"), column("vector"))

TAG_WORDS: Final[dict[str, dict[str, str]]] = {
    "lot": dict(offer_choices.LOTS),
    "need": dict(offer_choices.NEEDS),
    "subject": dict(offer_choices.SUBJECTS),
    "qualification": dict(offer_choices.QUALIFICATIONS),
    "session": dict(offer_choices.HALF_DAYS),
}
"""By kind of tag: its values in order, and the words of each."""


def index_offer(session: Session, offer: Offer) -> None:
    """Write anew what the search looks at, in the transaction that changes the offer."""
    session.flush()
    provider = session.get_one(Provider, offer.provider_id)
    place_sites(session, provider.sites)
    offer.half_days = half_day_bits(tag.value for tag in offer.tags if tag.kind == "session")
    session.execute(delete(_TEXT).where(_TEXT.c.rowid == offer.provider_id))
    words = _words(provider, offer)
    session.execute(insert(_TEXT).values(rowid=offer.provider_id, words=words))
    session.flush()


def _words(provider: Provider, offer: Offer) -> str:
    labels = (TAG_WORDS.get(tag.kind, {}).get(tag.value, "") for tag in offer.tags)
    sites = (f"{site.name} {site.address} {site.postcode}" for site in provider.sites)
    parts = (provider.name, offer.description, offer.transport, *labels, *sites)
    return "\n".join(part for part in parts if part)


def search_words(text: str) -> list[str]:
    """The words of a search, without signs that an engine would take for commands."""
    words = [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())]
    return [word for word in words if word not in _SAY_NOTHING][:MOST_WORDS]


def has_words(session: Session, text: str) -> ColumnElement[bool] | None:
    """The condition that an offer holds the beginning of every word; None where there is no word."""
    words = search_words(text)
    if not words:
        return None
    if is_sqlite(session):
        query = " ".join(f'"{word}"*' for word in words)
        found = literal_column("offer_text").op("MATCH")(query)
    else:
        query = " & ".join(f"'{word}':*" for word in words)
        found = _TEXT.c.vector.op("@@")(func.to_tsquery("english", query))
    return Offer.provider_id.in_(select(_TEXT.c.rowid).where(found))
