"""One section of an application: saved as typed, merged, and checked without losing anything."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AnswerEntry, Role
from portal.services.forms.answers import answers_of, fields_of
from tests.build import Build
from tests.features.applications.conftest import Applying
from tests.page import Page, PageClient

NAME = "organisation.legal_name"
NUMBER = "organisation.company_number"
SITES = "sites.addresses"


def path(applying: Applying, section: str = "organisation") -> str:
    return f"/application/{applying.application.id}/{section}"


def send(client: PageClient, page: Page, address: str, **changes: Any) -> Page:
    """Send the form of a page with some fields changed."""
    fields = {**page.fields(), "do": "back", **changes}
    fields.pop("csrf_token")
    return client.post(address, **fields)


def answers(applying: Applying) -> dict[str, Any]:
    return dict(answers_of(applying.session, applying.application.id))


def test_an_answer_is_saved_and_shown_again(applying: Applying, client: PageClient) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying))

    send(client, page, path(applying), **{NAME: "Hill Farm Ltd"})

    assert answers(applying) == {NAME: "Hill Farm Ltd"}
    assert client.get(path(applying)).fields()[NAME] == ["Hill Farm Ltd"]


def test_saving_again_without_a_change_writes_nothing(
    applying: Applying, client: PageClient, session: Session
) -> None:
    applying.answer_all()
    before = len(session.scalars(select(AnswerEntry.id)).all())
    client.sign_in(applying.lead)

    for section in ("organisation", "sites", "offer", "safeguarding", "policies", "declaration"):
        send(client, client.get(path(applying, section)), path(applying, section))

    assert len(session.scalars(select(AnswerEntry.id)).all()) == before


def test_a_wrong_answer_is_shown_with_its_error_and_the_rest_is_saved(
    applying: Applying, client: PageClient
) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying))

    page = send(client, page, path(applying), **{NAME: "Hill Farm Ltd", NUMBER: "twelve"})

    assert page.title.startswith("Error: Your organisation")
    assert "A company number is 8 characters" in page.words
    assert page.link("A company number is 8 characters") == "#organisation-company_number"
    assert page.fields()[NUMBER] == ["twelve"]
    assert answers(applying) == {NAME: "Hill Farm Ltd"}


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        (NUMBER, "1234567", "01234567"),
        ("organisation.charity_number", "1234567", "1234567"),
        ("organisation.ukprn", "10012345", "10012345"),
        ("organisation.urn", "123456", "123456"),
    ],
)
def test_a_number_of_a_register_is_kept_in_its_one_form(
    applying: Applying, client: PageClient, key: str, typed: str, kept: str
) -> None:
    client.sign_in(applying.lead)

    send(client, client.get(path(applying)), path(applying), **{key: typed})

    assert answers(applying) == {key: kept}


def test_the_page_sent_again_after_an_error_saves_the_corrected_answer(
    applying: Applying, client: PageClient
) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying))
    page = send(client, page, path(applying), **{NAME: "Hill Farm Ltd", NUMBER: "twelve"})

    send(client, page, path(applying), **{NUMBER: "01234567"})

    assert answers(applying) == {NAME: "Hill Farm Ltd", NUMBER: "01234567"}


def test_a_page_shown_again_with_an_error_has_not_shown_what_somebody_else_answered_meanwhile(
    applying: Applying, build: Build, client: PageClient, session: Session
) -> None:
    applying.answer(NAME, "Hill Farm")
    client.sign_in(applying.lead)
    page = client.get(path(applying))
    colleague = build.member(applying.provider, Role.PROVIDER_LEAD, "Ali Green")
    applying.answer(NAME, "Hill Farm Ltd", colleague, base_version=1)
    applying.answer(NUMBER, "01234567", colleague)

    page = send(client, page, path(applying), **{NUMBER: "twelve"})
    send(client, page, path(applying), **{NUMBER: "07654321"})

    assert answers(applying) == {NAME: "Hill Farm Ltd", NUMBER: "01234567"}
    [_, other] = fields_of(session, applying.application.id)[NUMBER].differing
    assert other.value == "07654321"


def test_an_answer_that_is_emptied_is_gone(applying: Applying, client: PageClient) -> None:
    applying.answer(NAME, "Hill Farm Ltd")
    client.sign_in(applying.lead)

    send(client, client.get(path(applying)), path(applying), **{NAME: ""})

    assert answers(applying) == {}


def test_two_people_who_change_different_answers_never_meet(
    applying: Applying, build: Build, client: PageClient
) -> None:
    applying.answer(NAME, "Hill Farm")
    client.sign_in(applying.lead)
    page = client.get(path(applying))
    colleague = build.member(applying.provider, Role.PROVIDER_LEAD, "Ali Green")
    applying.answer(NAME, "Hill Farm Ltd", colleague, base_version=1)

    send(client, page, path(applying), **{NUMBER: "01234567"})

    assert answers(applying) == {NAME: "Hill Farm Ltd", NUMBER: "01234567"}


def test_two_different_answers_stand_side_by_side_until_one_is_chosen(
    applying: Applying, build: Build, client: PageClient, session: Session
) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying))
    colleague = build.member(applying.provider, Role.PROVIDER_LEAD, "Ali Green")
    applying.answer(NAME, "Hill Farm Trust", colleague)

    page = send(client, page, path(applying), **{NAME: "Hill Farm Ltd"})

    assert "Somebody else changed 1 answer at the same time" in page.words
    assert "Different answers: Legal name" in page.words
    assert "Ali Green" in page.words
    field = fields_of(session, applying.application.id)[NAME]
    assert (field.value, field.other_entry and field.other_entry.value) == (
        "Hill Farm Trust",
        "Hill Farm Ltd",
    )

    page = send(client, page, path(applying), do=f"use {field.other_entry_id}")

    assert "Different answers" not in page.words
    assert answers(applying) == {NAME: "Hill Farm Ltd"}


def test_saving_a_page_with_two_different_answers_does_not_choose(
    applying: Applying, build: Build, client: PageClient, session: Session
) -> None:
    colleague = build.member(applying.provider, Role.PROVIDER_LEAD, "Ali Green")
    applying.answer(NAME, "Hill Farm Ltd")
    applying.answer(NAME, "Hill Farm Trust", colleague)
    client.sign_in(applying.lead)

    send(client, client.get(path(applying)), path(applying))

    assert fields_of(session, applying.application.id)[NAME].other_entry_id is not None


def test_an_error_in_a_row_stands_at_its_cell(applying: Applying, client: PageClient) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying, "sites"))
    row = {f"{SITES}~0~name": "Main barn", f"{SITES}~0~postcode": "nowhere"}

    page = send(client, page, path(applying, "sites"), **row)

    assert page.link("Site 1, Postcode: enter a full postcode") == "#sites-addresses-0-postcode"
    assert page.fields()[f"{SITES}~0~postcode"] == ["nowhere"]


def test_several_choices_are_kept(applying: Applying, client: PageClient) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying, "offer"))

    send(client, page, path(applying, "offer"), **{"offer.lots": ["day_six", "early_help"]})

    assert answers(applying) == {"offer.lots": ["early_help", "day_six"]}


def test_the_own_numbers_say_that_one_may_need_to_register(
    applying: Applying, client: PageClient
) -> None:
    applying.answer("organisation.is_registered_school", "no")
    client.sign_in(applying.lead)
    page = client.get(path(applying, "registration"))

    send(
        client,
        page,
        path(applying, "registration"),
        **{"registration.full_time": "5", "registration.most_hours": "20"},
    )

    words = client.get(path(applying, "registration")).words
    assert "You may need to register" in words
    assert "5 full-time pupils: the limit is 5" in words
    assert "Education Act 1996, section 463" in words


def test_hours_without_cover_are_named(applying: Applying, client: PageClient) -> None:
    applying.answer_all()
    applying.answer(
        "sites.open_hours", [{"weekday": "1", "starts": "09:00", "ends": "12:00"}], base_version=9
    )
    client.sign_in(applying.lead)

    words = client.get(path(applying, "safeguarding")).words

    assert "Tuesday 9:00 to 12:00: nobody with training can be reached" in words


def test_the_page_of_staff_says_why_no_certificate_is_sent(
    applying: Applying, client: PageClient
) -> None:
    client.sign_in(applying.lead)

    page = client.get(path(applying, "staff"))

    assert "Never send a copy of a DBS certificate: a certificate tells more" in page.words


def test_a_colleague_at_work_is_shown_on_the_task_list(
    applying: Applying, build: Build, client: PageClient
) -> None:
    colleague = build.member(applying.provider, Role.PROVIDER_LEAD, "Ali Green")
    applying.answer(NAME, "Hill Farm Ltd", colleague)
    client.sign_in(applying.lead)

    page = client.get(f"/application/{applying.application.id}")

    assert "Ali Green is working on this: last saved 9:30" in page.words


@pytest.mark.parametrize("section", ["nowhere", "organisation%2E"])
def test_a_section_that_is_not_there_is_not_found(
    applying: Applying, client: PageClient, section: str
) -> None:
    client.sign_in(applying.lead)

    client.get(path(applying, section), 404)


ENDLESS = "9" * 5000
"""More figures than Python turns into a number."""


def test_a_row_with_a_number_without_end_is_passed_over(
    applying: Applying, client: PageClient
) -> None:
    client.sign_in(applying.lead)
    page = client.get(path(applying, "sites"))
    rows = {f"{SITES}~0~name": "Main barn", f"{SITES}~{ENDLESS}~name": "Orchard"}

    send(client, page, path(applying, "sites"), **rows)

    assert [row["name"] for row in answers(applying)[SITES]] == ["Main barn"]


def test_a_question_that_another_section_rules_out_is_not_asked(
    applying: Applying, client: PageClient
) -> None:
    client.sign_in(applying.lead)
    unknown = client.get(path(applying, "registration"))
    applying.answer("organisation.is_registered_school", "no")
    needed = client.get(path(applying, "registration"))
    applying.answer("organisation.is_registered_school", "yes", base_version=1)
    ruled_out = client.get(path(applying, "registration"))

    only_if = "Only if you answered “No” to “Are you registered as a school?”"
    assert only_if in unknown.words
    assert only_if not in needed.words
    assert "registration.full_time" in needed.fields()
    assert "registration.full_time" not in ruled_out.fields()


def test_a_section_that_is_not_for_a_provider_is_complete_and_says_so(
    applying: Applying, client: PageClient
) -> None:
    applying.answer("organisation.is_registered_school", "yes")
    client.sign_in(applying.lead)

    page = client.get(path(applying, "registration"))

    assert "none of these questions is for you" in page.words
    assert "1 of 12 sections are complete" in client.get("/application").words


def test_what_was_sent_leaves_out_what_did_not_apply(
    applying: Applying, client: PageClient
) -> None:
    applying.send()
    client.sign_in(applying.lead)

    words = client.get(path(applying)).words

    assert "Are you registered as a school?" in words
    assert "Unique reference number of the school (URN)" not in words
