"""The moment at which the browser tests happen, whatever the machine's clock says.

The server's clock is moved by PORTAL_CLOCK_OFFSET, the page's by a script before its own. A
service worker's clock cannot be moved, and need not be: the worker reads no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext

MORNING = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)  # a Tuesday in term, five past nine in London
THIS_MORNING = "2026-11-24-am"
THIS_AFTERNOON = "2026-11-24-pm"

_MOVE_DATE = """
(milliseconds) => {
  globalThis.clockMovedBy = milliseconds;
  if (globalThis.RealDate) return;
  globalThis.RealDate = Date;
  const now = () => RealDate.now() + globalThis.clockMovedBy;
  globalThis.Date = class extends RealDate {
    constructor(...given) { if (given.length) { super(...given); } else { super(now()); } }
    static now() { return now(); }
  };
}
"""


@dataclass(frozen=True)
class Moment:
    """A clock that started at MORNING and runs on."""

    offset: timedelta

    @classmethod
    def morning(cls) -> Moment:
        return cls(MORNING - datetime.now(UTC))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


def move_clock(context: BrowserContext, offset: timedelta) -> None:
    """Move the clock of every page of this browser, those that are open and those to come."""
    call = f"({_MOVE_DATE})({offset / timedelta(milliseconds=1)})"
    context.add_init_script(script=call)
    for page in context.pages:
        page.evaluate(call)
