"""The phone app as a person uses it: what can be tapped, what the screen says, what the phone keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.setting.county import Farm, Person
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import THIS_MORNING
from tests.build import PASSWORD

SEEN = {"Here": "here", "Late": "late", "Not here": "not_here"}
Json = dict[str, Any]

READ_STORE = """
async ([database, store]) => {
  const opening = indexedDB.open(database);
  const db = await new Promise((done, fail) => {
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const asked = db.transaction(store).objectStore(store).getAll();
  const rows = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  db.close();
  return JSON.parse(JSON.stringify(rows));
}
"""


_CHANGE_STORE = """
async (change, store) => {
  const opening = indexedDB.open("portal");
  const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const tx = db.transaction(store, "readwrite");
  const asked = tx.objectStore(store).getAll();
  asked.onsuccess = () => change(tx.objectStore(store), asked.result);
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}
"""

_TAP_ALL = """
([rows, choice]) => {
  for (const row of rows) {
    document.querySelector(`[data-placement="${row}"] input[value="${choice}"]`).click();
  }
}
"""

WORKER_STARTS = """
() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((done) => { setTimeout(done, 15000, false); }),
])
"""


class PhoneApp:
    """One phone: a browser context, and the page that is open in it."""

    def __init__(self, context: BrowserContext, url: str, farm: Farm, ledger: Ledger) -> None:
        self.context = context
        self.url = url
        self.farm = farm
        self.ledger = ledger
        self.session = THIS_MORNING
        self.device_id = ""
        self.page = context.new_page()

    # Setting up and starting

    def enrol(self, person: Person) -> PhoneApp:
        """Sign in, set the phone up, and wait until it can start without a connection."""
        self.sign_in(person, "/app/")
        self.set_up()
        self.wait_for_worker()
        return self

    def sign_in(self, person: Person, goes_to: str) -> None:
        self.page.goto(f"{self.url}/sign-in?next={goes_to}")
        self.page.get_by_label("Email address").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.url}{goes_to}*")

    def set_up(self) -> None:
        self.page.get_by_role("button", name="Set up this phone").click()
        self.expect_register()
        [device] = [row for row in self.stored("meta") if "device_id" in row]
        self.device_id = device["device_id"]

    def wait_for_worker(self) -> None:
        """The worker is installed and active: the app starts without a connection from now on."""
        assert self.page.evaluate(WORKER_STARTS), "the worker could not be installed"

    def open(self) -> None:
        self.page.goto(f"{self.url}/app/")

    def start_again(self) -> None:
        """Swipe the app away and start it from its icon."""
        self.page.close()
        self.page = self.context.new_page()
        self.open()

    def new_tab(self) -> PhoneApp:
        """A second tab of the same phone."""
        tab = PhoneApp(self.context, self.url, self.farm, self.ledger)
        tab.device_id = self.device_id
        tab.open()
        tab.expect_register()
        return tab

    # What a person does

    def row(self, name: str) -> Locator:
        return self.page.locator(f'[data-placement="{self.farm.placements[name]}"]')

    def touch(self, name: str, choice: str) -> None:
        """Tap a choice, whatever comes of it."""
        self.row(name).locator(f".portal-choice--{SEEN[choice]}").click()

    def tap(self, name: str, choice: str) -> None:
        """Tap a choice, and see it saved on this phone."""
        self.touch(name, choice)
        self.expect_saved(name, choice)
        self.ledger.note(self.device_id, self.farm.entity(name, self.session), SEEN[choice])

    def tap_all(self, names: list[str], choice: str) -> None:
        """Tap the same choice of many pupils as fast as fingers could, and see each saved."""
        rows = [str(self.farm.placements[name]) for name in names]
        self.page.evaluate(_TAP_ALL, [rows, SEEN[choice]])
        for name in names:
            self.expect_saved(name, choice)
            self.ledger.note(self.device_id, self.farm.entity(name, self.session), SEEN[choice])

    def add_words(self, name: str, *, heard: str = "", reason: str = "") -> None:
        """Open a pupil's details, write down what was heard or why, and see it saved."""
        seen = self.state(name)
        self.row(name).locator("[data-open]").click()
        details = self.page.get_by_role("dialog")
        if heard:
            details.get_by_label("What did you hear?").fill(heard)
        if reason:
            details.get_by_label("Why is this changed?").fill(reason)
        details.get_by_role("button", name="Save").click()
        expect(details).to_be_hidden()
        expect(self.row(name).locator("[data-note]")).to_contain_text(heard.strip())
        self.ledger.note(self.device_id, self.farm.entity(name, self.session), seen)

    def mark_everyone_else_here(self) -> None:
        unmarked = [name for name in self.farm.names if self.state(name) == "unmarked"]
        self.page.get_by_role("button", name="Mark everyone else here").click()
        for name in unmarked:
            self.expect_saved(name, "Here")
            self.ledger.note(self.device_id, self.farm.entity(name, self.session), "here")

    def finish(self, *, whoever_is_not_marked: bool = False) -> None:
        self.page.get_by_role("button", name="Finish register").click()
        if whoever_is_not_marked:
            self.page.get_by_role("button", name="not marked").click()
        expect(self.page.get_by_role("button", name="Open this register again")).to_be_visible()

    def send_now(self) -> None:
        """Look at what waits, and insist."""
        self.pill.click()
        self.page.get_by_role("button", name="Send now").first.click()

    def back_to_register(self) -> None:
        self.page.get_by_role("link", name="Back to the register").locator("visible=true").click()
        self.expect_register()

    def nudge(self) -> None:
        """What the phone does when it notices a network: try again now, not after a pause."""
        self.page.evaluate("() => { dispatchEvent(new Event('online')); }")

    def go_to(self, half: str) -> None:
        """The morning or the afternoon of the day on the screen."""
        self.page.locator(f'[data-half="{half}"]').click()
        expect(self.page.locator(f'[data-half="{half}"]')).to_have_attribute("aria-pressed", "true")
        self.session = f"{self.session[:10]}-{half}"

    def due_session(self) -> str:
        """The session that the server named as due."""
        [roster] = self.stored("roster")
        due: str = roster["now_due"]
        return due

    def show(self, session: str) -> None:
        """Go day by day to another session."""
        [roster] = self.stored("roster")
        days = sorted({each["id"][:10] for each in roster["sessions"]})
        here, there = days.index(self.session[:10]), days.index(session[:10])
        button = "later" if there > here else "earlier"
        for day in days[here + 1 : there + 1] or reversed(days[there:here]):
            self.page.locator(f'[data-part="{button}"]').click()
            expect(self.page.get_by_role("heading", level=1)).to_have_text(day_words(day))
        self.session = session
        self.go_to(session[-2:])

    # What the screen says

    @property
    def pill(self) -> Locator:
        return self.page.locator("[data-pill]")

    @property
    def cards(self) -> Locator:
        return self.page.locator("[data-card]").locator("visible=true")

    @property
    def banners(self) -> Locator:
        return self.page.locator('[data-part="banners"]')

    def state(self, name: str) -> str:
        return self.row(name).get_attribute("data-state") or ""

    def expect_state(self, name: str, state: str) -> None:
        expect(self.row(name)).to_have_attribute("data-state", state)

    def expect_saved(self, name: str, choice: str) -> None:
        self.expect_state(name, SEEN[choice])
        expect(self.row(name)).not_to_have_attribute("data-saving", "")
        expect(self.page.locator('[data-part="saved-words"]')).to_contain_text(
            "Saved on this phone"
        )

    def expect_register(self) -> None:
        expect(self.page.locator('[data-screen="register"]')).to_be_visible()

    def expect_all_sent(self, within: float = 20) -> None:
        expect(self.pill).to_contain_text("All sent", timeout=within * 1000)

    def expect_all_sent_but_one(self) -> None:
        """Nothing waits any more, and one entry was not taken, which is never called all sent."""
        expect(self.pill).to_have_text("1 could not be sent", timeout=20_000)

    def expect_waiting(self, count: int) -> None:
        expect(self.pill).to_contain_text(f"{count} not sent")

    # What the phone keeps

    def stored(self, store: str) -> list[Json]:
        rows: list[Json] = self.page.evaluate(READ_STORE, ["portal", store])
        return rows

    def expect_stored(self, store: str, count: int) -> None:
        """Wait until the store holds so many rows."""
        self.page.wait_for_function(
            f"async (given) => (await ({READ_STORE})(given[0])).length === given[1]",
            arg=[["portal", store], count],
        )

    def waiting(self) -> list[Json]:
        """The operations that still wait, oldest first."""
        return [row["op"] for row in self.stored("outbox")]

    def attention(self) -> list[Json]:
        return self.stored("attention")

    def rewrite(self, store: str, change: str) -> None:
        """Change what the phone keeps behind the app's back; `change` is a function of (store, rows)."""
        self.page.evaluate(f"async (given) => ({_CHANGE_STORE})({change}, given)", store)


def day_words(day: str) -> str:
    """ "Tuesday 24 November", as the register's heading says it."""
    when = date.fromisoformat(day)
    return f"{when:%A} {when.day} {when:%B}"
