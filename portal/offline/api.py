"""JSON for the phone app: set a phone up, and send what it holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import audit, policies
from portal.access.actor import Actor
from portal.access.current import current_actor, record, signed_in_actor
from portal.access.gate import device as device_route
from portal.access.gate import public, requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.db import begin_writing, db
from portal.domain.errors import InvalidError
from portal.models import Device, Op, Provider, ServerFact
from portal.offline import service
from portal.offline.device_auth import load, read_json, signing_device
from portal.offline.packing import pack
from portal.offline.schemas import MOST_BYTES, MOST_OPS, BatchSchema, EnrolSchema
from portal.offline.signature import read_public_key
from portal.offline.sync.apply import OpResult, apply_ops
from portal.offline.sync.changes import changes_since, read_cursor, roster_version
from portal.offline.sync.read import Clock, read_op
from portal.records.provider_days import ProviderDays

bp = Blueprint("offline_api", __name__, url_prefix="/api/v1")
CONTACT_NOTED_EVERY = timedelta(minutes=5)
_BATCH, _ENROL = BatchSchema(), EnrolSchema()


@bp.get("/enrolment")
@public
def enrolment() -> ResponseReturnValue:
    """Who is signed in in this browser, and the token that setting a phone up needs."""
    actor = signed_in_actor()
    if actor is None or not actor.is_provider:
        return jsonify(signed_in=False, server_time=_iso(now()))
    return jsonify(
        signed_in=True,
        csrf_token=generate_csrf(),
        actor=_person(actor),
        provider={"id": actor.organisation_id, "name": actor.organisation_name},
        may_enrol=policies.may_take_register(
            actor, db.session.get_one(Provider, actor.organisation_id)
        ),
        server_time=_iso(now()),
    )


@bp.post("/devices")
@requires(Permission.DEVICE_ENROL)
def enrol_device() -> ResponseReturnValue:
    """Set this phone up for the person who is signed in; the answer brings the roster with it."""
    given = load(_ENROL, read_json(request.get_data(cache=False)))
    actor = current_actor()
    provider = db.session.get_one(Provider, actor.organisation_id)
    if not policies.may_take_register(actor, provider):
        abort(403)
    name = " ".join(str(given["name"]).split())
    if not name or not name.isprintable():
        raise InvalidError.of("name", "Give the phone a name of up to 80 letters")
    key = read_public_key(given["public_key"])
    device = service.enrol(db.session, actor, name, key, given["device_id"], now())
    record("device.enrolled", "device", device.id)
    db.session.commit()
    days = ProviderDays(db.session, provider, now())
    answer = {
        "device_id": str(device.id),
        "actor": _person(actor),
        "provider": {"id": provider.id, "name": provider.name},
        "expires_on": device.expires_at.date().isoformat(),
    }
    return pack(jsonify(answer | _news(device, days, None, None))), 201


@bp.post("/sync")
@device_route
def sync() -> ResponseReturnValue:
    """Take in a batch of operations. Commit, then answer: see offline.md, section 3."""
    request.max_content_length = MOST_BYTES
    body = request.get_data(cache=False)
    at = now()
    device = signing_device(body, at)
    batch = load(_BATCH, read_json(body))
    if batch["device_id"] != device.id:
        raise InvalidError.of("device_id", "This is not the phone that signed the request")
    if len(batch["ops"]) > MOST_OPS:
        abort(413)
    results = _take_in(device.id, batch, at) if _has_news(device, batch, at) else []
    return _answer(_find_device(device.id), batch, results)


def _has_news(device: Device, batch: dict[str, Any], at: datetime) -> bool:
    """Whether anything must be written: a phone that only asks for changes writes rarely."""
    last = device.last_contact_at
    return bool(batch["ops"]) or last is None or at - last > CONTACT_NOTED_EVERY


def _take_in(device_id: UUID, batch: dict[str, Any], at: datetime) -> list[OpResult]:
    """Apply the operations and commit."""
    begin_writing(db.session)
    device = _find_device(device_id)
    clock = Clock(at, batch["sent_at"] - at)
    results = apply_ops(db.session, device, [read_op(raw, clock) for raw in batch["ops"]], at)
    _alert_of_reuse(device, results, at)
    service.keep_alive(device, at)
    db.session.commit()
    return results


def _find_device(device_id: UUID) -> Device:
    return db.session.scalars(
        select(Device).options(joinedload(Device.provider)).where(Device.id == device_id)
    ).one()


def _answer(device: Device, batch: dict[str, Any], results: list[OpResult]) -> Response:
    days = ProviderDays(db.session, device.provider, now())
    answer = {
        "proto": 1,
        "batch_id": batch["batch_id"],
        "results": [result.as_json() for result in results],
        "min_app": None,
        "directives": [],
    }
    if batch["receipts"]:
        answer["unknown"] = _unknown(batch["receipts"])
    news = _news(device, days, batch["cursor"], batch["roster_version"])
    return pack(jsonify(answer | news))


def _news(device: Device, days: ProviderDays, cursor: object, roster: str | None) -> dict[str, Any]:
    """What the phone does not know yet, and where we stand."""
    return {
        "changes": changes_since(db.session, device, days, read_cursor(cursor), roster),
        "cursor": days.provider.change_number,
        "roster_version": roster_version(days.provider, days.today),
        "server_time": _iso(now()),
        "server_epoch": db.session.get_one(ServerFact, "epoch").value,
    }


def _unknown(receipts: list[Any]) -> list[str]:
    """The receipts that this database does not hold: it was restored from before them."""
    known: set[object] = set()
    for start in range(0, len(receipts), 500):
        known |= set(
            db.session.scalars(select(Op.id).where(Op.id.in_(receipts[start : start + 500])))
        )
    return [str(each) for each in receipts if each not in known]


def _alert_of_reuse(device: Device, results: list[OpResult], at: datetime) -> None:
    reused = [
        result.op_id
        for result in results
        if result.errors and result.errors[0]["message"].startswith("OP_ID_REUSED")
    ]
    for op_id in reused:
        entry = audit.Entry("op.number_reused", "op", op_id, request.remote_addr or "")
        audit.add(db.session, None, entry, at)
    if reused:
        current_app.logger.warning("Phone %s sent a number again with other content", device.id)


def _person(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.user_id,
        "name": actor.name,
        "position": actor.position,
        "may_choose": actor.holds(Permission.MARK_SETTLE),
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
