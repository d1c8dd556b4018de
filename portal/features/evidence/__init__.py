"""Evidence: the documents of a provider, who may see them, and the packs that commissioners accept."""

from flask import Flask

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.evidence.queries import count_to_renew
from portal.features.evidence.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("evidence.list_evidence", "Evidence", Permission.EVIDENCE_EDIT, 52, _to_renew))
    add(app, NavLink("evidence.list_packs", "Evidence packs", Permission.PACK_ACCEPT, 40))


def _to_renew(actor: Actor) -> int:
    return count_to_renew(db.session, actor.organisation_id, today())
