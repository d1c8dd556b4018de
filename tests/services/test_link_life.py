"""How long a link works is said as it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.models import LinkPurpose
from portal.services.people.links import LINK_LIFE, life_words


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_the_words_of_a_link_follow_its_life(
    purpose: LinkPurpose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LINK_LIFE, purpose, timedelta(days=3))
    assert life_words(purpose) == "3 days"

    monkeypatch.setitem(LINK_LIFE, purpose, timedelta(hours=5))
    assert life_words(purpose) == "5 hours"
