"""Every page in a real browser, narrow and wide: axe finds nothing, and nothing runs off the side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import read_settings
from portal.models import (
    Application,
    Device,
    LinkPurpose,
    ListingStatus,
    OneTimeLink,
    Provider,
    User,
)
from tests.browser.setting.axe import faults_of
from tests.browser.setting.demo import copy_of, let_sign_in, open_browser, records_of, sign_in
from tests.browser.setting.moment import MORNING, Moment
from tests.browser.setting.server import Server
from tests.browser.setting.walk import Walk

WIDTHS = (360, 1280)
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
TOKEN = "t" * 43
REVIEW_TOKEN = "r" * 43
PEOPLE = [
    "staff@hillfarm.example",
    "lead@hillfarm.example",
    "attendance@oakfield.example",
    "head@oakfield.example",
    "governor@oakfield.example",
    "access@county.example",
    "virtualhead@county.example",
    "quality@county.example",
    "procurement@county.example",
    "admin@county.example",
    "parent@home.example",
    "apply@newleaf.example",
    "lead@tidemark.example",
]
# Reached by sending a form, by a letter, or from a record in one state only. `{…}` is found in the
# demonstration.
ALSO = {
    "lead@hillfarm.example": [
        "/registers/2026-11-24/am/finish",
        "/registers/2026-11-24/am/cancel",
        "/registers/2026-11-24/am/add",
    ],
    "virtualhead@county.example": ["/registers/1/2026-11-23/am/statement"],
    "quality@county.example": ["/applications/{asked}/carry-on"],
    "procurement@county.example": [
        "/applications/{recommended}/agree",
        "/catalogue/compare?id={listed}",
    ],
    "admin@county.example": ["/imports/term-dates/paste"],
    "head@oakfield.example": ["/absences/"],
}
# What stands on these, and where they lead, depends on who looks.
SEVERAL_FACES = {
    "home.start",
    "absences.queue",
    "applications.show_own",
    "catalogue.show_entry",
    "evidence.show_document",
    "evidence.show_pack",
    "phones.list_phones",
    "placements.list_placements",
    "placements.pupil_page",
    "reviews.list_reviews",
    "reviews.show_review",
    "catalogue.search",
}
NOT_PAGES = {
    "offline.app_blank_form",
    "offline.app_shell",
    "offline.service_worker",
    "offline.web_manifest",
    "offline.health",
    "offline_api.enrolment",
    "uploads_api.show_upload",
    "imports.download_sample",
    "imports.preview_file",
    "applications.letter",
    "catalogue.download_csv",
    "catalogue.download_spreadsheet",
    "catalogue_api.list_entries",
    "catalogue_api.openapi",
    "evidence.download_file",
    "reviews.unregistered_pdf",
    "registers.due_register",
}


@pytest.fixture(scope="module")
def site(
    demo_instance: Path, tmp_path_factory: pytest.TempPathFactory, moment: Moment
) -> Iterator[Server]:
    """The demonstration county on a real server."""
    server = copy_of(demo_instance, tmp_path_factory.mktemp("pages") / "demo", moment)
    with records_of(server) as session:
        _add_links_and_a_phone(session)
        let_sign_in(session, "lead@tidemark.example")
    server.start()
    yield server
    server.stop()


def _add_links_and_a_phone(session: Session) -> None:
    staff = _person(session, "staff@hillfarm.example")
    contact = _person(session, "ottilie@ferrygate.example")
    farm = session.scalars(select(Provider).where(Provider.name.startswith("Hill Farm"))).one()
    session.add_all(
        [
            _link(staff, LinkPurpose.INVITATION, TOKEN),
            _link(contact, LinkPurpose.DESK_TOP_REVIEW, REVIEW_TOKEN),
            Device(
                id=uuid4(),
                provider_id=farm.id,
                name="Office tablet",
                public_key=b"x",
                enrolled_at=MORNING,
                expires_at=MORNING + timedelta(days=90),
                ends_at=MORNING + timedelta(days=180),
            ),
        ]
    )


def _person(session: Session, email: str) -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def _link(user: User, purpose: LinkPurpose, token: str) -> OneTimeLink:
    return OneTimeLink(
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        purpose=purpose,
        user_id=user.id,
        created_at=MORNING,
        expires_at=MORNING + timedelta(days=7),
    )


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Only to know which address is which page."""
    folder = tmp_path_factory.mktemp("addresses")
    return create_app(read_settings({"PORTAL_ENV": "test", "PORTAL_INSTANCE": str(folder)}))


@pytest.fixture(scope="module")
def walk(app: Flask, site: Server) -> Walk:
    return Walk(app, site.url)


