"""Searching the catalogue: each filter, words that could be commands, pages, and comparing."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.calendar.sessions import Half
from portal.models import ListingStatus, Membership, PostcodePoint, ProviderKind, Role, Site
from portal.services.catalogue.offer_search import index_offer, search_words
from portal.services.catalogue.postcodes import GridPoint, place_sites, save_points
from tests.build import Build
from tests.features.catalogue.conftest import MakeOffer
from tests.page import Page, PageClient


@pytest.fixture
def reader(client: PageClient, school_reader: Membership, make_offer: MakeOffer) -> PageClient:
    """A school's browser, with two providers to find: a farm and a workshop."""
    make_offer("Hill Farm")
    make_offer(
        "Town Workshop",
        description="Bicycles are repaired and sold.",
        tags=[
            ("lot", "tuition"),
            ("need", "behaviour"),
            ("subject", "vehicles"),
            ("session", "3-pm"),
        ],
        low_age=14,
        high_age=18,
        price_pence=9000,
        capacity=2,
        qa_outcome="meets",
    )
    client.sign_in(school_reader)
    return client


def found(page: Page) -> set[str]:
    return {name for name in ("Hill Farm", "Town Workshop") if name in page.words}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", {"Hill Farm", "Town Workshop"}),
        ("q=animals", {"Hill Farm"}),
        ("q=anim", {"Hill Farm"}),
        ("q=bicycle+repair", {"Town Workshop"}),
        ("q=bicycle+animals", set()),
        ("q=Lane", {"Hill Farm", "Town Workshop"}),
        ("age=age-12", {"Hill Farm"}),
        ("age=year-13", {"Town Workshop"}),
        ("age=age-15", {"Hill Farm", "Town Workshop"}),
        ("need=autism", {"Hill Farm"}),
        ("subject=vehicles", {"Town Workshop"}),
        ("lot=tuition", {"Town Workshop"}),
        ("day=3", {"Town Workshop"}),
        ("day=3&half=am", set()),
        ("half=am", {"Hill Farm"}),
        ("price=65.50", {"Hill Farm"}),
        ("price=65.49", set()),
        ("outcome=meets", {"Town Workshop"}),
        ("registered=yes", set()),
        ("registered=no", {"Hill Farm", "Town Workshop"}),
        ("places=y", {"Hill Farm", "Town Workshop"}),
    ],
)
def test_each_filter_finds_what_it_should(reader: PageClient, asked: str, names: set[str]) -> None:
    assert found(reader.get(f"/catalogue?{asked}")) == names


@pytest.mark.parametrize(
    "text",
    ['"', "'", "animals OR", "NEAR(", "a* AND b", "words:farm", "farm') --", "!!", "&|!<->", "%00"],
)
def test_signs_of_a_query_language_are_only_text(reader: PageClient, text: str) -> None:
    page = reader.get("/catalogue?q=" + text.replace("&", "%26").replace(" ", "+"))

    assert "found" in page.words


def test_at_most_eight_words_are_looked_for() -> None:
    assert search_words("the " + "Farm-yard " * 9) == ["farm", "yard"] * 4


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("price=dear", "Enter a price in pounds, like 70"),
        ("price=nan", "Enter a price in pounds, like 70"),
        ("price=snan", "Enter a price in pounds, like 70"),
        ("price=9999999", "Enter a price from 0"),
        ("need=unknown", "Need: choose from the list"),
        ("sort=shoe-size", "Sort by: choose from the list"),
    ],
)
def test_what_cannot_be_read_is_named(reader: PageClient, asked: str, message: str) -> None:
    page = reader.get(f"/catalogue?{asked}")

    assert page.title.startswith("Error: ")
    assert message in page.words


def test_the_cheapest_comes_first_where_that_is_asked(reader: PageClient) -> None:
    words = reader.get("/catalogue?sort=price").words

    assert words.index("Hill Farm") < words.index("Town Workshop")


