"""The world of a provider that keeps evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.models import Membership
from tests.worlds import Farm, SendingPhone, enrol, farm, intake, keep

__all__ = ["enrol", "farm", "intake", "keep"]

Enrol = Callable[[Membership], SendingPhone]


@pytest.fixture
def phone(farm: Farm, enrol: Enrol) -> SendingPhone:
    return enrol(farm.lead)
