"""Quick fingers and open tabs: nothing is lost between them, and nothing overwritten unseen."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.setting import faults
from tests.browser.setting.county import County, Farm
from tests.browser.setting.faults import Gate
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import SYNC, Proxy

TAP_IN_A_BURST = """
([placement, choices]) => {
  const row = document.querySelector(`[data-placement="${placement}"]`);
  choices.forEach((choice, place) => {
    setTimeout(() => row.querySelector(`input[value="${choice}"]`).click(), place * 60);
  });
}
"""

IS_SENDING = """
async () => {
  const mine = crypto.randomUUID();
  const { held } = await navigator.locks.request(mine, () => navigator.locks.query());
  const holderOf = (wanted) => held.find(({ name }) => name === wanted)?.clientId;
  return holderOf("portal-send") === holderOf(mine);
}
"""
ONE_ATTEMPT = """
async () => {
  const pill = document.querySelector("[data-pill]");
  const isSending = () => pill.textContent.startsWith("Sending");
  const seen = new Promise((done) => {
    const watch = new MutationObserver(() => isSending() || (watch.disconnect(), done()));
    watch.observe(pill, { childList: true, characterData: true, subtree: true });
    setTimeout(done, 1000);
  });
  dispatchEvent(new Event("online"));
  await seen;
}
"""


def burst(phone: PhoneApp, name: str, choices: list[str]) -> None:
    placement = str(phone.farm.placements[name])
    phone.page.evaluate(TAP_IN_A_BURST, [placement, choices])


def seen_of(county: County, farm: Farm, name: str) -> list[str]:
    entity = farm.entity(name)
    return [mark.seen for mark in county.marks(farm) if mark.entity == entity]


def test_case_20_three_taps_on_one_choice_are_one_mark(
    phone: PhoneApp, farm: Farm, county: County
) -> None:
    burst(phone, "Amelia W", ["here", "here", "here"])
    phone.expect_saved("Amelia W", "Here")
    phone.expect_all_sent()
    assert seen_of(county, farm, "Amelia W") == ["here"]
    expect(phone.page.get_by_role("dialog")).to_be_hidden()


def test_case_20_the_last_of_three_quick_taps_counts_and_the_log_keeps_each(
    phone: PhoneApp, farm: Farm, county: County
) -> None:
    burst(phone, "Amelia W", ["here", "not_here", "late"])
    phone.expect_saved("Amelia W", "Late")
    phone.expect_all_sent()
    assert seen_of(county, farm, "Amelia W") == ["here", "not_here", "late"]
    assert county.current(farm)["Amelia W"] == ("late", False)


def test_case_21_two_tabs_both_keep_their_marks_and_one_sends_at_a_time(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    other = phone.new_tab()
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    other.tap("Ben W", "Not here")
    phone.expect_state("Ben W", "not_here")
    other.expect_state("Amelia W", "here")
    gate = Gate()
    proxy.on(SYNC, gate.after)
    before = len(proxy.of())
    phone.context.set_offline(False)
    gate.wait_until_reached()
    for tab in (phone, other):
        try_to_send(tab)
    assert len(proxy.of()) == before + 1
    gate.open()
    phone.expect_all_sent()
    other.nudge()
    other.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_22_the_second_of_two_tabs_is_told_before_it_replaces_the_first(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.tap("Amelia W", "Not here")
    other = phone.new_tab()
    other.row("Amelia W").locator("[data-open]").click()
    details = other.page.get_by_role("dialog")
    details.get_by_label("What did you hear?").fill("bus is late")
    phone.add_words("Amelia W", heard="mum rang: ill")
    details.get_by_role("button", name="Save").click()
    question = other.page.get_by_role("dialog", name="Amelia W was marked meanwhile")
    expect(question).to_contain_text("“mum rang: ill”")
    question.get_by_role("button", name="Go back").click()
    expect(other.row("Amelia W")).to_contain_text("mum rang: ill")
    other.add_words("Amelia W", heard="mum rang: ill; bus is late")
    other.expect_all_sent()
    ledger.check(county, farm, [phone])


def test_case_23_another_tab_sends_within_a_minute_when_the_sender_is_frozen(
    phone: PhoneApp,
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    second = phone.new_tab()
    gate = Gate()
    proxy.on(SYNC, faults.first_with_entries(gate.after))
    phone.tap("Amelia W", "Here")
    gate.wait_until_reached()
    sender, other = (phone, second) if phone.page.evaluate(IS_SENDING) else (second, phone)
    frozen = phone.context.new_cdp_session(sender.page)
    frozen.send("Page.setWebLifecycleState", {"state": "frozen"})
    other.tap("Ben W", "Here")
    for _pause in range(12):
        try_to_send(other)
        if other.waiting() == []:
            break
        move_on(other, timedelta(seconds=5))
    assert other.waiting() == []
    assert county.current(farm) == {"Amelia W": ("here", False), "Ben W": ("here", False)}
    gate.open()
    ledger.check(county, farm, [other])


def move_on(phone: PhoneApp, by: timedelta) -> None:
    """Let time pass in one tab."""
    phone.page.evaluate("(by) => { clockMovedBy += by; }", by / timedelta(milliseconds=1))


def try_to_send(phone: PhoneApp) -> None:
    """Notice a network, and wait until the attempt is over, one way or the other."""
    phone.page.evaluate(ONE_ATTEMPT)
