"""A phone whose clock is wrong, or that was away for weeks: the right session, and honest times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import NewPhone
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import MORNING, THIS_MORNING, Moment, move_clock
from tests.browser.setting.own_server import OwnServer
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import Proxy
from tests.browser.setting.server import Server

AN_HOUR = timedelta(hours=1)
SOON = timedelta(minutes=5)
WHEN_THE_CLOCKS_GO_BACK = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("wrong_by", [timedelta(days=1), -3 * AN_HOUR], ids=["day", "hours"])
def test_case_29_a_phone_with_a_wrong_clock_marks_the_right_session_at_the_right_time(
    wrong_by: timedelta,
    new_context: Callable[[], BrowserContext],
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
    moment: Moment,
) -> None:
    context = new_context()
    move_clock(context, moment.offset + wrong_by)
    phone = PhoneApp(context, proxy.url, farm, ledger).enrol(farm.lead)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Tuesday 24 November")
    expect(phone.banners).to_contain_text("fast" if wrong_by > timedelta() else "slow")
    phone.tap("Amelia W", "Late")
    phone.expect_all_sent()
    [mark] = county.marks(farm)
    assert mark.entity == farm.entity("Amelia W", THIS_MORNING)
    assert abs(mark.captured_at - moment.now()) < SOON
    ledger.check(county, farm, [phone])


def test_case_29_a_clock_that_changes_in_the_middle_of_a_register_is_corrected_and_flagged(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger, moment: Moment
) -> None:
    phone.tap("Amelia W", "Here")
    phone.expect_all_sent()
    phone.context.set_offline(True)
    move_clock(phone.context, moment.offset + 5 * AN_HOUR)
    phone.tap("Ben W", "Here")
    phone.context.set_offline(False)
    phone.expect_all_sent()
    first, second = county.marks(farm)
    assert second.entity == farm.entity("Ben W", THIS_MORNING)
    assert abs(second.captured_at - moment.now()) < SOON
    assert (first.clock_is_doubtful, second.clock_is_doubtful) == (False, True)
    expect(phone.banners).to_contain_text("This phone’s clock is 5 hours fast")
    ledger.check(county, farm, [phone])


class TestAnotherDay(OwnServer):
    """The clock of this server can be somewhere else."""

    def test_case_30_ten_weeks_offline_lose_nothing(
        self,
        new_phone: NewPhone,
        server: Server,
        farm: Farm,
        county: County,
        ledger: Ledger,
        moment: Moment,
    ) -> None:
        phone = new_phone()
        phone.context.set_offline(True)
        phone.tap_all(farm.names, "Here")
        made_at = moment.now()
        ten_weeks_on = moment.offset + timedelta(weeks=10)
        move_server(server, ten_weeks_on)
        move_clock(phone.context, ten_weeks_on)
        phone.start_again()
        expect(phone.page.locator("main")).to_contain_text(
            "The list of pupils is not on this phone"
        )
        assert len(phone.waiting()) == len(farm.names)
        phone.context.set_offline(False)
        phone.nudge()
        phone.expect_all_sent()
        marks = county.marks(farm)
        assert all(abs(mark.captured_at - made_at) < SOON for mark in marks)
        ledger.check(county, farm, [phone])

    def test_case_29_marks_in_the_hour_that_comes_twice_keep_their_true_times(
        self,
        new_context: Callable[[], BrowserContext],
        proxy: Proxy,
        server: Server,
        farm: Farm,
        county: County,
        ledger: Ledger,
        moment: Moment,
    ) -> None:
        second_hour = moment.offset - (MORNING - WHEN_THE_CLOCKS_GO_BACK)
        first_hour = second_hour - AN_HOUR
        move_server(server, first_hour)
        context = new_context()
        move_clock(context, first_hour)
        phone = PhoneApp(context, proxy.url, farm, ledger).enrol(farm.lead)
        phone.session = phone.due_session()
        phone.show("2026-10-23-am")
        phone.tap("Amelia W", "Here")
        phone.expect_all_sent()
        context.set_offline(True)  # so that no request is on its way while both clocks move
        move_server(server, second_hour)
        move_clock(context, second_hour)
        context.set_offline(False)
        phone.tap("Ben W", "Here")
        phone.nudge()
        phone.expect_all_sent()
        first, second = (mark.captured_at for mark in county.marks(farm))
        assert abs(second - first - AN_HOUR) < SOON
        assert not any(mark.clock_is_doubtful for mark in county.marks(farm))
        ledger.check(county, farm, [phone])


def move_server(server: Server, offset: timedelta) -> None:
    server.stop()
    server.environment["PORTAL_CLOCK_OFFSET"] = str(offset.total_seconds())
    server.start(workers=1)
