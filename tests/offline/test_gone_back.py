"""A server whose data have gone back notices it by what a phone knows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Message, Provider, Role, ServerFact
from portal.offline.sync import receipts
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import Farm
from tests.page import PageClient


def go_back(session: Session) -> None:
    """As if a backup from before all changes had been put back by hand."""
    session.execute(update(Provider).values(change_number=0))
    session.commit()


def epoch(session: Session) -> str:
    session.commit()
    return session.scalars(select(ServerFact.value).where(ServerFact.name == "epoch")).one()


def test_a_cursor_above_the_change_number_proves_it_once(
    farm: Farm, build: Build, session: Session
) -> None:
    build.member(build.council(), Role.ADMINISTRATOR, email="admin@county.example")
    sent = farm.phone.mark(farm.pupils[0].id)
    answer = farm.phone.send(sent)
    known = {"epoch": answer["server_epoch"], "cursor": answer["cursor"]}
    go_back(session)

    told = farm.phone.send(**known)

    assert told["server_epoch"] != answer["server_epoch"]
    assert told["server_epoch"] == epoch(session)
    [mail] = session.scalars(select(Message).where(Message.once_key.like("went-back:%")))
    assert mail.to == "admin@county.example"
    assert "http://localhost:8000" in mail.body
    assert "server.went_back" in session.scalars(select(AuditEvent.action)).all()

    # The other phone's knowledge is of the earlier epoch: it offers again, and proves nothing new.
    other = farm.other_phone.send(epoch=answer["server_epoch"], cursor=answer["cursor"] + 7)
    assert other["server_epoch"] == told["server_epoch"] == epoch(session)

    lost = farm.phone.mark(farm.pupils[1].id)
    again = farm.phone.send(epoch=told["server_epoch"], receipts=[sent["op_id"], lost["op_id"]])
    assert again["unknown"] == [lost["op_id"]]
    assert farm.phone.result(lost)["status"] == "applied"
    assert epoch(session) == told["server_epoch"]


def test_a_version_above_the_log_proves_it_although_others_have_worked_on(
    farm: Farm, session: Session
) -> None:
    before = epoch(session)

    later = farm.phone.mark(farm.pupils[0].id, seen="not_here", base_version=1)
    told = farm.phone.send(later, epoch=before)

    assert told["results"][0]["status"] == "applied"
    assert told["server_epoch"] == epoch(session) != before


def test_an_older_app_that_names_no_epoch_is_believed_once_an_hour(
    farm: Farm, session: Session
) -> None:
    before = epoch(session)
    assert farm.phone.send(cursor=1000)["server_epoch"] != before
    noticed = epoch(session)
    assert farm.other_phone.send(cursor=1000)["server_epoch"] == noticed


def test_what_is_known_by_everybody_changes_no_epoch(farm: Farm, session: Session) -> None:
    before = epoch(session)
    answer = farm.phone.send(farm.phone.mark(farm.pupils[0].id))
    mark = farm.phone.mark(farm.pupils[0].id, seen="late", base_version=1)
    farm.phone.send(mark, cursor=answer["cursor"], epoch=before)
    assert epoch(session) == before


def test_a_phone_with_thousands_of_receipts_is_answered_and_told_a_portion(farm: Farm) -> None:
    numbers = [farm.phone.mark(farm.pupils[0].id)["op_id"] for _ in range(4000)]
    answer = farm.phone.send(receipts=numbers)
    assert len(answer["unknown"]) == 4000
    assert answer["most_receipts"] == 1000


def test_a_phone_that_the_backup_does_not_know_is_told_so_and_keeps_its_id(
    farm: Farm, client: PageClient, session: Session
) -> None:
    farm.phone.device_id, kept = type(farm.phone.device_id)(int=7), farm.phone.device_id
    response = farm.phone.post(farm.phone.batch([], NOW))
    assert (response.status_code, response.headers["X-Portal-Auth"]) == (401, "device-unknown")

    client.sign_in(farm.staff)
    token = client.flask.get("/api/v1/enrolment").get_json()["csrf_token"]
    set_up = client.flask.post(
        "/api/v1/devices",
        json={
            "name": "Sam’s phone",
            "public_key": farm.phone.public_key_text,
            "device_id": str(farm.phone.device_id),
        },
        headers={"X-CSRFToken": token},
    )
    assert set_up.status_code == 201, set_up.text
    assert set_up.get_json()["device_id"] == str(farm.phone.device_id) != str(kept)
    session.commit()
    assert farm.phone.result(farm.phone.mark(farm.pupils[0].id))["status"] == "applied"


def test_a_mark_whose_hash_a_downgrade_has_dropped_is_a_duplicate(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    op = farm.phone.mark(farm.pupils[0].id)
    farm.phone.send(op)
    of_mark = receipts._of_mark
    monkeypatch.setattr(receipts, "_of_mark", lambda row: replace(of_mark(row), sha256=None))

    assert farm.phone.result(op)["status"] == "duplicate"
    stranger = farm.other_phone.result(op)
    assert stranger["errors"][0]["message"].startswith("OP_ID_REUSED")


def test_the_administrator_sees_it_on_the_start_page(
    farm: Farm, build: Build, client: PageClient
) -> None:
    administrator = build.member(build.council(), Role.ADMINISTRATOR)
    farm.phone.send(cursor=1000)
    client.sign_in(administrator)
    assert "The portal’s records went back in time: noticed on" in client.get("/").words
