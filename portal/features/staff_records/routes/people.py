"""The provider's own record: its people, one person, and the confirmation for commissioners."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from portal.access import policies, scopes
from portal.access.audit_log import AuditAction
from portal.access.current import audit, audit_view, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.features.staff_records import queries, service
from portal.features.staff_records.forms import PersonForm
from portal.features.staff_records.routes.blueprint import bp
from portal.models import Provider, StaffMember
from portal.services.people.staff_record import (
    issue_confirmation,
    latest_confirmations,
    to_confirm_again,
)
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


@bp.get("/staff/")
@requires(Permission.STAFF_RECORD_EDIT)
def list_people() -> ResponseReturnValue:
    return record_page(db.session.get_one(Provider, current_actor().organisation_id))


def record_page(provider: Provider) -> ResponseReturnValue:
    """The record of one provider, for its lead and for officers."""
    rows = queries.people_with_gaps(db.session, provider.id, today())
    confirmations = latest_confirmations(db.session, [provider.id])
    return render_template(
        "staff_records/list_people.html",
        provider=provider,
        rows=rows,
        others=queries.others(db.session, provider.id, today()),
        no_first_aider=queries.is_without_first_aider(rows, today()),
        confirmation=confirmations.get(provider.id),
        must_confirm=bool(to_confirm_again(db.session, [provider.id], confirmations, today())),
        may_edit=policies.may_edit_staff_record(current_actor(), provider.id),
        today=today(),
        form=PortalForm(),
    )


@bp.get("/staff/<uuid:member_id>")
@requires(Permission.STAFF_RECORD_READ)
def show_person(member_id: UUID) -> ResponseReturnValue:
    member = find_member(member_id)
    may_edit = policies.may_edit_staff_record(current_actor(), member.provider_id)
    if not may_edit:
        audit_view(AuditAction.STAFF_RECORD_READ, "staff_member", member.id)
    return render_template(
        "staff_records/show_person.html",
        member=member,
        rows=queries.checks_of(member, today()),
        may_edit=may_edit,
        today=today(),
        form=PortalForm(),
    )


@bp.route("/staff/add", methods=["GET", "POST"])
@requires(Permission.STAFF_RECORD_EDIT)
def add_person() -> ResponseReturnValue:
    form = PersonForm(data={"is_regulated_activity": True})
    if form.validate_on_submit():
        try:
            member = service.add_person(db.session, current_actor().organisation_id, form.details)
        except InvalidError as error:
            form.show(error)
        else:
            audit(AuditAction.STAFF_ADDED, "staff_member", member.id)
            db.session.commit()
            flash(f"{member.name} is on the record. Now add the checks.")
            return redirect(url_for("staff_records.show_person", member_id=member.id))
    return render_template("staff_records/edit_person.html", form=form, member=None)


@bp.route("/staff/<uuid:member_id>/edit", methods=["GET", "POST"])
@requires(Permission.STAFF_RECORD_EDIT)
def edit_person(member_id: UUID) -> ResponseReturnValue:
    """Change what the record says, or say when somebody left."""
    member = own_member(member_id)
    form = PersonForm(obj=member)
    if form.validate_on_submit():
        try:
            service.change_person(db.session, member, form.details)
        except InvalidError as error:
            form.show(error)
        else:
            audit(AuditAction.STAFF_CHANGED, "staff_member", member.id)
            db.session.commit()
            flash("The record is changed")
            return redirect(url_for("staff_records.show_person", member_id=member.id))
    return render_template("staff_records/edit_person.html", form=form, member=member)


@bp.post("/staff/confirm")
@requires(Permission.STAFF_RECORD_EDIT)
def confirm() -> ResponseReturnValue:
    """Issue the written confirmation of staff checks, as the record stands today."""
    actor = current_actor()
    confirmation = issue_confirmation(
        db.session, actor.organisation_id, actor.user_id, actor.position, now(), today()
    )
    audit(AuditAction.STAFF_CONFIRMED, "staff_confirmation", confirmation.id)
    db.session.commit()
    flash("The confirmation is issued. Commissioners see it in your evidence pack.")
    return redirect(url_for("staff_records.list_people"))


def find_member(member_id: UUID) -> StaffMember:
    """The person, where the actor may see the record."""
    return one_or_404(
        db.session,
        scopes.staff_members(current_actor())
        .options(selectinload(StaffMember.checks))
        .where(StaffMember.id == member_id),
    )


def own_member(member_id: UUID) -> StaffMember:
    """The person, where the actor may change the record."""
    member = find_member(member_id)
    if not policies.may_edit_staff_record(current_actor(), member.provider_id):
        abort(403)
    return member
