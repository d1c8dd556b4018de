"""A phone whose storage is full, or is taken away for a moment: nothing is shown as saved that is not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import THIS_MORNING
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import Proxy

REMEMBER_DATABASES = """
globalThis.databases = [];
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  if (globalThis.isBroken) throw new DOMException("Gone", "UnknownError");
  const opening = open.apply(this, given);
  opening.addEventListener("success", () => databases.push(opening.result));
  return opening;
};
"""
CLOSE_DATABASES = "() => { databases.splice(0).forEach((database) => database.close()); }"
SMALL, LARGE = 8_000_000, 80_000_000  # bytes
# Photos of somebody's, so to speak: ever smaller pieces, until not even the smallest goes in.
FILL = """
async () => {
  const opening = indexedDB.open("photos");
  opening.onupgradeneeded = () => opening.result.createObjectStore("photos", { autoIncrement: true });
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const put = (size) => new Promise((done) => {
    const tx = database.transaction("photos", "readwrite", { durability: "strict" });
    tx.objectStore("photos").put(crypto.getRandomValues(new Uint8Array(size)));
    tx.oncomplete = () => done(true);
    tx.onabort = () => done(false);
  });
  for (let size = 65536; size >= 16; size /= 4) while (await put(size));
  database.close();
}
"""


def not_saved(phone: PhoneApp) -> Locator:
    return phone.page.locator('[data-card="not-saved"]').locator("visible=true")


def set_quota(phone: PhoneApp, size: int) -> None:
    """How many bytes the browser lets the app keep from now on."""
    devtools = phone.context.new_cdp_session(phone.page)
    given = {"origin": phone.url, "quotaSize": size}
    devtools.send("Storage.overrideQuotaForOrigin", given)


def test_case_34_a_full_phone_says_not_saved_and_keeps_what_it_has(
    new_context: Callable[[], BrowserContext],
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    phone = PhoneApp(new_context(), proxy.url, farm, ledger)
    set_quota(phone, SMALL)
    phone.enrol(farm.lead)
    phone.tap("Chloe W", "Here")
    phone.expect_all_sent()
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    phone.page.evaluate(FILL)
    phone.touch("Ben W", "Here")
    expect(not_saved(phone)).to_contain_text("This mark was NOT saved: Ben W: Here")
    expect(not_saved(phone)).to_contain_text("Earlier marks are safe")
    phone.expect_state("Ben W", "unmarked")
    phone.expect_state("Amelia W", "here")
    not_saved(phone).get_by_role("button", name="Try again").click()
    expect(not_saved(phone)).to_have_count(1)
    assert [op["entity"] for op in phone.waiting()] == [farm.entity("Amelia W")]

    not_saved(phone).get_by_role("button", name="Make room").click()
    phone.expect_stored("receipts", 0)
    expect(not_saved(phone)).to_have_count(1)
    set_quota(phone, LARGE)
    not_saved(phone).get_by_role("button", name="Make room").click()
    phone.expect_saved("Ben W", "Here")
    ledger.note(phone.device_id, farm.entity("Ben W"), "here")
    expect(not_saved(phone)).to_have_count(0)
    [roster] = phone.stored("roster")
    assert min(each["id"] for each in roster["sessions"]) == THIS_MORNING
    assert len(phone.waiting()) == 2
    phone.context.set_offline(False)
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_35_a_database_that_the_system_closed_is_opened_again(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.add_init_script(script=REMEMBER_DATABASES)
    phone.start_again()
    phone.expect_all_sent()
    for name in farm.names[:3]:
        phone.page.evaluate(CLOSE_DATABASES)
        phone.tap(name, "Here")
    phone.expect_all_sent()
    expect(not_saved(phone)).to_have_count(0)
    ledger.check(county, farm, [phone])


def test_case_35_a_database_that_stays_closed_is_said_to_have_saved_nothing(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.add_init_script(script=REMEMBER_DATABASES)
    phone.start_again()
    phone.expect_all_sent()
    phone.tap("Amelia W", "Here")
    phone.expect_all_sent()
    phone.page.evaluate("() => { isBroken = true; }")
    phone.page.evaluate(CLOSE_DATABASES)
    phone.touch("Ben W", "Here")
    expect(not_saved(phone)).to_contain_text("This mark was NOT saved: Ben W: Here")
    phone.expect_state("Ben W", "unmarked")
    phone.page.evaluate("() => { isBroken = false; }")
    not_saved(phone).get_by_role("button", name="Try again").click()
    phone.expect_saved("Ben W", "Here")
    ledger.note(phone.device_id, farm.entity("Ben W"), "here")
    phone.expect_all_sent()
    ledger.check(county, farm, [phone])
