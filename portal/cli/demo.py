"""`flask portal prepare-demo`: the demonstration county, and who may sign in to it."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.cli.fit_database import require_fit_database
from portal.clock import now
from portal.database.db import db
from portal.demo.county import Portal
from portal.demo.prepare import DemoError, Wanted, prepare
from portal.demo.world import tables
from portal.demo.world.day import DemoDay
from portal.demo.world.organisations import PASSWORD
from portal.models import Membership, Organisation, User


@click.command("prepare-demo")
@with_appcontext
def prepare_demo() -> None:
    """Load the demonstration county for today, if it is not there, and show the sign-ins."""
    settings = current_app.config["PORTAL"]
    if settings.environment != "demo":
        raise click.ClickException("Only PORTAL_ENV=demo has a demonstration county")
    day = DemoDay(now())
    try:
        prepare(Wanted(settings.database_url, Portal.of(settings), day, click.echo))
    except DemoError as error:
        raise click.ClickException(str(error)) from None
    require_fit_database()
    click.echo(f"\nThe demonstration is at {settings.base_url}")
    if day.words:
        click.echo(day.words)
    click.echo(f"Emails are written to {settings.instance / 'mail'}")
    click.echo(f"\nSign in with the password {PASSWORD} as one of:\n")
    for line in _sign_ins():
        click.echo(f"  {line}")
    click.echo()


def _sign_ins() -> list[str]:
    """One line for each person who has the password, in their first role."""
    emails = list(dict.fromkeys(row.email for row in tables.people() if row.signs_in))
    width = max(map(len, emails))
    found = db.session.execute(
        select(User.email, Membership.position, Organisation.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(Membership.id.desc())
    )
    roles = {email: f"{position}, {organisation}" for email, position, organisation in found}
    return [f"{email:<{width}}  {roles[email]}" for email in emails]
