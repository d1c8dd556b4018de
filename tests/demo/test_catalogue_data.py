"""What the demonstration county shows of the catalogue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import ListingStatus, Offer, Placement, Provider
from portal.records.offer_search import TAG_WORDS, has_words


def offers_of(county: Session) -> list[Offer]:
    return list(county.scalars(select(Offer)))


def test_every_listed_provider_has_an_offer(county: Session) -> None:
    listed = select(Provider.id).where(Provider.listing == ListingStatus.LISTED)

    assert {offer.provider_id for offer in offers_of(county)} == set(county.scalars(listed))


def test_every_tag_is_one_that_the_search_knows(county: Session) -> None:
    tags = [tag for offer in offers_of(county) for tag in offer.tags]

    assert {tag.kind for tag in tags} == set(TAG_WORDS)
    assert [tag.value for tag in tags if tag.value not in TAG_WORDS[tag.kind]] == []


def test_no_provider_has_more_pupils_than_places(county: Session) -> None:
    for offer in offers_of(county):
        placed = county.scalars(
            select(Placement.pupil_id)
            .where(Placement.provider_id == offer.provider_id, Placement.ends_on.is_(None))
            .distinct()
        ).all()
        assert len(placed) <= offer.capacity, offer.provider.name


def test_an_offer_is_found_by_its_words(county: Session) -> None:
    found = has_words(county, "ceramics")
    assert found is not None

    names = [offer.provider.name for offer in county.scalars(select(Offer).where(found))]
    assert names == ["Kiln Lane Ceramics"]


def test_one_offer_waits_for_a_new_check(county: Session) -> None:
    waiting = [offer.provider.name for offer in offers_of(county) if offer.needs_check_since]

    assert waiting == ["Riverbend Outdoors"]
