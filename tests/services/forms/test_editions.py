"""A form keeps the questions that it began with; a release that does not know them says so."""

from __future__ import annotations

import pytest

from portal.domain.errors import NotFoundError
from portal.models import LongForm, LongFormKind
from portal.services.forms.editions import edition_of, form_of


@pytest.mark.parametrize("kind", LongFormKind)
def test_questions_that_this_release_does_not_know_are_named(kind: LongFormKind) -> None:
    with pytest.raises(NotFoundError, match="2199"):
        form_of(LongForm(kind=kind, edition_key="2199"))


@pytest.mark.parametrize("kind", LongFormKind)
def test_a_form_finds_its_own_questions(kind: LongFormKind) -> None:
    assert form_of(LongForm(kind=kind, edition_key="2026")).sections


def test_an_application_never_gets_the_questions_of_another_edition() -> None:
    application = LongForm(kind=LongFormKind.APPLICATION, edition_key="2026")

    assert edition_of(application).key == "2026"
