"""What the server says about what a phone sent: refused, revoked, out of order, too late, gone."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from tests.browser.conftest import NewPhone
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import Moment
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import Proxy

SPOIL_ONE = """
(store, rows) => {
  const [row] = rows.filter(({ op }) => op.entity === "%s");
  row.op.body.arrived = "25:99";
  store.put(row);
}
"""
SEND_AGAIN_CHANGED = """
async ([receiptId]) => {
  const opening = indexedDB.open("portal");
  const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const tx = db.transaction(["receipts", "outbox"], "readwrite");
  const asked = tx.objectStore("receipts").get(receiptId);
  asked.onsuccess = () => {
    const { seq, ...op } = asked.result.op;
    op.body = { ...op.body, seen: "not_here" };
    tx.objectStore("outbox").put({ seq, op, clock_offset: 0 });
  };
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}
"""
HIDE_FIRST = "(store, rows) => { globalThis.hidden = rows[0]; store.delete(rows[0].seq); }"
BRING_BACK = "(store) => { store.put(globalThis.hidden); }"


def test_case_14_a_revoked_phone_keeps_marking_and_sends_all_once_set_up_again(
    new_phone: NewPhone, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone = new_phone(farm.lead)
    office = phone.context.new_page()
    office.goto(f"{phone.url}/phones/")
    office.get_by_role("button", name="Revoke").click()
    expect(office.get_by_role("status")).to_contain_text("can send nothing more")
    phone.tap("Amelia W", "Here")
    expect(phone.banners).to_contain_text("This phone may no longer send")
    phone.tap("Ben W", "Not here")
    expect(phone.pill).to_have_text("Not sending · 2 not sent")
    phone.pill.click()
    expect(phone.page.locator('[data-part="waiting-list"] li')).to_have_count(2)
    assert county.marks(farm) == []
    phone.banners.get_by_role("link", name="Set it up again").click()
    phone.set_up()
    phone.expect_all_sent()
    expect(phone.banners).to_be_empty()
    ledger.check(county, farm, [phone])


def test_case_17_one_bad_entry_of_twenty_does_not_hold_up_the_others(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.tap_all(farm.names, "Here")
    phone.show("2026-11-23-am")
    phone.tap_all(farm.names, "Here")
    phone.rewrite("outbox", SPOIL_ONE % farm.entity("Dylan W", phone.session))
    phone.context.set_offline(False)
    phone.expect_all_sent_but_one()
    assert len(county.marks(farm)) == 19
    [item] = phone.attention()
    assert (item["kind"], item["op"]["body"]["arrived"]) == ("rejected", "25:99")
    phone.expect_state("Dylan W", "unmarked")
    phone.pill.click()
    expect(phone.cards).to_contain_text("did not accept this: Dylan W")
    expect(phone.cards).to_contain_text("must be a time")
    ledger.check(county, farm, [phone])


def test_case_18_a_number_used_again_with_other_content_is_refused_and_reported(
    phone: PhoneApp, farm: Farm, county: County
) -> None:
    phone.tap("Amelia W", "Here")
    phone.expect_all_sent()
    [receipt] = phone.stored("receipts")
    phone.page.evaluate(SEND_AGAIN_CHANGED, [receipt["op_id"]])
    phone.start_again()
    phone.expect_all_sent_but_one()
    [item] = phone.attention()
    assert item["kind"] == "rejected"
    assert item["errors"][0]["message"].startswith("OP_ID_REUSED")
    assert county.current(farm) == {"Amelia W": ("here", False)}
    assert county.audit_of("op.number_reused", receipt["op_id"]) == 1


def test_case_28_a_second_mark_waits_for_the_first_and_nothing_is_held_on_the_server(
    phone: PhoneApp, proxy: Proxy, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    phone.tap("Amelia W", "Late")
    phone.tap("Ben W", "Here")
    phone.rewrite("outbox", HIDE_FIRST)
    phone.context.set_offline(False)
    phone.expect_waiting(1)
    assert [op["body"]["seen"] for op in phone.waiting()] == ["late"]
    assert list(county.current(farm)) == ["Ben W"]
    phone.rewrite("outbox", BRING_BACK)
    phone.nudge()
    phone.expect_all_sent()
    assert county.current(farm)["Amelia W"] == ("late", False)
    ledger.check(county, farm, [phone])


def test_case_31_a_mark_after_the_school_used_the_register_waits_for_a_reason(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger, moment: Moment
) -> None:
    phone.tap("Amelia W", "Not here")
    phone.expect_all_sent()
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    county.note_export(farm, moment.now())
    phone.context.set_offline(False)
    phone.expect_all_sent()
    assert county.current(farm)["Amelia W"] == ("not_here", False)
    assert [mark.awaits_reason for mark in county.marks(farm)] == [False, True]
    phone.pill.click()
    expect(phone.cards).to_contain_text("a register that the school has already used: Amelia W")
    phone.cards.get_by_role("button", name="Give a reason and send again").click()
    details = phone.page.get_by_role("dialog")
    details.get_by_label("Why is this changed?").fill("she came while we rang home")
    details.get_by_role("button", name="Save").click()
    ledger.note(phone.device_id, farm.entity("Amelia W"), "here")
    expect(phone.cards).to_have_count(0)
    phone.expect_all_sent()
    assert county.current(farm)["Amelia W"] == ("here", False)
    ledger.check(county, farm, [phone])


def test_case_32_a_pupil_who_left_before_the_mark_came_is_shown_to_both_sides(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.tap("Amelia W", "Here")
    county.end_placement(farm, "Amelia W", date(2026, 11, 20))
    phone.context.set_offline(False)
    phone.expect_all_sent()
    phone.pill.click()
    expect(phone.cards).to_contain_text("Please look at this: Amelia W")
    expect(phone.cards).to_contain_text("placement does not cover that day. The mark is kept.")
    assert county.current(farm)["Amelia W"] == ("here", False)
    ledger.check(county, farm, [phone])

    phone.context.clear_cookies()
    phone.sign_in(farm.office, "/absences/")
    expect(phone.page.locator("main")).to_contain_text("a day that the placement does not cover")


def test_case_33_a_pupil_added_while_the_phone_was_offline_appears_as_not_marked(
    phone: PhoneApp, farm: Farm, county: County, ledger: Ledger
) -> None:
    phone.context.set_offline(True)
    phone.tap_all(farm.names, "Here")
    subtitle = phone.page.locator('[data-part="subtitle"]')
    expect(subtitle).to_contain_text("10 of 10 marked")
    county.add_pupil(farm, "Kit")
    phone.context.set_offline(False)
    phone.expect_all_sent()
    expect(phone.page.get_by_role("group", name="Kit W")).to_be_visible()
    expect(subtitle).to_contain_text("10 of 11 marked")
    phone.page.get_by_role("button", name="Finish register").click()
    expect(phone.page.get_by_role("dialog")).to_contain_text("Kit W: not marked")
    ledger.check(county, farm, [phone])
