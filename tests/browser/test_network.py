"""The network between phone and server: cut, slow, lying, or somebody else's."""

from __future__ import annotations

from tests.browser.county import County, Farm
from tests.browser.ledger import Ledger
from tests.browser.phone_app import PhoneApp


def test_case_01_a_cold_start_in_aeroplane_mode_shows_todays_register(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.start_again()
    phone.expect_register()
    phone.tap("Amelia W", "Here")
    phone.tap("Ben W", "Late")
    phone.expect_waiting(2)
    phone.context.set_offline(False)
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])
