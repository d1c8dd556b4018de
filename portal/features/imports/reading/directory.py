"""Finds providers, sites and commissioners by what a council writes in its files."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.csv_files.fields import plain_word
from portal.domain.text.plain_text import clean_line
from portal.features.imports.reading.school_names import SchoolNames
from portal.models import CouncilService, Household, ListingStatus, Provider, Site

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
        self._by_code = {_key(code): fact for code, fact in providers}
        self._by_name = _only_ones((_key(fact.name), fact) for _, fact in providers)
        self._sites = {
            (provider_id, _key(name)): number
            for number, provider_id, name in session.execute(
                select(Site.id, Site.provider_id, Site.name)
            )
        }
        services = session.execute(
            select(CouncilService.area, CouncilService.id, CouncilService.name)
        )
        self._services = {
            key: CommissionerFact(number, name)
            for area, number, name in services
            for key in (area.value, plain_word(name))
        }
        households = session.execute(select(Household.id, Household.name))
        self._households = _only_ones(
            (_key(name), CommissionerFact(number, name)) for number, name in households
        )
        self._schools = SchoolNames(session)

    def provider(self, text: str) -> ProviderFact:
        found = self._by_code.get(_key(text)) or self._by_name.get(_key(text))
        if found is None:
            nearest = _nearest(text, [fact.name for fact in self._by_name.values()])
            raise ValueError(
                f"No provider has exactly this code or name, or several have this name{nearest}"
            )
        return found

    def site_id(self, provider: ProviderFact, name: str) -> int:
        found = self._sites.get((provider.id, _key(name)))
        if found is None:
            raise ValueError(f"{provider.name} has no site of this name")
        return found

    def commissioner(self, text: str) -> CommissionerFact:
        found = self._services.get(plain_word(text)) or self._households.get(_key(text))
        if found is not None:
            return found
        try:
            school = self._schools.find(text)
        except ValueError as error:
            if text[:1].isdigit() or "schools have" in str(error):
                raise
            names = [fact.name for fact in (*self._services.values(), *self._households.values())]
            raise ValueError(
                "Use the URN or exact name of a school, access_to_learning, sen or hospital_school,"
                f" or the exact name of a household{_nearest(text, names)}"
            ) from None
        return CommissionerFact(school.id, school.name, True)


def _key(name: str) -> str:
    return clean_line(name).casefold()


def _nearest(text: str, names: Iterable[str]) -> str:
    """What the portal has that is most like the text, so that a person sees what differs."""
    found = difflib.get_close_matches(text, list(names), 1)
    return f". The nearest is “{found[0]}”" if found else ""


def _only_ones(pairs: Iterable[tuple[str, Fact]]) -> dict[str, Fact]:
    """By name, without the names that stand more than once."""
    found: dict[str, Fact] = {}
    twice = set()
    for name, fact in pairs:
        if name in found:
            twice.add(name)
        found[name] = fact
    return {name: fact for name, fact in found.items() if name not in twice}
