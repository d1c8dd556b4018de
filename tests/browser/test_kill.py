"""Browser and server killed in the worst moments: what was shown as saved is there, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import faults
from tests.browser.chromium import KillableChromium
from tests.browser.conftest import NewPhone
from tests.browser.county import County, Farm
from tests.browser.faults import Gate
from tests.browser.ledger import Ledger
from tests.browser.moment import Moment
from tests.browser.phone_app import PhoneApp
from tests.browser.proxy import EVERYTHING, SYNC, Proxy
from tests.browser.server import Server

TAP_AND_HANG = """
(placement) => {
  const choice = document.querySelector(`[data-placement="${placement}"] input[value="here"]`);
  setTimeout(() => {
    choice.click();
    navigator.sendBeacon("/tapped");
    for (;;);
  });
}
"""


@pytest.fixture
def phone(chromium: KillableChromium, proxy: Proxy, farm: Farm, ledger: Ledger) -> PhoneApp:
    """A phone whose battery the test can take out."""
    return PhoneApp(chromium.start(), proxy.url, farm, ledger).enrol(farm.lead)


def after_kill(chromium: KillableChromium, phone: PhoneApp) -> PhoneApp:
    """Take the battery out, put it back, and open the app."""
    chromium.kill()
    again = PhoneApp(chromium.start(), phone.url, phone.farm, phone.ledger)
    again.device_id = phone.device_id
    again.open()
    again.expect_register()
    return again


def test_case_03_a_tap_that_was_not_yet_saved_is_not_shown_afterwards(
    phone: PhoneApp, chromium: KillableChromium, proxy: Proxy, farm: Farm
) -> None:
    phone.page.evaluate(TAP_AND_HANG, str(farm.placements["Amelia W"]))
    proxy.wait_for(1, "/tapped")
    phone = after_kill(chromium, phone)
    phone.expect_state("Amelia W", "unmarked")
    assert phone.waiting() == []


def test_case_04_a_tap_that_was_saved_survives_a_kill_at_once(
    phone: PhoneApp,
    chromium: KillableChromium,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    proxy.on(EVERYTHING, faults.refused)
    for name in farm.names[:3]:
        phone.tap(name, "Here")
        phone = after_kill(chromium, phone)
        phone.expect_state(name, "here")
    assert len(phone.waiting()) == 3
    proxy.clear()
    phone.nudge()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_05_killed_while_sending_what_the_server_had_stored(
    phone: PhoneApp,
    chromium: KillableChromium,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    gate = Gate()
    proxy.on(SYNC, gate.after, times=1)
    phone.tap("Amelia W", "Not here")
    gate.wait_until_reached()
    phone = after_kill(chromium, phone)
    gate.open()
    phone.expect_all_sent()
    assert county.letters_about(farm.placements["Amelia W"]) == 1
    ledger.check(county, farm, [phone])


def test_case_06_killed_while_sending_what_the_server_had_not_stored(
    phone: PhoneApp,
    chromium: KillableChromium,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    gate = Gate()
    proxy.on(SYNC, gate.lost, times=1)
    phone.tap("Amelia W", "Here")
    gate.wait_until_reached()
    assert county.marks(farm) == []
    phone = after_kill(chromium, phone)
    gate.open()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


class TestServerIsKilled:
    """A server of the test's own, behind the same network and the same county."""

    @pytest.fixture
    def server(self, own_server: Server) -> Server:
        return own_server

    @pytest.fixture
    def county(self, server: Server, moment: Moment) -> Iterator[County]:
        county = County(server.database_url, moment.now())
        yield county
        county.close()

    @pytest.fixture
    def phone(self, new_phone: NewPhone) -> PhoneApp:
        return new_phone()

    def test_case_05_after_it_stored_a_mark_and_before_it_answered(
        self,
        phone: PhoneApp,
        proxy: Proxy,
        server: Server,
        farm: Farm,
        county: County,
        ledger: Ledger,
    ) -> None:
        gate = Gate()
        proxy.on(SYNC, gate.after_and_lost, times=1)
        phone.tap("Amelia W", "Not here")
        gate.wait_until_reached()
        server.kill()
        gate.open()
        expect(phone.pill).to_have_text("No signal · 1 not sent")
        phone.tap("Ben W", "Here")
        server.start()
        phone.nudge()
        phone.expect_all_sent()
        assert county.letters_about(farm.placements["Amelia W"]) == 1
        ledger.check(county, farm, [phone])

    def test_case_06_at_any_moment_of_a_busy_register(
        self,
        phone: PhoneApp,
        server: Server,
        farm: Farm,
        county: County,
        ledger: Ledger,
    ) -> None:
        for name in farm.names[:2]:
            phone.tap(name, "Here")
            phone.nudge()
            server.kill()
            phone.tap(name, "Late")
            server.start()
            phone.nudge()
        phone.expect_all_sent()
        ledger.check(county, farm, [phone])