def keep_screenshot(page: Page, name: str, width: int) -> None:
    """For a person to look at; the folder is not in git."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)


def visit_all(
    browser: Browser, walk: Walk, site: Server, email: str, skip: frozenset[str]
) -> dict[str, list[str]]:
    """The faults of every page that this person meets, by width and address."""
    with open_browser(browser, WIDTHS[0]) as context:
        page = context.new_page()
        sign_in(page, site, email)
        also = [path.format_map(_records(site)) for path in ALSO.get(email, [])]
        return visit(page, walk, email.split("@")[0], skip, also)


def _records(site: Server) -> dict[str, UUID | int]:
    """An application in each state, by the state, and a listed provider."""
    with records_of(site) as session:
        found = session.execute(select(Application.state, Application.id)).all()
        listed = select(Provider.id).where(Provider.listing == ListingStatus.LISTED).limit(1)
        return {
            "listed": session.scalars(listed).one(),
            **{row.state.value: row.id for row in found},
        }


def visit(
    page: Page, walk: Walk, who: str, skip: frozenset[str], also: list[str]
) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for address in walk.pages(page, skip, also):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if found := faults_of(page):
                faults[f"{address} at {width}"] = found
            endpoint = (walk.endpoint_of(page.url) or "page").replace(".", "-")
            keep_screenshot(page, f"{endpoint}-{who}", width)
    return faults


def test_axe_finds_nothing_on_any_page_at_any_width(
    browser: Browser, walk: Walk, site: Server
) -> None:
    faults: dict[str, list[str]] = {}
    for email in PEOPLE:
        skip = frozenset((walk.met - SEVERAL_FACES) | NOT_PAGES)
        faults |= visit_all(browser, walk, site, email, skip)
    assert faults == {}


def test_axe_finds_nothing_on_the_pages_of_visitors(
    browser: Browser, walk: Walk, site: Server
) -> None:
    faults: dict[str, list[str]] = {}
    for width in WIDTHS:
        with open_browser(browser, width) as context:
            page = context.new_page()
            for path in (
                "/sign-in",
                "/forgotten-password",
                f"/set-password/{TOKEN}",
                "/apply",
                "/no-such-page",
            ):
                page.goto(site.url + path)
                walk.met.add(walk.endpoint_of(page.url) or "")
                if found := faults_of(page):
                    faults[f"{path} at {width}"] = found
                keep_screenshot(page, path.strip("/").split("/")[0], width)
    assert faults == {}


def test_axe_finds_nothing_on_the_pages_behind_the_link_of_a_review(
    browser: Browser, walk: Walk, site: Server
) -> None:
    with open_browser(browser, WIDTHS[0]) as context:
        page = context.new_page()
        page.goto(f"{site.url}/review/{REVIEW_TOKEN}")
        walk.met.add(walk.endpoint_of(page.url) or "")
        faults = {"the link": faults_of(page)}
        page.get_by_role("button", name="Start").click()
        page.wait_for_url("**/own-review")

        faults |= visit(page, walk, "contact", frozenset(walk.met | NOT_PAGES), ["/own-review"])

    assert {address: found for address, found in faults.items() if found} == {}


def test_every_page_of_the_site_was_met(walk: Walk, app: Flask) -> None:
    """A new page joins by being linked; one that no link leads to is named in ALSO."""
    kinds = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert kinds - walk.met - NOT_PAGES == set()


def test_an_import_preview_has_no_fault(browser: Browser, site: Server) -> None:
    with open_browser(browser, WIDTHS[0]) as context:
        page = context.new_page()
        sign_in(page, site, "admin@county.example")
        page.goto(f"{site.url}/imports/term-dates/")
        sample = context.request.get(f"{site.url}/imports/term-dates/file.csv").body()
        file = FilePayload(name="terms.csv", mimeType="text/csv", buffer=sample)
        page.locator("input[type=file]").set_input_files(file)
        with page.expect_navigation():
            page.get_by_role("button").filter(has_text="heck").first.click()

        assert faults_of(page) == []


@pytest.mark.parametrize("path", ["/registers/due", "/registers/", "/phones/"])
def test_the_providers_pages_work_without_javascript(
    browser: Browser, site: Server, path: str
) -> None:
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 800}
    ) as context:
        page = context.new_page()
        sign_in(page, site, "lead@hillfarm.example")
        page.goto(site.url + path)

        assert page.locator("h1").count() == 1


def test_the_queue_is_decided_by_keyboard_alone(browser: Browser, site: Server) -> None:
    with open_browser(browser, 1280) as context:
        page = context.new_page()
        sign_in(page, site, "head@oakfield.example")
        page.goto(f"{site.url}/absences/")
        first = page.locator("input[type=radio]").first
        first.focus()
        page.keyboard.press("Space")
        assert page.get_by_role("button", name="Save 1 decision").count() == 1
        page.get_by_role("button", name="Save 1 decision").focus()
        page.keyboard.press("Enter")

        expect(page.locator("main")).to_contain_text("1 decision saved")


def test_pages_work_at_200_percent(browser: Browser, site: Server) -> None:
    with browser.new_context(
        viewport={"width": 640, "height": 450}, device_scale_factor=2
    ) as context:
        page = context.new_page()
        sign_in(page, site, "attendance@oakfield.example")
        for path in ("/absences/", "/pupils/today", "/placements/"):
            page.goto(site.url + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
