"""The first set-up of a county, by command."""

from __future__ import annotations

import re
from datetime import time

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import (
    Council,
    CouncilService,
    Household,
    ListingStatus,
    Membership,
    Message,
    Provider,
    Role,
    ServiceArea,
)
from tests.page import PageClient

ADMIN = ["create-admin", "Ada@County.example", "Ada Fenn"]
PROVIDER = [
    "create-organisation",
    "provider",
    "Hill Farm Learning",
    "--code",
    "AP001",
    "--site",
    "Main site",
    "Hill Farm, Ridge Lane",
    "xc4 7hf",
]


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["portal", *arguments])


def test_the_first_administrator_chooses_a_password_by_the_printed_link(
    app: Flask, session: Session, client: PageClient
) -> None:
    result = run(app, *ADMIN)

    assert result.exit_code == 0, result.output
    [link] = re.findall(r"/set-password/\S+", result.output)
    client.get(link)
    page = client.post(link, password="three odd words here", again="three odd words here")
    assert page.status == 200
    membership = session.scalars(select(Membership)).one()
    assert membership.user.email == "ada@county.example"
    assert membership.user.password_hash is not None
    assert membership.role is Role.ADMINISTRATOR
    assert session.scalars(select(Council)).one().id == membership.organisation_id


def test_the_link_is_printed_and_not_sent(app: Flask, session: Session) -> None:
    run(app, *ADMIN)
    assert session.scalars(select(Message)).all() == []


def test_the_same_administrator_is_not_made_twice(app: Flask, session: Session) -> None:
    run(app, *ADMIN)
    result = run(app, *ADMIN)
    assert result.exit_code == 1
    assert "is an administrator already" in result.output
    assert len(session.scalars(select(Membership)).all()) == 1


def test_a_provider_has_its_sites_and_hours(app: Flask, session: Session) -> None:
    result = run(app, *PROVIDER, "--site", "Barn", "Mill Track", "XC4 7HG", "--am", "08:50-11:50")

    assert result.exit_code == 0, result.output
    provider = session.scalars(select(Provider)).one()
    assert provider.listing is ListingStatus.LISTED
    assert (provider.am_opens, provider.am_closes) == (time(8, 50), time(11, 50))
    assert provider.pm_opens == time(12, 45)
    assert [(site.name, site.postcode, site.is_satellite) for site in provider.sites] == [
        ("Main site", "XC4 7HF", False),
        ("Barn", "XC4 7HG", True),
    ]


def test_a_service_and_a_household_can_be_made(app: Flask, session: Session) -> None:
    run(app, "create-organisation", "service", "Hospital School", "--area", "hospital_school")
    run(app, "create-organisation", "household", "The Abbott household")
    assert session.scalars(select(CouncilService)).one().area is ServiceArea.HOSPITAL_SCHOOL
    assert session.scalars(select(Household)).one().name == "The Abbott household"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["create-admin", "nobody", "Ada"], "is not an email address"),
        (["create-admin", "ada@county.example", " "], "must have 1 to 120 characters"),
        ([*PROVIDER, "--am", "nine"], "is not like 09:00-12:00"),
        ([*PROVIDER, "--am", "12:00-09:00"], "closes before it opens"),
        ([*PROVIDER, "--pm", "11:00-13:00"], "the afternoon opens before the morning closes"),
        ([*PROVIDER, "--listing", "perhaps"], "is not one of"),
        (["create-organisation", "household", "x" * 201], "must have 1 to 200 characters"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_made(
    app: Flask, session: Session, arguments: list[str], problem: str
) -> None:
    result = run(app, *arguments)
    assert result.exit_code == 2
    assert problem in " ".join(result.output.split())
    assert session.scalars(select(Membership)).all() == []
    assert session.scalars(select(Provider)).all() == []


def test_a_code_that_is_taken_is_refused(app: Flask, session: Session) -> None:
    run(app, *PROVIDER)
    result = run(app, *PROVIDER)
    assert result.exit_code == 1
    assert "already" in result.output
    assert len(session.scalars(select(Provider)).all()) == 1
