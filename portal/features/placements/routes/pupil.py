"""One pupil's page. Every view of it is in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import joinedload

from portal.access import policies, scopes
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit_view, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.attendance.clocks import OFF_SITE_NOTICE_SCHOOL_DAYS
from portal.domain.attendance.statistics import PenaltyThreshold
from portal.features.placements import queries
from portal.features.placements.dates import dates_of, weekly_sessions
from portal.features.placements.forms import DayForm
from portal.features.placements.routes.blueprint import bp
from portal.models import Decision, Placement, Pupil
from portal.services.attendance.penalty import threshold_of
from portal.services.attendance.summary import summary_of
from portal.services.attendance.unmarked import UnmarkedSession, unmarked_sessions
from portal.services.attendance.week import Weeks, monday_of
from portal.web.pages import one_or_404

WEEKS_SHOWN = 4


@bp.get("/pupils/<uuid:pupil_id>")
@requires(Permission.PUPIL_READ)
def pupil_page(pupil_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    pupil = one_or_404(
        db.session,
        scopes.pupils(actor).options(joinedload(Pupil.home_school)).where(Pupil.id == pupil_id),
    )
    audit_view(AuditAction.PUPIL_VIEWED, "pupil", pupil.id)
    condition = _shown_placements(actor)
    placements = queries.placements_of(db.session, pupil.id, condition)
    chosen = DayForm(request.args)
    until = (chosen.day.data if chosen.validate() else None) or today()
    mondays = [monday_of(until) - timedelta(weeks=back) for back in range(WEEKS_SHOWN)]
    decides = not actor.is_provider
    shown = [placement.id for placement in placements]
    decisions = queries.decisions_of(db.session, shown) if decides else []
    return render_template(
        "placements/pupil_page.html",
        pupil=pupil,
        placements=placements,
        weekly={each.id: weekly_sessions(each, today()) for each in placements},
        weeks=[
            (monday, Weeks(db.session, [pupil], monday, condition, decides).of(pupil.id))
            for monday in mondays
        ],
        decisions=decisions,
        may_take_back=_may_take_back(actor, placements, decisions),
        summary=summary_of(db.session, placements, until) if decides else None,
        unmarked=_unmarked(actor, pupil, mondays) if decides else [],
        dates=dates_of(db.session, placements, today()) if decides else {},
        penalty=_penalty(actor, pupil),
        decides=decides,
        notice_days=OFF_SITE_NOTICE_SCHOOL_DAYS,
        today=today(),
    )


def _shown_placements(actor: Actor) -> ColumnElement[bool]:
    """A provider sees its own placements; those who decide see the whole week."""
    if actor.is_provider:
        return scopes.may_see_placement(actor)
    return Placement.id.is_not(None)


def _may_take_back(
    actor: Actor, placements: Sequence[Placement], decisions: Sequence[Decision]
) -> set[int]:
    """The decisions in force that the actor may take back."""
    mine = {each.id for each in placements if policies.may_decide_absence(actor, each)}
    replaced = {each.replaces_id for each in decisions}
    return {
        each.id
        for each in decisions
        if each.code and each.id not in replaced and each.placement_id in mine
    }


def _penalty(actor: Actor, pupil: Pupil) -> PenaltyThreshold | None:
    """How far the pupil is from a penalty notice, once there is something to count."""
    if not policies.may_see_penalty_threshold(actor):
        return None
    threshold = threshold_of(db.session, pupil, today())
    return threshold if threshold and threshold.sessions else None


def _unmarked(actor: Actor, pupil: Pupil, mondays: list[date]) -> list[UnmarkedSession]:
    """Sessions of the weeks shown that wait for the actor's code, as the provider has told nothing."""
    if not actor.holds(Permission.ABSENCE_DECIDE):
        return []
    mine = and_(Placement.pupil_id == pupil.id, scopes.may_see_placement(actor))
    after = mondays[0] + timedelta(weeks=1)
    return [
        each
        for each in unmarked_sessions(db.session, mine, mondays[-1], now())
        if each.key.day < after
        and not each.is_decided
        and policies.may_decide_absence(actor, each.placement)
    ]
