"""What only a phone gone wrong, or somebody who holds one, would send: a clear answer, never a crash."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.models import Enrolment, Membership, Role, User
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import Farm


@pytest.mark.parametrize("cursor", ["²", "٣", "9" * 12, -1, 2**70, [], True])
def test_a_cursor_that_is_none_asks_for_everything(farm: Farm, cursor: object) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id))

    answer = farm.phone.send(cursor=cursor)

    assert answer["changes"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "\ud800"),
        ("kind", "nul \x00"),
        ("entity", "\udfff"),
        ("entity", "nul \x00"),
        ("op_id", "\ud800"),
        ("body", {"\ud800": "nul \x00"}),
        ("seq", "\ud800"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_and_the_rest_arrives(
    farm: Farm, field: str, value: object
) -> None:
    odd = {**farm.phone.mark(farm.pupils[0].id), field: value}

    answer = farm.phone.send(odd, farm.phone.mark(farm.pupils[1].id))

    assert sorted(result["status"] for result in answer["results"]) == ["applied", "rejected"]


def test_a_number_without_end_is_no_json(farm: Farm) -> None:
    op = farm.phone.mark(farm.pupils[0].id)
    body = json.dumps(farm.phone.batch([op], NOW)).replace(f'"seq": {op["seq"]}', '"seq": 1e999')

    response = farm.phone.post(body.encode())

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["field"] == "body"


@pytest.mark.parametrize("depth", [110, 500, 900, 920, 940, 960, 980, 990])
def test_lists_within_lists_are_refused(farm: Farm, depth: int) -> None:
    op = {**farm.phone.mark(farm.pupils[0].id), "body": {"seen": "@"}}
    text = json.dumps(farm.phone.batch([op], NOW)).replace('"@"', "[" * depth + "]" * depth)

    response = farm.phone.post(text.encode())

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["field"] == "body"


def test_words_full_of_brackets_arrive(farm: Farm) -> None:
    op = farm.phone.mark(farm.pupils[0].id, "not_here", heard="[{" * 200)

    assert farm.phone.result(op)["status"] == "applied"


def _end(session: Session, member: Membership, at: datetime) -> None:
    session.get_one(Membership, member.id).ended_at = at
    session.commit()


def test_the_phone_of_a_person_whose_role_has_ended_hears_of_no_pupil(
    farm: Farm, session: Session
) -> None:
    _end(session, farm.staff, NOW)

    response = farm.phone.post(farm.phone.batch([], NOW))

    assert (response.status_code, response.headers["X-Portal-Auth"]) == (401, "device-revoked")
    assert "Amelia" not in response.get_data(as_text=True)


def test_the_phone_of_a_person_who_was_shut_out_hears_of_no_pupil(
    farm: Farm, session: Session
) -> None:
    session.get_one(User, farm.staff.user_id).is_active = False
    session.commit()

    assert farm.phone.post(farm.phone.batch([], NOW)).status_code == 401


@pytest.mark.parametrize(
    ("minutes", "status"), [(-1, "applied"), (1, "rejected")], ids=["before", "after"]
)
def test_on_a_shared_phone_a_mark_counts_if_it_was_made_while_the_role_lasted(
    farm: Farm, session: Session, build: Build, minutes: int, status: str
) -> None:
    colleague = build.member(farm.provider, Role.PROVIDER_STAFF, "Ash Mell")
    session.add(
        Enrolment(
            device_id=farm.phone.device_id,
            user_id=colleague.user_id,
            membership_id=colleague.id,
            enrolled_at=NOW,
        )
    )
    ended_at = NOW - timedelta(minutes=20)
    _end(session, farm.staff, ended_at)
    op = farm.phone.mark(farm.pupils[0].id, at=ended_at + timedelta(minutes=minutes))

    result = farm.phone.result(op)

    assert result["status"] == status
    assert [error["field"] for error in result.get("errors", [])] == ["actor"] * (minutes > 0)
