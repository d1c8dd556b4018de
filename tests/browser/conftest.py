"""One server, one county and one browser for all journeys; a network, a provider and phones for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.setting.chromium import PHONE, KillableChromium, launch
from tests.browser.setting.county import County, Farm, Person
from tests.browser.setting.demo import DEMO
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import Moment, move_clock
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import Proxy
from tests.browser.setting.server import Server

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def moment() -> Moment:
    return Moment.morning()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory, moment: Moment) -> Path:
    """An SQLite file with every table and no rows of a county."""
    blank = Server(tmp_path_factory.mktemp("blank"), moment.offset)
    blank.run("db", "upgrade")
    return blank.instance / "portal.sqlite"


@pytest.fixture(scope="session")
def demo_instance(tmp_path_factory: pytest.TempPathFactory, moment: Moment) -> Path:
    """A folder that holds the demonstration county, for modules to copy."""
    made = Server(tmp_path_factory.mktemp("county"), moment.offset, DEMO)
    made.run("portal", "prepare-demo")
    return made.instance


@pytest.fixture(scope="session")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, blank_database: Path, moment: Moment
) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"), moment.offset)
    shutil.copy(blank_database, server.instance)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_county(shared_server: Server, moment: Moment) -> Iterator[County]:
    county = County(shared_server.database_url, moment.now())
    yield county
    county.close()


@pytest.fixture
def server(shared_server: Server) -> Iterator[Server]:
    """The server; a test during which it wrote a traceback fails."""
    before = len(shared_server.tracebacks())
    yield shared_server
    assert shared_server.tracebacks()[before:] == []


@pytest.fixture
def county(shared_county: County, server: Server) -> County:
    return shared_county


@pytest.fixture
def farm(county: County) -> Farm:
    """Hill Farm with ten pupils this morning, apart from every other test's."""
    return county.farm()


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """The network, which is also the address that the browser knows."""
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def new_context(browser: Browser, moment: Moment) -> Iterator[Callable[[], BrowserContext]]:
    """Makes phones: each a browser context with storage of its own."""
    contexts: list[BrowserContext] = []

    def make() -> BrowserContext:
        context = browser.new_context(viewport=PHONE, locale="en-GB", has_touch=True)
        move_clock(context, moment.offset)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


NewPhone = Callable[..., PhoneApp]


@pytest.fixture
def new_phone(
    new_context: Callable[[], BrowserContext], proxy: Proxy, farm: Farm, ledger: Ledger
) -> NewPhone:
    """A phone set up for the provider's lead, or whoever is named."""

    def make(person: Person | None = None) -> PhoneApp:
        phone = PhoneApp(new_context(), proxy.url, farm, ledger)
        return phone.enrol(person or farm.lead)

    return make


@pytest.fixture
def phone(new_phone: NewPhone) -> PhoneApp:
    return new_phone()


@pytest.fixture
def own_server(tmp_path: Path, blank_database: Path, moment: Moment) -> Iterator[Server]:
    """A server of the test's own, to kill or to change."""
    server = Server(tmp_path / "server", moment.offset)
    server.instance.mkdir()
    shutil.copy(blank_database, server.instance)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def chromium(playwright: Playwright, tmp_path: Path, moment: Moment) -> Iterator[KillableChromium]:
    """A browser of the test's own, to kill."""
    chromium = KillableChromium(playwright, tmp_path / "profile", moment.offset)
    yield chromium
    chromium.kill()
