"""`flask portal create-organisation`: the council's services, the providers and the households."""

from __future__ import annotations

from collections.abc import Sequence

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from portal.access import audit_log
from portal.access.audit_log import AuditAction
from portal.cli import arguments
from portal.cli.arguments import words
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.models import (
    CouncilService,
    Household,
    ListingStatus,
    Organisation,
    Provider,
    ProviderKind,
    ServiceArea,
    Site,
)


@click.group("create-organisation")
def create_organisation() -> None:
    """Make a council service, a provider or a household. Schools come from import-schools."""


@create_organisation.command("service")
@click.argument("name")
@click.option("--area", type=click.Choice([area.value for area in ServiceArea]), required=True)
@click.option("--telephone", default="")
@with_appcontext
def create_service(name: str, area: str, telephone: str) -> None:
    """Make a council service that places pupils."""
    _save(CouncilService(name=words(name), area=ServiceArea(area), telephone=telephone))


@create_organisation.command("household")
@click.argument("name")
@click.option("--telephone", default="")
@with_appcontext
def create_household(name: str, telephone: str) -> None:
    """Make the household of a parent with a personal budget."""
    _save(Household(name=words(name), telephone=telephone))


@create_organisation.command("provider")
@click.argument("name")
@click.option("--code", required=True, help="A short code of your own, used in import files.")
@click.option(
    "--site",
    "sites",
    nargs=3,
    multiple=True,
    required=True,
    metavar="NAME ADDRESS POSTCODE",
    help="Give it once for each site, the main one first.",
)
@click.option(
    "--listing",
    type=click.Choice([each.value for each in ListingStatus]),
    default=ListingStatus.LISTED.value,
    show_default=True,
)
@click.option(
    "--kind",
    type=click.Choice([each.value for each in ProviderKind]),
    default=ProviderKind.NON_SCHOOL.value,
    show_default=True,
)
@click.option("--urn", type=click.IntRange(100_000, 999_999), help="Of a registered school.")
@click.option("--am", default="09:00-12:00", show_default=True, help="When the morning is open.")
@click.option("--pm", default="12:45-15:00", show_default=True, help="When the afternoon is open.")
@click.option("--telephone", default="")
@with_appcontext
def create_provider(
    name: str,
    code: str,
    sites: Sequence[tuple[str, str, str]],
    listing: str,
    kind: str,
    urn: int | None,
    am: str,
    pm: str,
    telephone: str,
) -> None:
    """Make a provider with its sites and hours."""
    am_opens, am_closes = arguments.hours(am, "--am")
    pm_opens, pm_closes = arguments.hours(pm, "--pm")
    if pm_opens < am_closes:
        raise click.BadParameter("the afternoon opens before the morning closes", param_hint="--pm")
    _save(
        Provider(
            name=words(name),
            code=words(code, 20),
            listing=ListingStatus(listing),
            provider_kind=ProviderKind(kind),
            urn=urn,
            am_opens=am_opens,
            am_closes=am_closes,
            pm_opens=pm_opens,
            pm_closes=pm_closes,
            telephone=telephone,
            sites=[_site(number, *site) for number, site in enumerate(sites)],
        )
    )


def _site(number: int, name: str, address: str, postcode: str) -> Site:
    return Site(
        name=words(name, 120),
        address=words(address, 300),
        postcode=words(postcode, 8).upper(),
        is_satellite=number > 0,
    )


def _save(organisation: Organisation) -> None:
    begin_writing(db.session)
    db.session.add(organisation)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise click.ClickException(
            "There is one with this code, area or site name already: nothing was made"
        ) from None
    entry = audit_log.Entry(AuditAction.ORGANISATION_CREATED, "organisation", str(organisation.id))
    audit_log.add(db.session, None, entry, now())
    db.session.commit()
    click.echo(f"Made {organisation.name}")
