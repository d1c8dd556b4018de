"""The network between the phone and the server: cut, slow, lying, or somebody else's."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.setting import faults
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import EVERYTHING, SYNC, Fault, Proxy


def tap_without_network(phone: PhoneApp, proxy: Proxy, names: list[str]) -> None:
    proxy.on(SYNC, faults.refused)
    for name in names:
        phone.tap(name, "Here")
    expect(phone.pill).to_have_text(f"No signal · {len(names)} not sent")
    proxy.clear()


def test_case_07_ack_dropped_ten_times_gives_one_event(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    before = len(proxy.of())
    proxy.on(SYNC, faults.reset_after_answer, times=10)
    phone.tap("Amelia W", "Not here")
    for attempt in range(1, 11):
        proxy.wait_for(before + attempt)
        phone.nudge()
    phone.expect_all_sent()
    assert [mark.seen for mark in county.marks(farm)] == ["not_here"]
    assert county.letters_about(farm.placements["Amelia W"]) == 1
    ledger.check(county, farm, [phone])


@pytest.mark.parametrize(
    "fault", [faults.cut_in_half, faults.with_body(b'{"proto": 1, "batch_'), faults.with_body(b"")]
)
def test_case_08_half_an_answer_removes_nothing(
    fault: Fault,
    phone: PhoneApp,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    before = len(proxy.of())
    proxy.on(SYNC, fault, times=1)
    phone.tap("Amelia W", "Here")
    proxy.wait_for(before + 1)
    phone.expect_waiting(1)
    assert len(phone.waiting()) == 1
    phone.nudge()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_09_an_answer_that_names_five_of_eight_removes_five(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    tap_without_network(phone, proxy, farm.names[:8])
    everything = [op["op_id"] for op in phone.waiting()]
    proxy.on(SYNC, faults.names_only(5), times=1)
    phone.nudge()
    phone.expect_waiting(3)
    assert [op["op_id"] for op in phone.waiting()] == everything[5:]
    phone.nudge()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_10_a_server_in_trouble_is_left_alone_for_as_long_as_it_asks(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    for name, status in zip(farm.names, (500, 502), strict=False):
        before = len(proxy.of())
        proxy.on(SYNC, faults.says(status, b"<h1>Sorry</h1>"), times=1)
        phone.tap(name, "Here")
        proxy.wait_for(before + 1)
        phone.expect_waiting(1)
        phone.nudge()
        phone.expect_all_sent()
    asked = len(proxy.of())
    proxy.on(SYNC, faults.says(503, b"<h1>Busy</h1>", Retry_After="2"), times=1)
    phone.tap("Chloe W", "Here")
    proxy.wait_for(asked + 1)
    phone.expect_waiting(1)
    phone.tap("Dylan W", "Here")
    phone.nudge()
    phone.expect_all_sent()
    refused, answered = proxy.of()[asked : asked + 2]
    assert answered.at - refused.at >= 2
    ledger.check(county, farm, [phone])


@pytest.mark.parametrize("fault", [faults.login_redirect, faults.captive_portal])
def test_case_11_and_12_a_network_that_wants_a_login_gets_nothing_and_removes_nothing(
    fault: Fault,
    phone: PhoneApp,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    proxy.on(EVERYTHING, fault)
    phone.tap("Amelia W", "Here")
    expect(phone.pill).to_have_text("This Wi-Fi wants you to log in · 1 not sent")
    assert phone.page.url.startswith(f"{proxy.url}/app/")
    phone.start_again()
    phone.expect_state("Amelia W", "here")
    expect(phone.pill).to_have_text("This Wi-Fi wants you to log in · 1 not sent")
    proxy.clear()
    phone.nudge()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_13_somebody_elses_401_changes_nothing(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    before = len(proxy.of())
    proxy.on(SYNC, faults.says(401, b"Proxy login", WWW_Authenticate="Basic"), times=1)
    phone.tap("Amelia W", "Here")
    proxy.wait_for(before + 1)
    phone.expect_waiting(1)
    expect(phone.banners).to_be_empty()
    phone.tap("Ben W", "Here")
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_15_an_old_session_cookie_has_no_effect_on_sending(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": "portal", "value": "of-last-month", "url": proxy.url}])
    phone.tap("Amelia W", "Here")
    phone.expect_all_sent()
    assert all("Cookie" not in request.headers for request in proxy.of())
    ledger.check(county, farm, [phone])


def test_case_16_a_batch_that_is_too_large_is_halved_until_it_passes(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    tap_without_network(phone, proxy, farm.names[:8])
    before = len(proxy.of())
    proxy.on(SYNC, faults.too_large_above(1400))
    phone.nudge()
    phone.expect_all_sent()
    sizes = [len(json.loads(request.body)["ops"]) for request in proxy.of()[before:]]
    assert sizes[:3] == [8, 4, 2]
    ledger.check(county, farm, [phone])


def test_case_16_one_entry_that_no_network_carries_is_kept_where_it_can_be_read(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    proxy.on(SYNC, faults.too_large_above(1000))
    words = "The bus did not come. " * 20
    phone.tap("Amelia W", "Not here")
    phone.expect_all_sent()
    phone.add_words("Amelia W", heard=words)
    phone.tap("Ben W", "Here")
    phone.expect_all_sent_but_one()
    [item] = phone.attention()
    assert (item["kind"], item["op"]["body"]["heard"]) == ("too_big", words.strip())
    phone.pill.click()
    expect(phone.cards).to_contain_text("This could not be sent: Amelia W")
    expect(phone.cards).to_contain_text(words.strip())
    ledger.check(county, farm, [phone])


def test_case_53_a_register_of_eight_goes_over_2g_in_one_request(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    """50 kbit/s, two seconds there and back, one packet in twenty lost: less than six seconds."""
    tap_without_network(phone, proxy, farm.names[:8])
    before = len(proxy.of())
    line = faults.Gate()
    proxy.on(SYNC, line.after)
    phone.nudge()
    line.wait_until_reached()
    first = proxy.of()[before]
    phone.tap("Isla W", "Here")
    expect(phone.pill).to_contain_text("Sending")
    assert first.status == 0, "the answer was back before the tap"
    line.open()
    phone.expect_all_sent()
    assert [op["entity"] for op in json.loads(first.body)["ops"]] == [
        farm.entity(name) for name in farm.names[:8]
    ]
    to_connect_and_to_ask = 2
    two_g = faults.Line(bits_per_second=50_000, round_trip=2.0, loss=0.05)
    assert two_g.seconds_for(first, to_connect_and_to_ask) < 6
    ledger.check(county, farm, [phone])
