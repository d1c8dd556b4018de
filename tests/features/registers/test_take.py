"""Taking a register on the ordinary page, which works without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Mark, Membership, Placement, Provider, Role, School
from tests.build import THIS_MORNING, Build
from tests.page import PageClient

PAGE = "/registers/2026-11-24/am/"


@dataclass
class Farm:
    provider: Provider
    school: School
    staff: Membership
    amelia: Placement
    callum: Placement


@pytest.fixture
def farm(build: Build, client: PageClient) -> Farm:
    """Hill Farm, with two pupils of Oakfield School, and its tutor signed in."""
    provider, school = build.provider(), build.school()
    farm = Farm(
        provider,
        school,
        build.member(provider, Role.PROVIDER_STAFF),
        build.placement(provider, school, build.pupil("Amelia", "Wren", school)),
        build.placement(provider, school, build.pupil("Callum", "Birch", school)),
    )
    client.sign_in(farm.staff)
    return farm


def fields(placement: Placement, base: int = 0, **values: str) -> dict[str, object]:
    return {f"p-{placement.id}-{name}": value for name, value in {"base": base, **values}.items()}


def test_the_page_names_each_expected_pupil_and_marks_nobody(
    farm: Farm, client: PageClient
) -> None:
    page = client.get(PAGE)

    assert page.h1 == "Tuesday 24 November, morning"
    assert "Amelia W" in page.words
    assert "0 of 2 marked" in page.words
    assert "checked" not in page.html


def test_the_register_that_is_due_opens(farm: Farm, client: PageClient) -> None:
    assert client.get("/registers/due").h1 == "Tuesday 24 November, morning"


def test_marks_are_saved(farm: Farm, client: PageClient, session: Session) -> None:
    client.get(PAGE)

    page = client.post(PAGE, do="save", **fields(farm.amelia, seen="here"))

    assert "Saved and sent" in page.words
    assert session.scalars(select(CurrentMark.seen)).all() == [Seen.HERE]


def test_late_without_a_time_names_the_field_and_keeps_the_rest(
    farm: Farm, client: PageClient, session: Session
) -> None:
    client.get(PAGE)

    page = client.post(
        PAGE,
        do="save",
        **fields(farm.amelia, seen="late", heard="bus was late"),
        **fields(farm.callum, seen="here"),
    )

    assert page.title.startswith("Error: ")
    assert "Amelia W: Came at: enter the time the pupil came" in page.words
    assert "bus was late" in page.words
    assert session.scalars(select(Mark)).all() == []


def test_everyone_else_is_one_deliberate_press(
    farm: Farm, client: PageClient, session: Session
) -> None:
    client.get(PAGE)
    client.post(PAGE, do="save", **fields(farm.amelia, seen="not_here", heard="mum rang: ill"))

    client.post(PAGE, do="everyone-else", **fields(farm.amelia, base=1), **fields(farm.callum))

    seen = {m.placement_id: m.seen for m in session.scalars(select(CurrentMark))}
    assert seen == {farm.amelia.id: Seen.NOT_HERE, farm.callum.id: Seen.HERE}


def test_finishing_asks_about_the_unmarked_by_name(farm: Farm, client: PageClient) -> None:
    client.get(PAGE)

    page = client.post(PAGE, do="finish", **fields(farm.amelia, seen="here"))

    assert page.h1 == "Finish the register?"
    assert "Callum B" in page.words
    assert "Amelia W" not in page.words
    assert "Finished at" in client.post(PAGE + "finish").words


def test_finishing_a_full_register_asks_nothing(farm: Farm, client: PageClient) -> None:
    client.get(PAGE)

    page = client.post(
        PAGE, do="finish", **fields(farm.amelia, seen="here"), **fields(farm.callum, seen="here")
    )

    assert "The register is finished and sent" in page.words


def test_a_finished_register_is_amended_only_with_a_reason(
    farm: Farm, client: PageClient, session: Session
) -> None:
    client.get(PAGE)
    both = fields(farm.amelia, seen="here") | fields(farm.callum, seen="here")
    client.post(PAGE, do="finish", **both)
    late = fields(farm.amelia, base=1, seen="late", arrived="09:40")

    refused = client.post(PAGE, do="save", **late)
    client.post(PAGE, do="save", **late | fields(farm.amelia, 1, reason="wrong row"))

    assert "Say why the mark changes" in refused.words
    kept = session.scalars(select(Mark).where(Mark.placement_id == farm.amelia.id)).all()
    assert [(m.seen, m.reason) for m in kept] == [(Seen.HERE, ""), (Seen.LATE, "wrong row")]


def test_the_statement_shows_the_original_and_the_amended_entry(
    farm: Farm, client: PageClient, build: Build
) -> None:
    build.mark(farm.amelia, farm.staff, Seen.HERE, base_version=0)
    build.mark(farm.amelia, farm.staff, Seen.UNMARKED, base_version=1)
    build.mark(farm.amelia, farm.staff, Seen.NOT_HERE, base_version=2)
    build.finish(farm.provider, farm.staff)
    build.mark(
        farm.amelia, farm.staff, Seen.LATE, arrived=time(9, 40), base_version=3, reason="Came late"
    )

    page = client.get(f"/registers/{farm.provider.id}/2026-11-24/am/statement")

    assert "Original Not here" in page.words
    assert "Amendment 1 Late, came 9:40" in page.words
    assert page.words.count("While the register was taken") == 2
    assert "Amendment 2" not in page.words
    assert "Not given" not in page.words
    assert "Sam Carter Provider staff Came late" in page.words


def test_a_page_that_was_open_while_somebody_else_marked_makes_both_marks_stand(
    farm: Farm, client: PageClient, build: Build, session: Session
) -> None:
    client.get(PAGE)
    other = build.member(farm.provider, Role.PROVIDER_STAFF, "Jo Lindley")
    build.mark(farm.amelia, other, Seen.NOT_HERE, base_version=0, source="phone b")

    page = client.post(PAGE, do="save", **fields(farm.amelia, base=0, seen="here"))

    assert "Two different marks for Amelia W" in page.words
    assert "Jo Lindley: Not here" in page.words
    assert session.scalars(select(CurrentMark.is_conflict)).one()


def test_the_lead_chooses_and_both_marks_stay(
    farm: Farm, client: PageClient, build: Build, session: Session
) -> None:
    build.mark(farm.amelia, farm.staff, Seen.HERE, base_version=0, source="phone a")
    build.mark(farm.amelia, farm.staff, Seen.NOT_HERE, base_version=0, source="phone b")
    first = session.scalars(select(Mark).where(Mark.version == 1)).one()
    client.post("/sign-out")
    client.sign_in(build.member(farm.provider, Role.PROVIDER_LEAD))
    client.get(PAGE)

    client.post(
        PAGE + "settle", placement_id=farm.amelia.id, mark_id=first.id, base_version=2, next=PAGE
    )

    mark = session.scalars(select(CurrentMark)).one()
    assert (mark.seen, mark.is_conflict) == (Seen.HERE, False)
    assert len(session.scalars(select(Mark)).all()) == 3


def test_a_tutor_cannot_choose_between_two_marks(
    farm: Farm, client: PageClient, build: Build, session: Session
) -> None:
    build.mark(farm.amelia, farm.staff, Seen.HERE, base_version=0, source="phone a")
    build.mark(farm.amelia, farm.staff, Seen.NOT_HERE, base_version=0, source="phone b")
    client.get(PAGE)

    client.post(PAGE, do="save", **fields(farm.amelia, base=2, seen="late", arrived="09:40"))

    assert session.scalars(select(CurrentMark.is_conflict)).one()


def test_a_cancelled_session_says_why(farm: Farm, client: PageClient) -> None:
    client.get(PAGE + "cancel")

    page = client.post(PAGE + "cancel", reason="The lane is flooded")

    assert "The lane is flooded" in page.words
    assert "This session is cancelled" not in client.post(PAGE + "open-again").words


def test_cancelling_needs_a_reason(farm: Farm, client: PageClient) -> None:
    client.get(PAGE + "cancel")

    assert "Say why the session is cancelled" in client.post(PAGE + "cancel", reason=" ").words


def test_a_pupil_who_was_not_expected_is_added_from_the_own_list(
    farm: Farm, client: PageClient, build: Build
) -> None:
    friday = build.placement(
        farm.provider, farm.school, build.pupil("Zara", "Khan"), slots=[(4, THIS_MORNING.half)]
    )
    client.get(PAGE + "add")

    page = client.post(PAGE + "add", placement=friday.id)

    assert "Zara K" in page.words


def test_a_pupil_of_another_provider_cannot_be_added(
    farm: Farm, client: PageClient, build: Build
) -> None:
    elsewhere = build.placement(build.provider("Elsewhere"), farm.school)
    client.get(PAGE + "add")

    page = client.post(PAGE + "add", placement=elsewhere.id)

    assert page.title.startswith("Error: ")


def test_tomorrows_register_cannot_be_taken_today(farm: Farm, client: PageClient) -> None:
    page = client.get("/registers/2026-11-25/am/")

    assert "This register can be taken from 8:30 on Wednesday 25 November" in page.words
    client.post("/registers/2026-11-25/am/", 403, do="save", **fields(farm.amelia, seen="here"))


@pytest.mark.parametrize("address", ["0001-01-01/am", "2026-02-30/am", "2026-11-24/noon", "x/am"])
def test_a_day_that_is_none_is_not_found(farm: Farm, client: PageClient, address: str) -> None:
    assert client.get(f"/registers/{address}/", 404).h1 == "Page not found"


def test_the_provider_chooses_the_order(farm: Farm, client: PageClient) -> None:
    client.get("/registers/order")

    client.post(
        "/registers/order",
        **{f"position-{farm.amelia.id}": "2", f"position-{farm.callum.id}": "1"},
    )

    words = client.get(PAGE).words
    assert words.index("Callum B") < words.index("Amelia W")


def test_a_provider_under_review_takes_no_register(client: PageClient, build: Build) -> None:
    from portal.models import ListingStatus

    provider = build.provider(listing=ListingStatus.UNDER_REVIEW)
    client.sign_in(build.member(provider, Role.PROVIDER_LEAD))

    client.get("/registers/", 403)


def test_another_providers_statement_is_not_found(
    farm: Farm, client: PageClient, build: Build
) -> None:
    other = build.provider("Elsewhere")

    client.get(f"/registers/{other.id}/2026-11-24/am/statement", 404)
