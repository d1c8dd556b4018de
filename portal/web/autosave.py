"""A section that saves itself while it is typed: what the page hears after each save."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, jsonify

from portal.models import AnswerField
from portal.web.section_form import SectionForm

KEEP = "keep"
"""What the page's script puts in place of a button."""


def kept_answer(
    form: SectionForm, fields: Mapping[str, AnswerField], is_differing: bool
) -> Response:
    """The new base of each answer, and what could not be kept, by the field's name."""
    form.go_on_from(fields)
    return jsonify(
        bases={entry.name: str(entry.base) for entry in form.answered if not entry.errors},
        errors=[error.text for error in form.shown_errors()],
        is_differing=is_differing,
    )
