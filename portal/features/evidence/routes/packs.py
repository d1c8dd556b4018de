"""Evidence packs: accept one once, and from then on look at what has changed only."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from portal.access import scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.evidence.kinds import EvidenceKind
from portal.features.evidence.packs import Pack, accept_pack, packs_of
from portal.features.evidence.routes.blueprint import bp
from portal.models import Provider
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


class AcceptForm(PortalForm):
    """`seen` is the fingerprint of the pack that the page showed."""

    seen = HiddenField()


@bp.get("/packs")
@requires(Permission.PACK_ACCEPT)
def list_packs() -> ResponseReturnValue:
    """Every provider whose pack one may accept, those first that changed since it was accepted."""
    actor = current_actor()
    providers = db.session.scalars(scopes.shown_providers(actor).order_by(Provider.name)).all()
    packs = packs_of(db.session, providers, actor.organisation_id, today())
    changed_first = sorted(packs, key=lambda pack: not pack.changes)
    return render_template("evidence/list_packs.html", packs=changed_first)


@bp.get("/providers/<int:provider_id>/pack")
@requires(Permission.EVIDENCE_READ)
def show_pack(provider_id: int) -> ResponseReturnValue:
    pack = _pack(provider_id)
    form = AcceptForm(seen=pack.contents.fingerprint)
    return render_template(
        "evidence/show_pack.html",
        pack=pack,
        form=form,
        kinds={document.id: EvidenceKind(document.kind) for document in pack.documents},
        may_accept=current_actor().holds(Permission.PACK_ACCEPT),
        today=today(),
    )


@bp.post("/providers/<int:provider_id>/pack/accept")
@requires(Permission.PACK_ACCEPT)
def accept(provider_id: int) -> ResponseReturnValue:
    """Accept what the page showed, with name, position and date."""
    actor = current_actor()
    pack = _pack(provider_id)
    seen = AcceptForm().seen.data or ""
    accepted = accept_pack(
        db.session, pack, seen, actor.organisation_id, actor.user_id, actor.position, now()
    )
    audit(AuditAction.PACK_ACCEPTED, "pack_acceptance", accepted.id, provider=provider_id)
    db.session.commit()
    flash(f"You have accepted the evidence pack of {pack.provider.name}")
    return redirect(url_for("evidence.show_pack", provider_id=provider_id))


def _pack(provider_id: int) -> Pack:
    actor = current_actor()
    provider = one_or_404(
        db.session, scopes.shown_providers(actor).where(Provider.id == provider_id)
    )
    [pack] = packs_of(db.session, [provider], actor.organisation_id, today())
    return pack
