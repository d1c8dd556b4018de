"""The checklist that a document answers: it keeps the round that it began with."""

from __future__ import annotations

from portal.domain.checklists.editions import edition_called
from portal.domain.checklists.questions import Edition
from portal.domain.checklists.reviews import review_called
from portal.domain.errors import NotFoundError
from portal.models import LongForm, LongFormKind


def edition_of(long_form: LongForm) -> Edition:
    """The round of an application. Raises NotFoundError for one that this release does not know."""
    found = edition_called(long_form.edition_key)
    if found is None:
        raise NotFoundError(f"There is no edition called {long_form.edition_key}")
    return found


def form_of(long_form: LongForm) -> Edition:
    """The questions of an application or of a desk-top review. Raises NotFoundError as above."""
    if long_form.kind is LongFormKind.APPLICATION:
        return edition_of(long_form)
    review = review_called(long_form.edition_key)
    if review is None:
        raise NotFoundError(f"There is no review called {long_form.edition_key}")
    return review.form
