"""The phone app as a provider fills in a form with it: what can be typed, and what the screen says."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.setting.county import Person
from tests.browser.setting.phone_app import READ_STORE, WORKER_STARTS
from tests.build import PASSWORD

Json = dict[str, Any]


class FormApp:
    """A phone that holds a provider's forms."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.page = context.new_page()

    # Setting up and starting

    def sign_in(self, person: Person) -> FormApp:
        self.page.goto(f"{self.url}/sign-in?next=/app/")
        self.page.get_by_label("Email address").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        return self

    def set_up(self) -> FormApp:
        """Set the phone up, and wait until it can start, and show the questions, without signal."""
        self.page.get_by_role("button", name="Set up this phone").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Forms to fill in")
        assert self.page.evaluate(WORKER_STARTS), "the worker could not be installed"
        self.wait_for_questions()
        return self

    def wait_for_questions(self) -> None:
        while not self.stored("forms"):
            self.page.wait_for_timeout(50)

    def start_again(self) -> None:
        """Swipe the app away and start it from its icon."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto(f"{self.url}/app/")

    def new_tab(self) -> FormApp:
        tab = FormApp(self.context, self.url)
        tab.page.goto(self.page.url)
        return tab

    # What a person does

    def open_section(self, title: str) -> None:
        """From the list of forms, or from wherever the sections are linked."""
        if self.page.get_by_role("link", name="All sections").is_visible():
            self.page.get_by_role("link", name="All sections").click()
        else:
            self.page.locator('[data-part="forms-list"] a').first.click()
        self.page.locator('[data-part="form-sections"]').get_by_role("link", name=title).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def question(self, key: str) -> Locator:
        return self.page.locator(f'[data-answer="{key}"], [data-evidence][data-question="{key}"]')

    def type(self, key: str, text: str) -> None:
        """Type an answer and go on; it is saved on this phone."""
        field = self.question(key).locator("input:not([type=hidden]), textarea").first
        field.fill(text)
        field.blur()
        expect(self.note(key)).to_contain_text("Saved on this phone")

    def choose(self, key: str, words: str) -> None:
        self.question(key).get_by_label(words, exact=True).check()
        expect(self.note(key)).to_contain_text("Saved on this phone")

    def note(self, key: str) -> Locator:
        return self.question(key).locator(".portal-answer__note")

    def typed(self, key: str) -> str:
        return self.question(key).locator("input:not([type=hidden]), textarea").first.input_value()

    def add_paper(self, key: str, name: str, content: bytes, **details: str) -> None:
        """Keep a document on the phone to send; `details` by the labels of their fields."""
        question = self.question(key)
        question.get_by_text("Add a document").click()
        paper = {"name": name, "mimeType": "application/pdf", "buffer": content}
        question.get_by_label("File", exact=True).set_input_files(paper)  # type: ignore[arg-type]
        for label, value in details.items():
            field = question.get_by_label(label.replace("_", " "), exact=False).first
            field.check() if value == "check" else field.fill(value)
        question.get_by_role("button", name="Keep this document to send").click()
        expect(question.locator('[data-part="held"]')).to_contain_text(name)

    def add_certificate(self, content: bytes) -> None:
        """Keep the certificate of a public liability insurance to send, with all that is asked of it."""
        self.add_paper(
            "insurance.public_liability",
            "certificate.pdf",
            content,
            Date_of_issue="2026-09-01",
            Last_day="2027-08-31",
            Level_of_cover="10,000,000",
            Insurer="Farm Mutual",
            Policy_number="FM 1",
            claims_of_abuse_are_covered="check",
        )

    def nudge(self) -> None:
        """What the phone does when it notices a network."""
        self.page.evaluate("() => { dispatchEvent(new Event('online')); }")

    # What the screen says

    @property
    def pill(self) -> Locator:
        return self.page.locator("[data-pill]")

    def expect_all_sent(self) -> None:
        expect(self.pill).to_contain_text("All sent", timeout=30_000)

    def expect_all_sent_but_one(self) -> None:
        """Nothing waits any more, and one answer was not taken, which is never called all sent."""
        expect(self.pill).to_have_text("1 could not be sent", timeout=30_000)

    def stored(self, store: str) -> list[Json]:
        rows: list[Json] = self.page.evaluate(READ_STORE, ["portal", store])
        return rows
