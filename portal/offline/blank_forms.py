"""The blank forms that phones keep: every question of one edition, drawn without a word about anybody.

They are not part of the shell, because only those who fill in forms need them; a phone keeps each
beside its drafts once it has checked the sha256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import render_template

from portal.domain.checklists.editions import EDITIONS
from portal.domain.checklists.questions import Edition, Question, Section
from portal.domain.checklists.reviews import REVIEW_EDITIONS
from portal.domain.evidence.kinds import EvidenceRule, evidence_rule
from portal.domain.files.kinds import MOST_BYTES, FileProblem
from portal.features.evidence.forms import EvidenceForm
from portal.models import LongForm, LongFormKind
from portal.web.section_form import SectionForm, blank_form

BLANK_EDITIONS: Mapping[str, Edition] = {
    **{f"{LongFormKind.APPLICATION}-{each.key}": each for each in EDITIONS},
    **{f"{LongFormKind.REVIEW}-{each.form.key}": each.form for each in REVIEW_EDITIONS},
}


@dataclass(frozen=True)
class _Paper:
    """The blank form of a document that a question asks for."""

    form: EvidenceForm
    rule: EvidenceRule


@dataclass(frozen=True)
class _Part:
    form: SectionForm
    papers: Mapping[str, _Paper]


@dataclass(frozen=True)
class BlankForm:
    """Where a phone fetches a blank form, and how it tells that it came whole."""

    url: str
    sha256: str


def edition_of(long_form: LongForm) -> str:
    """The name of the blank form that a long form is filled in on, like "application-2026"."""
    return f"{long_form.kind}-{long_form.edition_key}"


@lru_cache(maxsize=8)
def blank_form_page(edition: str) -> bytes:
    """The blank form; KeyError for an edition that there is not. Needs a request."""
    form = BLANK_EDITIONS[edition]
    sections = [_part(section, form) for section in form.sections]
    page = render_template(
        "offline/blank_form.html",
        sections=sections,
        most_bytes=MOST_BYTES,
        too_large=FileProblem.TOO_LARGE.value,
        empty=FileProblem.EMPTY.value,
    )
    lines = (line.strip() for line in page.splitlines())
    return "\n".join(line for line in lines if line).encode()


@lru_cache(maxsize=8)
def blank_form_sha256(edition: str) -> str:
    return hashlib.sha256(blank_form_page(edition)).hexdigest()


def blank_form_of(long_form: LongForm) -> BlankForm:
    edition = edition_of(long_form)
    return BlankForm(f"/app/forms/{edition}.html", blank_form_sha256(edition))


def _part(section: Section, form: Edition) -> _Part:
    papers = {
        question.key: _paper(question)
        for question in section.questions
        if question.evidence_kind is not None
    }
    return _Part(blank_form(section, form), papers)


def _paper(question: Question) -> _Paper:
    kind = question.evidence_kind
    if kind is None:
        raise ValueError(f"{question.key} asks for no document")
    prefix = f"{question.key.replace('.', '-')}-"
    return _Paper(EvidenceForm(kind, prefix=prefix, is_sent_here=False), evidence_rule(kind))
