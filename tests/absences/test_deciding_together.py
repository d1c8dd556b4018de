"""Two people at the same queue: neither loses a choice, and each hears of the other's."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.seen import Seen
from portal.models import Decision
from tests.absences.conftest import County, choose, name_of
from tests.build import Build
from tests.page import PageClient


def test_two_people_who_decide_at_once_lose_nothing(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")
    fields = choose(page, name_of(session, county.kayden), "N")
    client.post("/absences/", do="save", **fields)

    after = client.post(
        "/absences/", do="save", **fields | {next(k for k in fields if k.endswith("code")): "I"}
    )

    assert "Priya Nair decided N in the meantime" in after.words


def test_a_choice_that_somebody_overtook_says_who_decided_what(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    name = name_of(session, county.kayden)
    fields = choose(client.get("/absences/"), name, "I")
    client.post("/absences/", do="save", **fields)

    after = client.post("/absences/", do="save", **fields | {f"{name}-code": "M"})

    assert "Priya Nair decided I in the meantime" in after.words
    assert session.scalars(select(Decision.code)).all() == ["I"]


def test_who_looks_again_may_still_decide_otherwise_with_a_reason(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    name = name_of(session, county.kayden)
    fields = choose(client.get("/absences/"), name, "I")
    client.post("/absences/", do="save", **fields)
    shown_again = client.post("/absences/", do="save", **fields | {f"{name}-code": "M"})

    again = choose(shown_again, name, "M", reason="The letter says dentist")
    client.post("/absences/", do="save", **again)

    assert session.scalars(select(Decision.code).order_by(Decision.id)).all() == ["I", "M"]


def test_a_choice_counts_though_its_row_has_moved_to_another_page(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    fields = choose(client.get("/absences/"), name_of(session, county.kayden), "I")

    client.post("/absences/?page=2", do="save", **fields)

    assert session.scalars(select(Decision.code)).all() == ["I"]


def test_what_was_saved_leaves_the_page_on_which_a_problem_is_shown(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    other = build.placement(
        county.provider, county.school, build.pupil("Zara", "Khan", county.school)
    )
    for placement in (county.kayden, other):
        build.mark(placement, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")
    good = choose(page, name_of(session, county.kayden), "I")
    bad = choose(page, name_of(session, other), "other", other="Y7", words="")

    after = client.post("/absences/", do="save", **good | bad)

    assert "Kayden Reeve" not in after.words
