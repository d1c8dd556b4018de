"""The main job, end to end: a register without signal, the absence decided, the office's file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.phone_app import PhoneApp


def test_a_register_without_signal_reaches_the_school_and_its_csv(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    take_register_without_signal(phone)
    ledger.check(county, farm, [phone])
    phone.context.clear_cookies()
    phone.sign_in(farm.office, "/absences/")
    decide_absence(phone.page)
    rows = downloaded(phone.page, f"{phone.url}/pupils/today")
    assert len(rows) >= len(farm.names)
    jack = [row for row in rows if "Jack" in row.values() and "I" in row.values()]
    assert len(jack) == 1


def take_register_without_signal(phone: PhoneApp) -> None:
    phone.context.set_offline(True)
    phone.start_again()
    phone.expect_register()
    phone.tap("Chloe W", "Late")
    phone.tap("Jack W", "Not here")
    phone.add_words("Jack W", heard="mum rang: ill")
    phone.mark_everyone_else_here()
    phone.finish()
    expect(phone.pill).to_contain_text("No signal")
    phone.context.set_offline(False)
    phone.expect_all_sent()


def decide_absence(page: Page) -> None:
    """The school chooses I (illness) for the one absence in its queue."""
    row = page.get_by_role("row").filter(has_text="Jack Wren")
    expect(row).to_contain_text("mum rang: ill")
    expect(row.get_by_role("radio", checked=True)).to_have_count(0)
    row.locator('.portal-code:has(input[value="I"])').click()
    page.get_by_role("button", name="decision").click()
    expect(page.get_by_role("status")).to_contain_text("1 decision saved")
    expect(page.get_by_role("row").filter(has_text="Jack Wren")).to_have_count(0)


def downloaded(page: Page, address: str) -> list[dict[str, str]]:
    """The rows of the file for the office."""
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for the office").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
