"""`flask portal create-admin`: the first person who can sign in."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.cli import arguments
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.models import Council, LinkPurpose, Membership, Role, User
from portal.services.mail import addresses
from portal.services.people.links import life_words, new_link


@click.command("create-admin")
@click.argument("email")
@click.argument("name")
@with_appcontext
def create_admin(email: str, name: str) -> None:
    """Make the council's first administrator and print a link to choose a password."""
    settings = current_app.config["PORTAL"]
    address = arguments.email(email)
    begin_writing(db.session)
    council = db.session.scalar(select(Council))
    if council is None:
        council = Council(name=settings.council_name)
    user = db.session.scalar(select(User).where(User.email == address))
    if user is None:
        user = User(
            email=address, name=arguments.words(name, 120), is_active=True, created_at=now()
        )
    elif any(held.role is Role.ADMINISTRATOR for held in user.memberships):
        raise click.ClickException(f"{address} is an administrator already")
    db.session.add(
        Membership(
            user=user,
            organisation=council,
            role=Role.ADMINISTRATOR,
            position="Administrator",
            started_at=now(),
        )
    )
    db.session.flush()
    audit_log.add(
        db.session, None, audit_log.Entry(AuditAction.ADMIN_CREATED, "user", str(user.id)), now()
    )
    token = new_link(db.session, user, LinkPurpose.INVITATION, now())
    db.session.commit()
    address_to_open = f"{addresses.choose_password(token)}"
    life = life_words(LinkPurpose.INVITATION)
    click.echo(f"{name} can choose a password here, once, within {life}:\n{address_to_open}")
