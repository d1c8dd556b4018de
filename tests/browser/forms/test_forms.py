"""Filling in an application on a phone whose signal comes and goes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from portal.domain.checklists.editions import EDITION_2026
from tests.adapters.files.samples import WEB_PAGE, pdf
from tests.browser.setting import faults
from tests.browser.setting.applicants import Applicant, applying_provider, asked_provider
from tests.browser.setting.axe import faults_of
from tests.browser.setting.county import County, Farm
from tests.browser.setting.form_app import FormApp
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import Proxy

NAME = "organisation.legal_name"
EMAIL = "organisation.contact_email"
UPLOADS = "/api/v1/uploads"
_NO_ROOM = """
() => {
  globalThis.realPut = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function () {
    this.transaction.abort();
    throw new DOMException("full", "QuotaExceededError");
  };
}
"""


@pytest.fixture
def applicant(county: County) -> Applicant:
    return applying_provider(county)


@pytest.fixture
def app(new_context: Callable[[], BrowserContext], proxy: Proxy, applicant: Applicant) -> FormApp:
    return FormApp(new_context(), proxy.url).sign_in(applicant.lead).set_up()


@pytest.fixture
def second(
    new_context: Callable[[], BrowserContext], proxy: Proxy, applicant: Applicant
) -> FormApp:
    """Another phone of the same lead."""
    return FormApp(new_context(), proxy.url).sign_in(applicant.lead).set_up()


def test_what_is_typed_is_saved_at_once_and_sent(app: FormApp, applicant: Applicant) -> None:
    app.open_section("Your organisation")
    app.type(NAME, "New Leaf Ltd")
    app.choose("organisation.is_company", "Yes")
    app.expect_all_sent()

    assert applicant.answers() == {NAME: "New Leaf Ltd", "organisation.is_company": "yes"}


def test_the_network_goes_in_the_middle_of_a_section_and_nothing_is_lost(
    app: FormApp, applicant: Applicant
) -> None:
    app.open_section("Your organisation")
    app.type(NAME, "New Leaf Ltd")
    app.expect_all_sent()
    app.context.set_offline(True)
    app.type(EMAIL, "jo@newleaf.example")
    app.type("organisation.address", "1 Leaf Lane, Witney")
    app.open_section("Safeguarding lead and deputy")
    app.type("safeguarding.lead_name", "Jo Lindley")

    app.context.set_offline(False)
    app.nudge()
    app.expect_all_sent()

    assert applicant.answers() == {
        NAME: "New Leaf Ltd",
        EMAIL: "jo@newleaf.example",
        "organisation.address": "1 Leaf Lane, Witney",
        "safeguarding.lead_name": "Jo Lindley",
    }


def test_case_50_a_browser_that_is_closed_without_signal_opens_again_where_it_was(
    app: FormApp, applicant: Applicant
) -> None:
    app.context.set_offline(True)
    app.open_section("Quality of education")
    app.type("quality.progress", "Each Friday we look at the week together")
    app.start_again()

    expect(app.page.get_by_role("heading", level=1)).to_have_text("Quality of education")
    assert app.typed("quality.progress") == "Each Friday we look at the week together"
    expect(app.pill).to_contain_text("1 not sent")
    app.context.set_offline(False)
    app.nudge()
    app.expect_all_sent()
    assert list(applicant.answers()) == ["quality.progress"]


def test_a_table_is_filled_row_by_row_without_signal(app: FormApp, applicant: Applicant) -> None:
    app.context.set_offline(True)
    app.open_section("Safeguarding lead and deputy")
    deputies = app.question("safeguarding.deputies")
    deputies.get_by_label("Name").fill("Sam Carter")
    deputies.get_by_role("button", name="Add another").click()
    deputies.get_by_label("Name").nth(1).fill("Ade Bello")
    deputies.get_by_role("button", name="Add another").click()
    deputies.get_by_label("Name").nth(2).fill("Kit Moor")
    deputies.get_by_label("Name").nth(2).blur()
    deputies.get_by_role("button", name="Take out deputy 2").click()
    expect(deputies.get_by_label("Name")).to_have_count(2)
    app.start_again()

    names = app.question("safeguarding.deputies").get_by_label("Name")
    assert [names.nth(n).input_value() for n in range(2)] == ["Sam Carter", "Kit Moor"]
    app.context.set_offline(False)
    app.nudge()
    app.expect_all_sent()
    rows = applicant.answers()["safeguarding.deputies"]
    assert isinstance(rows, list)
    assert [row["name"] for row in rows] == ["Sam Carter", "Kit Moor"]


def test_a_question_that_hangs_on_another_answer_comes_and_goes_without_signal(
    app: FormApp,
) -> None:
    app.context.set_offline(True)
    app.open_section("Your organisation")
    number = app.question("organisation.company_number")
    app.choose("organisation.is_company", "No")
    expect(number).to_be_hidden()
    app.choose("organisation.is_company", "Yes")
    expect(number).to_be_visible()


def test_an_answer_that_is_not_taken_stays_in_its_field_with_what_is_wrong(
    app: FormApp, applicant: Applicant
) -> None:
    app.open_section("Your organisation")
    app.type(EMAIL, "jo at newleaf")

    expect(app.question(EMAIL).get_by_role("alert")).to_contain_text("email address")
    app.pill.click()
    expect(app.page.get_by_text("did not accept this: Email")).to_be_visible()
    app.page.get_by_role("link", name="Open the question").click()
    assert app.typed(EMAIL) == "jo at newleaf"
    app.type(EMAIL, "jo@newleaf.example")
    app.expect_all_sent()
    expect(app.question(EMAIL).get_by_role("alert")).to_be_empty()
    assert applicant.answers() == {EMAIL: "jo@newleaf.example"}
    assert app.stored("attention") == []


def test_two_phones_that_answer_differently_are_both_asked_to_choose(
    app: FormApp, second: FormApp, applicant: Applicant
) -> None:
    for phone in (app, second):
        phone.open_section("Your organisation")
        phone.context.set_offline(True)
    app.type(NAME, "New Leaf Ltd")
    second.type(NAME, "New Leaf CIC")
    for phone in (app, second):
        phone.context.set_offline(False)
        phone.nudge()
        phone.expect_all_sent()
    app.nudge()

    for phone in (app, second):
        expect(phone.question(NAME).get_by_role("alert")).to_contain_text("Different answers")
    second.question(NAME).get_by_role("button", name="Use this one").nth(1).click()
    expect(second.question(NAME).get_by_role("alert")).to_be_empty()
    expect(second.note(NAME)).to_be_focused()
    second.expect_all_sent()
    app.nudge()
    expect(app.question(NAME).get_by_role("alert")).to_be_empty()
    assert app.typed(NAME) == second.typed(NAME) == applicant.answers()[NAME] == "New Leaf CIC"


def test_case_22_two_tabs_edit_the_same_draft_and_the_second_is_told(
    app: FormApp, applicant: Applicant
) -> None:
    app.context.set_offline(True)
    app.open_section("Your organisation")
    tab = app.new_tab()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Your organisation")
    tab.question(NAME).get_by_label("Legal name").press_sequentially("New Leaf C")
    app.type(NAME, "New Leaf Ltd")
    tab.question(NAME).get_by_label("Legal name").blur()

    expect(tab.question(NAME).get_by_role("alert")).to_contain_text("changed in another tab")
    tab.question(NAME).get_by_role("button", name="Use the other tab’s").click()
    assert tab.typed(NAME) == "New Leaf Ltd"
    app.context.set_offline(False)
    app.nudge()
    app.expect_all_sent()
    assert applicant.answers()[NAME] == "New Leaf Ltd"


def test_case_51_a_document_kept_without_signal_goes_up_piece_by_piece_and_once(
    app: FormApp, applicant: Applicant, proxy: Proxy
) -> None:
    content = pdf(700_000)
    app.context.set_offline(True)
    app.open_section("Insurance")
    app.add_certificate(content)
    expect(app.pill).to_contain_text("1 not sent")
    app.start_again()
    expect(app.question("insurance.public_liability")).to_contain_text("Waits to be sent")
    proxy.on(UPLOADS + "/", faults.reset_after_answer, times=2)
    app.context.set_offline(False)
    app.nudge()
    app.expect_all_sent()

    expect(app.question("insurance.public_liability")).to_contain_text("With the council")
    [paper] = applicant.papers()
    assert (paper.file_name, paper.insurer) == ("certificate.pdf", "Farm Mutual")
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert app.stored("files") == []
    sent = [each for each in proxy.of(UPLOADS + "/") if each.method == "PUT"]
    assert len(sent) <= 3 + 2, "each piece once, and again only where the answer was lost"


def test_a_file_that_is_not_what_it_says_stays_on_the_phone_with_what_is_wrong(
    app: FormApp, applicant: Applicant
) -> None:
    app.open_section("Insurance")
    app.add_certificate(WEB_PAGE)

    question = app.question("insurance.public_liability")
    expect(question).to_contain_text("Not accepted")
    question.get_by_role("button", name="Take this file out").click()
    expect(question).not_to_contain_text("certificate.pdf")
    assert applicant.papers() == []


def test_a_full_phone_says_not_saved_and_keeps_what_was_typed(app: FormApp) -> None:
    app.open_section("Your organisation")
    app.page.evaluate(_NO_ROOM)
    field = app.question(NAME).get_by_label("Legal name")
    field.fill("New Leaf Ltd")
    field.blur()

    expect(app.question(NAME).get_by_role("alert")).to_contain_text("NOT saved")
    assert app.typed(NAME) == "New Leaf Ltd"
    app.page.evaluate("() => { IDBObjectStore.prototype.put = globalThis.realPut; }")
    app.question(NAME).get_by_role("button", name="Try again").click()
    expect(app.note(NAME)).to_contain_text("Saved on this phone")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_screens_of_forms(app: FormApp, width: int) -> None:
    app.page.set_viewport_size({"width": width, "height": 800})
    faults = {"forms": faults_of(app.page)}
    for section in EDITION_2026.sections:
        app.open_section(section.title)
        if section.key == "organisation":
            app.type(EMAIL, "jo at newleaf")
            expect(app.question(EMAIL).get_by_role("alert")).to_contain_text("email address")
        faults[section.key] = faults_of(app.page)
    app.page.get_by_role("link", name="All sections").click()
    expect(app.page.locator('[data-part="form-sections"]')).to_be_visible()
    faults["sections"] = faults_of(app.page)

    assert {screen: found for screen, found in faults.items() if found} == {}


def test_a_reviews_contact_answers_by_a_one_time_link_and_without_signal(
    county: County, new_context: Callable[[], BrowserContext], proxy: Proxy
) -> None:
    asked = asked_provider(county)
    contact = FormApp(new_context(), proxy.url)
    contact.page.goto(f"{proxy.url}/review/{asked.token}")
    contact.page.get_by_role("button", name="Start").click()
    contact.page.get_by_role("link", name="Fill this in on your phone or tablet").click()
    contact.set_up()
    contact.context.set_offline(True)
    contact.open_section("Your organisation and how you work")
    contact.type("review.placed_by", "Two schools in Witney")
    contact.type("review.pupils", "4")
    contact.open_section("Insurance")
    contact.add_certificate(pdf(5_000))
    expect(contact.pill).to_contain_text("3 not sent")
    contact.context.set_offline(False)
    contact.nudge()
    contact.expect_all_sent()

    assert asked.form.answers() == {"review.placed_by": "Two schools in Witney", "review.pupils": 4}
    assert [each.file_name for each in asked.form.papers()] == ["certificate.pdf"]
    contact.page.goto(f"{proxy.url}/own-review/processes")
    expect(contact.page.get_by_label("How many pupils are with you now?")).to_have_value("4")


def test_staff_without_forms_are_not_shown_any(
    new_context: Callable[[], BrowserContext], proxy: Proxy, farm: Farm, ledger: Ledger
) -> None:
    phone = PhoneApp(new_context(), proxy.url, farm, ledger).enrol(farm.staff)

    expect(phone.page.get_by_role("link", name="Forms to fill in")).to_be_hidden()
    phone.page.goto(f"{proxy.url}/app/#forms")
    phone.expect_register()
