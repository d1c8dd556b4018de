"""Rules that the council may set, each with the value that holds until it does."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from portal.domain.evidence.insurance import Levels, RiskBand, minimums_with
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import CouncilSetting


class Setting(StrEnum):
    APPLICATION_DAYS = "application_days"
    HOLD_PLACEMENTS_ON_LAPSE = "hold_placements_on_lapse"
    REGISTER_OPENS_EARLY = "register_opens_early"
    INSURANCE_MINIMUMS = "insurance_minimums"


DEFAULTS: Final[dict[Setting, Any]] = {
    Setting.APPLICATION_DAYS: 30,
    Setting.HOLD_PLACEMENTS_ON_LAPSE: False,
    Setting.REGISTER_OPENS_EARLY: 30,
    Setting.INSURANCE_MINIMUMS: {},
}
"""Application days: the working days in which the council means to decide. Hold: no new placement
starts while a document of the provider has run out. Opens early: the minutes before a session
opens from which its register may be taken. Minimums: pence by kind and risk band, where
the council's own differ from `domain/evidence/insurance.py`.
"""


def council_setting(session: Session, setting: Setting) -> Any:
    """The council's own value, or the default."""
    row = session.get(CouncilSetting, setting.value)
    return DEFAULTS[setting] if row is None else row.value


def change_setting(
    session: Session, setting: Setting, value: Any, by_id: int, at: datetime
) -> bool:
    """Keep the council's own value; whether it differs from the one that held."""
    if council_setting(session, setting) == value:
        return False
    row = session.get(CouncilSetting, setting.value)
    if row is None:
        row = CouncilSetting(name=setting.value)
        session.add(row)
    row.value, row.changed_by_id, row.changed_at = value, by_id, at
    session.flush()
    return True


def opens_early(session: Session) -> timedelta:
    """How long before a session opens its register may be taken."""
    return timedelta(minutes=council_setting(session, Setting.REGISTER_OPENS_EARLY))


def insurance_minimums(session: Session) -> Levels:
    """The least cover by kind and risk band, in pence: the council's own over the usual ones."""
    own = council_setting(session, Setting.INSURANCE_MINIMUMS)
    return minimums_with(
        {
            EvidenceKind(kind): {RiskBand(band): int(pence) for band, pence in bands.items()}
            for kind, bands in own.items()
        }
    )
