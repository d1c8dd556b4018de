"""Browser and server killed in the worst moments: what was shown as saved is there, once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.setting import faults
from tests.browser.setting.chromium import KillableChromium
from tests.browser.setting.county import County, Farm
from tests.browser.setting.faults import Gate
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.own_server import OwnServer
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import EVERYTHING, SYNC, Fault, Proxy
from tests.browser.setting.server import Server

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


class MortalPhone(PhoneApp):
    """A phone whose battery the test can take out."""

    def __init__(self, chromium: KillableChromium, url: str, farm: Farm, ledger: Ledger) -> None:
        super().__init__(chromium.start(), url, farm, ledger)
        self.chromium = chromium

    def die_and_start_again(self) -> None:
        """Take the battery out, put it back, and open the app."""
        self.chromium.kill()
        self.context = self.chromium.start()
        self.page = self.context.new_page()
        self.open()
        self.expect_register()


@pytest.fixture
def mortal(chromium: KillableChromium, proxy: Proxy, farm: Farm, ledger: Ledger) -> MortalPhone:
    phone = MortalPhone(chromium, proxy.url, farm, ledger)
    phone.enrol(farm.lead)
    return phone


def expect_all_arrived_once(phone: PhoneApp, county: County) -> None:
    """Everything that the phone showed as saved is with the server, and nothing is there twice."""
    phone.expect_all_sent()
    phone.ledger.check(county, phone.farm, [phone])


def tap_until(hold: Fault, gate: Gate, proxy: Proxy, phone: PhoneApp, choice: str) -> None:
    """Tap, and wait until the sending stands at the gate."""
    proxy.on(SYNC, hold, times=1)
    phone.tap("Amelia W", choice)
    gate.wait_until_reached()


def test_case_03_a_tap_that_was_not_yet_saved_is_not_shown_afterwards(
    mortal: MortalPhone, proxy: Proxy, farm: Farm
) -> None:
    mortal.page.evaluate(TAP_AND_HANG, str(farm.placements["Amelia W"]))
    proxy.wait_for(1, "/tapped")
    mortal.die_and_start_again()
    mortal.expect_state("Amelia W", "unmarked")
    assert mortal.waiting() == []


def test_case_04_a_tap_that_was_saved_survives_a_kill_at_once(
    mortal: MortalPhone, proxy: Proxy, farm: Farm, county: County
) -> None:
    proxy.on(EVERYTHING, faults.refused)
    for name in farm.names[:3]:
        mortal.tap(name, "Here")
        mortal.die_and_start_again()
        mortal.expect_state(name, "here")
    assert len(mortal.waiting()) == 3
    proxy.clear()
    mortal.nudge()
    expect_all_arrived_once(mortal, county)


def test_case_05_killed_while_sending_what_the_server_had_stored(
    mortal: MortalPhone, proxy: Proxy, farm: Farm, county: County
) -> None:
    gate = Gate()
    tap_until(gate.after, gate, proxy, mortal, "Not here")
    mortal.die_and_start_again()
    gate.open()
    expect_all_arrived_once(mortal, county)
    assert county.letters_about(farm.placements["Amelia W"]) == 1


def test_case_06_killed_while_sending_what_the_server_had_not_stored(
    mortal: MortalPhone, proxy: Proxy, farm: Farm, county: County
) -> None:
    gate = Gate()
    tap_until(gate.lost, gate, proxy, mortal, "Here")
    assert county.marks(farm) == []
    mortal.die_and_start_again()
    gate.open()
    expect_all_arrived_once(mortal, county)


class TestServerIsKilled(OwnServer):
    """The phone lives, the server dies."""

    def test_case_05_after_it_stored_a_mark_and_before_it_answered(
        self, phone: PhoneApp, proxy: Proxy, server: Server, farm: Farm, county: County
    ) -> None:
        gate = Gate()
        tap_until(gate.after_and_lost, gate, proxy, phone, "Not here")
        server.kill()
        gate.open()
        expect(phone.pill).to_have_text("No signal · 1 not sent")
        phone.tap("Ben W", "Here")
        server.start()
        phone.nudge()
        expect_all_arrived_once(phone, county)
        assert county.letters_about(farm.placements["Amelia W"]) == 1

    def test_case_06_at_any_moment_of_a_busy_register(
        self, phone: PhoneApp, server: Server, farm: Farm, county: County
    ) -> None:
        for name in farm.names[:2]:
            phone.tap(name, "Here")
            phone.nudge()
            server.kill()
            phone.tap(name, "Late")
            server.start()
            phone.nudge()
        expect_all_arrived_once(phone, county)
