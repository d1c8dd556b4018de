"""A desk-top review from end to end: the one-time link, the answers, the scores and the outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import actor_of
from portal.config import read_settings
from portal.demo.catalogue.papers import Paper, Papers
from portal.demo.world.day import DemoDay
from portal.domain.checklists.reviews import REVIEW_2026
from portal.features.reviews import service as review_service
from portal.models import (
    Message,
    Provider,
    Review,
)
from portal.services.evidence.stores import intake_for
from portal.services.forms.answers import Author, NewAnswer, answers_of, save_answers
from portal.services.forms.evidence_asked import kinds_asked
from tests.browser.pages.conftest import SignedIn
from tests.browser.setting.demo import (
    copy_of,
    open_browser,
    records_of,
    user_of,
)
from tests.browser.setting.moment import Moment
from tests.browser.setting.server import Server
from tests.sample_answers import sample_answers

SCHOOL = "attendance@oakfield.example"
PROCUREMENT = "procurement@county.example"
REVIEWED = "Ferrygate Studio"
LEFT_OUT = "staff.supervision"


@pytest.fixture(scope="module")
def site(
    demo_instance: Path, tmp_path_factory: pytest.TempPathFactory, moment: Moment
) -> Iterator[Server]:
    """The county, with a review ready to be sent back."""
    server = copy_of(demo_instance, tmp_path_factory.mktemp("journeys") / "demo", moment)
    with records_of(server) as session:
        _answer_all_but_one(session, server, moment)
    server.start()
    yield server
    server.stop()


def test_a_desk_top_review_by_one_time_link_ends_in_an_outcome(
    signed_in: SignedIn, browser: Browser, site: Server, moment: Moment
) -> None:
    officer = signed_in(PROCUREMENT)
    open_review(officer)
    officer.get_by_role("button", name="Send another link").click()
    expect(officer.get_by_role("main")).to_contain_text("1 link sent")

    with open_browser(browser, 390) as context:
        answer_by_link(context.new_page(), newest_link(site))

    score_all_but_one(site, moment)
    open_review(officer)
    last = REVIEW_2026.items[-1]
    officer.get_by_role("link", name=last.text).click()
    officer.get_by_label(re.compile("^2:")).check()
    officer.get_by_label("What you found").fill("The certificate of the fee is there.")
    officer.get_by_role("button", name="Save the score").click()
    officer.get_by_role("button", name="Decide the outcome").click()
    officer.get_by_label("May be used with conditions").check()
    officer.get_by_label("May be used until").fill("2027-03-31")
    officer.get_by_label("Conditions", exact=True).fill("Two adults in the print room.")
    officer.get_by_label("Reasons").fill("Sound, but one adult is too few for the machines.")
    officer.get_by_role("button", name="Decide, and tell the commissioners").click()

    school = signed_in(SCHOOL)
    open_review(school)
    expect(school.get_by_role("main")).to_contain_text(
        "May be used until 31 March 2027, with conditions"
    )
    expect(school.get_by_role("main")).to_contain_text("Two adults in the print room.")
    expect(school.get_by_role("heading", name="What you must do")).to_be_visible()


def open_review(page: Page) -> None:
    page.get_by_role("link", name=re.compile("reviews", re.IGNORECASE)).first.click()
    page.get_by_role("link", name=REVIEWED).click()


def newest_link(site: Server) -> str:
    """The address in the last letter to the contact."""
    with records_of(site) as session:
        letter = session.scalars(
            select(Message)
            .where(Message.to == "ottilie@ferrygate.example")
            .order_by(Message.created_at.desc())
        ).first()
        assert letter is not None
        found = re.search(r"http\S+/review/\S+", letter.body)
    assert found is not None
    return found[0]


def answer_by_link(contact: Page, address: str) -> None:
    """The contact needs no account: the link, what is still missing, and send."""
    contact.goto(address)
    contact.get_by_role("button", name="Start").click()
    contact.get_by_role("link", name=re.compile("^How staff are supervised")).click()
    contact.get_by_label("How staff are supervised").fill("Every two weeks, for half an hour.")
    contact.get_by_role("button", name="Save and go back").click()
    contact.get_by_role("button", name="Send my answers").click()
    expect(contact.get_by_role("main")).to_contain_text("Your answers have been sent")


def _answer_all_but_one(session: Session, server: Server, moment: Moment) -> None:
    """The contact has answered and uploaded everything before, apart from one question."""
    review, contact = _review(session), user_of(session, "ottilie@ferrygate.example")
    answers = {**sample_answers(REVIEW_2026.form), **answers_of(session, review.id)}
    by = Author(contact.id, moment.now())
    new = [NewAnswer(key, value, 0, by) for key, value in answers.items() if key != LEFT_OUT]
    save_answers(session, review.long_form, new, by.at)
    intake = intake_for(read_settings(server.environment), moment.now)
    papers = Papers(session, intake, DemoDay(moment.now()))
    kinds = [Paper(kind) for kind in kinds_asked(REVIEW_2026.form, answers)]
    papers.send_all(review.provider, contact.id, kinds, moment.now())


def _review(session: Session) -> Review:
    return session.scalars(
        select(Review)
        .join(Provider, Provider.id == Review.provider_id)
        .where(Provider.name == REVIEWED)
    ).one()


def score_all_but_one(site: Server, moment: Moment) -> None:
    with records_of(site) as session:
        [officer] = user_of(session, PROCUREMENT).memberships
        for item in REVIEW_2026.items[:-1]:
            review_service.score(
                session, _review(session), item.key, 3, "Seen", actor_of(officer), moment.now()
            )
