"""A slow phone on a slow line: a Chromium page that notes when the register can be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.browser.setting.chromium import PHONE

LINE_BYTES = 50_000  # a second: 400 kbit/s
LATENCY_MS = 400
ROWS = 10
UNTIL_QUIET_MS = 1000
"""Making a tab keeps the browser busy for a while; a visit begins in one that is there already."""

USABLE = "Usable after"

# Tells the first moment at which every row can be tapped and has been painted, and presses
# "Set up this phone" as soon as it is there. It tells through the console, because asking the page
# from outside brings scripts into it that take longer than half of the app.
WATCH = f"""
(() => {{
  const find = (text) => document.querySelectorAll(text);
  function look() {{
    const submit = document.querySelector('[data-screen="set-up"]:not([hidden]) [type="submit"]');
    if (submit && !globalThis.wasSetUpAt) {{
      globalThis.wasSetUpAt = performance.now();
      submit.click();
    }}
    const rows = find('[data-screen="register"]:not([hidden]) fieldset[data-placement]:not(:disabled)');
    if (rows.length === {ROWS}) {{
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => console.debug("{USABLE}", performance.now())));
    }}
  }}
  const observer = new MutationObserver(look);
  observer.observe(document, {{ childList: true, subtree: true, attributes: true }});
}})();
"""


@dataclass(frozen=True)
class Opening:
    """How the app opened: milliseconds until usable, and what came over the network until then."""

    milliseconds: float
    requests: int
    bytes: float


class SlowPage:
    """One page, made slow, that listens to its own network."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.set_viewport_size(PHONE)
        self.page.wait_for_timeout(UNTIL_QUIET_MS)
        self._cdp: CDPSession = context.new_cdp_session(self.page)
        self._cdp.send("Network.enable")
        self._from_network: dict[str, float] = {}
        self._ended: list[tuple[float, float]] = []
        self._began = 0.0
        self._cdp.on("Network.requestWillBeSent", self._note_start)
        self._cdp.on("Network.responseReceived", self._note_answer)
        self._cdp.on("Network.loadingFinished", self._note_end)

    def _note_start(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Document" and not self._began:
            self._began = event["timestamp"]

    def _note_answer(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if not answer.get("fromServiceWorker") and not answer.get("fromDiskCache"):
            self._from_network[event["requestId"]] = 0.0

    def _note_end(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._from_network:
            self._ended.append((event["timestamp"], event["encodedDataLength"]))

    def slow_down(self, processor: int, *, line: bool = True) -> SlowPage:
        self._cdp.send("Emulation.setCPUThrottlingRate", {"rate": processor})
        if line:
            self._cdp.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": LATENCY_MS,
                    "downloadThroughput": LINE_BYTES,
                    "uploadThroughput": LINE_BYTES,
                },
            )
        return self

    def open(self, url: str) -> Opening:
        """Open the app, wait until the register can be used, and tell how that went."""
        self.page.add_init_script(WATCH)
        with self.page.expect_console_message(
            lambda message: message.text.startswith(USABLE), timeout=60_000
        ) as told:
            self.page.goto(url, wait_until="commit")
        usable = float(told.value.text.removeprefix(USABLE))
        until = self._began + usable / 1000
        before = [size for ended, size in self._ended if ended <= until]
        return Opening(usable, len(before), sum(before))
