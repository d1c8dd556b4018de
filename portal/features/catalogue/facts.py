"""The facts of an entry, in words: the same on its page, side by side, and in the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.clock import in_london
from portal.domain.calendar.day_words import full_day
from portal.domain.catalogue.qa_outcomes import outcome_words
from portal.domain.evidence.insurance import pounds
from portal.features.catalogue.entries import Cover, Entry
from portal.models import ListingStatus, Site
from portal.services.catalogue.offer_search import TAG_WORDS


@dataclass(frozen=True)
class Fact:
    """One thing that is said of every entry. `number` is for a column that can be added up."""

    key: str
    label: str
    lines_of: Callable[[Entry], Sequence[str]]
    empty: str = "Not stated"
    number: Callable[[Entry], float] | None = None
    is_money: bool = False

    def lines(self, entry: Entry) -> Sequence[str]:
        """What the page shows, line by line; never nothing."""
        return [line for line in self.lines_of(entry) if line] or [self.empty]

    def text(self, entry: Entry) -> str:
        """What one cell holds."""
        return "; ".join(self.lines(entry))


def price_words(pence: int) -> str:
    """£65.50, £65.00"""
    return f"£{pence / 100:,.2f}"


def listing_words(listing: ListingStatus) -> str:
    return "Suspended" if listing is ListingStatus.SUSPENDED else "Listed"


def _registered(entry: Entry) -> list[str]:
    if entry.urn is None:
        return ["Not registered as a school"]
    return [f"Registered as a school, URN {entry.urn}"]


def _sites(entry: Entry, is_satellite: bool) -> list[str]:
    return [_site(site) for site in entry.sites if site.is_satellite is is_satellite]


def _site(site: Site) -> str:
    return f"{site.name}: {site.address}, {site.postcode}"


def _sessions(entry: Entry) -> list[str]:
    words = TAG_WORDS["session"]
    return [f"{words[each]}: {free} of {entry.capacity} free" for each, free in entry.free.items()]


def _qa_day(entry: Entry) -> list[str]:
    return [full_day(entry.qa_on)] if entry.qa_on else []


def _cover(cover: Cover) -> str:
    parts = [cover.kind.words]
    if cover.pence is not None:
        parts.append(pounds(cover.pence))
    if cover.ends_on is not None:
        parts.append(f"until {full_day(cover.ends_on)}")
    if cover.excludes_abuse is not None:
        parts.append("leaves out abuse claims" if cover.excludes_abuse else "covers abuse claims")
    return ", ".join(parts)


def _unchecked(entry: Entry) -> list[str]:
    if entry.needs_check_since is None:
        return []
    day = full_day(in_london(entry.needs_check_since).date())
    return [f"Changed on {day}: the council has not checked the change yet"]


FACTS: Final = (
    Fact("listing", "Listing", lambda entry: [listing_words(entry.listing)]),
    Fact("description", "Offer", lambda entry: [" ".join(entry.description.split())]),
    Fact("lots", "Lots", lambda entry: entry.words_of("lot")),
    Fact("ages", "Ages", lambda entry: [f"{entry.low_age} to {entry.high_age}"]),
    Fact("needs", "Needs", lambda entry: entry.words_of("need")),
    Fact("subjects", "Subjects", lambda entry: entry.words_of("subject")),
    Fact("qualifications", "Qualifications", lambda entry: entry.words_of("qualification")),
    Fact(
        "price",
        "Price for one pupil for one half-day",
        lambda entry: [price_words(entry.price_pence)],
        number=lambda entry: entry.price_pence / 100,
        is_money=True,
    ),
    Fact(
        "capacity",
        "Most pupils at one time",
        lambda entry: [str(entry.capacity)],
        number=lambda entry: entry.capacity,
    ),
    Fact(
        "places_free",
        "Places free now, in the half-day with most",
        lambda entry: [str(entry.places_free)],
        number=lambda entry: entry.places_free,
    ),
    Fact("sessions", "Days and sessions", _sessions),
    Fact("transport", "Transport", lambda entry: [entry.transport]),
    Fact("sites", "Sites", lambda entry: _sites(entry, is_satellite=False)),
    Fact("satellites", "Satellite sites", lambda entry: _sites(entry, is_satellite=True), "No"),
    Fact("registered", "Registration", _registered),
    Fact("qa_outcome", "QA outcome", lambda entry: [outcome_words(entry.qa_outcome)]),
    Fact("qa_on", "Date of the QA outcome", _qa_day, "No visit yet"),
    Fact(
        "conditions",
        "Conditions of the approval",
        lambda entry: [f"By {full_day(each.due_on)}: {each.text}" for each in entry.conditions],
        "No open conditions",
    ),
    Fact("risk_band", "Risk", lambda entry: [entry.risk_band.words]),
    Fact(
        "insurance",
        "Insurance",
        lambda entry: [_cover(each) for each in entry.covers],
        "No insurance in force is on record",
    ),
    Fact(
        "shortfalls",
        "Below the council’s least insurance",
        lambda entry: [each.words for each in entry.shortfalls],
        "Nothing",
    ),
    Fact(
        "lapses",
        "Documents that have run out",
        lambda entry: [each.words for each in entry.lapses],
        "Nothing",
    ),
    Fact("unchecked", "Changes not checked yet", _unchecked, "Nothing"),
    Fact("telephone", "Telephone", lambda entry: [entry.telephone]),
    Fact("email", "Email", lambda entry: [entry.email]),
)