def test_a_full_half_day_has_no_places(
    reader: PageClient, build: Build, make_offer: MakeOffer
) -> None:
    full = make_offer("Busy Barn", tags=[("session", "1-am"), ("session", "2-am")], capacity=1)
    build.placement(full.provider, build.school(), slots=[(1, Half.AM)])

    on_tuesday = reader.get("/catalogue?places=y&day=1&half=am")
    at_all = reader.get("/catalogue?places=y")

    assert "Busy Barn" not in on_tuesday.words
    assert "Busy Barn" in at_all.words


def test_a_placement_that_has_ended_takes_no_place(
    reader: PageClient, build: Build, make_offer: MakeOffer
) -> None:
    offer = make_offer("Busy Barn", tags=[("session", "1-am")], capacity=1)
    yesterday = build.now.date().replace(day=23)
    build.placement(offer.provider, build.school(), slots=[(1, Half.AM)], ends_on=yesterday)

    assert "Busy Barn" in reader.get("/catalogue?places=y").words


def test_a_registered_school_is_found_as_one(
    reader: PageClient, build: Build, make_offer: MakeOffer
) -> None:
    make_offer(provider=build.provider("Proper School", kind=ProviderKind.REGISTERED_SCHOOL))

    page = reader.get("/catalogue?registered=yes")

    assert "Proper School" in page.words
    assert found(page) == set()


@pytest.mark.parametrize(
    "listing", [ListingStatus.UNDER_REVIEW, ListingStatus.NOT_LISTED, ListingStatus.SUSPENDED]
)
def test_only_listed_providers_appear(
    reader: PageClient, make_offer: MakeOffer, listing: ListingStatus
) -> None:
    hidden = make_offer("Not For You", listing=listing)

    assert "Not For You" not in reader.get("/catalogue").words
    reader.get(f"/catalogue/{hidden.provider_id}", 404)


def test_a_suspended_provider_is_shown_to_a_school_with_pupils_there(
    client: PageClient, build: Build, make_offer: MakeOffer
) -> None:
    offer = make_offer("Held Farm", listing=ListingStatus.SUSPENDED)
    school = build.school()
    build.placement(offer.provider, school)
    client.sign_in(build.member(school, Role.ATTENDANCE_OFFICER))

    page = client.get(f"/catalogue/{offer.provider_id}")

    assert "This provider is suspended" in page.words


def test_results_come_in_pages_whose_links_keep_the_search(
    client: PageClient, school_reader: Membership, make_offer: MakeOffer
) -> None:
    for number in range(21):
        make_offer(f"Farm {number:02}")
    client.sign_in(school_reader)

    first = client.get("/catalogue?need=autism")
    second = client.get(first.link("Next page"))

    assert "21 providers found" in first.words
    assert "Farm 19" in first.words
    assert "Farm 20" not in first.words
    assert "Farm 20" in second.words
    assert "need=autism" in second.link("Previous page")


@pytest.mark.parametrize("page", ["7", "99999999999999999999", "-1", "two"])
def test_a_page_that_is_not_there_shows_the_first(reader: PageClient, page: str) -> None:
    assert "2 providers found Hill Farm" in reader.get(f"/catalogue?half=&page={page}").words


