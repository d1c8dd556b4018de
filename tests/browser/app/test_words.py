"""The phone app in a language that nobody speaks: every word of its scripts comes from a module of words."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.setup.node import prepare_node
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import Moment
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.releases import Publisher
from tests.browser.setting.server import Server

PSEUDO = Path(__file__).resolve().parents[2] / "js" / "pseudo.mjs"
TEXTS_ON_THE_PAGE = """
() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(node.parentElement.tagName)) {
      texts.push(node.data.trim());
    }
  }
  return [document.title, ...texts].filter((text) => text !== "");
}
"""
TEXTS_OF_THE_SHELL = """
async () => {
  const html = await (await fetch("/app/")).text();
  const shell = new DOMParser().parseFromString(html, "text/html");
  const texts = [];
  const add = (root) => {
    const walker = shell.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      texts.push(node.data.trim());
    }
  };
  add(shell.body);
  shell.querySelectorAll("template").forEach((template) => add(template.content));
  const messages = [...shell.querySelectorAll("form")].flatMap((form) => Object.values(form.dataset));
  return [...texts, ...messages];
}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release whose every word stands between ⟦ and ⟧."""
    folder = tmp_path_factory.mktemp("static") / "portal"
    publisher = Publisher(folder)
    subprocess.run([prepare_node().program, PSEUDO, folder / "js"], check=True)
    return publisher.publish().built


@pytest.fixture
def server(tmp_path: Path, blank_database: Path, moment: Moment, built: Path) -> Iterator[Server]:
    server = Server(tmp_path, moment.offset)
    shutil.copy(blank_database, server.instance)
    server.environment["PORTAL_BUILT"] = str(built)
    server.start(workers=1)
    yield server
    server.stop()


@pytest.fixture
def county(server: Server, moment: Moment) -> Iterator[County]:
    county = County(server.database_url, moment.now())
    yield county
    county.close()


class Reader:
    """Reads a page for words that are neither translated, nor the shell's own, nor of the county."""

    def __init__(self, page: Page, farm: Farm) -> None:
        self._page = page
        self._shell: set[str] = set(page.evaluate(TEXTS_OF_THE_SHELL))
        people = [person.name for person in (farm.staff, farm.lead)]
        self._known = sorted([farm.name, *farm.names, *people, "too ill"], key=len, reverse=True)

    def untranslated(self) -> list[str]:
        texts: list[str] = self._page.evaluate(TEXTS_ON_THE_PAGE)
        return [text for text in texts if text not in self._shell and self._words_left(text)]

    def _words_left(self, text: str) -> bool:
        rest = re.sub(r"⟦[^⟧]*⟧", "", text)
        for known in self._known:
            rest = rest.replace(known, "")
        return re.search(r"[^\W\d_]{2,}", rest) is not None


def test_every_word_of_the_screens_can_be_translated(
    new_context: Callable[[], BrowserContext], server: Server, farm: Farm, ledger: Ledger
) -> None:
    app = PhoneApp(new_context(), server.url, farm, ledger)
    app.sign_in(farm.staff, "/app/")
    page = app.page
    expect(page.locator("#phone-name")).to_be_visible()
    reader = Reader(page, farm)
    assert reader.untranslated() == []
    page.get_by_role("button", name="Set up this phone").click()
    expect(page.locator(".portal-pupil").first).to_be_visible()
    expect(page.locator("[data-part=title]")).to_contain_text("⟦")
    assert reader.untranslated() == []

    first, second = farm.names[:2]
    app.context.set_offline(True)
    app.touch(first, "Not here")
    app.touch(second, "Late")
    expect(page.locator("[data-part=saved-words]")).to_contain_text("⟦")
    expect(page.locator("[data-pill]")).to_contain_text("2")
    assert reader.untranslated() == []
    app.row(first).locator("[data-open]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert reader.untranslated() == []
    page.get_by_role("dialog").locator("[data-part=close]").click()
    page.locator("[data-part=finish]").click()
    expect(page.get_by_role("dialog")).to_contain_text("⟦")
    assert reader.untranslated() == []
    page.get_by_role("dialog").locator("[data-part=close]").click()
    page.locator("[data-part=add]").click()
    expect(page.get_by_role("dialog")).to_contain_text("⟦")
    assert reader.untranslated() == []
    page.get_by_role("dialog").locator("[data-part=close]").click()

    for screen in ("waiting", "phone"):
        page.evaluate("(screen) => { location.hash = screen; }", screen)
        expect(page.locator("main")).to_have_attribute("data-showing", screen)
        expect(page.locator("[data-part=title]")).to_contain_text("⟦")
        assert reader.untranslated() == []


def test_a_word_that_is_written_into_a_screen_is_found(
    new_context: Callable[[], BrowserContext], server: Server, farm: Farm, ledger: Ledger
) -> None:
    app = PhoneApp(new_context(), server.url, farm, ledger)
    app.sign_in(farm.staff, "/app/")
    expect(app.page.locator("#phone-name")).to_be_visible()
    reader = Reader(app.page, farm)
    app.page.evaluate(
        "() => { document.querySelector('[data-part=subtitle]').textContent = 'Hello there'; }"
    )
    assert reader.untranslated() == ["Hello there"]
