"""A section that the page's script saves while it is typed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import AuditEvent
from portal.services.forms.answers import answers_of, fields_of
from tests.features.applications.conftest import Applying
from tests.page import PageClient

NAME = "organisation.legal_name"
NUMBER = "organisation.company_number"


class Typist:
    """The page of a section and its script: keeps the bases that each save brings."""

    def __init__(self, client: PageClient, applying: Applying) -> None:
        self._client = client
        self._applying = applying
        self._path = f"/application/{applying.application.id}/organisation"
        client.sign_in(applying.lead)
        page = client.get(self._path)
        self._fields: dict[str, Any] = dict(page.fields())
        self._fields["csrf_token"] = page.csrf_token()

    def type(self, **changes: str) -> dict[str, Any]:
        self._fields |= {name.replace("__", "."): text for name, text in changes.items()}
        response = self._client.flask.post(self._path, data={**self._fields, "do": "keep"})
        assert response.status_code == 200
        told: dict[str, Any] = response.get_json()
        self._fields |= {f"{name}~base": base for name, base in told["bases"].items()}
        self._applying.session.commit()
        return told

    def answers(self) -> dict[str, Any]:
        return dict(answers_of(self._applying.session, self._applying.application.id))


def test_what_is_typed_is_kept_and_the_page_may_go_on(
    applying: Applying, client: PageClient
) -> None:
    typist = Typist(client, applying)
    typist.type(organisation__legal_name="New Leaf")

    told = typist.type(organisation__legal_name="New Leaf Ltd")

    assert (told["errors"], told["is_differing"]) == ([], False)
    assert typist.answers() == {NAME: "New Leaf Ltd"}


def test_what_cannot_be_kept_is_named_and_the_rest_is_saved(
    applying: Applying, client: PageClient
) -> None:
    typist = Typist(client, applying)

    told = typist.type(organisation__legal_name="New Leaf", organisation__company_number="twelve")

    assert any("company number" in message.lower() for message in told["errors"])
    assert NUMBER not in told["bases"]
    assert typist.answers() == {NAME: "New Leaf"}


def test_an_answer_of_somebody_else_is_not_written_over(
    applying: Applying, client: PageClient
) -> None:
    typist = Typist(client, applying)
    applying.answer(
        NAME, "New Leaf CIC", by=applying.build.member(applying.provider, applying.lead.role)
    )

    told = typist.type(organisation__legal_name="New Leaf Ltd")

    assert told["is_differing"] is True
    field = fields_of(applying.session, applying.application.id)[NAME]
    assert field.value == "New Leaf CIC"
    assert field.other_entry is not None
    assert field.other_entry.value == "New Leaf Ltd"


def test_what_somebody_else_answered_meanwhile_is_not_written_over_by_what_the_page_still_shows(
    applying: Applying, client: PageClient
) -> None:
    applying.answer(NAME, "New Leaf")
    typist = Typist(client, applying)
    colleague = applying.build.member(applying.provider, applying.lead.role)
    applying.answer(NAME, "New Leaf CIC", by=colleague, base_version=1)

    typist.type(organisation__company_number="01234567")
    typist.type(organisation__company_number="01234568")

    assert typist.answers() == {NAME: "New Leaf CIC", NUMBER: "01234568"}


def test_two_different_answers_are_not_settled_by_typing_on(
    applying: Applying, client: PageClient
) -> None:
    typist = Typist(client, applying)
    colleague = applying.build.member(applying.provider, applying.lead.role)
    applying.answer(NAME, "New Leaf CIC", by=colleague)
    typist.type(organisation__legal_name="New Leaf Ltd")

    typist.type(organisation__company_number="01234567")

    field = fields_of(applying.session, applying.application.id)[NAME]
    assert [each.value for each in field.differing] == ["New Leaf CIC", "New Leaf Ltd"]
    assert len(field.log) == 2


def test_a_save_that_changes_nothing_leaves_nothing_in_the_audit(
    applying: Applying, client: PageClient, session: Session
) -> None:
    typist = Typist(client, applying)
    typist.type(organisation__legal_name="New Leaf")
    before = session.scalar(select(func.count()).select_from(AuditEvent))

    typist.type()

    assert session.scalar(select(func.count()).select_from(AuditEvent)) == before
