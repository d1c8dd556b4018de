"""Two people on the ordinary page who save the same register in the same second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.setting import faults
from tests.browser.setting.county import County, Farm, Person
from tests.browser.setting.ledger import Ledger
from tests.browser.setting.moment import THIS_MORNING
from tests.browser.setting.phone_app import PhoneApp
from tests.browser.setting.proxy import Proxy

EDITIONS = 20
PAGES = ("/registers/2026-11-24/am/", "/registers/2026-11-23/am/")
POST_ONE_MARK = """
async ([address, placement, seen]) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const fields = new URLSearchParams(new FormData(page.querySelector("form.portal-register")));
  fields.set(`p-${placement}-seen`, seen);
  fields.set("do", "save");
  await fetch(`/healthz?ready=${seen}`);
  const answer = await fetch(address, { method: "POST", body: fields });
  return answer.status;
}
"""


def test_two_people_save_different_marks_at_once_twenty_times(
    new_context: Callable[[], BrowserContext],
    proxy: Proxy,
    farm: Farm,
    county: County,
    ledger: Ledger,
) -> None:
    sam, jo = (
        signed_in(new_context(), proxy, farm, ledger, each) for each in (farm.staff, farm.lead)
    )
    for page in PAGES:
        for name in farm.names:
            proxy.on("/healthz", faults.together(2), times=2)
            save_at_once(sam, jo, page, str(farm.placements[name]))
    assert Counter((mark.by, mark.seen) for mark in county.marks(farm)) == {
        ("Sam Carter", "here"): EDITIONS,
        ("Jo Miller", "not_here"): EDITIONS,
    }
    posts = [request for request in proxy.of("/registers/") if request.method == "POST"]
    assert len(posts) == 2 * EDITIONS
    assert {request.status for request in posts} <= {200, 302}
    assert all(differ for _, differ in county.current(farm, THIS_MORNING).values())
    sam.page.goto(proxy.url + PAGES[0])
    expect(sam.page.get_by_role("heading", name="Two different marks")).to_have_count(10)


def signed_in(
    context: BrowserContext, proxy: Proxy, farm: Farm, ledger: Ledger, person: Person
) -> PhoneApp:
    browser = PhoneApp(context, proxy.url, farm, ledger)
    browser.sign_in(person, PAGES[0])
    return browser


def save_at_once(sam: PhoneApp, jo: PhoneApp, page: str, placement: str) -> None:
    """Both have read the page before either saves it."""
    for person, seen in ((sam, "here"), (jo, "not_here")):
        person.page.evaluate(
            f"(given) => {{ globalThis.saved = ({POST_ONE_MARK})(given); }}",
            [page, placement, seen],
        )
    assert [person.page.evaluate("() => saved") for person in (sam, jo)] == [200, 200]
