"""Starting the phone app: without signal, for the first time, without a store, without a worker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from portal.web.assets import asset
from tests.browser.setting import faults
from tests.browser.setting.chromium import PHONE
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import Moment, move_clock
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import ENROLMENT, EVERYTHING, Fault, Proxy, passes

NO_DATABASE = [
    "Object.defineProperty(self, 'indexedDB', { value: undefined });",
    """Object.defineProperty(self, 'indexedDB', {
      get() { throw new DOMException("No", "SecurityError"); },
    });""",
    "IDBFactory.prototype.open = () => { throw new DOMException('No', 'SecurityError'); };",
    """IDBFactory.prototype.open = () => {
      const opening = new EventTarget();
      opening.error = new DOMException("No", "InvalidStateError");
      setTimeout(() => opening.onerror());
      return opening;
    };""",
]


def test_case_01_a_cold_start_in_aeroplane_mode_shows_todays_register(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.start_again()
    phone.expect_register()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Tuesday 24 November")
    assert phone.page.locator("fieldset[data-placement]").count() == len(farm.names)
    phone.tap("Amelia W", "Here")
    phone.tap("Ben W", "Late")
    expect(phone.pill).to_have_text("No signal · 2 not sent")
    phone.context.set_offline(False)
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_01_the_shell_starts_from_the_phone_alone(phone: PhoneApp, proxy: Proxy) -> None:
    proxy.on(EVERYTHING, faults.refused)
    before = len(proxy.requests)
    phone.start_again()
    phone.expect_register()
    asked_for = {request.path for request in proxy.requests[before:]}
    assert asked_for <= {"/api/v1/sync", "/sw.js"}


def test_case_02_a_first_start_without_a_connection_says_what_is_needed(
    new_context: Callable[[], BrowserContext], proxy: Proxy, farm: Farm, ledger: Ledger
) -> None:
    phone = PhoneApp(new_context(), proxy.url, farm, ledger)
    phone.open()
    expect(phone.page.get_by_role("link", name="Sign in")).to_be_visible()
    phone.wait_for_worker()
    phone.context.set_offline(True)
    phone.start_again()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Set up this phone")
    expect(phone.page.locator("main")).to_contain_text("needs a connection once")
    phone.context.set_offline(False)
    phone.page.get_by_role("button", name="Try again").click()
    expect(phone.page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_phone_is_set_up_while_the_app_is_still_on_its_way(
    new_context: Callable[[], BrowserContext], proxy: Proxy, farm: Farm, ledger: Ledger
) -> None:
    phone = PhoneApp(new_context(), proxy.url, farm, ledger)
    phone.sign_in(farm.lead, "/registers/")
    slow = faults.Gate()
    proxy.on(asset("app.js"), slow.before)
    phone.page.goto(f"{proxy.url}/app/", wait_until="commit")
    with phone.page.expect_response("**/api/v1/devices"):
        phone.page.get_by_role("button", name="Set up this phone").click()
    expect(phone.page.locator("main")).to_contain_text("This phone is set up")
    slow.open()
    phone.expect_register()
    assert phone.page.url.endswith("#register")


def test_a_late_offer_to_set_up_does_not_cover_the_register(
    new_context: Callable[[], BrowserContext], proxy: Proxy, farm: Farm, ledger: Ledger
) -> None:
    phone = PhoneApp(new_context(), proxy.url, farm, ledger)
    phone.sign_in(farm.lead, "/registers/")
    other = PhoneApp(phone.context, proxy.url, farm, ledger)
    held: list[Route] = []
    other.page.route(f"**{ENROLMENT}", lambda route: held.append(route))
    with other.page.expect_request(f"**{ENROLMENT}"):
        other.page.goto(f"{proxy.url}/app/", wait_until="commit")
    phone.open()
    phone.set_up()
    other.expect_register()
    with other.page.expect_response(f"**{ENROLMENT}"):
        for route in held:
            route.continue_()
    other.expect_register()
    expect(other.page.get_by_role("button", name="Set up this phone")).to_be_hidden()


@pytest.mark.parametrize("fault", [faults.refused, faults.says(503), faults.cut_in_half])
def test_a_first_start_whose_script_does_not_come_whole_says_so(
    fault: Fault,
    new_context: Callable[[], BrowserContext],
    proxy: Proxy,
    farm: Farm,
    ledger: Ledger,
) -> None:
    phone = PhoneApp(new_context(), proxy.url, farm, ledger)
    proxy.on(asset("app.js"), fault)
    phone.sign_in(farm.lead, "/app/")
    expect(phone.page.locator("main")).to_contain_text("A part of the app did not come")
    proxy.on(asset("app.js"), passes)
    phone.page.get_by_role("button", name="Load it again").click()
    phone.set_up()


@pytest.mark.parametrize("script", NO_DATABASE)
def test_case_36_a_browser_that_keeps_nothing_is_sent_to_the_ordinary_page(
    script: str,
    new_context: Callable[[], BrowserContext],
    proxy: Proxy,
    farm: Farm,
    ledger: Ledger,
) -> None:
    context = new_context()
    context.add_init_script(script=script)
    phone = PhoneApp(context, proxy.url, farm, ledger)
    phone.sign_in(farm.lead, "/app/")
    expect(phone.page.locator("main")).to_contain_text("keeps nothing on this phone")
    phone.page.get_by_role("link", name="Ordinary register").click()
    phone.page.goto(f"{proxy.url}/registers/2026-11-24/am/")
    expect(phone.page.get_by_role("group", name="Amelia W")).to_be_visible()


def test_case_54_without_a_worker_the_app_works_and_keeps_its_marks(
    browser: Browser,
    moment: Moment,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    context.add_init_script(script="delete Navigator.prototype.serviceWorker;")
    move_clock(context, moment.offset)
    phone = PhoneApp(context, proxy.url, farm, ledger)
    phone.sign_in(farm.lead, "/app/")
    phone.set_up()
    context.set_offline(True)
    phone.tap("Amelia W", "Here")
    expect(phone.pill).to_have_text("No signal · 1 not sent")
    context.set_offline(False)
    phone.start_again()
    phone.expect_state("Amelia W", "here")
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])
    context.close()
