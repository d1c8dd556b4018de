"""Enter in a text box, in a real browser: it saves, and never presses a button that does more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.models import LongForm
from portal.services.forms.answers import Author, NewAnswer, save_answers
from tests.browser.setting.applicants import AskedProvider, asked_provider
from tests.browser.setting.county import County
from tests.browser.setting.proxy import Proxy

NAME = "organisation.legal_name"
OWNERS = "organisation.owners"
PEOPLE = [{"name": "Ada", "position": "Director"}, {"name": "Ben", "position": "Trustee"}]


@pytest.fixture
def asked(county: County) -> AskedProvider:
    """A review in which two owners are named already."""
    asked = asked_provider(county)
    with county.changing() as build:
        by = Author(asked.form.lead.user_id, build.now)
        long_form = build.session.get_one(LongForm, asked.form.document)
        owners = NewAnswer(OWNERS, PEOPLE, 0, by)
        save_answers(build.session, long_form, [owners], build.now)
    return asked


@pytest.fixture
def page(new_context: Callable[[], BrowserContext], proxy: Proxy, asked: AskedProvider) -> Page:
    """The first part of the review, opened by the contact's link."""
    page = new_context().new_page()
    page.goto(f"{proxy.url}/review/{asked.token}")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/own-review")
    page.goto(f"{proxy.url}/own-review/processes")
    return page


@pytest.mark.parametrize("label", ["Legal name", "Postcode for letters"])
def test_enter_in_a_review_saves_and_leaves_every_owner(
    page: Page, asked: AskedProvider, label: str
) -> None:
    page.get_by_label("Legal name").fill("Quiet Barn Ltd")
    page.get_by_label(label, exact=True).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Insurance")
    assert asked.form.answers() == {NAME: "Quiet Barn Ltd", OWNERS: PEOPLE}


def test_enter_in_the_row_of_an_owner_changes_that_row_only(
    page: Page, asked: AskedProvider
) -> None:
    row = page.get_by_role("group", name="Person 2")
    row.get_by_label("Name").fill("Benedict")
    row.get_by_label("Name").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Insurance")
    assert asked.form.answers() == {OWNERS: [PEOPLE[0], {**PEOPLE[1], "name": "Benedict"}]}


def test_the_button_of_a_row_still_takes_it_out(page: Page, asked: AskedProvider) -> None:
    page.get_by_role("button", name="Take out person 1").click()

    expect(page.get_by_label("Name", exact=True)).to_have_value("Ben")
    assert asked.form.answers() == {OWNERS: PEOPLE[1:]}
