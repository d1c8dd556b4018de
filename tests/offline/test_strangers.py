"""Who may send, and what happens to what makes no sense: a clear error, nothing lost, nothing leaked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Device, Mark, Membership, Role
from tests.conftest import NOW
from tests.offline.conftest import ConnectedPhone, Farm
from tests.page import PageClient
from tests.phone import PATH, Phone


def test_a_forged_signature_is_refused(farm: Farm, session: Session) -> None:
    stranger = Phone(farm.phone.device_id, farm.staff.user_id)
    batch = stranger.batch([stranger.mark(farm.pupils[0].id)], NOW)
    body, headers = stranger.signed(batch, NOW)

    response = farm.phone.app.test_client().post(PATH, data=body, headers=headers)

    assert response.status_code == 401
    assert "X-Portal-Auth" not in response.headers
    assert session.scalar(select(func.count()).select_from(Mark)) == 0


def test_a_body_changed_on_the_way_is_refused(farm: Farm) -> None:
    body, headers = farm.phone.signed(farm.phone.batch([], NOW), NOW)

    response = farm.phone.app.test_client().post(PATH, data=body + b" ", headers=headers)

    assert response.status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer abc",
        "Portal device=,sent_at=,signature=",
        f"Portal device={uuid4()},sent_at=yesterday-at-half-past,signature={'A' * 86}",
    ],
)
def test_a_header_that_is_not_ours_is_refused(app: Flask, header: str) -> None:
    response = app.test_client().post(PATH, data=b"{}", headers={"Authorization": header})

    assert response.status_code == 401
    assert "X-Portal-Auth" not in response.headers


def test_a_phone_that_the_server_does_not_know_is_told_so_and_no_more(app: Flask) -> None:
    header = f"Portal device={uuid4()},sent_at=2026-11-24T09:30:00Z,signature={'A' * 86}"

    response = app.test_client().post(PATH, data=b"{}", headers={"Authorization": header})

    assert response.status_code == 401
    assert response.headers["X-Portal-Auth"] == "device-unknown"


def test_a_request_with_a_cookie_is_refused(farm: Farm) -> None:
    body, headers = farm.phone.signed(farm.phone.batch([], NOW), NOW)

    response = farm.phone.app.test_client(use_cookies=False).post(
        PATH, data=body, headers=headers | {"Cookie": "portal=abc"}
    )

    assert response.get_json()["errors"] == [
        {"field": "cookie", "message": "A phone sends no cookies"}
    ]


def test_a_revoked_phone_is_told_so(farm: Farm, session: Session) -> None:
    session.get_one(Device, farm.phone.device_id).revoked_at = NOW
    session.commit()

    response = farm.phone.post(farm.phone.batch([], NOW))

    assert (response.status_code, response.headers["X-Portal-Auth"]) == (401, "device-revoked")


def test_a_phone_unused_for_90_days_is_told_to_be_set_up_again(
    farm: Farm, session: Session
) -> None:
    session.get_one(Device, farm.phone.device_id).expires_at = NOW - timedelta(seconds=1)
    session.commit()

    assert farm.phone.post(farm.phone.batch([], NOW)).headers["X-Portal-Auth"] == "expired"


def test_use_keeps_a_phone_enrolled_but_not_beyond_180_days(farm: Farm, session: Session) -> None:
    device = session.get_one(Device, farm.phone.device_id)
    device.ends_at = NOW + timedelta(days=10)
    device.last_contact_at = NOW - timedelta(hours=1)
    session.commit()

    farm.phone.send(farm.phone.mark(farm.pupils[0].id))

    assert session.get_one(Device, device.id).expires_at == NOW + timedelta(days=10)


def test_a_person_who_is_not_set_up_on_this_phone_is_refused(farm: Farm) -> None:
    op = {**farm.phone.mark(farm.pupils[0].id), "actor": farm.lead.user_id}

    result = farm.phone.result(op)

    assert result["errors"][0]["field"] == "actor"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe{}",
        b'{"proto": NaN}',
        b"[" * 100_000,
        b'{"proto":' + b"9" * 5000 + b"}",
        b"{}",
    ],
    ids=lambda body: str(body[:12]),
)
def test_malformed_json_is_a_clear_error(farm: Farm, body: bytes) -> None:
    response = farm.phone.post(body)

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["field"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("proto", 2),
        ("proto", "1"),
        ("batch_id", ""),
        ("batch_id", "x" * 65),
        ("device_id", "me"),
        ("sent_at", "noon"),
        ("sent_at", "2026-11-24T09:30:00"),
        ("ops", {}),
        ("receipts", ["x"]),
    ],
)
def test_a_wrong_field_of_the_batch_is_named(farm: Farm, field: str, value: object) -> None:
    response = farm.phone.post(farm.phone.batch([], NOW) | {field: value})

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["field"].split(".")[0] == field


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("kind", "mark.guess", "kind"),
        ("kind", 5, "kind"),
        ("schema", 2, "schema"),
        ("schema", "1", "schema"),
        ("entity", "0001-01-01-am/x", "entity"),
        ("entity", "2026-02-30-am/x", "entity"),
        ("entity", "2026-11-24-noon/x", "entity"),
        ("entity", "2026-11-24-am/x", "entity"),
        ("entity", "2027-11-24-am/6f1b7e0e-6df1-4a0e-8d2e-0a8f3a0a0a0a", "entity"),
        ("entity", "a" * 300, "entity"),
        ("seq", -1, "seq"),
        ("seq", 2**63, "seq"),
        ("seq", 1.5, "seq"),
        ("base_version", -1, "base_version"),
        ("base_version", 2**40, "base_version"),
        ("captured_at", "0001-01-01", "captured_at"),
        ("captured_at", 5, "captured_at"),
        ("actor", None, "actor"),
        ("body", [], "body"),
        ("body", {"seen": "late"}, "arrived"),
        ("body", {"seen": "late", "arrived": "25:00"}, "arrived"),
        ("body", {"seen": "here", "heard": "x" * 501}, "heard"),
        ("body", {"seen": "here", "heard": "nul \x00"}, "heard"),
        ("body", {"seen": "here", "heard": "\ud800"}, "heard"),
        ("body", {"seen": "here", "mood": "good"}, "mood"),
    ],
)
def test_a_wrong_field_of_an_operation_is_named_and_the_operation_kept(
    farm: Farm, field: str, value: object, named: str
) -> None:
    op = {**farm.phone.mark(farm.pupils[0].id), field: value}

    result = farm.phone.result(op)

    assert result["status"] == "rejected"
    assert result["errors"][0]["field"].split(".")[0] == named
    assert farm.phone.result(op)["status"] == "rejected"


@pytest.mark.parametrize("op", [None, 5, "x", [], {}, {"op_id": "x"}, {"op_id": None}])
def test_an_operation_without_a_number_is_refused(farm: Farm, op: Any) -> None:
    [result] = farm.phone.send(op)["results"]

    assert result["status"] == "rejected"


@pytest.mark.parametrize(
    "words", ["👩‍🌾 tractor", "أهلا وسهلا", "Zoë’s mum", "<b>bold</b>", "=1+1"]
)
def test_words_of_any_script_are_kept_as_they_are(farm: Farm, session: Session, words: str) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "not_here", heard=words))

    assert session.scalars(select(Mark.heard)).one() == words


def test_a_time_in_the_year_1_is_kept_with_a_flag(farm: Farm, session: Session) -> None:
    op = {**farm.phone.mark(farm.pupils[0].id), "captured_at": "0001-01-01T00:00:00+14:00"}

    farm.phone.send(op)

    mark = session.scalars(select(Mark)).one()
    assert (mark.captured_at, mark.clock_is_doubtful) == (NOW, True)


def test_ten_megabytes_are_too_many(farm: Farm) -> None:
    response = farm.phone.post(b"x" * 10_000_000)

    assert response.status_code == 413


def test_more_than_fifty_operations_are_too_many(farm: Farm) -> None:
    ops = [farm.phone.mark(farm.pupils[0].id) for _ in range(51)]

    assert farm.phone.post(farm.phone.batch(ops, NOW)).status_code == 413


def test_a_person_sets_a_phone_up_and_gets_the_roster_at_once(
    farm: Farm, client: PageClient
) -> None:
    client.sign_in(farm.staff)
    token = client.flask.get("/api/v1/enrolment").get_json()["csrf_token"]
    phone = Phone()

    response = client.flask.post(
        "/api/v1/devices",
        json={"name": "Sam’s phone", "public_key": phone.public_key_text, "device_id": None},
        headers={"X-CSRFToken": token},
    )

    answer = response.get_json()
    assert response.status_code == 201
    assert answer["changes"][0]["type"] == "roster"
    assert answer["actor"]["name"] == "Sam Carter"


def test_setting_up_needs_the_token_of_the_page(farm: Farm, client: PageClient) -> None:
    client.sign_in(farm.staff)

    response = client.flask.post("/api/v1/devices", json={})

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["field"] == "csrf_token"


@pytest.mark.parametrize("key", ["", "x", "AAAA", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"])
def test_a_key_that_is_none_is_refused(farm: Farm, client: PageClient, key: str) -> None:
    client.sign_in(farm.staff)
    token = client.flask.get("/api/v1/enrolment").get_json()["csrf_token"]

    response = client.flask.post(
        "/api/v1/devices",
        json={"name": "Phone", "public_key": key, "device_id": None},
        headers={"X-CSRFToken": token},
    )

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["field"] == "public_key"


def test_another_providers_phone_cannot_be_taken_over(
    farm: Farm, client: PageClient, enrol: Callable[[Membership], ConnectedPhone], build: Any
) -> None:
    other = build.member(build.provider("Elsewhere"), Role.PROVIDER_STAFF)
    client.sign_in(other)
    token = client.flask.get("/api/v1/enrolment").get_json()["csrf_token"]

    response = client.flask.post(
        "/api/v1/devices",
        json={
            "name": "Mine now",
            "public_key": farm.phone.public_key_text,
            "device_id": str(farm.phone.device_id),
        },
        headers={"X-CSRFToken": token},
    )

    assert response.get_json()["errors"][0]["field"] == "device_id"


def test_the_lead_sees_and_revokes_phones(farm: Farm, client: PageClient) -> None:
    client.sign_in(farm.lead)
    page = client.get("/phones/")

    after = client.post(f"/phones/{farm.phone.device_id}/revoke")

    assert "Sam Carter’s phone" in page.words
    assert "Revoked 24 November 2026" in after.words
    assert farm.phone.post(farm.phone.batch([], NOW)).status_code == 401


def test_a_tutor_revokes_only_their_own_phone(farm: Farm, client: PageClient) -> None:
    client.sign_in(farm.staff)
    client.get("/phones/")

    client.post(f"/phones/{farm.other_phone.device_id}/revoke", 403)
    client.post(f"/phones/{farm.phone.device_id}/revoke")


def test_answers_never_name_a_child_in_full(farm: Farm) -> None:
    text = json.dumps(farm.phone.send())

    assert not any(name in text for name in ("Wren", "Birch", "Okoro"))
