"""What a phone hears of the forms that its people may fill in, and of nobody else's."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.domain.checklists.editions import EDITION_2026
from portal.models import (
    ApplicationState,
    ItemQuestion,
    ListingStatus,
    Membership,
    Role,
)
from portal.services.door import note_change
from portal.services.forms.answers import answers_of
from portal.services.forms.applications import Beginning, begin_application
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import EMAIL, NAME, Applicant, ConnectedPhone, Farm


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


def test_an_under_review_providers_phone_hears_of_no_pupil_and_marks_none(
    applicant: Applicant, build: Build
) -> None:
    school = build.school()
    placement = build.placement(applicant.provider, school, build.pupil("Amelia", "Wren", school))

    changes = applicant.phone.send()["changes"]
    result = applicant.phone.result(applicant.phone.mark(placement.id))

    assert [each["type"] for each in changes] == ["form"]
    assert result["status"] == "rejected"


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
