"""Small worlds that several tests share: each is a few rows, made once here."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.access.actor import actor_of
from portal.adapters.files.storage import FolderStorage
from portal.domain.evidence.details import EvidenceDetails
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import Evidence, Membership, Provider, Role, School
from portal.offline import service
from portal.services.evidence.intake import Intake
from portal.services.evidence.papers import NewEvidence, add_evidence
from portal.services.evidence.uploads import Owner, WholeFile, note_whole
from tests.adapters.files.samples import pdf
from tests.build import PASSWORD, Build
from tests.conftest import NOW
from tests.page import PageClient
from tests.phone import Phone

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def intake(app: Flask, tmp_path: Path) -> Iterator[Intake]:
    """The app keeps its files in a folder of this test."""
    before = app.extensions["portal_intake"]
    fresh = Intake(FolderStorage(tmp_path / "evidence"), None, tmp_path / "uploads")
    app.extensions["portal_intake"] = fresh
    yield fresh
    app.extensions["portal_intake"] = before


@dataclass
class Farm:
    provider: Provider
    lead: Membership
    officer: Membership
    school: School
    commissioner: Membership


@pytest.fixture
def farm(build: Build) -> Farm:
    provider, school = build.provider(), build.school()
    return Farm(
        provider,
        build.member(provider, Role.PROVIDER_LEAD, "Jo Lindley"),
        build.member(build.council(), Role.QUALITY_OFFICER, "Ola Brandt"),
        school,
        build.member(school, Role.ATTENDANCE_OFFICER, "Priya Nair"),
    )


class Keeper:
    """Adds documents as the page would, each with a file of its own."""

    def __init__(self, session: Session, intake: Intake) -> None:
        self._session = session
        self._intake = intake
        self._size = 300

    def add(
        self,
        lead: Membership,
        kind: EvidenceKind = EvidenceKind.BEHAVIOUR,
        issued_on: date = date(2026, 9, 1),
        replaces: Evidence | None = None,
        at: datetime = NOW,
        **details: Any,
    ) -> Evidence:
        if kind is EvidenceKind.PUBLIC_LIABILITY:
            cover = {
                "expires_on": date(2027, 8, 31),
                "cover_pence": 1_000_000_000,
                "insurer": "County Mutual",
                "policy_number": "PL 1",
                "excludes_abuse": False,
            }
            details = cover | details
        self._size += 1
        content = io.BytesIO(pdf(self._size))
        kept = self._intake.take(content, f"{kind.value}.pdf")
        sent = hashlib.sha256(content.getvalue()).hexdigest()
        owner = Owner(lead.organisation_id, lead.user_id)
        upload = note_whole(self._session, self._intake, owner, WholeFile(sent, kept), at)
        new = NewEvidence(
            uuid4(),
            EvidenceDetails(kind, issued_on, **details),
            replaces.id if replaces else None,
        )
        evidence = add_evidence(self._session, upload, new, lead.user_id, at, TODAY)
        self._session.commit()
        return evidence


@pytest.fixture
def keep(session: Session, intake: Intake) -> Keeper:
    return Keeper(session, intake)


class SendingPhone(Phone):
    """A phone that sends files."""

    app: Flask
    session: Session

    def ask(
        self, method: str, path: str, body: bytes = b"", actor: int | None = None
    ) -> TestResponse:
        mark = "&" if "?" in path else "?"
        target = f"{path}{mark}actor={self.actor if actor is None else actor}"
        client = self.app.test_client(use_cookies=False)
        headers = self.sign(method, target, body, NOW)
        response = client.open(target, method=method, data=body, headers=headers)
        self.session.commit()
        return response


@pytest.fixture
def enrol(app: Flask, session: Session) -> Callable[[Membership], SendingPhone]:
    def make(member: Membership) -> SendingPhone:
        phone = SendingPhone(actor=member.user_id)
        device = service.enrol(session, actor_of(member), "Phone", phone.public_key, None, NOW)
        phone.device_id, phone.app, phone.session = device.id, app, session
        session.commit()
        return phone

    return make


def sign_in(client: PageClient, member: Membership) -> None:
    """Sign in without opening the start page, which a guest without a review does not have."""
    token = client.get("/sign-in").csrf_token()
    form = {"csrf_token": token, "email": member.user.email, "password": PASSWORD}
    client.flask.post("/sign-in", data=form)
