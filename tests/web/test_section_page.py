"""The one flow for answering a section: the same cases on every long form."""

from __future__ import annotations

import inspect

import pytest
from sqlalchemy import func, select

from portal.features.applications.routes import sections
from portal.features.reviews.routes import guest
from portal.models import AuditEvent, StoredFile
from portal.models import Evidence as Document
from tests.conftest import NOW
from tests.page import Page
from tests.web import support_plan
from tests.web.conftest import Answering

ENDLESS = "9" * 5000
"""More figures than Python turns into a number."""


def id_of(key: str) -> str:
    return key.replace(".", "-")


def test_an_answer_is_saved_and_the_next_section_follows(form: Answering) -> None:
    response = form.send("save", {form.keys.text: " Hill  Farm "})

    assert form.answers == {form.keys.text: "Hill Farm"}
    assert response.location == form.path(form.keys.next_section)


def test_saved_and_gone_back_to_all_sections(form: Answering) -> None:
    response = form.send("back", {form.keys.text: "Hill Farm"})

    assert form.answers == {form.keys.text: "Hill Farm"}
    assert response.location == form.overview


def test_a_row_is_added_where_one_was_and_the_page_opens_there(form: Answering) -> None:
    table = form.keys.table

    response = form.send(f"add {table}", form.rows("Ada", ""))

    assert form.names() == ["Ada"]
    assert response.location == f"{form.path()}?more={table}#{id_of(table)}"
    assert f"{table}~1~name" in form.client.get(response.location).fields()


def test_a_row_is_added_although_another_answer_is_wrong(form: Answering) -> None:
    table = form.keys.table

    response = form.send(f"add {table}", {**form.rows("Ada"), form.keys.text: "x" * 9000})

    page = Page(response)
    assert page.title.startswith("Error: ")
    assert f"{table}~1~name" in page.fields()
    assert form.names() == ["Ada"]


def test_a_row_is_taken_out_by_its_own_button(form: Answering) -> None:
    form.answer(form.keys.table, [{"name": "Ada"}, {"name": "Ben"}])

    response = form.send(f"remove {form.keys.table} 0")

    assert form.names() == ["Ben"]
    assert response.location == f"{form.path()}#{id_of(form.keys.table)}"


def test_enter_saves_and_takes_nothing_out(form: Answering) -> None:
    form.answer(form.keys.table, [{"name": "Ada"}, {"name": "Ben"}])

    form.press_enter({form.keys.text: "Hill Farm"})

    assert form.names() == ["Ada", "Ben"]
    assert form.answers[form.keys.text] == "Hill Farm"


def test_enter_chooses_none_of_two_different_answers(form: Answering) -> None:
    form.answer(form.keys.text, "Hill Farm")
    form.answer(form.keys.text, "Hill Farm Ltd", form.colleague)

    form.press_enter()

    assert form.differing(form.keys.text) == ["Hill Farm", "Hill Farm Ltd"]


@pytest.mark.parametrize("do", ["remove TABLE x", f"remove TABLE {ENDLESS}", "remove", "add", ""])
def test_a_button_that_is_not_on_the_page_does_no_harm(form: Answering, do: str) -> None:
    form.answer(form.keys.table, [{"name": "Ada"}])

    response = form.send(do.replace("TABLE", form.keys.table))

    assert response.status_code == 302
    assert form.names() == ["Ada"]


def test_a_choice_that_is_none_of_the_two_is_refused(form: Answering) -> None:
    assert form.send("use nothing").status_code == 400


def test_what_is_typed_is_kept_by_itself(form: Answering) -> None:
    page = form.page()
    assert any(each.get("data-autosave") is not None for each in page.all("form"))

    told = form.send("keep", {form.keys.text: "Hill Farm"}, page).get_json()

    assert (told["errors"], told["is_differing"]) == ([], False)
    assert told["bases"][form.keys.text].startswith("1:")
    assert form.answers == {form.keys.text: "Hill Farm"}


