"""Providers from a council's own file: found by code, with a row for each of their sites.

A provider's listing is a decision of its own, so a file says it of new providers only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates
from sqlalchemy import select

from portal.adapters.csv_files.fields import Choice, line, load_row, words_of
from portal.adapters.csv_files.reader import Row
from portal.domain.checklists.typed_text import read_postcode
from portal.features.imports.reading.importer import Job
from portal.features.imports.reading.rosters import renew_rosters
from portal.features.imports.reading.schemas import Numbered
from portal.features.imports.reading.sheets import PROVIDERS
from portal.features.imports.report import Outcome
from portal.models import ListingStatus, Provider, ProviderKind, Site
from portal.services.catalogue.postcodes import place_sites

_MAIN_SITE = "Main site"


@dataclass(frozen=True)
class ProviderEntry:
    """None means: as it is, or as a new provider has it."""

    code: str
    name: str
    site: str | None
    address: str | None
    postcode: str
    telephone: str | None
    email: str | None
    listing: ListingStatus | None


class ProviderSchema(Schema):
    code = line(20, "Give the code")
    name = line(200, "Give the name")
    site = line(120)
    address = line(300)
    postcode = line(10, "Give the postcode of the site")
    telephone = line(40)
    email = fields.Email(
        load_default=None,
        validate=validate.Length(max=254, error="Use 254 characters or fewer"),
        error_messages={"invalid": "Enter an email address, like name@example.com"},
    )
    listing = Choice(words_of(ListingStatus), f"Use one of: {', '.join(ListingStatus)}")

    @validates("postcode")
    def check_postcode(self, value: str, **kwargs: Any) -> None:
        if read_postcode(value) is None:
            raise ValidationError("A postcode is like OX1 1AA")

    @post_load
    def make(self, data: dict[str, Any], **kwargs: Any) -> ProviderEntry:
        return ProviderEntry(**{**data, "postcode": read_postcode(data["postcode"])})


class ProviderImporter:
    """Adds and changes providers and sites. What is not in the file stays as it is."""

    sheet = PROVIDERS
    preview_headings = ("Code", "Name", "Site", "Postcode", "Telephone", "Listing")

    def __init__(self, job: Job) -> None:
        self._job = job
        self._schema = ProviderSchema()
        self._known = {each.code.casefold(): each for each in job.session.scalars(select(Provider))}
        self._first_rows: dict[str, Numbered[ProviderEntry]] = {}
        self._sites: dict[tuple[str, str], int] = {}
        self._changed: list[Provider] = []

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            entry = load_row(self._schema, row, self._job.notes)
            if entry is not None:
                self._take(Numbered[ProviderEntry](row, entry))

    def finish(self) -> None:
        if not self._job.may_write:
            return
        session = self._job.session
        session.flush()
        place_sites(session, [site for each in self._changed for site in each.sites])
        renew_rosters(session, {each.id for each in self._changed})

    def _take(self, item: Numbered[ProviderEntry]) -> None:
        entry, code = item.entry, item.entry.code.casefold()
        problems = self._job.notes.problem_count
        first = self._first_rows.setdefault(code, item)
        if first.entry.name != entry.name:
            self._job.problem(item.row, "name", f"Row {first.number} gives this code another name")
        site = (code, (entry.site or _MAIN_SITE).casefold())
        if self._sites.setdefault(site, item.number) != item.number:
            self._job.problem(item.row, "site", f"Row {self._sites[site]} has this site already")
        known = self._known.get(code)
        if known is not None and entry.listing not in (None, known.listing) and first is item:
            self._job.warn(item.row, "listing", "Kept as it is: change it on the provider's page")
        if self._job.notes.problem_count == problems:
            self._note_and_write(item, known)

    def _note_and_write(self, item: Numbered[ProviderEntry], known: Provider | None) -> None:
        entry = item.entry
        listing = known.listing if known else entry.listing or ListingStatus.UNDER_REVIEW
        outcome = _outcome(entry, known)
        cells = (
            entry.code,
            entry.name,
            entry.site or _MAIN_SITE,
            entry.postcode,
            entry.telephone or (known.telephone if known else ""),
            listing.value.replace("_", " "),
        )
        self._job.notes.add(item.number, outcome, cells)
        if self._job.may_write and outcome is not Outcome.UNCHANGED:
            self._write(entry, known, listing)

    def _write(self, entry: ProviderEntry, known: Provider | None, listing: ListingStatus) -> None:
        provider = known or self._new(entry, listing)
        provider.name = entry.name
        provider.telephone = entry.telephone or provider.telephone
        provider.email = entry.email or provider.email
        site = _site_of(provider, entry)
        if site is None:
            site = Site(
                name=entry.site or _MAIN_SITE, address="", is_satellite=bool(provider.sites)
            )
            provider.sites.append(site)
        site.address = entry.address or site.address
        site.postcode = entry.postcode
        self._changed.append(provider)

    def _new(self, entry: ProviderEntry, listing: ListingStatus) -> Provider:
        provider = Provider(
            code=entry.code,
            name=entry.name,
            telephone=entry.telephone or "",
            email=entry.email or "",
            listing=listing,
            provider_kind=ProviderKind.NON_SCHOOL,
        )
        self._job.session.add(provider)
        self._known[entry.code.casefold()] = provider
        return provider


def _outcome(entry: ProviderEntry, known: Provider | None) -> Outcome:
    if known is None:
        return Outcome.ADDED
    site = _site_of(known, entry)
    if site is None:
        return Outcome.CHANGED
    before = (known.name, known.telephone, known.email, site.address, site.postcode)
    after = (
        entry.name,
        entry.telephone or known.telephone,
        entry.email or known.email,
        entry.address or site.address,
        entry.postcode,
    )
    return Outcome.UNCHANGED if before == after else Outcome.CHANGED


def _site_of(provider: Provider, entry: ProviderEntry) -> Site | None:
    name = (entry.site or _MAIN_SITE).casefold()
    return next((site for site in provider.sites if site.name.casefold() == name), None)
