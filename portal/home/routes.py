"""Each role's start page, and the summary without names."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.actor import Actor
from portal.access.current import current_actor, signed_in_actor
from portal.access.gate import public, requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.home import queries
from portal.home.applications import officer_start, own_start
from portal.home.reviews import ruled_out
from portal.services.evidence.renewals import KindStatus, to_renew

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    actor = signed_in_actor()
    if actor is None:
        return redirect(url_for("accounts.sign_in"))
    if actor.holds(Permission.REGISTER_TAKE):
        shown = queries.provider_start(db.session, actor, now())
        return render_template(
            "home/provider.html",
            start=shown,
            application=own_start(db.session, actor, today()),
            to_renew=_to_renew(actor),
        )
    if actor.holds(Permission.ABSENCE_READ):
        found = queries.commissioner_start(db.session, actor, now(), today())
        checks = officer_start(db.session, actor, today())
        return render_template(
            "home/commissioner.html",
            start=found,
            today=today(),
            checks=checks,
            ruled_out=ruled_out(db.session, actor, today()),
        )
    if actor.holds(Permission.IMPORT_RUN):
        loaded = queries.administrator_start(db.session, now())
        return render_template("home/administrator.html", start=loaded, today=today())
    return _other_start(actor)


def _to_renew(actor: Actor) -> list[KindStatus]:
    """For the lead: the documents that have run out, or soon will."""
    if not actor.holds(Permission.EVIDENCE_EDIT):
        return []
    return to_renew(db.session, actor.organisation_id, today())


def _other_start(actor: Actor) -> ResponseReturnValue:
    if actor.holds(Permission.REVIEW_ANSWER):
        return redirect(url_for("reviews.own_review"))
    if actor.holds(Permission.SUMMARY_READ):
        checks = officer_start(db.session, actor, today())
        return render_template("home/watcher.html", checks=checks, **_summary(actor))
    return render_template("home/guest.html")


@bp.get("/summary")
@requires(Permission.SUMMARY_READ)
def summary() -> ResponseReturnValue:
    return render_template("home/summary.html", **_summary(current_actor()))


def _summary(actor: Actor) -> dict[str, object]:
    return {
        "lines": queries.summary_lines(db.session, actor, today()),
        "fewest": queries.FEWEST_SHOWN,
        "weeks": queries.SUMMARY_WEEKS,
    }
