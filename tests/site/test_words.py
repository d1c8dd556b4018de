"""Words of states and marks stand once, in the domain, and no template knows a role."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

import portal
from portal.domain.attendance.register_states import RegisterState
from portal.domain.attendance.seen import Seen
from portal.domain.calendar.sessions import Half
from portal.domain.catalogue.application_states import (
    ApplicationState,
    DecisionOutcome,
    ItemVerdict,
)
from portal.domain.catalogue.listing import ListingStatus
from portal.domain.catalogue.review_states import ReviewState
from portal.domain.evidence.kinds import EvidenceGroup
from portal.domain.evidence.renewals import EvidenceStatus
from portal.models import Role

ROOT = Path(portal.__file__).parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATES: list[type[StrEnum]] = [
    *(ApplicationState, DecisionOutcome, EvidenceGroup, EvidenceStatus, Half, ItemVerdict),
    *(ListingStatus, RegisterState, ReviewState, Seen),
]


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_words_of_its_own(state: type[StrEnum]) -> None:
    words = [each.words for each in state]  # type: ignore[attr-defined]

    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("state", STATES)
def test_no_template_gives_words_to_a_state(state: type[StrEnum]) -> None:
    second_copies = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in TEMPLATES
        for found in re.finditer(r"""["']([a-z_]+)["']: ?["']([A-Z][^"']*)["']""", path.read_text())
        if found.group(1) in list(state)
    ]
    assert second_copies == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_knows_a_role(path: Path) -> None:
    text = path.read_text()

    assert "actor.role" not in text
    assert [role for role in Role if f'"{role}"' in text or f"'{role}'" in text] == []


def test_the_phone_says_the_same_of_a_mark() -> None:
    words = (ROOT / "static/js/app/words/marks.mjs").read_text()

    for seen in Seen:
        assert re.search(rf'case "{seen}":\s+return .*{seen.words}', words), seen


def test_the_phone_says_the_same_of_a_half_day() -> None:
    words = (ROOT / "static/js/app/words/days.mjs").read_text()

    assert all(f'"{half.words}"' in words for half in Half)
