"""Finds providers, sites and commissioners by what a council writes in its files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.fields import plain_word
from portal.models import CouncilService, Household, ListingStatus, Provider, School, Site

_URN = re.compile(r"[1-9][0-9]{5}")
Fact = TypeVar("Fact")


@dataclass(frozen=True)
class ProviderFact:
    id: int
    name: str
    is_listed: bool


@dataclass(frozen=True)
class CommissionerFact:
    id: int
    name: str
    is_school: bool = False


class Directory:
    """Reads providers, services and households once, and schools as they are asked for.

    Each method raises ValueError with words for the person who wrote the file.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        rows = session.execute(select(Provider.id, Provider.name, Provider.code, Provider.listing))
        providers = [
            (code, ProviderFact(number, name, listing is ListingStatus.LISTED))
            for number, name, code, listing in rows
        ]
        self._by_code = {code.casefold(): fact for code, fact in providers}
        self._by_name = _only_ones((fact.name.casefold(), fact) for _, fact in providers)
        self._sites = {
            (provider_id, name.casefold()): number
            for number, provider_id, name in session.execute(
                select(Site.id, Site.provider_id, Site.name)
            )
        }
        services = session.execute(
            select(CouncilService.area, CouncilService.id, CouncilService.name)
        )
        self._services = {
            area.value: CommissionerFact(number, name) for area, number, name in services
        }
        households = session.execute(select(Household.id, Household.name))
        self._households = _only_ones(
            (name.casefold(), CommissionerFact(number, name)) for number, name in households
        )
        self._schools: dict[int, CommissionerFact | None] = {}

    def provider(self, text: str) -> ProviderFact:
        found = self._by_code.get(text.casefold()) or self._by_name.get(text.casefold())
        if found is None:
            raise ValueError("No provider has exactly this code or name, or several have this name")
        return found

    def site_id(self, provider: ProviderFact, name: str) -> int:
        found = self._sites.get((provider.id, name.casefold()))
        if found is None:
            raise ValueError(f"{provider.name} has no site of this name")
        return found

    def commissioner(self, text: str) -> CommissionerFact:
        if _URN.fullmatch(text):
            return self._school(int(text))
        found = self._services.get(plain_word(text)) or self._households.get(text.casefold())
        if found is None:
            raise ValueError(
                "Use the URN of a school, access_to_learning, sen or hospital_school,"
                " or the exact name of a household"
            )
        return found

    def _school(self, urn: int) -> CommissionerFact:
        if urn not in self._schools:
            row = self._session.execute(
                select(School.id, School.name).where(School.urn == urn)
            ).one_or_none()
            self._schools[urn] = CommissionerFact(row.id, row.name, True) if row else None
        found = self._schools[urn]
        if found is None:
            raise ValueError("The portal has no school with this URN: import the schools first")
        return found


def _only_ones(pairs: Iterable[tuple[str, Fact]]) -> dict[str, Fact]:
    """By name, without the names that stand more than once."""
    found: dict[str, Fact] = {}
    twice = set()
    for name, fact in pairs:
        if name in found:
            twice.add(name)
        found[name] = fact
    return {name: fact for name, fact in found.items() if name not in twice}
