"""Files sent piece by piece, from a phone or a browser: ask where we stand, send what is missing.

A phone signs each request (see `device_auth`) and names its person in the address, as in
PUT /api/v1/uploads/<id>?offset=1048576&actor=7. A browser sends its cookie and the CSRF token.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import audit_log
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.gate import device as device_route
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import begin_writing, db
from portal.domain.errors import ConflictError, InvalidError
from portal.domain.evidence.details import EvidenceDetails
from portal.models import Upload
from portal.offline.device_auth import load, read_json, sending_actor
from portal.offline.upload_schemas import AnnouncedSchema, EvidenceSchema
from portal.services.evidence.papers import NewEvidence, add_evidence
from portal.services.evidence.uploads import (
    CHANGED_ON_ITS_WAY,
    MOST_PIECE,
    Announced,
    Owner,
    begin,
    note_arrival,
    state_of,
    take_piece,
)
from portal.web.stored_files import intake

bp = Blueprint("uploads_api", __name__, url_prefix="/api/v1")
MOST_JSON = 16 * 1024
_ANNOUNCED, _EVIDENCE = AnnouncedSchema(), EvidenceSchema()


@bp.post("/uploads")
@device_route
def begin_upload() -> ResponseReturnValue:
    """Announce a file, or ask after one announced before by the same sha256."""
    actor, body = _sender(MOST_JSON)
    announced = Announced(**load(_ANNOUNCED, read_json(body)))
    begin_writing(db.session)
    owner = Owner(actor.organisation_id, actor.user_id)
    upload = begin(db.session, intake().folder, owner, announced, now())
    db.session.commit()
    return _answer(upload), 201


@bp.get("/uploads/<uuid:upload_id>")
@device_route
def show_upload(upload_id: UUID) -> ResponseReturnValue:
    actor, _ = _sender(0)
    return _answer(_own_upload(upload_id, actor))


@bp.put("/uploads/<uuid:upload_id>")
@device_route
def take_upload_piece(upload_id: UUID) -> ResponseReturnValue:
    """Take the piece that starts at ?offset=. Commit, then answer; after the last, say what became."""
    actor, piece = _sender(MOST_PIECE)
    offset = request.args.get("offset", type=int)
    if offset is None:
        raise InvalidError.of("offset", "Say in ?offset= where the piece starts")
    upload = _own_upload(upload_id, actor)
    if upload.received == upload.size or upload.problem:
        return _answer(upload)
    try:
        arrival = take_piece(intake(), upload, offset, piece)
    except ConflictError as error:
        return _answer(upload, str(error)), 409
    begin_writing(db.session)
    upload = note_arrival(db.session, intake(), upload_id, arrival, now())
    db.session.commit()
    if arrival.received == 0 and not arrival.problem:
        return _answer(upload, CHANGED_ON_ITS_WAY), 409
    return _answer(_own_upload(upload_id, actor))


@bp.post("/evidence")
@device_route
def add_document() -> ResponseReturnValue:
    """Make a document of a file that has come. The same `id` again adds nothing."""
    actor, body = _sender(MOST_JSON)
    given = load(_EVIDENCE, read_json(body))
    document_id, upload_id = given.pop("id"), given.pop("upload_id")
    replaces = given.pop("replaces")
    new = NewEvidence(document_id, EvidenceDetails(**given), replaces)
    _own_upload(upload_id, actor)
    begin_writing(db.session)
    upload = _own_upload(upload_id, actor)
    evidence = add_evidence(db.session, upload, new, actor.user_id, now(), today())
    entry = audit_log.Entry(
        AuditAction.EVIDENCE_ADDED, "evidence", str(evidence.id), request.remote_addr or ""
    )
    audit_log.add(db.session, actor, entry, now())
    db.session.commit()
    last_day = evidence.expires_on.isoformat() if evidence.expires_on else None
    return jsonify(id=str(evidence.id), expires_on=last_day, state=state_of(upload)), 201


def _sender(most: int) -> tuple[Actor, bytes]:
    """Who sends, and the body, which is never longer than `most` bytes."""
    request.max_content_length = most
    body = request.get_data(cache=False)
    actor = sending_actor(body, now())
    if not actor.holds(Permission.EVIDENCE_EDIT):
        abort(403)
    return actor, body


def _own_upload(upload_id: UUID, actor: Actor) -> Upload:
    upload = db.session.scalar(
        select(Upload)
        .options(joinedload(Upload.stored_file))
        .where(Upload.id == upload_id, Upload.provider_id == actor.organisation_id)
        .execution_options(populate_existing=True)
    )
    if upload is None:
        abort(404)
    return upload


def _answer(upload: Upload, problem: str = "") -> Response:
    message = problem or upload.problem
    return jsonify(
        upload_id=str(upload.id),
        received=upload.received,
        size=upload.size,
        state=state_of(upload),
        errors=[{"field": "file", "message": message}] if message else [],
    )