def test_a_save_by_itself_that_changes_nothing_is_not_in_the_audit(form: Answering) -> None:
    page = form.page()
    count = select(func.count()).select_from(AuditEvent)
    before = form.session.scalar(count)

    form.send("keep", page=page)

    assert form.session.scalar(count) == before


def test_two_different_answers_are_said_and_one_is_chosen(form: Answering) -> None:
    page = form.page()
    form.answer(form.keys.text, "Hill Farm Trust", form.colleague)

    shown = form.client.get(form.send("save", {form.keys.text: "Hill Farm"}, page).location)

    assert "Somebody else changed 1 answer at the same time" in shown.words
    assert "Different answers" in shown.words
    assert "Ali Green" in shown.words
    use = [each for each in shown.all("button") if each.get("value", "").startswith("use ")]
    response = form.send(use[1].get("value", ""), page=shown)
    assert response.location == form.path()
    assert form.answers == {form.keys.text: "Hill Farm"}
    assert "Different answers" not in form.page().words


def test_an_error_leads_to_its_field_and_what_was_typed_stays(form: Answering) -> None:
    page = Page(form.send("save", {form.keys.text: "x" * 9000, form.keys.optional: "The Farm"}))

    assert page.link("shorten it to 200 characters") == f"#{id_of(form.keys.text)}"
    assert page.fields()[form.keys.text] == ["x" * 9000]
    assert form.answers == {form.keys.optional: "The Farm"}


def test_a_question_says_on_which_answer_it_hangs(form: Answering) -> None:
    page = form.page()

    rules = [each.get("data-only-if") for each in page.root.iter() if each.get("data-only-if")]
    assert f"{form.keys.parent}=yes" in rules
    assert "Only if you answered “Yes” to" in page.words


def test_a_question_that_need_not_be_answered_says_so(form: Answering) -> None:
    labels = {
        each.get("for"): "".join(each.itertext()).strip() for each in form.page().all("label")
    }

    assert labels[id_of(form.keys.optional)].endswith("(optional)")
    assert not labels[id_of(form.keys.text)].endswith("(optional)")


def test_a_document_is_uploaded_and_renewed_from_its_question(form: Answering) -> None:
    keys, session = form.keys, form.session
    back = f"back={form.path(keys.papers)}%23"
    first = form.page(keys.papers).link("Upload it")
    assert first.startswith(f"/evidence/{keys.kind.value}/add?{back}")
    assert first.endswith(f"-{keys.kind.value}")
    paper = StoredFile(sha256="a" * 64, content_type="application/pdf", size=9, stored_at=NOW)
    session.add(paper)
    session.flush()
    held = Document(
        provider_id=form.long_form.provider_id,
        kind=keys.kind.value,
        sha256="a" * 64,
        file_name="policy.pdf",
        excludes_abuse=False,
        uploaded_by_id=form.person.user_id,
        uploaded_at=NOW,
    )
    session.add(held)
    session.commit()

    page = form.page(keys.papers)

    assert "policy.pdf" in page.words
    assert page.link("Upload a newer one").startswith(f"/evidence/{held.id}/renew?{back}")


def test_a_section_that_there_is_not_is_not_found(form: Answering) -> None:
    form.client.get(form.path("nowhere"), 404)


def test_what_was_sent_is_shown_and_cannot_be_changed(form: Answering) -> None:
    form.answer(form.keys.text, "Hill Farm")
    token = form.page().csrf_token()
    form.long_form.is_locked = True
    form.session.commit()

    page = form.page()
    typed = {"csrf_token": token, form.keys.text: "Other", f"{form.keys.text}~base": "1:x"}
    form.client.flask.post(form.path(), data={**typed, "do": "save"})

    assert "Hill Farm" in page.words
    assert form.keys.text not in page.fields()
    assert form.answers == {form.keys.text: "Hill Farm"}


@pytest.mark.parametrize(
    ("view", "most"),
    [
        (support_plan.edit_plan, 15),
        (guest.answer_section, 16),
        (sections.edit_section, 23),
    ],
)
def test_a_long_form_costs_a_few_lines_of_route(view: object, most: int) -> None:
    assert len(inspect.getsource(view).splitlines()) <= most  # type: ignore[arg-type]
