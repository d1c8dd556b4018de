"""Forms that a phone fills in: its answers merged with other people's, and what it is told of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.checklists.editions import EDITION_2026
from portal.models import (
    AnswerEntry,
    Application,
    ApplicationState,
    ItemQuestion,
    ListingStatus,
    Membership,
    Op,
    Provider,
    Role,
)
from portal.offline.blank_forms import BLANK_EDITIONS
from portal.services.door import note_change
from portal.services.forms.answers import Author, NewAnswer, answers_of, fields_of, save_answers
from portal.services.forms.applications import Beginning, begin_application
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import ConnectedPhone, Farm
from tests.phone import Json

NAME = "organisation.legal_name"
EMAIL = "organisation.contact_email"
NOBODYS = "00000000-0000-4000-8000-000000000000"


@dataclass
class Applicant:
    """New Leaf, which applies: its lead Jo with a phone, and the draft of the application."""

    provider: Provider
    lead: Membership
    application: Application
    phone: ConnectedPhone
    session: Session

    def save(self, key: str, typed: Any, base: int = 0, prev: str | None = None) -> Json:
        return self.phone.op(
            "form.save", f"{self.application.id}/{key}", {"typed": typed}, base, prev=prev
        )

    def answers(self) -> dict[str, Any]:
        return dict(answers_of(self.session, self.application.id))

    def form_told(self, **known: Any) -> Json:
        [form] = [c for c in self.phone.send(**known)["changes"] if c["type"] == "form"]
        return dict(form)

    def types_on_a_page(self, key: str, value: Any, base: int) -> None:
        by = self.lead.user_id
        new = NewAnswer(key, value, base, Author(by, NOW, "web:another"))
        save_answers(self.session, self.application.long_form, [new], NOW)
        self.session.commit()


@pytest.fixture
def applicant(
    build: Build, session: Session, enrol: Callable[[Membership], ConnectedPhone]
) -> Applicant:
    provider = build.provider("New Leaf", listing=ListingStatus.UNDER_REVIEW)
    lead = build.member(provider, Role.PROVIDER_LEAD, "Jo Lindley")
    application = begin_application(session, provider, EDITION_2026, Beginning(lead.user_id, NOW))
    session.commit()
    return Applicant(provider, lead, application, enrol(lead), session)


def test_an_answer_typed_on_a_phone_is_saved_as_the_page_would_save_it(
    applicant: Applicant,
) -> None:
    results = applicant.phone.send(
        applicant.save(NAME, "  New Leaf Ltd "),
        applicant.save("organisation.is_company", "yes"),
        applicant.save("offer.subjects_taught", ["nothing of the kind"]),
    )["results"]

    assert [r["status"] for r in results] == ["rejected", "applied", "applied"]
    assert applicant.answers() == {NAME: "New Leaf Ltd", "organisation.is_company": "yes"}


def test_the_log_names_who_typed_it_and_when(applicant: Applicant) -> None:
    applicant.phone.send(applicant.save(NAME, "New Leaf Ltd"))

    entry = applicant.session.scalars(select(AnswerEntry)).one()

    assert (entry.by_id, entry.source) == (applicant.lead.user_id, str(applicant.phone.device_id))


def test_an_answer_sent_five_times_is_saved_once(applicant: Applicant) -> None:
    op = applicant.save(NAME, "New Leaf Ltd")
    statuses = [applicant.phone.result(op)["status"] for _ in range(5)]

    assert statuses == ["applied"] + ["duplicate"] * 4
    assert len(applicant.session.scalars(select(AnswerEntry)).all()) == 1


def test_an_answer_that_its_question_does_not_take_comes_back_with_what_is_wrong(
    applicant: Applicant,
) -> None:
    op = applicant.save(EMAIL, "jo at newleaf")

    result = applicant.phone.result(op)

    assert result["status"] == "rejected"
    assert result["errors"][0]["field"] == EMAIL
    assert "email address" in result["errors"][0]["message"]
    kept = applicant.session.scalars(select(Op.payload).where(Op.payload.is_not(None))).one()
    assert kept is not None and kept["body"] == {"typed": "jo at newleaf"}


def test_a_wrong_answer_holds_up_neither_the_next_try_nor_other_questions(
    applicant: Applicant,
) -> None:
    wrong = applicant.save(EMAIL, "jo at newleaf")
    right = applicant.save(EMAIL, "jo@newleaf.example", prev=wrong["op_id"])

    results = applicant.phone.send(wrong, right, applicant.save(NAME, "New Leaf"))["results"]

    assert sorted(r["status"] for r in results) == ["applied", "applied", "rejected"]
    assert applicant.answers()[EMAIL] == "jo@newleaf.example"


def test_different_questions_that_two_people_answer_never_meet(applicant: Applicant) -> None:
    applicant.types_on_a_page(EMAIL, "office@newleaf.example", 0)

    assert applicant.phone.result(applicant.save(NAME, "New Leaf Ltd"))["status"] == "applied"
    assert applicant.answers() == {NAME: "New Leaf Ltd", EMAIL: "office@newleaf.example"}


def test_a_different_answer_to_the_same_question_stands_beside_until_somebody_chooses(
    applicant: Applicant,
) -> None:
    applicant.types_on_a_page(NAME, "New Leaf CIC", 0)

    result = applicant.phone.result(applicant.save(NAME, "New Leaf Ltd"))
    told = applicant.form_told()

    assert result["status"] == "conflict"
    [answer] = told["answers"]
    assert [each["typed"] for each in answer["standing"]] == ["New Leaf CIC", "New Leaf Ltd"]
    chosen = applicant.save(NAME, "New Leaf Ltd", base=answer["version"])
    assert applicant.phone.result(chosen)["status"] == "applied"
    assert fields_of(applicant.session, applicant.application.id)[NAME].other_entry_id is None
    assert applicant.answers()[NAME] == "New Leaf Ltd"


def test_the_phone_hears_of_the_form_and_later_only_of_what_changed(applicant: Applicant) -> None:
    applicant.types_on_a_page(NAME, "New Leaf CIC", 0)
    first = applicant.phone.send()
    [form] = [c for c in first["changes"] if c["type"] == "form"]
    applicant.types_on_a_page(EMAIL, "office@newleaf.example", 0)

    later = applicant.form_told(cursor=first["cursor"])

    assert form["title"] == "Application to join the catalogue"
    assert form["open"] is None
    assert {each["key"]: each["typed"] for each in form["answers"]} == {NAME: "New Leaf CIC"}
    assert [each["key"] for each in later["answers"]] == [EMAIL]
    assert [each["key"] for each in later["sections"]] == [s.key for s in EDITION_2026.sections]


def test_a_phone_that_knows_all_is_told_nothing(applicant: Applicant) -> None:
    cursor = applicant.phone.send()["cursor"]

    assert applicant.phone.send(cursor=cursor)["changes"] == []


def test_a_table_goes_to_the_phone_as_it_is_typed_and_comes_back_the_same(
    applicant: Applicant,
) -> None:
    rows = [{"name": "Sam Carter", "trained_on": "3 9 2026"}]
    columns = {c.key for c in EDITION_2026.by_key["safeguarding.deputies"].columns}
    typed = [{key: row.get(key, "") for key in columns} for row in rows]

    applicant.phone.send(applicant.save("safeguarding.deputies", typed))
    [told] = applicant.form_told()["answers"]
    before = applicant.answers()
    applicant.phone.send(applicant.save("safeguarding.deputies", told["typed"], told["version"]))

    assert told["typed"][0]["name"] == "Sam Carter"
    assert applicant.answers() == before


def test_an_under_review_providers_phone_hears_of_no_pupil_and_marks_none(
    applicant: Applicant, build: Build
) -> None:
    school = build.school()
    placement = build.placement(applicant.provider, school, build.pupil("Amelia", "Wren", school))

    changes = applicant.phone.send()["changes"]
    result = applicant.phone.result(applicant.phone.mark(placement.id))

    assert [each["type"] for each in changes] == ["form"]
    assert result["status"] == "rejected"


def test_what_has_been_sent_can_no_longer_be_changed_from_a_phone(applicant: Applicant) -> None:
    cursor = applicant.phone.send()["cursor"]
    applicant.application.long_form.is_locked = True
    applicant.session.commit()

    result = applicant.phone.result(applicant.save(NAME, "New Leaf Ltd"))

    assert result["status"] == "rejected"
    assert "has been sent" in result["errors"][0]["message"]
    assert applicant.answers() == {}
    assert cursor > 0


def test_a_form_that_comes_back_with_questions_is_told_whole(applicant: Applicant) -> None:
    applicant.types_on_a_page(NAME, "New Leaf Ltd", 0)
    applicant.application.long_form.is_locked = True
    applicant.application.state = ApplicationState.SUBMITTED
    note_change(applicant.session, applicant.provider.id)
    closed = applicant.phone.send(cursor=applicant.phone.send()["cursor"])
    applicant.application.state = ApplicationState.ASKED
    note_change(applicant.session, applicant.provider.id)
    applicant.session.commit()

    told = applicant.form_told(cursor=closed["cursor"])

    assert {each["key"]: each["typed"] for each in told["answers"]} == {NAME: "New Leaf Ltd"}


def test_a_phone_hears_what_the_council_asks_and_which_answers_it_is_about(
    applicant: Applicant, build: Build
) -> None:
    officer = build.member(build.council(), Role.QUALITY_OFFICER)
    item = EDITION_2026.items[0]
    applicant.application.long_form.is_locked = True
    applicant.application.state = ApplicationState.ASKED
    applicant.session.add(
        ItemQuestion(
            form_id=applicant.application.id,
            item_key=item.key,
            text="Which name is on your accounts?",
            asked_by_id=officer.user_id,
            asked_at=NOW,
        )
    )
    applicant.session.commit()

    told = applicant.form_told()

    assert told["questions"] == ["Which name is on your accounts?"]
    assert told["open"] == sorted(item.question_keys)


def test_staff_who_only_take_registers_hear_of_no_form_and_answer_none(
    farm: Farm, session: Session
) -> None:
    beginning = Beginning(farm.lead.user_id, NOW)
    application = begin_application(session, farm.provider, EDITION_2026, beginning)
    session.commit()

    staff = {each["type"] for each in farm.phone.send()["changes"]}
    lead = {each["type"] for each in farm.other_phone.send()["changes"]}
    op = farm.phone.op("form.save", f"{application.id}/{NAME}", {"typed": "Hill Farm"}, 0)

    assert "form" not in staff
    assert "form" in lead
    assert farm.phone.result(op)["status"] == "rejected"


def test_another_providers_form_is_as_if_it_were_not_there(
    applicant: Applicant, farm: Farm
) -> None:
    entity = f"{applicant.application.id}/{NAME}"

    result = farm.other_phone.result(farm.other_phone.op("form.save", entity, {"typed": "x"}, 0))

    assert result["errors"] == [{"field": "entity", "message": "This form is not one of yours"}]
    assert applicant.answers() == {}


@pytest.mark.parametrize(
    "typed",
    [None, 7, True, {"a": 1}, [1, 2], [[["deep"]]], "a\x00b", "\ud800", "x" * 5000, [{"name": {}}]],
)
@pytest.mark.parametrize("key", [NAME, "safeguarding.deputies", "offer.needs", "no.such.question"])
def test_whatever_is_typed_the_server_answers_for_it(
    applicant: Applicant, key: str, typed: object
) -> None:
    result = applicant.phone.result(applicant.save(key, typed))

    assert result["status"] in ("applied", "rejected")
    assert all("\x00" not in str(value) for value in applicant.answers().values())


@pytest.mark.parametrize("key", ["a\x00b", "\ud800", "organisation.legal_name\x00", " ", "x" * 43])
def test_a_question_whose_name_no_database_takes_is_refused(applicant: Applicant, key: str) -> None:
    result = applicant.phone.result(applicant.save(key, "x"))

    assert result["status"] == "rejected"
    kept = applicant.session.scalars(select(Op.entity).where(Op.id == UUID(result["op_id"]))).one()
    assert "\x00" not in kept


@pytest.mark.parametrize("entity", ["", "x", "2026-11-24-am", NOBODYS, f"{NOBODYS}/"])
def test_an_answer_to_no_form_of_ours_is_refused_by_name(applicant: Applicant, entity: str) -> None:
    [result] = applicant.phone.send(applicant.phone.op("form.save", entity, {"typed": "x"}))[
        "results"
    ]

    assert result["status"] == "rejected"
    assert result["errors"][0]["field"] == "entity"


def test_a_reviews_contact_answers_its_review_and_hears_of_nothing_else(
    build: Build, session: Session, enrol: Callable[[Membership], ConnectedPhone]
) -> None:
    provider = build.provider("Quiet Barn", listing=ListingStatus.NOT_LISTED)
    guest = build.member(provider, Role.REVIEW_GUEST, "Bea Barn")
    school = build.school()
    placement = build.placement(provider, school, build.pupil("Amelia", "Wren", school))
    review = build.review(provider)
    phone = enrol(guest)

    changes = phone.send()["changes"]
    answered = phone.result(phone.op("form.save", f"{review.id}/review.pupils", {"typed": "4"}, 0))
    marked = phone.result(phone.mark(placement.id))

    assert [each["type"] for each in changes] == ["form"]
    assert answered["status"] == "applied"
    assert answers_of(session, review.id) == {"review.pupils": 4}
    assert marked["status"] == "rejected"


@pytest.mark.parametrize("edition", BLANK_EDITIONS)
def test_a_blank_form_holds_each_question_once_and_nothing_of_anybody(
    app: Flask, edition: str
) -> None:
    response = app.test_client().get(f"/app/forms/{edition}.html")
    page = response.get_data(as_text=True)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "csrf" not in page
    for key in BLANK_EDITIONS[edition].by_key:
        assert page.count(f'data-question="{key}"') == 1


def test_a_blank_form_of_no_edition_is_not_found(app: Flask) -> None:
    assert app.test_client().get("/app/forms/application-1999.html").status_code == 404


def test_every_question_can_be_named_in_an_operation() -> None:
    longest: Any = Op.__table__.c.entity.type

    for form in BLANK_EDITIONS.values():
        assert all(len(f"{uuid4()}/{key}") <= longest.length for key in form.by_key)
