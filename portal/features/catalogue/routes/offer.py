"""The provider's own offer and sites."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import policies
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.features.catalogue import service
from portal.features.catalogue.forms.offer import OfferForm, SiteForm
from portal.features.catalogue.routes.blueprint import bp
from portal.models import Offer, Provider, Site
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


def _own_provider() -> Provider:
    """The provider of the signed-in lead; 403 while it is not in the catalogue."""
    provider = db.session.get_one(Provider, current_actor().organisation_id)
    if not policies.may_edit_offer(current_actor(), provider):
        abort(403)
    return provider


def _own_offer() -> Offer:
    return one_or_404(db.session, select(Offer).where(Offer.provider_id == _own_provider().id))


@bp.route("/offer", methods=["GET", "POST"])
@requires(Permission.OFFER_EDIT)
def edit_offer() -> ResponseReturnValue:
    provider = _own_provider()
    offer = db.session.get(Offer, provider.id)
    form = OfferForm()
    if form.validate_on_submit():
        version = form.version.data or ""
        changed = service.change_offer(db.session, provider, form.answers(), version, now())
        if changed:
            audit(AuditAction.OFFER_CHANGED, "offer", provider.id, changed=changed)
        db.session.commit()
        flash("Your offer is saved" if changed else "Nothing has changed")
        return redirect(url_for("catalogue.show_entry", provider_id=provider.id))
    if not form.is_submitted():
        form.fill(offer)
    return render_template(
        "catalogue/edit_offer.html", form=form, offer=offer, sites=provider.sites
    )


@bp.route("/offer/sites/new", methods=["GET", "POST"])
@requires(Permission.OFFER_EDIT)
def add_site() -> ResponseReturnValue:
    return _edit_site(_own_offer(), None)


@bp.route("/offer/sites/<int:site_id>", methods=["GET", "POST"])
@requires(Permission.OFFER_EDIT)
def edit_site(site_id: int) -> ResponseReturnValue:
    offer = _own_offer()
    return _edit_site(offer, _site_of(offer, site_id))


def _site_of(offer: Offer, site_id: int) -> Site:
    mine = select(Site).where(Site.provider_id == offer.provider_id, Site.id == site_id)
    return one_or_404(db.session, mine)


def _edit_site(offer: Offer, site: Site | None) -> ResponseReturnValue:
    form = SiteForm()
    if form.validate_on_submit():
        try:
            service.save_site(db.session, offer, site, form.answers(), now())
        except InvalidError as error:
            db.session.rollback()
            form[error.errors[0].field].errors = [error.errors[0].message]
        else:
            audit(AuditAction.OFFER_CHANGED, "offer", offer.provider_id, changed=["sites"])
            db.session.commit()
            flash("The site is saved")
            return redirect(url_for("catalogue.edit_offer"))
    elif site is not None and not form.is_submitted():
        form.fill(site)
    return render_template("catalogue/edit_site.html", form=form, site_id=site.id if site else None)


@bp.route("/offer/sites/<int:site_id>/remove", methods=["GET", "POST"])
@requires(Permission.OFFER_EDIT)
def remove_site(site_id: int) -> ResponseReturnValue:
    offer = _own_offer()
    site = _site_of(offer, site_id)
    form = PortalForm()
    if form.validate_on_submit():
        service.remove_site(db.session, offer, site, now())
        audit(AuditAction.OFFER_CHANGED, "offer", offer.provider_id, changed=["sites"])
        db.session.commit()
        flash("The site is removed")
        return redirect(url_for("catalogue.edit_offer"))
    return render_template("catalogue/remove_site.html", form=form, site=site)
