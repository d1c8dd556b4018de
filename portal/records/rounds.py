"""The checklist that a document answers: it keeps the round that it began with."""

from __future__ import annotations

from portal.domain.checklists.questions import Round
from portal.domain.checklists.rounds import round_called
from portal.domain.errors import NotFoundError
from portal.models import Document


def round_of(document: Document) -> Round:
    """The round of an application. Raises NotFoundError for one that this release does not know."""
    found = round_called(document.round_key)
    if found is None:
        raise NotFoundError(f"There is no round called {document.round_key}")
    return found
