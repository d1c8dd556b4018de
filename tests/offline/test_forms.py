"""Forms that a phone fills in: its answers merged with other people's, and what it is told of them."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.domain.checklists.editions import EDITION_2026
from portal.models import (
    AnswerEntry,
    Op,
)
from portal.services.forms.answers import fields_of
from tests.offline.conftest import EMAIL, NAME, Applicant

NOBODYS = "00000000-0000-4000-8000-000000000000"


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


def test_what_has_been_sent_can_no_longer_be_changed_from_a_phone(applicant: Applicant) -> None:
    cursor = applicant.phone.send()["cursor"]
    applicant.application.long_form.is_locked = True
    applicant.session.commit()

    result = applicant.phone.result(applicant.save(NAME, "New Leaf Ltd"))

    assert result["status"] == "rejected"
    assert "has been sent" in result["errors"][0]["message"]
    assert applicant.answers() == {}
    assert cursor > 0


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
