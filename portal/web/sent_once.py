"""Two clicks make one record: what is sent a second time is answered as the first was.

Every form holds a number of its own (`ONCE`, an idempotency key). What somebody sends is kept by a
hash of who, where, the number and the fields, in the transaction that the view commits; a second
click waits for the first, finds the row and is led to where the first was led. The same page sent
with something else typed is another thing and is taken as such: nothing typed is ever passed over.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final
from uuid import uuid4

from flask import Flask, Response, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import _FlaskFormCSRF
from markupsafe import Markup
from sqlalchemy import Table, delete, update
from sqlalchemy.orm import Session
from wtforms.csrf.core import CSRFTokenField
from wtforms.widgets import HiddenInput

from portal.access.current import signed_in_actor
from portal.clock import now
from portal.database.db import begin_writing, db, insert_if_new
from portal.models import SentForm

ONCE: Final = "once"
_LONGEST_LOCATION: Final = 500
_TABLE: Table = SentForm.__table__  # type: ignore[assignment]


class _TokenAndNumber(HiddenInput):
    """The form token, and beside it the number of this form."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        number = Markup('<input type="hidden" name="{}" value="{}">').format(ONCE, uuid4().hex)
        return Markup(super().__call__(field, **kwargs)) + number  # noqa: S704 - WTForms escaped it


class _NumberedTokenField(CSRFTokenField):
    widget = _TokenAndNumber()


class NumberedCsrf(_FlaskFormCSRF):  # type: ignore[misc]  # flask-wtf has no types
    """What protects every form, with a number in it."""

    field_class = _NumberedTokenField


def _answer_again() -> ResponseReturnValue | None:
    """Run before the view, within its transaction. The API has no forms, and limits what it reads."""
    if request.method != "POST" or request.path.startswith("/api/") or ONCE not in request.form:
        return None
    id = _id_of_what_was_sent()
    if insert_if_new(db.session, _TABLE, {"id": id, "sent_at": now(), "location": ""}):
        g.sent_form_id = id
        return None
    first = db.session.get_one(SentForm, id)
    return redirect(first.location or request.full_path)


def _id_of_what_was_sent() -> str:
    actor = signed_in_actor()
    who = actor.membership_id if actor else session.get("csrf_token", "")
    fields = sorted(request.form.items(multi=True))
    files = sorted(
        (name, file.filename, file.content_length) for name, file in request.files.items()
    )
    said = json.dumps([who, request.path, fields, files], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _note_where_it_led(response: Response) -> Response:
    """After the view: a second send goes where this one went. A page with errors may be sent again."""
    id = g.pop("sent_form_id", None)
    if id is None:
        return response
    is_done = (
        response.status_code in (302, 303) and len(response.location or "") < _LONGEST_LOCATION
    )
    _keep(db.session, id, response.location if is_done else None)
    return response


def _keep(database: Session, id: str, location: str | None) -> None:
    database.rollback()
    begin_writing(database)
    row = _TABLE.c.id == id
    if location is None:
        database.execute(delete(_TABLE).where(row))
    else:
        database.execute(update(_TABLE).where(row).values(location=location))
    database.commit()


def init_app(app: Flask) -> None:
    app.before_request(_answer_again)
    app.after_request(_note_where_it_led)
