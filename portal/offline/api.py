"""JSON for the phone app: set a phone up, and send what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from portal.access import audit_log, policies
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor, signed_in_actor
from portal.access.gate import device as device_route
from portal.access.gate import public, requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import begin_writing, db
from portal.domain.errors import InvalidError
from portal.models import Provider
from portal.offline import service
from portal.offline.device_auth import load, read_json, signing_phone
from portal.offline.gone_back import epoch_after
from portal.offline.packing import pack
from portal.offline.phone import SigningPhone, find_phone, keep_alive
from portal.offline.schemas import MOST_BYTES, MOST_OPS, MOST_RECEIPTS, BatchSchema, EnrolSchema
from portal.offline.signature import read_public_key
from portal.offline.sync.apply import apply_ops
from portal.offline.sync.changes import Known, changes_since, read_cursor
from portal.offline.sync.read import Clock, ReadOp, RefusedOp, read_op
from portal.offline.sync.receipts import unknown
from portal.offline.sync.results import OpResult

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
    provider = db.session.get_one(Provider, actor.organisation_id)
    return jsonify(
        signed_in=True,
        csrf_token=generate_csrf(),
        actor=_person(actor, provider),
        provider={"id": actor.organisation_id, "name": actor.organisation_name},
        may_enrol=policies.may_set_up_phone(actor, provider),
        server_time=_iso(now()),
    )


@bp.post("/devices")
@requires(Permission.DEVICE_ENROL)
def enrol_device() -> ResponseReturnValue:
    """Set this phone up for the person who is signed in; the answer brings the roster with it."""
    given = load(_ENROL, read_json(request.get_data(cache=False)))
    actor = current_actor()
    provider = db.session.get_one(Provider, actor.organisation_id)
    if not policies.may_set_up_phone(actor, provider):
        abort(403)
    name = " ".join(str(given["name"]).split())
    if not name or not name.isprintable():
        raise InvalidError.of("name", "Give the phone a name of up to 80 letters")
    key = read_public_key(given["public_key"])
    device = service.enrol(db.session, actor, name, key, given["device_id"], now())
    audit(AuditAction.DEVICE_ENROLLED, "device", device.id)
    db.session.commit()
    phone = find_phone(db.session.connection(), device.id)
    if phone is None:
        raise RuntimeError("A phone that was just set up is not there")
    answer = {
        "device_id": str(device.id),
        "actor": _person(actor, provider),
        "provider": {"id": provider.id, "name": provider.name},
        "expires_on": device.expires_at.date().isoformat(),
    }
    known = Known(0, None, phone.change_number, phone.roster_number, today())
    return pack(jsonify(answer | _news(phone, known))), 201


@bp.post("/sync")
@device_route
def sync() -> ResponseReturnValue:
    """Take in a batch of operations. Commit, then answer: see offline.md, section 3."""
    request.max_content_length = MOST_BYTES
    body = request.get_data(cache=False)
    at = now()
    phone = signing_phone(body, at)
    batch = load(_BATCH, read_json(body))
    if batch["device_id"] != phone.id:
        raise InvalidError.of("device_id", "This is not the phone that signed the request")
    if len(batch["ops"]) > MOST_OPS:
        abort(413)
    clock = Clock(at, batch["sent_at"] - at)
    ops = [read_op(raw, clock) for raw in batch["ops"]]
    answer = _take_in(phone, batch, ops, at)
    return pack(jsonify(answer))


def _take_in(
    phone: SigningPhone, batch: dict[str, Any], ops: list[ReadOp | RefusedOp], at: datetime
) -> dict[str, Any]:
    """Apply the operations, work out what the phone does not know yet, and commit."""
    is_quiet = phone.last_contact_at is None or at - phone.last_contact_at > CONTACT_NOTED_EVERY
    applied = apply_ops(db.session, phone, ops, at)
    _alert_of_reuse(phone, applied.results, at)
    if is_quiet:
        if not ops:
            begin_writing(db.session)
        expiry = service.next_expiry(phone.ends_at, at)
        keep_alive(db.session.connection(), phone.id, at, expiry)
    cursor, roster = read_cursor(batch["cursor"]), batch["roster_version"]
    if cursor > phone.change_number or applied.knows_more:
        phone = replace(phone, epoch=epoch_after(db.session, phone, batch["epoch"], at))
    if cursor > applied.change_number:
        cursor = 0
    known = Known(
        cursor=cursor,
        roster=roster,
        change_number=applied.change_number,
        roster_number=phone.roster_number,
        today=today(),
        is_own_doing=cursor == applied.change_number - 1 and applied.holds_first_marks_only,
    )
    answer = {
        "proto": 1,
        "batch_id": batch["batch_id"],
        "results": [result.as_json() for result in applied.results],
        "most_receipts": MOST_RECEIPTS,
    }
    if batch["receipts"]:
        missing = unknown(db.session.connection(), batch["receipts"])
        answer["unknown"] = [str(each) for each in missing]
    answer |= _news(phone, known)
    db.session.commit()
    return answer


def _news(phone: SigningPhone, known: Known) -> dict[str, Any]:
    """What the phone does not know yet, and where we stand."""
    return {
        "changes": changes_since(db.session, phone, known, now()),
        "cursor": known.change_number,
        "roster_version": known.roster_version,
        "server_time": _iso(now()),
        "server_epoch": phone.epoch,
    }


def _alert_of_reuse(phone: SigningPhone, results: Sequence[OpResult], at: datetime) -> None:
    reused = [result.op_id for result in results if result.is_reused]
    for op_id in reused:
        entry = audit_log.Entry(
            AuditAction.OP_NUMBER_REUSED, "op", op_id, request.remote_addr or ""
        )
        audit_log.add(db.session, None, entry, at)
    if reused:
        current_app.logger.warning("Phone %s sent a number again with other content", phone.id)


def _person(actor: Actor, provider: Provider) -> dict[str, Any]:
    return {
        "id": actor.user_id,
        "name": actor.name,
        "position": actor.position,
        "may_take": policies.may_take_register(actor, provider),
        "may_answer": policies.may_answer_forms(actor),
        "may_choose": actor.holds(Permission.MARK_SETTLE),
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
