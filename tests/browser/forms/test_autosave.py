"""A long form on an ordinary page saves itself while it is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.setting.applicants import Applicant, applying_provider
from tests.browser.setting.county import County
from tests.browser.setting.proxy import Proxy
from tests.build import PASSWORD

NAME = "organisation.legal_name"


@pytest.fixture
def applicant(county: County) -> Applicant:
    return applying_provider(county)


@pytest.fixture
def page(new_context: Callable[[], BrowserContext], proxy: Proxy, applicant: Applicant) -> Page:
    """The first section, opened by the lead on a laptop."""
    address = f"/application/{applicant.document}/organisation"
    page = new_context().new_page()
    page.goto(f"{proxy.url}/sign-in?next={address}")
    page.get_by_label("Email address").fill(applicant.lead.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{proxy.url}{address}")
    return page


def test_leaving_without_pressing_the_button_loses_nothing(
    page: Page, applicant: Applicant
) -> None:
    page.get_by_label("Legal name").fill("New Leaf Ltd")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Saved")
    page.get_by_label("Name that people know you by").fill("The Leaf")
    page.get_by_label("Name that people know you by").blur()
    page.wait_for_function(
        "() => /^[^0]/.test(document.getElementsByName('organisation.trading_name~base')[0].value)"
    )
    page.goto("about:blank")

    assert applicant.answers() == {NAME: "New Leaf Ltd", "organisation.trading_name": "The Leaf"}


def test_without_a_connection_it_says_so_and_saves_when_there_is_one_again(
    page: Page, applicant: Applicant
) -> None:
    page.context.set_offline(True)
    page.get_by_label("Legal name").fill("New Leaf Ltd")
    page.get_by_label("Legal name").blur()
    expect(page.locator("[data-autosave-note]")).to_contain_text("Not saved yet")

    page.context.set_offline(False)

    expect(page.locator("[data-autosave-note]")).to_contain_text("Saved", timeout=30_000)
    assert applicant.answers() == {NAME: "New Leaf Ltd"}


def test_the_button_still_goes_on_after_what_was_saved_by_itself(
    page: Page, applicant: Applicant
) -> None:
    page.get_by_label("Legal name").fill("New Leaf")
    expect(page.locator("[data-autosave-note]")).to_contain_text("Saved")
    page.get_by_label("Legal name").fill("New Leaf Ltd")
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your sites")
    assert applicant.answers() == {NAME: "New Leaf Ltd"}
