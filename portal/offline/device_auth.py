"""Who sends to the JSON addresses: a phone that signs its requests, or a person in a browser."""

from __future__ import annotations

import json
import re
from datetime import datetime
from math import isfinite
from typing import Any, NoReturn

from flask import abort, jsonify, make_response, request
from marshmallow import Schema, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor, actor_of
from portal.access.current import signed_in_actor
from portal.database.db import db
from portal.domain.errors import FieldError, InvalidError
from portal.extensions import csrf
from portal.models import Enrolment, Membership
from portal.offline.phone import SigningPhone, find_phone
from portal.offline.schemas import messages_of
from portal.offline.signature import is_signed, read_header

_NUMBER = re.compile(r"[0-9]{1,9}")

MOST_DEEP = 100
"""Far more lists within lists than anything of ours, and few enough to be written down again."""


def signing_phone(body: bytes, at: datetime) -> SigningPhone:
    """The phone that signed this request; otherwise 400 or 401.

    What is signed is the method, the path with its query as it stands in the address, and the body.
    """
    if request.cookies:
        raise InvalidError.of("cookie", "A phone sends no cookies")
    header = read_header(request.headers.get("Authorization", ""))
    if header is None:
        abort(401)
    phone = find_phone(db.session.connection(), header.device_id)
    query = request.query_string.decode("latin-1")
    target = f"{request.path}?{query}" if query else request.path
    if phone is None:  # set up after the backup that the server was restored from
        _refuse("device-unknown")
    if not is_signed(header, phone.public_key, request.method, target, body):
        abort(401)
    if phone.revoked_at is not None or not phone.has_people:
        _refuse("device-revoked")
    if at > min(phone.expires_at, phone.ends_at):
        _refuse("expired")
    return phone


def sending_actor(body: bytes, at: datetime) -> Actor:
    """The person who sends: enrolled on the phone and named by `?actor=`, or signed in here.

    A browser's request that changes something needs the CSRF token in the header X-CSRFToken.
    """
    if "Authorization" in request.headers:
        return _enrolled_person(signing_phone(body, at))
    actor = signed_in_actor()
    if actor is None:
        abort(401)
    csrf.protect()
    return actor


def _enrolled_person(phone: SigningPhone) -> Actor:
    membership = db.session.scalar(
        select(Membership)
        .join(Enrolment, Enrolment.membership_id == Membership.id)
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .where(
            Enrolment.device_id == phone.id,
            Enrolment.user_id == _actor_named(),
            Membership.organisation_id == phone.provider_id,
            Membership.ended_at.is_(None),
        )
    )
    if membership is None or not membership.user.is_active:
        abort(403)
    return actor_of(membership)


def _actor_named() -> int:
    """The number in `?actor=`; 0, which is nobody's, where there is none that could be."""
    given = request.args.get("actor", "")
    return int(given) if _NUMBER.fullmatch(given) else 0


def _refuse(why: str) -> NoReturn:
    response = make_response(
        jsonify(errors=[{"field": "device", "message": "Set this phone up again"}]), 401
    )
    response.headers["X-Portal-Auth"] = why
    abort(response)


def read_json(body: bytes) -> object:
    """Raises InvalidError for what is not JSON."""
    try:
        given = json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise InvalidError.of("body", "The body must be JSON") from None
    might_be_deep = body.count(b"[") + body.count(b"{") > MOST_DEEP
    if might_be_deep and _is_deeper(given, MOST_DEEP):
        raise InvalidError.of("body", "The body has too many lists within lists")
    return given


def _is_deeper(value: object, most: int) -> bool:
    """Whether lists and objects stand within each other more than `most` times."""
    if not isinstance(value, (list, dict)):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return most == 0 or any(_is_deeper(each, most - 1) for each in inner)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    """A number that can be written as JSON again: 1e999 cannot."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def load(schema: Schema, given: object) -> dict[str, Any]:
    """What the schema makes of a JSON object. Raises InvalidError."""
    try:
        if not isinstance(given, dict):
            raise InvalidError.of("body", "The body must be a JSON object")
        loaded: dict[str, Any] = schema.load(given)
    except ValidationError as error:
        raise InvalidError(
            FieldError(each["field"], each["message"]) for each in messages_of(error.messages)
        ) from None
    return loaded
