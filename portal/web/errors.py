"""Turns errors into a page, or into JSON under /api/."""

from __future__ import annotations

import logging

from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.access.current import as_visitor
from portal.adapters.files.storage import StorageError
from portal.database.db import db
from portal.database.trouble import TROUBLES, Trouble, trouble_of
from portal.domain.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    TooManyAttemptsError,
)

log = logging.getLogger(__name__)

WORDS = {
    400: ("There is a problem with what was sent", "Go back and try again."),
    401: ("Sign in to continue", "You need to sign in to see this page."),
    403: ("You cannot do this", "Your role does not allow this. Ask the person who invited you."),
    404: ("Page not found", "If you typed the address, check that it is correct."),
    405: ("Page not found", "If you typed the address, check that it is correct."),
    409: ("Somebody else changed this first", "Open the page again to see what it says now."),
    413: ("That is too large", "Send a smaller file, or split it in two."),
    415: ("We cannot read what was sent", "It is not in a form that this page accepts."),
    429: ("Too many attempts", "Wait 15 minutes, then try again."),
    500: (
        "Sorry, there is a problem with the service",
        "Try again later. What you saved before is safe.",
    ),
    503: ("The service is busy", "Wait a minute, then try again. What you saved before is safe."),
}

TROUBLE_WORDS = {
    Trouble.AWAY: (
        "The portal cannot reach its records",
        "Nothing of what you just sent was saved. Wait a minute, then send it again."
        " What you saved before is safe.",
    ),
    Trouble.BUSY: (
        "The portal is busy",
        "Nothing of what you just sent was saved. Wait a minute, then send it again."
        " What you saved before is safe.",
    ),
    Trouble.READ_ONLY: (
        "The portal can save nothing at the moment",
        "Nothing of what you just sent was saved. You can still read what was saved before."
        " Tell the council’s administrator if this lasts.",
    ),
}
RETRY_AFTER_SECONDS = 30


def answer(status: int, errors: list[dict[str, str]] | None = None) -> ResponseReturnValue:
    """The page or JSON for a status, in plain words."""
    title, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    if request.path.startswith("/api/"):
        shown = errors or [{"field": "", "message": f"{title}. {advice}"}]
        return jsonify(errors=shown), status
    page = render_template("errors/error.html", title=title, advice=advice, errors=errors or [])
    return page, status


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error
    return answer(error.code or 500)


def _crash(error: InternalServerError) -> ResponseReturnValue:
    db.session.rollback()
    return answer(500)


def _csrf(error: CSRFError) -> ResponseReturnValue:
    message = "Your page was open too long, or came from another site. Go back and try again."
    return answer(400, [{"field": "csrf_token", "message": message}])


def _invalid(error: InvalidError) -> ResponseReturnValue:
    db.session.rollback()
    return answer(400, [{"field": e.field, "message": e.message} for e in error.errors])


def _trouble(error: Exception) -> ResponseReturnValue:
    """The database is away, busy or read-only. The page says so and asks the database nothing."""
    trouble = trouble_of(error)
    if trouble is None:
        raise error
    log.error("The database did not answer (%s): %s", trouble, type(error).__name__)
    db.abandon()
    title, advice = TROUBLE_WORDS[trouble]
    if request.path.startswith("/api/"):
        response = jsonify(errors=[{"field": "", "message": f"{title}. {advice}"}])
    else:
        as_visitor()
        response = make_response(
            render_template("errors/error.html", title=title, advice=advice, errors=[])
        )
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _store_away(error: StorageError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("The store of files did not answer: %s", error)
    return answer(503)


def _too_often(error: TooManyAttemptsError) -> ResponseReturnValue:
    db.session.rollback()
    return answer(429)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _crash)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(InvalidError, _invalid)
    for each in TROUBLES:
        app.register_error_handler(each, _trouble)
    app.register_error_handler(StorageError, _store_away)
    app.register_error_handler(NotFoundError, lambda error: answer(404))
    app.register_error_handler(NotAllowedError, lambda error: answer(403))
    app.register_error_handler(TooManyAttemptsError, _too_often)
    app.register_error_handler(ConflictError, lambda error: answer(409))
