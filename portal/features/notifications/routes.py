"""The page of messages that wait or have failed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access.audit_log import AuditAction
from portal.access.current import audit
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.features.notifications import queries, service
from portal.models import Message
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404

bp = Blueprint("notifications", __name__)


@bp.get("/messages")
@requires(Permission.MESSAGE_READ)
def list_messages() -> ResponseReturnValue:
    return render_template(
        "notifications/list_messages.html",
        failed=queries.failed(db.session),
        waiting=queries.waiting(db.session),
        most=queries.MOST_SHOWN,
        form=PortalForm(),
    )


@bp.post("/messages/<int:message_id>/retry")
@requires(Permission.MESSAGE_READ)
def retry_message(message_id: int) -> ResponseReturnValue:
    message = one_or_404(
        db.session, select(Message).where(Message.id == message_id).with_for_update()
    )
    service.retry(message, now())
    audit(AuditAction.MESSAGE_RETRIED, "message", message.id)
    db.session.commit()
    flash("The message will be sent again")
    return redirect(url_for("notifications.list_messages"))
