"""The phone app in Chromium on a slow phone and a slow line, against the real server."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.bench.rows import Row, percentile
from tests.bench.slow_phone import LATENCY_MS, Opening, SlowPage
from tests.browser.setting.chromium import PHONE, KillableChromium, launch
from tests.browser.setting.county import County, Farm
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import Moment, move_clock
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.server import Server
from tests.build import PASSWORD

TIMES = 5
BETWEEN_TAPS_MS = 400
CONTACT_MS = 80  # a finger rests so long; a press of no length is not one that anybody makes
LOWEST = 700  # above the buttons at the foot


@dataclass(frozen=True)
class Stage:
    """A server, a provider with ten pupils, and a browser."""

    playwright: Playwright
    browser: Browser
    server: Server
    county: County
    moment: Moment
    folder: Path

    @property
    def app(self) -> str:
        return f"{self.server.url}/app/"

    @contextmanager
    def phone(self) -> Iterator[BrowserContext]:
        """A phone that was just taken out of its box."""
        context = self.browser.new_context(viewport=PHONE, locale="en-GB", has_touch=True)
        move_clock(context, self.moment.offset)
        yield context
        context.close()

    @contextmanager
    def phone_in_use(self) -> Iterator[PhoneApp]:
        """A phone that is set up and starts without a connection."""
        with self.phone() as context:
            app = PhoneApp(context, self.server.url, self.county.farm(), Ledger())
            app.enrol(app.farm.staff)
            yield app


def measure() -> list[Row]:
    with _stage() as stage:
        first = [_first_visit(stage) for _ in range(TIMES)]
        empty = [_first_visit_of_a_phone_in_use(stage) for _ in range(TIMES)]
        second = [_second_visit(stage) for _ in range(TIMES)]
        cold = [_cold_start_offline(stage, number) for number in range(TIMES)]
        taps = _taps(stage)
        waits = [_finish_to_sent(stage) for _ in range(TIMES)]
    return [
        _opening("First visit at 400 kbit/s, 400 ms, CPU 4 ×, set-up and all", first, 2.0),
        _opening("  the same for a phone that is set up and lost its files", empty, 2.0),
        _opening("Second visit at 400 kbit/s, 400 ms, CPU 4 ×", second, 0.35),
        Row("  bytes over the network", max(each.bytes for each in second), "B", bar=0),
        Row(
            "Tap to durable, CPU 6 ×, p95", percentile(taps, 95), "ms", bar=50, detail=_spread(taps)
        ),
        Row("Cold start offline, CPU 6 ×", median(cold) / 1000, "s", bar=1.0, detail=_spread(cold)),
        Row(
            "Finish to “Sent” at 50 kB/s, 400 ms, beyond one round trip",
            median(waits) - LATENCY_MS,
            "ms",
            bar=500,
            detail=_spread(waits),
        ),
    ]


@contextmanager
def _stage() -> Iterator[Stage]:
    moment = Moment.morning()
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        sync_playwright() as playwright,
    ):
        server = Server(Path(folder) / "server", moment.offset)
        server.instance.mkdir(exist_ok=True)
        server.run("db", "upgrade")
        server.start()
        county = County(server.database_url, moment.now())
        browser = launch(playwright)
        try:
            yield Stage(playwright, browser, server, county, moment, Path(folder))
        finally:
            browser.close()
            county.close()
            server.stop()


def _sign_in(stage: Stage, context: BrowserContext, farm: Farm) -> None:
    page = context.new_page()
    page.goto(f"{stage.server.url}/sign-in")
    page.get_by_label("Email address").fill(farm.staff.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.close()


def _first_visit(stage: Stage) -> Opening:
    """Nothing of the app is in the browser; “Set up this phone” is pressed as soon as it appears."""
    with stage.phone() as context:
        _sign_in(stage, context, stage.county.farm())
        return SlowPage(context).slow_down(4).open(stage.app)


def _first_visit_of_a_phone_in_use(stage: Stage) -> Opening:
    """Its records are there, and every file of the app must come again."""
    with stage.phone_in_use() as app:
        app.page.close()
        cleaner = app.context.new_page()
        cleaner.goto(f"{stage.server.url}/healthz")
        cdp = app.context.new_cdp_session(cleaner)
        cdp.send(
            "Storage.clearDataForOrigin",
            {"origin": stage.server.url, "storageTypes": "service_workers,cache_storage"},
        )
        cdp.send("Network.clearBrowserCache")
        cleaner.close()
        return SlowPage(app.context).slow_down(4).open(stage.app)


def _second_visit(stage: Stage) -> Opening:
    with stage.phone_in_use() as app:
        app.page.close()
        return SlowPage(app.context).slow_down(4).open(stage.app)


def _cold_start_offline(stage: Stage, number: int) -> float:
    """The browser itself starts anew, with its profile and without a network."""
    chromium = KillableChromium(
        stage.playwright, stage.folder / f"profile-{number}", stage.moment.offset
    )
    context = chromium.start()
    app = PhoneApp(context, stage.server.url, stage.county.farm(), Ledger())
    app.enrol(app.farm.staff)
    chromium.kill()
    context = chromium.start()
    try:
        page = SlowPage(context)
        context.set_offline(True)
        return page.slow_down(6, line=False).open(stage.app).milliseconds
    finally:
        chromium.kill()


_TIME_TAPS = """
() => {
  globalThis.taps = [];
  let began = 0;
  addEventListener("click", (event) => { began = event.timeStamp; }, true);
  new MutationObserver((changes) => {
    for (const { target, oldValue } of changes) {
      if (target.dataset.state !== oldValue) {
        taps.push(performance.now() - began);
      }
    }
  }).observe(document.body, {
    subtree: true, attributeFilter: ["data-state"], attributeOldValue: true,
  });
}
"""


def _taps(stage: Stage) -> list[float]:
    """Milliseconds from when the finger lifts until the mark is on the disk and its row says so."""
    chromium = KillableChromium(stage.playwright, stage.folder / "taps", stage.moment.offset)
    context = chromium.start()
    try:
        app = PhoneApp(context, stage.server.url, stage.county.farm(), Ledger())
        app.enrol(app.farm.staff)
        app.page.close()
        slow = SlowPage(context)
        slow.open(stage.app)
        slow.slow_down(6, line=False)
        slow.page.evaluate(_TIME_TAPS)
        for place in _places(slow.page) * 2:
            slow.page.mouse.click(*place, delay=CONTACT_MS)
            slow.page.wait_for_timeout(BETWEEN_TAPS_MS)
        times: list[float] = slow.page.evaluate("taps")
        return times
    finally:
        chromium.kill()


def _places(page: Page) -> list[tuple[float, float]]:
    """The middle of each choice of each row that needs no scrolling: all that are here, then …"""
    boxes = [
        box
        for choice in ("here", "not_here", "late")
        for row in page.locator(f"[data-placement] .portal-choice--{choice}").all()
        if (box := row.bounding_box()) and box["y"] + box["height"] < LOWEST
    ]
    return [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]


_TIME_SENT = """
() => new Promise((resolve) => {
  const button = document.querySelector('[data-part="finish"]');
  const pill = document.querySelector("[data-pill]");
  let began = 0;
  button.addEventListener("click", (event) => { began = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (began && pill.textContent.includes("All sent")) resolve(performance.now() - began);
  }).observe(pill, { childList: true, characterData: true, subtree: true });
  globalThis.isListening = true;
})
"""


def _finish_to_sent(stage: Stage) -> float:
    """Milliseconds from the tap on “Finish register”, once all ten are marked, until all is sent."""
    with stage.phone_in_use() as app:
        page = SlowPage(app.context)
        page.slow_down(1).open(stage.app)
        app.page.close()
        app.page = page.page
        app.mark_everyone_else_here()
        sent = app.page.evaluate_handle(f"() => ({{ promise: ({_TIME_SENT})() }})")
        app.finish()
        milliseconds: float = sent.evaluate("({ promise }) => promise")
        expect(app.pill).to_contain_text("All sent")
        return milliseconds


def _opening(name: str, openings: list[Opening], bar: float) -> Row:
    times = [each.milliseconds for each in openings]
    sizes = max(openings, key=lambda each: each.bytes)
    detail = f"{_spread(times)}, {sizes.requests} requests, {sizes.bytes:.0f} B"
    return Row(name, median(times) / 1000, "s", bar=bar, detail=detail)


def _spread(times: list[float]) -> str:
    return f"{min(times):.0f} to {max(times):.0f} ms"
