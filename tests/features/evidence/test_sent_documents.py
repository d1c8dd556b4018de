"""A document is made of a file that a phone sent."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Evidence, Upload
from portal.services.evidence.intake import Intake
from tests.adapters.files.samples import PDF, photo_of_phone
from tests.features.evidence.sending import begin, send
from tests.worlds import Farm, SendingPhone


def test_a_document_is_made_of_what_was_sent_and_only_once(
    phone: SendingPhone, session: Session, farm: Farm
) -> None:
    upload_id = send(phone, PDF)["upload_id"]
    given = {
        "id": str(uuid4()),
        "upload_id": upload_id,
        "kind": "behaviour",
        "issued_on": "2026-09-01",
    }

    first = phone.ask("POST", "/api/v1/evidence", json.dumps(given).encode())
    again = phone.ask("POST", "/api/v1/evidence", json.dumps(given).encode())

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["expires_on"] == "2027-09-01"
    [evidence] = session.scalars(select(Evidence)).all()
    assert (evidence.provider_id, evidence.uploaded_by_id) == (farm.provider.id, phone.actor)
    assert "evidence.added" in session.scalars(select(AuditEvent.action)).all()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "passport"}, "kind"),
        ({"issued_on": "2027-01-01"}, "issued_on"),
        ({"issued_on": None}, "issued_on"),
        ({"expires_on": "2025-01-01"}, "expires_on"),
        ({"kind": "public_liability"}, "insurer"),
    ],
)
def test_a_document_with_wrong_details_is_refused(
    phone: SendingPhone, changed: dict[str, object], field: str
) -> None:
    upload_id = send(phone, PDF)["upload_id"]
    given = {
        "id": str(uuid4()),
        "upload_id": upload_id,
        "kind": "behaviour",
        "issued_on": "2026-09-01",
        **changed,
    }

    response = phone.ask("POST", "/api/v1/evidence", json.dumps(given).encode())

    assert response.status_code == 400
    assert field in {error["field"] for error in response.get_json()["errors"]}


def test_a_document_cannot_be_made_before_its_file_is_whole(phone: SendingPhone) -> None:
    upload_id = begin(phone, PDF)["upload_id"]
    given = {
        "id": str(uuid4()),
        "upload_id": upload_id,
        "kind": "behaviour",
        "issued_on": "2026-09-01",
    }

    response = phone.ask("POST", "/api/v1/evidence", json.dumps(given).encode())

    assert response.status_code == 400


def test_a_photo_sent_in_pieces_is_cleaned(
    phone: SendingPhone, session: Session, intake: Intake
) -> None:
    send(phone, photo_of_phone("JPEG", 600, 400), "IMG_1.jpg")

    upload = session.scalars(select(Upload)).one()
    assert upload.stored_sha256 not in (None, upload.sha256)
    pieces = intake.storage.open(upload.stored_sha256 or "")
    assert b"Exif" not in b"".join(pieces)
    pieces.close()