def test_more_than_can_be_counted_is_said_so_and_every_page_is_reached(
    reader: PageClient, make_offer: MakeOffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.features.catalogue.queries.MOST_COUNTED", 20)
    monkeypatch.setattr("portal.features.catalogue.routes.search.MOST_COUNTED", 20)
    for number in range(39):
        make_offer(f"Provider {number:02}")

    first, last = reader.get("/catalogue"), reader.get("/catalogue?page=3")

    assert first.title.startswith("Catalogue (page 1)")
    assert "More than 20 providers found" in first.words
    assert "Next page" in first.words
    assert found(last) == {"Town Workshop"}
    assert "Next page" not in last.words


@pytest.mark.parametrize(("count", "title"), [(18, "Catalogue"), (19, "Catalogue (page 1 of 2)")])
def test_a_full_page_without_another_is_the_last(
    reader: PageClient, make_offer: MakeOffer, count: int, title: str
) -> None:
    for number in range(count):
        make_offer(f"Provider {number:02}")

    page = reader.get("/catalogue")

    assert page.title.split(" – ")[0].split(" - ")[0] == title
    assert f"{count + 2} providers found" in page.words


def test_without_a_file_of_postcodes_the_page_says_so(reader: PageClient) -> None:
    assert "Distance is not offered" in reader.get("/catalogue").words


def test_the_nearest_comes_first_and_the_far_one_can_be_left_out(
    reader: PageClient, session: Session, make_offer: MakeOffer
) -> None:
    afar = make_offer("Afar Farm")
    afar.provider.sites[0].postcode = "OX9 9ZZ"
    save_points(
        session,
        [
            GridPoint("OX11AA", 451000, 206000),
            GridPoint("OX99ZZ", 451000, 238187),
            GridPoint("OX26AA", 451000, 207609),
        ],
    )
    assert place_sites(session, session.scalars(select(Site)).all()) == 3
    session.commit()

    every = reader.get("/catalogue?near=ox2+6aa&sort=distance")
    close = reader.get("/catalogue?near=OX26AA&miles=5")
    wrong = reader.get("/catalogue?near=ZZ1+1ZZ")

    assert "1.0 miles to Main site" in every.words
    assert "19.0 miles to Main site" in every.words
    assert every.words.index("Hill Farm") < every.words.index("Afar Farm")
    assert "Afar Farm" not in close.words
    assert "The portal does not know this postcode" in wrong.words


def test_the_nearest_site_of_a_provider_decides_and_is_named(
    reader: PageClient, session: Session, make_offer: MakeOffer
) -> None:
    """The main site is 19 miles away, and a satellite site one mile."""
    offer = make_offer("Two Sites")
    offer.provider.sites[0].postcode = "OX9 9ZZ"
    barn = Site(name="The barn", address="3 Lane", postcode="OX1 1AA", is_satellite=True)
    offer.provider.sites.append(barn)
    save_points(
        session,
        [
            GridPoint("OX99ZZ", 451000, 238187),
            GridPoint("OX11AA", 451000, 206000),
            GridPoint("OX26AA", 451000, 207609),
        ],
    )
    index_offer(session, offer)
    session.commit()

    close = reader.get("/catalogue?near=OX26AA&miles=5&q=two")

    assert "1 provider found" in close.words
    assert "1.0 miles to The barn (satellite site)" in close.words


def test_a_site_in_the_corner_of_the_square_is_too_far(
    reader: PageClient, session: Session, make_offer: MakeOffer
) -> None:
    """Four miles east and four north are 5.7 miles."""
    offer = make_offer("Corner Farm")
    save_points(session, [GridPoint("OX11AA", 6437, 6437), GridPoint("OX26AA", 0, 0)])
    index_offer(session, offer)
    session.commit()

    assert "0 providers found" in reader.get("/catalogue?near=OX26AA&miles=5&q=corner").words
    assert "5.7 miles" in reader.get("/catalogue?near=OX26AA&miles=10&q=corner").words


def test_a_postcode_imported_again_moves(session: Session) -> None:
    save_points(session, [GridPoint("OX11AA", 1, 2)])
    save_points(session, [GridPoint("OX11AA", 3, 4)])
    session.expire_all()

    point = session.get_one(PostcodePoint, "OX11AA")

    assert (point.easting, point.northing) == (3, 4)


def test_up_to_four_stand_side_by_side(
    client: PageClient, school_reader: Membership, make_offer: MakeOffer
) -> None:
    ids = [make_offer(f"Farm {number}").provider_id for number in range(5)]
    hidden = make_offer("Not For You", listing=ListingStatus.UNDER_REVIEW).provider_id
    client.sign_in(school_reader)

    page = client.get("/catalogue/compare?" + "&".join(f"id={each}" for each in [hidden, *ids]))

    assert [heading for heading in page.words.split() if heading == "Farm"] != []
    assert "Left out: Farm 4" in page.words
    assert "Not For You" not in page.words
    assert page.words.count("£65.50") == 4


def test_a_governor_does_not_see_the_catalogue(client: PageClient, build: Build) -> None:
    client.sign_in(build.member(build.school(), Role.GOVERNOR))

    client.get("/catalogue", 403)
