"""GET /api/v1/catalogue: the listed providers as JSON, for people signed in and for systems with a key."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_

from portal.access import scopes
from portal.access.current import signed_in_actor
from portal.access.gate import key, public
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.domain.errors import FieldError, InvalidError
from portal.features.catalogue.api.keys import live_key, note_use
from portal.features.catalogue.api.openapi import describe
from portal.features.catalogue.api.schemas import CatalogueSchema, PageSchema
from portal.features.catalogue.entries import entries_of
from portal.features.catalogue.queries import every_id

api_bp = Blueprint("catalogue_api", __name__, url_prefix="/api/v1/catalogue")


@api_bp.get("")
@key
def list_entries() -> ResponseReturnValue:
    """One page, by name. An unchanged page answers 304 to the ETag that came with it."""
    shown_to_caller = _shown_to_caller()
    asked = _page_asked()
    page, per_page = asked["page"], asked["per_page"]
    ids = every_id(db.session, shown_to_caller)
    start = (page - 1) * per_page
    shown = ids[start : start + per_page]
    next_page = url_for(".list_entries", page=page + 1, per_page=per_page)
    answer = CatalogueSchema().dump(
        {
            "page": page,
            "per_page": per_page,
            "total": len(ids),
            "next": next_page if start + per_page < len(ids) else None,
            "entries": entries_of(db.session, shown, today()),
        }
    )
    response = Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@api_bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    return jsonify(describe())


def _shown_to_caller() -> ColumnElement[bool]:
    """The listed providers that the caller may see: a key all, a person those of the catalogue's pages.

    401 for a stranger or a key that does not count; 403 for a role that may not read this.
    """
    if "Authorization" in request.headers:
        _check_key(request.headers["Authorization"])
        return scopes.listed()
    actor = signed_in_actor()
    if actor is None:
        abort(401)
    if not actor.holds(Permission.CATALOGUE_READ):
        abort(403)
    return and_(scopes.listed(), scopes.in_catalogue(actor))


def _check_key(header: str) -> None:
    scheme, _, token = header.partition(" ")
    found = live_key(db.session, token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        abort(401)
    if found.last_used_on != today():
        with db.own_transaction() as connection:
            note_use(connection, found.id, today())


def _page_asked() -> dict[str, Any]:
    """The page and its size. Raises InvalidError."""
    schema = PageSchema()
    errors = schema.validate(request.args.to_dict())
    if errors:
        raise InvalidError(FieldError(name, str(said[0])) for name, said in errors.items())
    asked: dict[str, Any] = schema.load(request.args.to_dict())
    return asked
