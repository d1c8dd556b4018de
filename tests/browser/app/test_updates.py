"""New releases of the phone app: they wait, they never half-arrive, and nothing waiting is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPhone
from tests.browser.setting import faults
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import Moment
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import EVERYTHING, SYNC, Proxy
from tests.browser.setting.releases import STORE, Publisher, Release
from tests.browser.setting.server import Server

LOOK_FOR_UPDATE = """
() => navigator.serviceWorker.getRegistration("/app/")
  .then((registration) => registration.update())
  .then(() => true, () => false)
"""
INSTALLING_ENDS = """
() => navigator.serviceWorker.getRegistration("/app/").then((registration) => {
  const { installing } = registration;
  return installing === null || new Promise((done) => {
    installing.onstatechange = () => done(true);
  });
})
"""
IS_WAITING = """
() => navigator.serviceWorker.getRegistration("/app/")
  .then(({ waiting }) => waiting !== null)
"""
NEWER_DATABASE = """
async () => {
  const opening = indexedDB.open("portal", 7);
  opening.onupgradeneeded = () => opening.result.createObjectStore("plans");
  const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const tx = db.transaction("plans", "readwrite");
  tx.objectStore("plans").put({ of: "a newer release" }, 1);
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}
"""
DEAF_TO_NEWER_RELEASES = """
Object.defineProperty(IDBDatabase.prototype, "onversionchange", { set() {}, get: () => null });
"""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Release]:
    """Four releases of the app as it is, and a fifth with a newer database."""
    publisher = Publisher(tmp_path_factory.mktemp("static") / "portal")
    published = [publisher.publish() for _ in range(4)]
    publisher.change(STORE, "export const VERSION = 2;", "export const VERSION = 3;")
    return {each.number: each for each in [*published, publisher.publish()]}


@pytest.fixture
def server(
    tmp_path: Path, blank_database: Path, moment: Moment, releases: dict[int, Release]
) -> Iterator[Server]:
    """A server of the first release."""
    server = Server(tmp_path, moment.offset)
    shutil.copy(blank_database, server.instance)
    serve(server, releases[1])
    yield server
    server.stop()


@pytest.fixture
def county(server: Server, moment: Moment) -> Iterator[County]:
    county = County(server.database_url, moment.now())
    yield county
    county.close()


def serve(server: Server, release: Release) -> None:
    server.stop()
    server.environment["PORTAL_BUILT"] = str(release.built)
    server.start(workers=1)


def look_for_update(phone: PhoneApp) -> bool:
    """What the browser does by itself at a start, and once a day."""
    found: bool = phone.page.evaluate(LOOK_FOR_UPDATE)
    return found


def expect_release(phone: PhoneApp, number: int) -> None:
    expect(phone.page.locator("html")).to_have_attribute("data-release", str(number))


def test_case_39_a_new_release_waits_while_the_register_is_half_done(
    phone: PhoneApp,
    server: Server,
    releases: dict[int, Release],
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    phone.start_again()
    phone.expect_register()
    expect_release(phone, 1)
    phone.tap_all(farm.names[:5], "Here")
    phone.page.evaluate("() => { globalThis.isSamePage = true; }")
    serve(server, releases[2])
    assert look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")
    phone.tap("Finn W", "Here")
    assert phone.page.evaluate("() => globalThis.isSamePage")
    phone.banners.get_by_role("button", name="Use it now").click()
    expect_release(phone, 2)
    for name in farm.names[:6]:
        phone.expect_state(name, "here")
    phone.nudge()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_39_a_cold_start_uses_the_release_that_waits(
    phone: PhoneApp, server: Server, releases: dict[int, Release]
) -> None:
    serve(server, releases[2])
    assert look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")
    phone.start_again()
    expect_release(phone, 2)
    phone.expect_register()


def test_case_39_a_start_beside_another_tab_does_not_change_the_release_under_it(
    phone: PhoneApp, server: Server, releases: dict[int, Release]
) -> None:
    phone.start_again()
    phone.expect_register()
    serve(server, releases[2])
    assert look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")
    for _start in range(2):
        other = phone.new_tab()
        expect_release(other, 1)
        expect(other.banners).to_contain_text("Update ready")
        other.page.close()
    assert phone.page.evaluate(IS_WAITING)


def test_case_40_a_release_with_one_wrong_file_is_not_installed(
    phone: PhoneApp, proxy: Proxy, server: Server, releases: dict[int, Release]
) -> None:
    serve(server, releases[2])
    for fault in (faults.says(404), faults.captive_portal, faults.says(503), faults.cut_in_half):
        proxy.on(releases[2].address_of("app.js"), fault)
        look_for_update(phone)
        phone.page.evaluate(INSTALLING_ENDS)
        phone.context.set_offline(True)
        phone.start_again()
        phone.expect_register()
        expect_release(phone, 1)
        expect(phone.banners).to_be_empty()
        phone.context.set_offline(False)
        proxy.clear()
    look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")


def test_case_41_a_hundred_entries_survive_a_jump_over_two_releases(
    phone: PhoneApp,
    proxy: Proxy,
    server: Server,
    releases: dict[int, Release],
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    proxy.on(EVERYTHING, faults.refused)
    mark_many_days(phone, 10)
    waiting = phone.waiting()
    assert len(waiting) == 100
    serve(server, releases[4])
    proxy.clear()
    proxy.on(SYNC, faults.refused)
    look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")
    phone.start_again()
    expect_release(phone, 4)
    assert phone.waiting() == waiting
    proxy.clear()
    phone.nudge()
    phone.expect_all_sent(within=30)
    ledger.check(county, farm, [phone])


def mark_many_days(phone: PhoneApp, count: int) -> None:
    """Everybody here, in so many sessions from the first that the phone knows: those of past days."""
    [roster] = phone.stored("roster")
    for session in sorted(each["id"] for each in roster["sessions"])[:count]:
        phone.show(session)
        phone.mark_everyone_else_here()


def test_case_42_an_older_release_on_a_newer_database_only_sends(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.tap_all(farm.names, "Here")
    phone.page.evaluate(NEWER_DATABASE)
    phone.context.set_offline(False)
    phone.start_again()
    expect(phone.page.locator("main")).to_contain_text("holds the records of a newer version")
    expect(phone.banners).to_contain_text("Nothing is lost")
    phone.expect_all_sent()
    assert phone.stored("plans") == [{"of": "a newer release"}]
    assert len(phone.stored("marks")) == len(farm.names)
    ledger.check(county, farm, [phone])


def test_case_43_a_tab_that_blocks_the_new_database_is_named_and_goes_on_marking(
    phone: PhoneApp,
    server: Server,
    releases: dict[int, Release],
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    phone.page.add_init_script(script=DEAF_TO_NEWER_RELEASES)
    phone.open()
    phone.tap("Amelia W", "Here")
    serve(server, releases[5])
    newer = PhoneApp(phone.context, phone.url, farm, ledger)
    newer.device_id = phone.device_id
    newer.open()
    look_for_update(newer)
    expect(newer.banners).to_contain_text("Update ready")
    newer.banners.get_by_role("button", name="Use it now").click()
    expect(newer.banners).to_contain_text("open in another tab of an older version")
    phone.tap("Ben W", "Here")
    phone.page.close()
    newer.expect_register()
    expect_release(newer, 5)
    for name in ("Amelia W", "Ben W"):
        newer.expect_state(name, "here")
    newer.expect_all_sent()
    ledger.check(county, farm, [newer])


def test_case_43_a_tab_that_hears_of_the_new_database_says_so_and_loses_nothing(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    phone.page.evaluate(NEWER_DATABASE)
    expect(phone.banners).to_contain_text("A newer version is open in another tab")
    phone.context.set_offline(False)
    phone.nudge()
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_44_without_its_worker_script_the_app_still_starts(
    phone: PhoneApp, proxy: Proxy, server: Server, releases: dict[int, Release]
) -> None:
    serve(server, releases[2])
    in_the_way = (faults.says(404), faults.captive_portal, faults.says(500), faults.refused)
    for name, fault in zip(phone.farm.names, in_the_way, strict=False):
        proxy.on("/sw.js", fault)
        phone.start_again()
        phone.expect_register()
        expect_release(phone, 1)
        phone.tap(name, "Here")
        phone.expect_all_sent()
    proxy.clear()
    look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")


def test_case_44_a_worker_script_kept_for_a_day_by_a_proxy_only_delays_the_update(
    new_phone: NewPhone, farm: Farm, proxy: Proxy, server: Server, releases: dict[int, Release]
) -> None:
    phone = new_phone(farm.staff)
    kept = faults.Kept()
    proxy.on("/sw.js", kept)
    look_for_update(phone)
    serve(server, releases[2])
    phone.start_again()
    phone.expect_register()
    expect_release(phone, 1)
    look_for_update(phone)
    expect(phone.banners).to_be_empty()
    proxy.clear()
    look_for_update(phone)
    expect(phone.banners).to_contain_text("Update ready")
