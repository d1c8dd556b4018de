"""Providers with their sites from a council's own file."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.report import Report
from portal.models import ListingStatus, Provider
from tests.features.imports.files import csv_file, first_problem
from tests.features.imports.files import load as load_file

ROW = {
    "code": "AP001",
    "name": "Hill Farm Learning",
    "site": "",
    "address": "Ridge Lane",
    "postcode": "ox11aa",
    "telephone": "01865 555010",
    "email": "office@hillfarm.example",
    "listing": "listed",
}


def load(session: Session, *rows: Mapping[str, str]) -> Report:
    content = csv_file(*({**ROW, **row} for row in rows))
    return load_file(session, ImportKind.PROVIDERS, content)


def test_a_provider_comes_with_its_sites(session: Session) -> None:
    report = load(session, {}, {"site": "Barn", "postcode": "OX2 2BB"})

    assert report.may_commit, report.problems
    provider = session.scalars(select(Provider)).one()
    assert (provider.code, provider.name) == ("AP001", "Hill Farm Learning")
    assert provider.telephone == "01865 555010"
    assert provider.email == "office@hillfarm.example"
    assert provider.listing is ListingStatus.LISTED
    assert [(site.name, site.postcode) for site in provider.sites] == [
        ("Main site", "OX1 1AA"),
        ("Barn", "OX2 2BB"),
    ]
    assert [site.is_satellite for site in provider.sites] == [False, True]


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    load(session, {})

    assert load(session, {}).summary == "0 added, 0 changed, 1 unchanged"


def test_a_file_does_not_decide_a_listing_again(session: Session) -> None:
    load(session, {})

    report = load(session, {"listing": "suspended", "telephone": "01865 555011"})

    provider = session.scalars(select(Provider)).one()
    assert (provider.listing, provider.telephone) == (ListingStatus.LISTED, "01865 555011")
    assert "change it on the provider's page" in report.warnings[0].expected


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"code": ""}, "code", "Give the code"),
        ({"email": "Jo"}, "email", "Enter an email address"),
        ({"postcode": "Oxford"}, "postcode", "A postcode is like OX1 1AA"),
        ({"listing": "good"}, "listing", "Use one of: under_review"),
        ({"site": "Barn", "name": "Other"}, "name", "Row 2 gives this code another name"),
        ({"site": "main site"}, "site", "Row 2 has this site already"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_loaded(
    session: Session, row: dict[str, str], column: str, words: str
) -> None:
    report = load(session, {}, row)

    assert first_problem(report)[:2] == (3, column)
    assert words in first_problem(report)[2]
    assert session.scalars(select(Provider)).all() == []
