"""The records that a route's address names, within the actor's scope."""

from __future__ import annotations

from uuid import UUID

from flask import abort, request

from portal.access import scopes
from portal.access.current import current_actor
from portal.database.db import begin_writing, db
from portal.domain.checklists.questions import CheckItem, Edition
from portal.features.applications import service
from portal.models import Application
from portal.web.pages import one_or_404


def application_in_scope(application_id: UUID) -> Application:
    return one_or_404(
        db.session, scopes.applications(current_actor()).where(Application.id == application_id)
    )


def application_to_change(application_id: UUID) -> Application:
    """The same; when a form is sent, in a writing transaction: nobody else changes it meanwhile."""
    if request.method == "GET":
        return application_in_scope(application_id)
    begin_writing(db.session)
    return service.lock(db.session, application_in_scope(application_id).id)


def item_or_404(edition: Edition, key: str) -> CheckItem:
    item = next((item for item in edition.items if item.key == key), None)
    if item is None:
        abort(404)
    return item
