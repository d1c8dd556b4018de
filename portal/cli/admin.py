"""`flask portal create-admin`: the first person who can sign in."""

from __future__ import annotations

from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.access import audit
from portal.accounts.passwords import new_token, token_sha256
from portal.cli import arguments
from portal.clock import now
from portal.db import begin_writing, db
from portal.models import Council, LinkPurpose, Membership, OneTimeLink, Role, User

LINK_LIFE = timedelta(days=7)


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
    audit.add(db.session, None, audit.Entry("admin.created", "user", str(user.id)), now())
    address_to_open = _one_time_link(user, settings.base_url)
    db.session.commit()
    click.echo(f"{name} can choose a password here, once, within 7 days:\n{address_to_open}")


def _one_time_link(user: User, base_url: str) -> str:
    token = new_token()
    db.session.add(
        OneTimeLink(
            token_sha256=token_sha256(token),
            purpose=LinkPurpose.INVITATION,
            user_id=user.id,
            created_at=now(),
            expires_at=now() + LINK_LIFE,
        )
    )
    return f"{base_url}/set-password/{token}"
