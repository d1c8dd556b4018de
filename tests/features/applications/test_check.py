"""Officers check item by item and ask; the provider answers beside; nothing is overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.domain.checklists.editions import EDITION_2026
from portal.models import ApplicationState, ItemCheck, Message, Role
from portal.services.forms.answers import answers_of
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import PageClient


def path(applying: Applying, rest: str = "") -> str:
    return f"/applications/{applying.application.id}{rest}"


def own_path(applying: Applying, rest: str = "") -> str:
    return f"/application/{applying.application.id}{rest}"


@pytest.fixture
def item_key() -> str:
    """An item of the first section that looks at the legal name."""
    return next(
        item.key for item in EDITION_2026.items if "organisation.legal_name" in item.question_keys
    )


def check(client: PageClient, applying: Applying, item: str, verdict: str, note: str = "") -> None:
    client.get(path(applying, f"/items/{item}"))
    client.post(path(applying, f"/items/{item}"), verdict=verdict, note=note)


def test_the_queue_shows_age_and_clock(applying: Applying, client: PageClient) -> None:
    applying.send()
    client.sign_in(applying.officer)

    page = client.get("/applications")

    assert "Hill Farm Learning Being checked" in page.words
    assert "24 November 2026 today 8 January 2027" in page.words


def test_an_application_past_its_day_is_late(
    applying: Applying, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.send()
    monkeypatch.setattr(clock, "stopped_at", applying.build.now + timedelta(days=46))
    client.sign_in(applying.officer)

    page = client.get("/applications")

    assert "46 days ago 8 January 2027 Late" in page.words


def test_a_draft_is_not_in_the_queue(applying: Applying, client: PageClient) -> None:
    client.sign_in(applying.officer)

    assert "No application waits" in client.get("/applications").words
    client.get(path(applying), 404)


@pytest.mark.parametrize("role", [Role.PROVIDER_LEAD, Role.ADMINISTRATOR, Role.GOVERNOR])
def test_only_those_who_check_see_the_queue(
    applying: Applying, build: Build, client: PageClient, role: Role
) -> None:
    organisation = applying.provider if role is Role.PROVIDER_LEAD else build.council()
    client.sign_in(build.member(organisation, role))

    client.get("/applications", 403)


def test_every_item_of_a_section_is_there_to_check(applying: Applying, client: PageClient) -> None:
    applying.send()
    client.sign_in(applying.officer)

    page = client.get(path(applying, "/safeguarding"))

    assert "There is a named safeguarding lead and a named deputy" in page.words
    assert page.words.count("Not checked yet") == 6


def test_an_item_shows_only_the_questions_that_apply(
    applying: Applying, client: PageClient
) -> None:
    applying.send()
    client.sign_in(applying.officer)

    words = client.get(path(applying, "/items/organisation.school_registration")).words

    assert "Are you registered as a school?" in words
    assert "Unique reference number of the school (URN)" not in words


def test_a_verdict_is_shown_with_its_officer_and_the_earlier_one_stays(
    applying: Applying, client: PageClient, item_key: str, session: Session
) -> None:
    applying.send()
    client.sign_in(applying.officer)

    check(client, applying, item_key, "not_met", "The name is not on the register")
    check(client, applying, item_key, "met")

    words = client.get(path(applying, "/organisation")).words
    assert "Met: Jo Lindley, 24 November 2026 at 9:30" in words
    assert "Not met: Jo Lindley" in words
    assert len(session.scalars(select(ItemCheck)).all()) == 2


def test_a_question_needs_words(applying: Applying, client: PageClient, item_key: str) -> None:
    applying.send()
    client.sign_in(applying.officer)
    client.get(path(applying, f"/items/{item_key}"))

    page = client.post(path(applying, f"/items/{item_key}"), verdict="ask", note="")

    assert "Write the question to the provider" in page.words
    assert applying.state() is ApplicationState.SUBMITTED


def test_a_question_goes_to_the_provider_and_the_answer_comes_back_beside_it(
    applying: Applying, client: PageClient, item_key: str, session: Session
) -> None:
    applying.send()
    client.sign_in(applying.officer)
    check(client, applying, item_key, "ask", "Is the name still right?")
    assert applying.state() is ApplicationState.ASKED
    told = session.scalars(
        select(Message.to).where(Message.subject.contains("We have a question"))
    ).all()
    assert told == [applying.lead.user.email]

    client.sign_in(applying.lead)
    page = client.get(own_path(applying))
    assert "Is the name still right?" in page.words
    answer = page.link("Answer : Is the name still right?")
    client.get(answer)
    page = client.post(answer, answer="Yes, since 2019")

    assert "Your answers have been sent" in page.words
    assert applying.state() is ApplicationState.SUBMITTED
    client.sign_in(applying.officer)
    words = client.get(path(applying, "/organisation")).words
    assert "Asked: Is the name still right? Jo Lindley" in words
    assert "Answered: Yes, since 2019 Sam Carter" in words


def test_only_the_answers_that_are_asked_about_can_be_changed(
    applying: Applying, client: PageClient, item_key: str, session: Session
) -> None:
    applying.send()
    client.sign_in(applying.officer)
    check(client, applying, item_key, "ask", "Is the name still right?")
    client.sign_in(applying.lead)
    page = client.get(own_path(applying, "/organisation"))
    assert "organisation.legal_name" in page.fields()
    assert "organisation.years" not in page.fields()

    fields = {**page.fields(), "organisation.legal_name": "Hill Farm Ltd"}
    fields |= {"organisation.years": "77", "organisation.years~base": "1:0"}
    client.flask.post(own_path(applying, "/organisation"), data=fields)

    answers = answers_of(session, applying.application.id)
    assert answers["organisation.legal_name"] == "Hill Farm Ltd"
    assert answers["organisation.years"] != 77


def test_the_earlier_answer_stays_on_record_and_the_item_is_to_look_at(
    applying: Applying, client: PageClient, item_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    applying.send()
    client.sign_in(applying.officer)
    check(client, applying, item_key, "ask", "Is the name still right?")
    monkeypatch.setattr(clock, "stopped_at", applying.build.now + timedelta(minutes=5))
    client.sign_in(applying.lead)
    page = client.get(own_path(applying, "/organisation"))
    fields = {**page.fields(), "organisation.legal_name": "Hill Farm Ltd"}
    client.flask.post(own_path(applying, "/organisation"), data=fields)
    client.sign_in(applying.officer)

    words = client.get(path(applying, "/organisation")).words

    assert "1 earlier answer : Legal name Hill Farm Ltd" in words
    assert "About legal name Sam Carter" in words
    assert "Ask the provider Changed since" in words


def test_an_answer_is_given_once(applying: Applying, client: PageClient, item_key: str) -> None:
    applying.send()
    client.sign_in(applying.officer)
    check(client, applying, item_key, "ask", "Is the name still right?")
    check(client, applying, item_key, "ask", "And the address?")
    client.sign_in(applying.lead)
    answer = client.get(own_path(applying)).link("Is the name still right?")
    client.get(answer)
    client.post(answer, answer="Yes")
    assert applying.state() is ApplicationState.ASKED

    client.post(answer, 409, answer="No")


def test_an_officer_goes_on_without_an_answer(
    applying: Applying, client: PageClient, item_key: str
) -> None:
    applying.send()
    client.sign_in(applying.officer)
    check(client, applying, item_key, "ask", "Is the name still right?")
    client.get(path(applying, "/carry-on"))

    page = client.post(path(applying, "/carry-on"), reason="Four weeks without a word")

    assert "With the council to check, Jo Lindley. Four weeks without a word" in page.words
    words = client.get(path(applying, "/organisation")).words
    assert "Closed without an answer" in words
    client.sign_in(applying.lead)
    assert (
        "Is the name still right? Closed without an answer" in client.get(own_path(applying)).words
    )


def test_the_applicant_never_sees_what_officers_note(
    applying: Applying, client: PageClient, item_key: str
) -> None:
    applying.send()
    client.sign_in(applying.officer)
    check(client, applying, item_key, "not_met", "I doubt this owner")
    client.sign_in(applying.lead)

    pages = [client.get(own_path(applying)), client.get(own_path(applying, "/organisation"))]

    assert not any("I doubt" in page.html or "Not met" in page.html for page in pages)
    client.get(path(applying), 403)
    client.get(path(applying, "/organisation"), 403)
    client.get(path(applying, f"/items/{item_key}"), 403)


def test_an_officer_who_works_for_the_provider_does_not_check_it(
    applying: Applying, build: Build, client: PageClient, session: Session, item_key: str
) -> None:
    applying.send()
    membership = build.member(applying.provider, Role.PROVIDER_STAFF)
    membership.user_id = applying.officer.user_id
    session.commit()
    client.sign_in(applying.officer)

    client.get(path(applying, f"/items/{item_key}"), 403)


def test_the_themes_of_the_national_standards_hold_every_item(
    applying: Applying, client: PageClient
) -> None:
    applying.send()
    applying.check_all()
    client.sign_in(applying.officer)

    page = client.get(path(applying, "/themes"))

    assert "Safeguarding and wellbeing" in page.words
    assert page.html.count("portal-tag--green") == len(EDITION_2026.items)


def test_an_item_that_is_not_there_is_not_found(applying: Applying, client: PageClient) -> None:
    applying.send()
    client.sign_in(applying.officer)

    client.get(path(applying, "/items/nothing"), 404)
    client.get(path(applying, "/nothing"), 404)
