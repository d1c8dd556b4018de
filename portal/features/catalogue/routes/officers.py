"""What officers do with entries: check changes, suspend and reinstate, enter a QA outcome, set the risk."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.errors import ConflictError
from portal.domain.evidence.insurance import RiskBand
from portal.features.catalogue import listing, service
from portal.features.catalogue.forms.officers import QaForm, ReasonForm, RiskForm, VersionForm
from portal.features.catalogue.queries import changed_offers
from portal.features.catalogue.routes.blueprint import bp
from portal.models import Offer, Provider
from portal.services.people.memberships import people_of
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


def _provider(provider_id: int) -> Provider:
    """A provider in the catalogue, for an officer."""
    actor = current_actor()
    provider = one_or_404(
        db.session,
        select(Provider).where(scopes.in_catalogue(actor), Provider.id == provider_id),
    )
    if not policies.may_change_listing(actor, provider, people_of(db.session, provider.id)):
        abort(403)
    return provider


def _offer(provider: Provider) -> Offer:
    return one_or_404(db.session, select(Offer).where(Offer.provider_id == provider.id))


def _to_entry(provider: Provider) -> ResponseReturnValue:
    return redirect(url_for("catalogue.show_entry", provider_id=provider.id))


@bp.get("/catalogue/changes")
@requires(Permission.LISTING_CHANGE)
def list_changed() -> ResponseReturnValue:
    return render_template(
        "catalogue/list_changed.html",
        changes=changed_offers(db.session),
        version_of=service.offer_version,
        form=PortalForm(),
    )


@bp.post("/catalogue/<int:provider_id>/changes")
@requires(Permission.LISTING_CHANGE)
def confirm_changes(provider_id: int) -> ResponseReturnValue:
    provider = _provider(provider_id)
    form = VersionForm()
    if not form.validate_on_submit():
        abort(400)
    service.confirm_changes(db.session, _offer(provider), form.version.data or "")
    audit(AuditAction.OFFER_CHECKED, "offer", provider.id)
    db.session.commit()
    flash(f"The changes of {provider.name} are checked")
    return redirect(url_for("catalogue.list_changed"))


@bp.route("/catalogue/<int:provider_id>/listing", methods=["GET", "POST"])
@requires(Permission.LISTING_CHANGE)
def change_listing(provider_id: int) -> ResponseReturnValue:
    provider = _provider(provider_id)
    form = ReasonForm()
    to = listing.other_listing(provider)
    if form.validate_on_submit():
        if form.listing.data != to.value:
            raise ConflictError("Somebody else has changed the listing")
        change = listing.ListingChange(to, form.reason.text, current_actor().user_id, now())
        listing.change_listing(db.session, provider, change)
        audit(AuditAction.LISTING_CHANGED, "provider", provider.id, listing=to.value)
        db.session.commit()
        done = to.done_words
        flash(f"{provider.name} is {done}. Its people and its commissioners are told by email.")
        return _to_entry(provider)
    form.listing.data = to.value
    return render_template("catalogue/change_listing.html", form=form, provider=provider, to=to)


@bp.route("/catalogue/<int:provider_id>/qa-outcome", methods=["GET", "POST"])
@requires(Permission.QA_OUTCOME_ENTER)
def enter_qa_outcome(provider_id: int) -> ResponseReturnValue:
    provider = _provider(provider_id)
    people = people_of(db.session, provider.id)
    if not policies.may_enter_qa_outcome(current_actor(), provider, people):
        abort(403)
    offer = _offer(provider)
    form = QaForm(data={"outcome": offer.qa_outcome, "day": offer.qa_on})
    if form.validate_on_submit():
        service.set_qa_outcome(offer, str(form.outcome.data), form.visited_on)
        audit(
            AuditAction.QA_OUTCOME_ENTERED, "provider", provider.id, outcome=str(form.outcome.data)
        )
        db.session.commit()
        flash("The QA outcome is saved")
        return _to_entry(provider)
    return render_template("catalogue/enter_qa_outcome.html", form=form, provider=provider)


@bp.route("/catalogue/<int:provider_id>/risk", methods=["GET", "POST"])
@requires(Permission.LISTING_CHANGE)
def set_risk(provider_id: int) -> ResponseReturnValue:
    provider = _provider(provider_id)
    offer = _offer(provider)
    form = RiskForm(data={"band": offer.risk_band})
    if form.validate_on_submit():
        service.set_risk_band(offer, RiskBand(form.band.data))
        audit(AuditAction.RISK_BAND_SET, "provider", provider.id, band=form.band.data)
        db.session.commit()
        flash("The risk is saved")
        return _to_entry(provider)
    return render_template("catalogue/set_risk.html", form=form, provider=provider)
