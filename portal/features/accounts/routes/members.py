"""People of an organisation: see, invite, end a role."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import policies, scopes
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now
from portal.database.db import db
from portal.domain.errors import InvalidError
from portal.features.accounts import service
from portal.features.accounts.forms import InviteForm
from portal.features.accounts.routes.blueprint import bp
from portal.models import (
    LinkPurpose,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    School,
    User,
)
from portal.services.people.invitations import Invitation, invite
from portal.services.people.links import life_words
from portal.web.forms import PortalForm
from portal.web.pages import one_or_404


@bp.get("/people")
@requires(Permission.MEMBER_READ)
def list_members() -> ResponseReturnValue:
    members = db.session.scalars(
        scopes.members(current_actor())
        .join(Membership.organisation)
        .join(Membership.user)
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .where(Membership.ended_at.is_(None))
        .order_by(Organisation.name, User.name)
    ).all()
    return render_template("accounts/list_members.html", members=members, form=PortalForm())


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.MEMBER_INVITE)
def invite_member() -> ResponseReturnValue:
    actor = current_actor()
    form = InviteForm()
    form.place.choices = _places(actor)
    if form.validate_on_submit():
        try:
            return _invite(actor, form)
        except InvalidError as error:
            db.session.rollback()
            form.email.errors = [error.errors[0].message]
    return render_template(
        "accounts/invite_member.html", form=form, link_life=life_words(LinkPurpose.INVITATION)
    )


def _invite(actor: Actor, form: InviteForm) -> ResponseReturnValue:
    organisation_id, role_name = form.place.data.split(":")
    organisation = db.session.get_one(Organisation, int(organisation_id))
    role = Role(role_name)
    if not policies.may_invite(actor, organisation.kind, organisation.id, role):
        abort(403)
    invitation = Invitation(
        form.email.text, form.name.text, role, form.position.text, organisation.id
    )
    membership = invite(db.session, invitation, now())
    audit(AuditAction.MEMBER_INVITED, "membership", membership.id, role=role.value)
    db.session.commit()
    flash(f"{form.name.text} has been invited")
    return redirect(url_for("accounts.list_members"))


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Role and organisation, as one choice. Schools without people yet are found by import."""
    query = select(Organisation)
    if actor.role is not Role.ADMINISTRATOR:
        query = query.where(Organisation.id == actor.organisation_id)
    else:
        local = select(School.id).where(School.la_code == current_app.config["PORTAL"].la_code)
        query = query.where(
            (Organisation.kind != OrganisationKind.SCHOOL) | Organisation.id.in_(local)
        )
    organisations = db.session.scalars(query.order_by(Organisation.name)).all()
    return [("", "Choose a role")] + [
        (f"{each.id}:{role.value}", f"{each.name}: {role.words}")
        for each in organisations
        for role in sorted(policies.ROLES_OF_KIND[each.kind])
        if policies.may_invite(actor, each.kind, each.id, role)
    ]


@bp.post("/people/<int:membership_id>/end")
@requires(Permission.MEMBER_INVITE)
def end_membership(membership_id: int) -> ResponseReturnValue:
    actor = current_actor()
    membership = one_or_404(
        db.session,
        scopes.members(actor).where(Membership.id == membership_id, Membership.ended_at.is_(None)),
    )
    if membership.id == actor.membership_id:
        abort(403)
    service.end_membership(membership, now())
    audit(AuditAction.MEMBER_ENDED, "membership", membership.id)
    db.session.commit()
    flash("The role has ended. They can no longer sign in with it.")
    return redirect(url_for("accounts.list_members"))
