"""What is wrong with a new password."""

from __future__ import annotations

import pytest

from portal.features.accounts.passwords import weakness_of


@pytest.mark.parametrize(
    ("password", "email"),
    [
        ("too short", "jo@example.com"),
        ("x" * 201, "jo@example.com"),
        ("password1234", "jo@example.com"),
        ("aaaabbbbaaaa", "jo@example.com"),
        ("three-lindley-words", "Lindley@example.com"),
    ],
)
def test_a_weak_password_is_refused(password: str, email: str) -> None:
    assert weakness_of(password, email) is not None


def test_a_short_name_may_be_part_of_a_good_password() -> None:
    assert weakness_of("seven green ladders up", "eve@example.com") is None
