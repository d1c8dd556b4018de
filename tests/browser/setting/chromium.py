"""Chromium: one for all tests, and ones with a profile of their own that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize

from tests.browser.setting.moment import move_clock

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_WITHIN = 20.0


def executable() -> str:
    """The Chromium that PORTAL_CHROMIUM names, or the one on the path."""
    found = os.environ.get("PORTAL_CHROMIUM") or next(
        (path for path in map(shutil.which, _NAMES) if path), None
    )
    assert found, "There is no Chromium: set PORTAL_CHROMIUM, or run `python3 -m portal test`"
    return found


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)


class KillableChromium:
    """A browser with a profile that outlives it, as a phone's storage outlives its battery."""

    def __init__(self, playwright: Playwright, profile: Path, offset: timedelta) -> None:
        self._playwright = playwright
        self._profile = profile
        self._offset = offset
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> BrowserContext:
        self._profile.mkdir(parents=True, exist_ok=True)
        port_file = self._profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        for lock in self._profile.glob("Singleton*"):
            lock.unlink()
        self._process = subprocess.Popen(
            [
                executable(),
                *ARGUMENTS,
                "--remote-debugging-port=0",
                f"--user-data-dir={self._profile}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        browser = self._playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{_port_in(port_file)}"
        )
        context = browser.contexts[0]
        move_clock(context, self._offset)
        return context

    def kill(self) -> None:
        """SIGKILL every process of this browser."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_WITHIN)
            self._process = None


def _port_in(path: Path) -> str:
    end = time.monotonic() + _WITHIN
    while time.monotonic() < end:
        lines = path.read_text().split() if path.exists() else []
        if len(lines) > 1:
            return lines[0]
        time.sleep(0.02)
    raise AssertionError("Chromium did not start")
