"""The council's own values over the usual ones."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CouncilSetting, Role
from portal.services.council.settings import DEFAULTS, Setting, change_setting, council_setting
from tests.build import Build
from tests.conftest import NOW

LATER = NOW + timedelta(days=1)


def test_a_setting_that_changes_twice_is_one_row_and_says_who_changed_it_last(
    build: Build, session: Session
) -> None:
    first = build.member(build.council(), Role.ADMINISTRATOR).user_id
    last = build.member(build.council(), Role.PROCUREMENT_OFFICER).user_id
    days = Setting.APPLICATION_DAYS

    assert change_setting(session, days, 20, first, NOW)
    assert change_setting(session, days, 25, last, LATER)
    assert not change_setting(session, days, 25, first, LATER + timedelta(days=1))

    row = session.scalars(select(CouncilSetting)).one()
    assert (row.value, row.changed_by_id, row.changed_at) == (25, last, LATER)
    assert council_setting(session, days) == 25


def test_the_usual_value_chosen_again_changes_nothing(build: Build, session: Session) -> None:
    by = build.member(build.council(), Role.ADMINISTRATOR).user_id

    assert not change_setting(
        session, Setting.APPLICATION_DAYS, DEFAULTS[Setting.APPLICATION_DAYS], by, NOW
    )
    assert session.scalars(select(CouncilSetting)).all() == []
