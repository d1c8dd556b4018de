"""Which documents a provider must have follows from its newest form, or from today's where it has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal.domain.evidence.kinds import EvidenceKind
from portal.models import LongForm, LongFormKind, Provider, Role
from portal.services.forms.answers import Author, NewAnswer, save_answers
from portal.services.forms.evidence_asked import needed_kinds
from tests.build import TUESDAY, Build
from tests.conftest import NOW

BEFORE_ANY_EDITION = date(2001, 1, 1)
FOOD, CONDITIONAL = "health_and_safety.serves_food", EvidenceKind.FOOD_HYGIENE


@pytest.fixture
def provider(build: Build) -> Provider:
    return build.provider()


def application(session: Session, provider: Provider, days_ago: int) -> LongForm:
    form = LongForm(
        kind=LongFormKind.APPLICATION,
        provider_id=provider.id,
        edition_key="2026",
        created_at=NOW - timedelta(days=days_ago),
    )
    session.add(form)
    session.commit()
    return form


def test_without_a_form_the_edition_of_the_day_says_what_everybody_needs(
    session: Session, provider: Provider
) -> None:
    needed = needed_kinds(session, provider.id, TUESDAY)

    assert EvidenceKind.PUBLIC_LIABILITY in needed
    assert CONDITIONAL not in needed
    assert len(set(needed)) == len(needed)


def test_before_there_was_any_edition_nothing_is_needed(
    session: Session, provider: Provider
) -> None:
    assert needed_kinds(session, provider.id, BEFORE_ANY_EDITION) == []


def test_the_answers_of_the_newest_form_say_what_is_needed(
    build: Build, session: Session, provider: Provider
) -> None:
    old, new = application(session, provider, 30), application(session, provider, 1)
    lead = build.member(provider, Role.PROVIDER_LEAD)
    yes = NewAnswer(FOOD, "yes", 0, Author(lead.user_id, NOW))
    save_answers(session, old, [yes], NOW)
    assert CONDITIONAL not in needed_kinds(session, provider.id, TUESDAY)

    save_answers(session, new, [replace(yes, id=uuid4())], NOW)

    assert CONDITIONAL in needed_kinds(session, provider.id, TUESDAY)
