"""A provider with three pupils and phones enrolled at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.access.actor import actor_of
from portal.domain.checklists.editions import EDITION_2026
from portal.models import Application, ListingStatus, Membership, Placement, Provider, Role, School
from portal.offline import service
from portal.services.forms.answers import Author, NewAnswer, answers_of, save_answers
from portal.services.forms.applications import Beginning, begin_application
from tests.build import Build
from tests.conftest import NOW
from tests.phone import PATH, Json, Phone


class ConnectedPhone(Phone):
    """A phone whose requests go to the app under test."""

    app: Flask
    session: Session

    def post(self, batch: Json | bytes, at: datetime = NOW, **headers: str) -> TestResponse:
        body, signed = self.signed(batch, at)
        client = self.app.test_client(use_cookies=False)
        response = client.post(PATH, data=body, headers=signed | headers)
        self.session.commit()
        return response

    def send(self, *ops: Any, at: datetime = NOW, **fields: object) -> Json:
        """Send operations; the answer, which must be the server's own."""
        batch = self.batch(list(ops), at, **fields)
        response = self.post(batch, at)
        assert response.status_code == 200, response.get_data(as_text=True)
        answer: Json = response.get_json()
        assert answer["batch_id"] == batch["batch_id"]
        return answer

    def result(self, op: Json) -> Json:
        """Send one operation; what the server says of it."""
        [result] = self.send(op)["results"]
        assert result["op_id"] == op["op_id"]
        return dict(result)


@dataclass
class Farm:
    provider: Provider
    school: School
    staff: Membership
    lead: Membership
    pupils: list[Placement]
    phone: ConnectedPhone
    other_phone: ConnectedPhone


@pytest.fixture
def enrol(app: Flask, session: Session) -> Callable[[Membership], ConnectedPhone]:
    def make(member: Membership) -> ConnectedPhone:
        phone = ConnectedPhone(actor=member.user_id)
        device = service.enrol(
            session, actor_of(member), f"{member.user.name}’s phone", phone.public_key, None, NOW
        )
        phone.device_id, phone.app, phone.session = device.id, app, session
        session.commit()
        return phone

    return make


@pytest.fixture
def farm(build: Build, enrol: Callable[[Membership], ConnectedPhone]) -> Farm:
    """Hill Farm with Amelia, Callum and Dre; the tutor Sam and the lead Jo, each with a phone."""
    provider, school = build.provider(), build.school()
    staff = build.member(provider, Role.PROVIDER_STAFF, "Sam Carter")
    lead = build.member(provider, Role.PROVIDER_LEAD, "Jo Lindley")
    build.member(school, Role.ATTENDANCE_OFFICER, "Priya Nair", "office@oakfield.example")
    names = [("Amelia", "Wren"), ("Callum", "Birch"), ("Dre", "Okoro")]
    pupils = [
        build.placement(provider, school, build.pupil(first, last, school)) for first, last in names
    ]
    return Farm(provider, school, staff, lead, pupils, enrol(staff), enrol(lead))


NAME = "organisation.legal_name"
EMAIL = "organisation.contact_email"


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
