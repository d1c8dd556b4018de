"""Several phones and people with one register: merged where they agree, both shown where they differ."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.conftest import NewPhone
from tests.browser.setting import faults
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import SYNC, Proxy

EDITIONS = 20


def both_offline(*phones: PhoneApp) -> None:
    for phone in phones:
        phone.context.set_offline(True)


def both_online(*phones: PhoneApp) -> None:
    """One after the other, and then again for what the others sent."""
    for phone in phones:
        phone.context.set_offline(False)
        phone.expect_all_sent()
    for phone in phones:
        phone.nudge()


def test_case_24_the_same_mark_from_two_phones_is_one_value_and_two_events(
    new_phone: NewPhone, farm: Farm, county: County, ledger: Ledger
) -> None:
    sam, jo = new_phone(farm.staff), new_phone(farm.lead)
    both_offline(sam, jo)
    sam.tap("Amelia W", "Here")
    jo.tap("Amelia W", "Here")
    both_online(sam, jo)
    assert county.current(farm) == {"Amelia W": ("here", False)}
    assert len(county.marks(farm)) == 2
    for phone in (sam, jo):
        phone.expect_state("Amelia W", "here")
        expect(phone.cards).to_have_count(0)
    ledger.check(county, farm, [sam, jo])


def test_case_25_different_marks_are_both_kept_and_shown_to_both(
    new_phone: NewPhone, farm: Farm, county: County, ledger: Ledger
) -> None:
    sam, jo = new_phone(farm.staff), new_phone(farm.lead)
    both_offline(sam, jo)
    sam.tap("Amelia W", "Here")
    jo.tap("Amelia W", "Not here")
    both_online(sam, jo)
    for phone in (sam, jo):
        phone.expect_state("Amelia W", "differing")
        expect(phone.cards).to_contain_text("Two different marks for Amelia W")
        expect(phone.cards).to_contain_text("Sam Carter")
        expect(phone.cards).to_contain_text("Jo Miller")
    assert county.current(farm)["Amelia W"][1] is True
    ledger.check(county, farm, [sam, jo])

    expect(sam.cards.get_by_role("button")).to_have_count(0)
    jo.cards.get_by_role("button", name="Amelia is here").click()
    ledger.note(jo.device_id, farm.entity("Amelia W"), "here")
    jo.expect_state("Amelia W", "here")
    jo.expect_all_sent()
    sam.nudge()
    sam.expect_state("Amelia W", "here")
    assert county.current(farm)["Amelia W"] == ("here", False)
    ledger.check(county, farm, [sam, jo])


def test_case_25_the_commissioner_sees_both_marks(
    new_phone: NewPhone, farm: Farm, county: County
) -> None:
    sam, jo = new_phone(farm.staff), new_phone(farm.lead)
    both_offline(sam, jo)
    sam.tap("Amelia W", "Here")
    jo.tap("Amelia W", "Not here")
    both_online(sam, jo)
    assert county.letters_about(farm.placements["Amelia W"]) >= 1
    office = jo.page
    jo.context.clear_cookies()
    jo.sign_in(farm.office, "/absences/")
    expect(office.locator("main")).to_contain_text("Sam Carter")
    expect(office.locator("main")).to_contain_text("Jo Miller")


def test_case_26_different_pupils_of_one_session_are_merged(
    new_phone: NewPhone, farm: Farm, county: County, ledger: Ledger
) -> None:
    sam, jo = new_phone(farm.staff), new_phone(farm.lead)
    both_offline(sam, jo)
    for name in farm.names[:5]:
        sam.tap(name, "Here")
    for name in farm.names[5:]:
        jo.tap(name, "Not here")
    both_online(sam, jo)
    for phone in (sam, jo):
        phone.expect_state(farm.names[0], "here")
        phone.expect_state(farm.names[9], "not_here")
        expect(phone.cards).to_have_count(0)
    assert not any(differ for _, differ in county.current(farm).values())
    ledger.check(county, farm, [sam, jo])


def test_case_27_an_edit_on_the_ordinary_page_while_the_phone_is_offline_is_shown_beside_it(
    new_phone: NewPhone, farm: Farm, county: County, ledger: Ledger
) -> None:
    sam, jo = new_phone(farm.staff), new_phone(farm.lead)
    sam.context.set_offline(True)
    sam.tap("Amelia W", "Here")
    page = jo.page
    page.goto(f"{jo.url}/registers/2026-11-24/am/")
    page.get_by_role("group", name="Amelia W").locator(".portal-choice--not_here").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("status")).to_be_visible()
    sam.context.set_offline(False)
    sam.expect_all_sent()
    sam.expect_state("Amelia W", "differing")
    expect(sam.cards).to_contain_text("Sam Carter: Here")
    expect(sam.cards).to_contain_text("Jo Miller (not on this phone): Not here")
    assert county.current(farm)["Amelia W"][1] is True
    ledger.check(county, farm, [sam])


def test_two_phones_send_the_same_register_in_the_same_second_twenty_times(
    new_phone: NewPhone, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    sam, jo = new_phone(farm.staff), new_phone(farm.lead)
    for turn in range(EDITIONS):
        choice = ("Here", "Not here")[turn % 2]
        for phone in (sam, jo):
            phone.context.set_offline(True)
            phone.tap_all(farm.names, choice)
        proxy.on(SYNC, faults.together(2), times=2)
        for phone in (sam, jo):
            phone.context.set_offline(False)
        for phone in (sam, jo):
            phone.expect_all_sent()
    assert len(county.marks(farm)) == 2 * EDITIONS * len(farm.names)
    assert {request.status for request in proxy.of()} == {200}
    ledger.check(county, farm, [sam, jo])


def test_case_19_the_same_request_delivered_twice_at_once_is_stored_once(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    proxy.on(SYNC, faults.delivered_twice)
    for name in farm.names:
        phone.tap(name, "Here")
        phone.expect_all_sent()
    assert {request.status for request in proxy.of()} == {200}
    sent = [op for request in proxy.of() for op in json.loads(request.body)["ops"]]
    assert len(sent) == len(farm.names)
    ledger.check(county, farm, [phone])
