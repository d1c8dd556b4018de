"""Three long forms to answer: an application, a desk-top review, and one that is made up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import Settings
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import ListingStatus, LongForm, LongFormKind, Membership, Role
from portal.services.forms.answers import Author, NewAnswer, answers_of, fields_of, save_answers
from portal.services.forms.applications import Beginning, begin_application
from tests.build import Build
from tests.conftest import NOW
from tests.page import Page, PageClient
from tests.web.support_plan import add_routes


@dataclass(frozen=True)
class Keys:
    """The questions that a form has for the cases, and the section after the one they stand in."""

    section: str
    text: str
    optional: str
    parent: str
    child: str
    table: str
    next_section: str
    papers: str
    kind: EvidenceKind


@dataclass
class Answering:
    """Somebody who answers a long form in a browser without scripts."""

    client: PageClient
    session: Session
    long_form: LongForm
    person: Membership
    colleague: Membership
    base: str
    overview: str
    keys: Keys

    def path(self, section: str = "") -> str:
        return f"{self.base}/{section or self.keys.section}"

    def page(self, section: str = "") -> Page:
        return self.client.get(self.path(section))

    def send(
        self, do: str, typed: Mapping[str, str] | None = None, page: Page | None = None
    ) -> TestResponse:
        """Send the page with some answers changed, by one of its buttons."""
        fields = {**(page or self.page()).fields(), "do": do, **(typed or {})}
        response = self.client.flask.post(self.path(), data=fields)
        self.session.commit()
        return response

    def press_enter(self, typed: Mapping[str, str] | None = None) -> TestResponse:
        """As a browser does in a text box: the first submit button in the source is pressed."""
        page = self.page()
        form = next(each for each in page.all("form") if each.get("data-autosave") is not None)
        first: Element = next(form.iter("button"))
        return self.send(first.get("value", ""), typed, page)

    def rows(self, *names: str) -> dict[str, str]:
        return {f"{self.keys.table}~{n}~name": name for n, name in enumerate(names)}

    def answer(self, key: str, value: Any, by: Membership | None = None, base: int = 0) -> None:
        author = Author((by or self.person).user_id, NOW)
        save_answers(self.session, self.long_form, [NewAnswer(key, value, base, author)], NOW)
        self.session.commit()

    @property
    def answers(self) -> dict[str, Any]:
        return dict(answers_of(self.session, self.long_form.id))

    def names(self) -> list[str]:
        return [row["name"] for row in self.answers.get(self.keys.table, [])]

    def differing(self, key: str) -> list[Any]:
        return [each.value for each in fields_of(self.session, self.long_form.id)[key].differing]


def _keys(section: str, next_section: str) -> Keys:
    return Keys(
        section,
        text="organisation.legal_name",
        optional="organisation.trading_name",
        parent="organisation.is_company",
        child="organisation.company_number",
        table="organisation.owners",
        next_section=next_section,
        papers="insurance",
        kind=EvidenceKind.PUBLIC_LIABILITY,
    )


@pytest.fixture(scope="module")
def app_with_plans(migrated_app: Flask, settings: Settings) -> Flask:
    app = create_app(settings)
    add_routes(app)
    return app


@pytest.fixture
def app(app_with_plans: Flask, connection: sa.Connection) -> Flask:
    return app_with_plans


def _application(build: Build, client: PageClient) -> Answering:
    provider = build.provider(listing=ListingStatus.UNDER_REVIEW)
    lead = build.member(provider, Role.PROVIDER_LEAD, "Sam Carter")
    other = build.member(provider, Role.PROVIDER_LEAD, "Ali Green")
    begun = begin_application(
        build.session, provider, EDITION_2026, Beginning(lead.user_id, build.now)
    )
    build.session.commit()
    base, keys = f"/application/{begun.id}", _keys("organisation", "sites")
    return Answering(client, build.session, begun.long_form, lead, other, base, base, keys)


def _review(build: Build, client: PageClient) -> Answering:
    provider = build.provider("Quiet Barn", listing=ListingStatus.NOT_LISTED)
    guest = build.member(provider, Role.REVIEW_GUEST, "Bea Barn")
    other = build.member(provider, Role.REVIEW_GUEST, "Ali Green")
    long_form, base = build.review(provider).long_form, "/own-review"
    keys = _keys("processes", "insurances")
    keys = Keys(**{**vars(keys), "papers": "insurances"})
    return Answering(client, build.session, long_form, guest, other, base, base, keys)


def _plan(build: Build, client: PageClient) -> Answering:
    provider = build.provider()
    lead = build.member(provider, Role.PROVIDER_LEAD, "Sam Carter")
    other = build.member(provider, Role.PROVIDER_LEAD, "Ali Green")
    kind = LongFormKind.APPLICATION
    plan = LongForm(kind=kind, provider_id=provider.id, edition_key="made up", created_at=NOW)
    build.session.add(plan)
    build.session.commit()
    keys = Keys(
        "aims",
        text="plan.aim",
        optional="plan.motto",
        parent="plan.has_mentor",
        child="plan.mentor",
        table="plan.goals",
        next_section="papers",
        papers="papers",
        kind=EvidenceKind.BEHAVIOUR,
    )
    base = f"/plan/{plan.id}"
    return Answering(client, build.session, plan, lead, other, base, "/account", keys)


FORMS: dict[str, Callable[[Build, PageClient], Answering]] = {
    "application": _application,
    "desk-top review": _review,
    "made-up support plan": _plan,
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, build: Build, client: PageClient) -> Answering:
    answering = FORMS[request.param](build, client)
    client.sign_in(answering.person)
    return answering
