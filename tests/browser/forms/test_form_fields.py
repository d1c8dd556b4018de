"""The fields of a form on the phone, while somebody types, listens or goes on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.adapters.files.samples import pdf
from tests.browser.setting.applicants import Applicant, applying_provider
from tests.browser.setting.county import County
from tests.browser.setting.form_app import FormApp
from tests.browser.setting.proxy import Proxy

NAME = "organisation.legal_name"
EMAIL = "organisation.contact_email"
_COUNT_CHANGES = """(alert) => {
  alert.changes = 0;
  new MutationObserver((seen) => { alert.changes += seen.length; })
    .observe(alert, { childList: true, subtree: true });
}"""
_HOLD_THE_QUESTIONS = """() => new Promise((done) => {
  const real = globalThis.fetch;
  globalThis.fetch = (url, options) => String(url).includes("/app/forms/")
    ? new Promise((go) => { globalThis.letGo = () => go(real(url, options)); })
    : real(url, options);
  indexedDB.open("portal").onsuccess = ({ target }) => {
    const step = target.result.transaction("forms", "readwrite");
    step.objectStore("forms").clear();
    step.oncomplete = () => { target.result.close(); done(); };
  };
})"""


@pytest.fixture
def applicant(county: County) -> Applicant:
    return applying_provider(county)


@pytest.fixture
def app(new_context: Callable[[], BrowserContext], proxy: Proxy, applicant: Applicant) -> FormApp:
    return FormApp(new_context(), proxy.url).sign_in(applicant.lead).set_up()


def test_a_text_is_not_spelled_anew_under_the_hands_of_whoever_types_it(
    app: FormApp, applicant: Applicant
) -> None:
    app.open_section("Your organisation")
    field = app.question(NAME).get_by_label("Legal name")
    field.press_sequentially("New Leaf ")
    expect(app.note(NAME)).to_contain_text("Saved on this phone")
    app.expect_all_sent()
    assert applicant.answers()[NAME] == "New Leaf"
    app.page.wait_for_timeout(300)
    field.press_sequentially("Ltd")
    field.blur()

    expect(app.note(NAME)).to_contain_text("Sent")
    assert app.typed(NAME) == applicant.answers()[NAME] == "New Leaf Ltd"


def test_what_is_wrong_is_read_out_once_and_belongs_to_its_field(app: FormApp) -> None:
    app.open_section("Your organisation")
    app.type(EMAIL, "jo at newleaf")
    alert = app.question(EMAIL).get_by_role("alert")
    expect(alert).to_contain_text("email address")
    alert.evaluate(_COUNT_CHANGES)
    app.type(NAME, "New Leaf Ltd")
    app.expect_all_sent_but_one()

    field = app.question(EMAIL).locator("input:not([type=hidden])")
    expect(field).to_have_accessible_description(re.compile("email address, like"))
    expect(field).to_have_attribute("aria-invalid", "true")
    assert alert.evaluate("(alert) => alert.changes") == 0


def test_whoever_goes_on_while_a_form_is_drawn_is_not_taken_back(app: FormApp) -> None:
    app.page.locator('[data-part="forms-list"] a').first.click()
    app.page.evaluate(_HOLD_THE_QUESTIONS)
    app.page.locator('[data-part="form-sections"] a').first.click()
    app.page.wait_for_function("() => globalThis.letGo !== undefined")

    app.page.evaluate("() => { location.hash = '#waiting'; }")
    expect(app.page.get_by_role("heading", level=1)).to_have_text("Waiting to be sent")
    app.page.evaluate("() => letGo()")
    app.wait_for_questions()
    app.page.wait_for_timeout(300)

    expect(app.page.locator("#main")).to_have_attribute("data-showing", "waiting")


def test_a_document_that_is_kept_twice_at_once_waits_once(app: FormApp) -> None:
    app.open_section("Your organisation")
    app.context.set_offline(True)
    question = app.page.locator("[data-evidence]").first
    question.get_by_text("Add a document").click()
    paper = {"name": "accounts.pdf", "mimeType": "application/pdf", "buffer": pdf(5_000)}
    question.get_by_label("File", exact=True).set_input_files(paper)  # type: ignore[arg-type]
    question.locator("form").evaluate("(form) => { form.requestSubmit(); form.requestSubmit(); }")

    expect(question.locator('[data-part="held"] li')).to_have_text(re.compile("accounts.pdf"))
    assert len(app.stored("files")) == 1
