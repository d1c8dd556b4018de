"""The checklist that a document answers: it keeps the round that it began with."""

from __future__ import annotations

from portal.domain.checklists.questions import Round
from portal.domain.checklists.reviews import review_called
from portal.domain.checklists.rounds import round_called
from portal.domain.errors import NotFoundError
from portal.models import Document, DocumentKind


def round_of(document: Document) -> Round:
    """The round of an application. Raises NotFoundError for one that this release does not know."""
    found = round_called(document.round_key)
    if found is None:
        raise NotFoundError(f"There is no round called {document.round_key}")
    return found


def form_of(document: Document) -> Round:
    """The questions of an application or of a desk-top review. Raises NotFoundError as above."""
    if document.kind is DocumentKind.APPLICATION:
        return round_of(document)
    review = review_called(document.round_key)
    if review is None:
        raise NotFoundError(f"There is no review called {document.round_key}")
    return review.form
