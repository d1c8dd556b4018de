"""The register on a phone: few taps, one swipe, targets that a thumb can hit."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.phone_app import PhoneApp

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
SIZES: list[ViewportSize] = [{"width": 360, "height": 640}, {"width": 390, "height": 844}]
SMALLEST_TARGET = 44
SMALL_TARGETS = """
(smallest) => {
  const targets = "a[href], button, input, textarea, select, summary, label:has(input)";
  const modal = document.querySelector("dialog[open]");
  return [...(modal ?? document).querySelectorAll(targets)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((one) => one.tagName === "LABEL" || !one.closest("label:has(input)"))
    .filter((one) => !one.matches(".portal-skip"))
    .map((one) => [one.getBoundingClientRect(), one.textContent.trim() || one.id])
    .filter(([box]) => box.width < smallest || box.height < smallest)
    .map(([box, words]) => `${words}: ${box.width} × ${box.height}`);
}
"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SWIPES = """
() => {
  const page = document.documentElement;
  const last = [...document.querySelectorAll("[data-placement]")].at(-1);
  const foot = document.querySelector('[data-part="foot"]').getBoundingClientRect();
  const hidden = last.getBoundingClientRect().bottom + page.scrollTop - foot.top;
  const seen = foot.top - document.querySelector(".portal-top").getBoundingClientRect().bottom;
  return Math.max(0, Math.ceil(hidden / seen));
}
"""


def check_screen(phone: PhoneApp, name: str) -> None:
    """Nothing runs off the side and every visible target is large enough, on both phones."""
    for size in SIZES:
        phone.page.set_viewport_size(size)
        phone.page.screenshot(path=SCREENSHOTS / f"app-{name}-{size['width']}.png")
        where = f"{name} at {size['width']}"
        assert phone.page.evaluate(OVERFLOW) <= 0, where
        assert phone.page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], where


def test_ten_pupils_take_five_taps_and_the_late_time_comes_from_the_clock(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.page.evaluate(
        "() => { taps = 0; addEventListener('click', (e) => { taps += e.detail; }); }"
    )
    phone.tap("Chloe W", "Late")
    phone.tap("Jack W", "Not here")
    phone.mark_everyone_else_here()
    phone.finish()
    assert phone.page.evaluate("() => taps") <= 5
    expect(phone.row("Chloe W")).to_contain_text("came 9:")
    phone.expect_all_sent()
    seen = [state for state, _ in county.current(farm).values()]
    assert sorted(seen) == ["here"] * 8 + ["late", "not_here"]
    assert county.register_state(farm) == "finished"
    ledger.check(county, farm, [phone])


@pytest.mark.parametrize("width", [360, 390])
def test_ten_pupils_fit_with_at_most_one_swipe(phone: PhoneApp, width: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": 844})
    assert phone.page.evaluate(SWIPES) <= 1


def test_every_screen_keeps_its_targets_large_and_nothing_runs_off_the_side(
    phone: PhoneApp,
) -> None:
    page = phone.page
    check_screen(phone, "register")
    phone.tap("Chloe W", "Late")
    phone.tap("Jack W", "Not here")
    check_screen(phone, "register-marked")
    phone.row("Jack W").locator("[data-open]").click()
    check_screen(phone, "details")
    page.get_by_role("dialog").get_by_role("button", name="Go back").click()
    page.get_by_role("button", name="Finish register").click()
    check_screen(phone, "finish")
    page.get_by_role("dialog").get_by_role("button", name="Go back").click()
    page.get_by_role("button", name="Session cancelled").click()
    check_screen(phone, "cancel")
    page.get_by_role("dialog").get_by_role("button", name="Go back").click()
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    page.get_by_role("link", name="Waiting to be sent").click()
    expect(page.locator('[data-screen="waiting"]')).to_be_visible()
    check_screen(phone, "waiting")
    phone.back_to_register()
    page.get_by_role("link", name="This phone").click()
    expect(page.locator('[data-screen="phone"]')).to_be_visible()
    check_screen(phone, "phone")
