"""Rules that the council may set, each with the value that holds until it does."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from portal.models import CouncilSetting


class Setting(StrEnum):
    APPLICATION_DAYS = "application_days"


DEFAULTS: Final[dict[Setting, Any]] = {
    Setting.APPLICATION_DAYS: 30,
}
"""Application days: the working days in which the council means to decide."""


def council_setting(session: Session, setting: Setting) -> Any:
    """The council's own value, or the default."""
    row = session.get(CouncilSetting, setting.value)
    return DEFAULTS[setting] if row is None else row.value
