"""The catalogue from end to end, on the demonstration county: who joins it, and what keeps it true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.catalogue.pdf import small_pdf
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import CheckItem
from portal.features.applications import service as application_service
from portal.models import (
    Application,
    ApplicationState,
    ItemVerdict,
    Provider,
)
from portal.services.forms.answers import Author
from tests.browser.pages.conftest import SignedIn
from tests.browser.setting.demo import (
    copy_of,
    let_sign_in,
    records_of,
    user_of,
)
from tests.browser.setting.moment import Moment
from tests.browser.setting.server import Server

SCHOOL = "attendance@oakfield.example"
QUALITY = "quality@county.example"
PROCUREMENT = "procurement@county.example"
APPLICANT = "lead@tidemark.example"
FARM = "lead@hillfarm.example"
IN_EIGHT_DAYS = timedelta(days=8)


@pytest.fixture(scope="module")
def site(
    demo_instance: Path, tmp_path_factory: pytest.TempPathFactory, moment: Moment
) -> Iterator[Server]:
    """The county, with an application ready to be decided."""
    server = copy_of(demo_instance, tmp_path_factory.mktemp("journeys") / "demo", moment)
    with records_of(server) as session:
        let_sign_in(session, APPLICANT, "lead@spokechain.example")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def in_eight_days(site: Server, moment: Moment) -> Iterator[None]:
    """The same server, eight days later."""
    _restart(site, moment.offset + IN_EIGHT_DAYS)
    yield
    _restart(site, moment.offset)


def _restart(server: Server, offset: timedelta) -> None:
    server.stop()
    server.environment["PORTAL_CLOCK_OFFSET"] = str(offset.total_seconds())
    server.start()


def open_item(page: Page, provider: str, item: CheckItem) -> None:
    """An officer opens the section of an application in which the item is checked."""
    page.get_by_role("link", name=re.compile("^Applications")).click()
    page.get_by_role("link", name=provider, exact=True).click()
    section = EDITION_2026.section(item.section)
    assert section is not None
    page.get_by_role("link", name=section.title, exact=True).click()


def test_the_council_asks_and_the_answer_comes_back_beside_the_item(signed_in: SignedIn) -> None:
    item = next(each for each in EDITION_2026.items if each.key == "offer.staffing_levels")
    officer = signed_in(PROCUREMENT)
    open_item(officer, "Spoke and Chain", item)
    officer.get_by_role("button").filter(has_text=f"Check: {item.text}").click()
    officer.get_by_label("Ask the provider").check()
    officer.get_by_label("Note, or the question").fill("Who is there on Fridays?")
    officer.get_by_role("button", name="Save").click()
    expect(officer.get_by_role("main")).to_contain_text("Not answered yet")

    provider = signed_in("lead@spokechain.example")
    expect(provider.get_by_role("main")).to_contain_text("The council has 1 question")
    provider.get_by_role("link", name="Go to your application").click()
    provider.get_by_role("button").filter(has_text="Who is there on Fridays?").click()
    provider.get_by_label("Your answer").fill("Piotr and Lorcan, both all day.")
    provider.get_by_role("button", name="Send the answer").click()
    expect(provider.get_by_role("main")).to_contain_text("Your answers have been sent")

    open_item(officer, "Spoke and Chain", item)
    expect(officer.get_by_role("region", name=item.text)).to_contain_text(
        "Answered: Piotr and Lorcan, both all day."
    )


def test_two_people_approve_a_provider_and_it_appears_in_the_catalogue(
    signed_in: SignedIn, site: Server, moment: Moment
) -> None:
    with records_of(site) as session:
        check_every_item(session, "Tidemark Boxing", moment)
    school = signed_in(SCHOOL)
    search(school, "boxing")
    expect(school.get_by_role("main")).to_contain_text("0 providers found")

    first = signed_in(QUALITY)
    open_application(first, "Tidemark Boxing")
    first.get_by_role("button", name="Recommend a decision").click()
    first.get_by_label("Approve", exact=True).check()
    first.get_by_label("Reasons").fill("Every item is met.")
    first.get_by_role("button", name="Recommend").click()
    expect(first.get_by_role("main")).to_contain_text("somebody who did not recommend must agree")
    expect(first.get_by_role("button", name="Agree, or send back")).to_have_count(0)

    second = signed_in(PROCUREMENT)
    open_application(second, "Tidemark Boxing")
    second.get_by_role("button", name="Agree, or send back").click()
    second.get_by_label("Yes, I agree").check()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("main")).to_contain_text("The decision stands")

    search(school, "boxing")
    school.get_by_role("link", name="Tidemark Boxing").click()
    expect(school.get_by_role("heading", level=1)).to_have_text("Tidemark Boxing")
    expect(fact(school, "Sites")).to_contain_text("3 Foundry Street, Wexcombe, XC2 1TB")
    provider = signed_in(APPLICANT)
    expect(provider.get_by_role("main")).to_contain_text("Nobody is expected")


def open_application(page: Page, provider: str) -> None:
    page.get_by_role("link", name=re.compile("^Applications")).click()
    page.get_by_role("link", name=provider, exact=True).click()


def check_every_item(session: Session, provider: str, moment: Moment) -> None:
    """The provider has answered what was asked, and the quality officer finds every item met."""
    application = session.scalars(
        select(Application)
        .join(Provider, Provider.id == Application.provider_id)
        .where(Provider.name == provider, Application.state == ApplicationState.ASKED)
    ).one()
    lead = Author(user_of(session, APPLICANT).id, moment.now())
    for question in application_service.open_questions(session, application):
        application_service.answer_question(session, application, question, "The lead.", lead)
    officer = Author(user_of(session, QUALITY).id, moment.now())
    for item in EDITION_2026.items:
        application_service.check_item(session, application, item, ItemVerdict.MET, "", officer)


def search(page: Page, words: str) -> None:
    page.get_by_role("link", name=re.compile("^Catalogue")).click()
    page.get_by_label("Words").fill(words)
    page.get_by_role("button", name="Search").click()


def fact(page: Page, label: str) -> Locator:
    """What the entry says under a label."""
    rows = page.locator(".govuk-summary-list__row")
    return rows.filter(has=page.locator("dt", has_text=re.compile(f"^{label}$"))).locator("dd")


def open_entry(page: Page, name: str) -> None:
    search(page, name)
    page.get_by_role("link", name=name, exact=True).click()


def test_a_certificate_lapses_and_the_entry_shows_it_until_it_is_renewed(
    signed_in: SignedIn, in_eight_days: None, moment: Moment
) -> None:
    school = signed_in(SCHOOL)
    open_entry(school, "Hill Farm Learning")
    lapsed = "Public liability insurance: ran out on 1 December 2026"
    expect(fact(school, "Documents that have run out")).to_contain_text(lapsed)
    expect(fact(school, "Insurance")).not_to_contain_text("Public liability")

    renew(signed_in(FARM), "Public liability insurance", moment.now().date() + IN_EIGHT_DAYS)

    school.reload()
    expect(fact(school, "Documents that have run out")).not_to_contain_text("Public liability")
    expect(fact(school, "Insurance")).to_contain_text("Public liability insurance, £10 million")


def renew(provider: Page, kind: str, today: date) -> None:
    """Upload the new document from the provider's own list."""
    provider.get_by_role("link", name=re.compile("^Evidence")).click()
    provider.get_by_role("link").filter(has_text=f"Upload the new one: {kind}").click()
    file = FilePayload(name="new.pdf", mimeType="application/pdf", buffer=small_pdf([kind]))
    provider.get_by_label("File").set_input_files(file)
    provider.get_by_label("Date of issue").fill(today.isoformat())
    provider.get_by_label("Last day").fill((today + timedelta(days=364)).isoformat())
    provider.get_by_label("No: claims of abuse are covered").check()
    provider.get_by_role("button", name="Save").click()
    provider.wait_for_url("**/evidence/**")


