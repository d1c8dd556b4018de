"""People who are signed in to the site of the module."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.setting.demo import open_browser, sign_in
from tests.browser.setting.server import Server

SignedIn = Callable[[str], Page]


@pytest.fixture
def signed_in(browser: Browser, site: Server) -> Iterator[SignedIn]:
    """A browser of each person's own, signed in; every one is closed at the end."""
    contexts: list[BrowserContext] = []

    def make(email: str) -> Page:
        contexts.append(open_browser(browser, 1280))
        page = contexts[-1].new_page()
        sign_in(page, site, email)
        return page

    yield make
    for context in contexts:
        context.close()
