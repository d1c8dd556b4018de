"""The queue of absences, as the school's office meets it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.domain.seen import Half, Seen, SessionKey
from portal.models import CalendarDay, CurrentMark, DayKind, Decision, Mark, Role
from tests.absences.conftest import County, choose, name_of
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient

MONDAY_WEEK = SessionKey(date(2026, 11, 16), Half.AM)  # six school days before today


def test_an_absence_waits_with_its_clock_and_the_providers_words(
    build: Build, client: PageClient, county: County
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, heard="mum rang: ill")
    client.sign_in(county.office)

    page = client.get("/absences/")

    assert "5 school days Kayden Reeve" in page.words
    assert "“mum rang: ill”" in page.words
    assert "Absences 1" in page.words


def test_the_suggested_code_is_marked_and_nothing_is_chosen(
    build: Build, client: PageClient, county: County
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, heard="mum rang: ill")
    client.sign_in(county.office)

    page = client.get("/absences/")

    assert "I Illness" in page.words
    assert "suggested" in page.words
    assert not [r for r in page.all("input") if r.get("checked") is not None]


def test_a_decision_takes_the_absence_out_of_the_queue(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")

    after = client.post(
        "/absences/", do="save", **choose(page, name_of(session, county.kayden), "I")
    )

    assert "1 decision saved" in after.words
    assert "Nothing waits for a decision" in after.words
    decision = session.scalars(select(Decision)).one()
    assert (decision.code, decision.position) == ("I", "Attendance officer")


def test_n_stays_in_the_queue_because_it_is_not_final(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")

    after = client.post(
        "/absences/", do="save", **choose(page, name_of(session, county.kayden), "N")
    )

    assert "Decided N by Priya Nair" in after.words


def test_several_are_decided_at_once_and_a_problem_with_one_loses_no_other(
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

    assert "1 decision saved" in after.words
    assert "Zara Khan: Code Y7 needs words" in after.words
    assert session.scalars(select(Decision.code)).all() == ["I"]


def test_the_oldest_clock_comes_first(build: Build, client: PageClient, county: County) -> None:
    zara = build.placement(
        county.provider, county.school, build.pupil("Zara", "Khan", county.school)
    )
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    build.mark(zara, county.staff, Seen.NOT_HERE, key=MONDAY_WEEK)
    client.sign_in(county.office)

    words = client.get("/absences/").words

    assert words.index("Zara Khan") < words.index("Kayden Reeve")
    assert "1 school day over" in words


def test_an_inset_day_of_the_home_school_gives_one_more_day(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, key=MONDAY_WEEK)
    session.add(
        CalendarDay(
            organisation_id=county.school.id,
            day=date(2026, 11, 20),
            kind=DayKind.INSET,
            note="",
            created_at=NOW,
        )
    )
    session.commit()
    client.sign_in(county.office)

    assert "Last day Kayden Reeve" in client.get("/absences/").words


def test_one_press_gives_o_to_those_whose_days_have_run_out(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, key=MONDAY_WEEK)
    client.sign_in(county.office)
    page = client.get("/absences/")
    old = choose(page, name_of(session, county.kayden, MONDAY_WEEK), "")
    new = choose(page, name_of(session, county.kayden), "")

    after = client.post("/absences/", do="use-o", **old | new)

    assert "Use O for the 1" in page.words
    assert "1 decision saved" in after.words
    assert [(d.code, d.day) for d in session.scalars(select(Decision))] == [("O", MONDAY_WEEK.day)]


def test_a_mark_that_changed_in_the_meantime_is_shown_again(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")
    fields = choose(page, name_of(session, county.kayden), "I")
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, heard="taxi", base_version=1)

    after = client.post("/absences/", do="save", **fields)

    assert "The provider changed the mark in the meantime" in after.words
    assert session.scalars(select(Decision)).all() == []


def test_a_decision_is_taken_back_with_a_reason_and_both_stay(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")
    client.post("/absences/", do="save", **choose(page, name_of(session, county.kayden), "I"))
    address = f"/absences/{county.kayden.id}/2026-11-24/am/take-back"
    form = client.get(address)
    last = next(i.get("value", "") for i in form.all("input") if i.get("name") == "last")

    refused = client.post(address, reason="", last=last)
    after = client.post(address, reason="wrong pupil", last=last)

    assert "Say why the decision changes" in refused.words
    assert "Kayden Reeve" in after.words
    assert [d.code for d in session.scalars(select(Decision).order_by(Decision.id))] == ["I", ""]


def test_a_pupil_marked_here_after_the_decision_comes_back_into_the_queue(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")
    client.post("/absences/", do="save", **choose(page, name_of(session, county.kayden), "I"))
    build.mark(county.kayden, county.staff, Seen.HERE, base_version=1)

    assert "the provider has changed the mark since" in client.get("/absences/").words


def test_two_different_marks_are_both_shown_and_the_school_may_choose(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.HERE, base_version=0, source="phone a")
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, base_version=0, source="phone b")
    client.sign_in(county.office)
    page = client.get("/absences/")
    here = session.scalars(select(Mark).where(Mark.seen == Seen.HERE)).one()

    after = client.post(
        "/registers/2026-11-24/am/settle",
        placement_id=county.kayden.id,
        mark_id=here.id,
        base_version=2,
        next="/absences/",
    )

    assert "Two marks differ" in page.words
    assert "Nothing waits for a decision" in after.words


def test_a_held_mark_says_why_it_waits_and_can_be_put_away(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.HERE)
    session.scalars(select(CurrentMark)).one().exported_at = NOW
    session.commit()
    build.mark(county.kayden, county.staff, Seen.NOT_HERE, base_version=1)
    client.sign_in(county.office)
    page = client.get("/absences/")

    client.post(f"/absences/{county.kayden.id}/2026-11-24/am/seen", 409, version=1)
    after = client.post(f"/absences/{county.kayden.id}/2026-11-24/am/seen", version=2)

    assert "Changed after you downloaded it" in page.words
    assert "Nothing waits for a decision" in after.words


def test_a_register_that_has_not_come_is_named_with_the_telephone(
    build: Build, client: PageClient, county: County
) -> None:
    client.sign_in(county.office)

    words = client.get("/absences/").words

    assert "Not received: Hill Farm Learning" in words
    assert "Ring 01865 555 010" in words


@pytest.mark.parametrize("role", [Role.PROVIDER_STAFF, Role.PROVIDER_LEAD])
def test_the_provider_never_decides(
    build: Build, client: PageClient, county: County, role: Role
) -> None:
    client.sign_in(build.member(county.provider, role))

    client.get("/absences/", 403)
    client.get("/")
    client.post("/absences/", 403)


def test_the_virtual_head_looks_and_cannot_decide(
    build: Build, client: PageClient, county: County
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(build.member(build.council(), Role.VIRTUAL_AP_HEAD))

    page = client.get("/absences/")

    assert "Waits for Oakfield School" in page.words
    client.post("/absences/", 403)


def test_another_schools_absence_is_not_there(
    build: Build, client: PageClient, county: County
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(build.member(build.school("Far School"), Role.ATTENDANCE_OFFICER))

    assert "Kayden" not in client.get("/absences/").words
    client.get(f"/absences/{county.kayden.id}/2026-11-24/am/take-back", 404)


def test_the_home_school_decides_for_a_pupil_whom_the_council_placed(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    placed = build.placement(
        county.provider, build.service(), build.pupil("Noah", "Lee", county.school)
    )
    build.mark(placed, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")

    client.post("/absences/", do="save", **choose(page, name_of(session, placed), "I"))

    assert session.scalars(select(Decision.code)).all() == ["I"]


def test_x_is_refused_for_a_pupil_of_school_age(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    build.mark(county.kayden, county.staff, Seen.NOT_HERE)
    client.sign_in(county.office)
    page = client.get("/absences/")

    after = client.post(
        "/absences/", do="save", **choose(page, name_of(session, county.kayden), "X")
    )

    assert "Choose one of the codes" in after.words
    assert session.scalars(select(Decision)).all() == []


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_queue(
    build: Build, client: PageClient, county: County, session: Session
) -> None:
    client.sign_in(county.office)
    counts = []
    for _ in range(2):
        for number in range(4):
            key = SessionKey(date(2026, 11, 23) - timedelta(days=0), Half.AM)
            pupil = build.pupil(f"P{number}", "Test", county.school)
            placement = build.placement(county.provider, county.school, pupil)
            build.mark(placement, county.staff, Seen.NOT_HERE, key=key)
        statements: list[str] = []
        connection = session.connection()

        def note(*args: object, into: list[str] = statements) -> None:
            into.append(str(args[2]))

        event.listen(connection, "before_cursor_execute", note)
        client.get("/absences/")
        event.remove(connection, "before_cursor_execute", note)
        counts.append(len([s for s in statements if s.startswith("SELECT")]))

    assert counts[0] == counts[1]