def test_the_spreadsheet_equals_the_pages(signed_in: SignedIn, site: Server) -> None:
    page = signed_in(SCHOOL)
    page.get_by_role("link", name=re.compile("^Catalogue")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="spreadsheet (XLSX)").click()
    sheet = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet is not None
    headers, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    addresses = page.locator("h3 a").evaluate_all("links => links.map((link) => link.href)")

    assert len(rows) == len(addresses) >= 12
    pages = [page_of(page, address) for address in addresses]
    said = {shown["Provider"]: shown for shown in pages}
    assert {str(row[0]): as_shown(headers, row) for row in rows} == said


def page_of(page: Page, address: str) -> dict[str, str]:
    """What the page of an entry says, by label."""
    page.goto(address)
    rows = page.locator(".govuk-summary-list__row").evaluate_all(
        """rows => rows.map((row) => [...row.children].map(
            (each) => each.innerText.split("\\n").join("; ")))"""
    )
    return {"Provider": page.locator("h1").inner_text(), **dict(rows)}


def as_shown(headers: list[Any], row: list[Any]) -> dict[str, str]:
    """A line of the spreadsheet in the words of the page: money with pounds and pence."""
    return {
        label: f"£{value:,.2f}" if label.startswith("Price") else str(value)
        for label, value in zip(headers, row, strict=True)
    }
