"""Term dates of the council and of single schools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.reading.importer import Removal
from portal.features.imports.report import Outcome, Report
from portal.features.imports.samples import sample_file
from portal.models import CalendarDay, Council, DayKind, Provider, Term
from portal.services.calendar.calendars import calendar_of
from tests.build import TERMS, Build
from tests.features.imports.files import AT, TERM, csv_file, first_problem
from tests.features.imports.files import load as load_file

INSET = {"kind": "inset", "name": "INSET day", "start": "04/01/2027", "end": ""}
OAKFIELD = {"organisation": "123456"}


def load(
    session: Session,
    *rows: Mapping[str, str],
    is_dry_run: bool = False,
    removal: Removal = Removal.ASK,
) -> Report:
    content = csv_file(*({**TERM, **row} for row in rows))
    return load_file(
        session, ImportKind.TERM_DATES, content, is_dry_run=is_dry_run, removal=removal
    )


def term(name: str, start: str, end: str) -> dict[str, str]:
    return {"name": name, "start": start, "end": end}


def terms(session: Session, organisation_id: int) -> list[tuple[date, date]]:
    found = session.execute(
        select(Term.starts_on, Term.ends_on)
        .where(Term.organisation_id == organisation_id)
        .order_by(Term.starts_on)
    )
    return [(starts_on, ends_on) for starts_on, ends_on in found]


def days(session: Session, organisation_id: int) -> dict[date, DayKind]:
    found = session.scalars(
        select(CalendarDay).where(CalendarDay.organisation_id == organisation_id)
    )
    return {each.day: each.kind for each in found}


@pytest.fixture
def council(session: Session) -> Council:
    """A council without terms."""
    council = Council(name="Testshire County Council")
    session.add(council)
    session.commit()
    return council


def test_the_term_dates_to_download_are_those_of_2026_to_2027(
    council: Council, session: Session
) -> None:
    report = load_file(session, ImportKind.TERM_DATES, sample_file(ImportKind.TERM_DATES))

    assert report.summary == "7 added, 0 changed, 0 unchanged"
    assert report.warning_count == 0
    assert terms(session, council.id) == TERMS
    calendar = calendar_of(session, None)
    assert not calendar.is_school_day(date(2026, 10, 28))
    assert calendar.is_school_day(date(2026, 11, 2))


def test_the_same_file_twice_changes_nothing(build: Build, session: Session) -> None:
    build.provider()
    load_file(session, ImportKind.TERM_DATES, sample_file(ImportKind.TERM_DATES))
    before = session.scalars(select(Provider.roster_number)).one()

    report = load_file(session, ImportKind.TERM_DATES, sample_file(ImportKind.TERM_DATES))

    assert report.summary == "0 added, 0 changed, 7 unchanged"
    assert session.scalars(select(Provider.roster_number)).one() == before


def test_terms_take_the_place_of_those_of_the_same_school_year_only(
    build: Build, session: Session
) -> None:
    council = build.council()
    last_year = Term(
        organisation_id=council.id,
        name="Term 6",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 7, 20),
    )
    session.add(last_year)
    session.commit()

    report = load(
        session,
        term("Autumn", "02/09/2026", "18/12/2026"),
        term("Spring", "04/01/2027", "25/03/2027"),
        removal=Removal.REMOVE,
    )

    assert terms(session, council.id) == [
        (date(2026, 6, 1), date(2026, 7, 20)),
        (date(2026, 9, 2), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 3, 25)),
    ]
    assert report.summary == "0 added, 2 changed, 0 unchanged, 4 removed"


def test_what_a_file_leaves_out_is_shown_and_goes_only_where_somebody_says_so(
    build: Build, session: Session
) -> None:
    council = build.council()
    autumn = term("Autumn", "02/09/2026", "23/10/2026")

    asked = load(session, autumn)

    assert asked.asks
    assert not asked.may_commit
    assert [line.cells[2] for line in asked.removed] == [f"Term {number}" for number in range(2, 7)]
    assert terms(session, council.id) == TERMS

    kept = load(session, autumn, removal=Removal.KEEP)
    assert kept.summary == "0 added, 1 changed, 0 unchanged"
    assert terms(session, council.id) == TERMS

    load(session, autumn, removal=Removal.REMOVE)
    assert terms(session, council.id) == [(date(2026, 9, 2), date(2026, 10, 23))]


def test_a_file_of_inset_days_deletes_no_inset_day_unasked(build: Build, session: Session) -> None:
    council = build.council()
    load(session, INSET)

    report = load(session, {**INSET, "start": "12/04/2027"})

    assert report.asks
    assert days(session, council.id) == {date(2027, 1, 4): DayKind.INSET}


def test_a_term_that_is_kept_overlaps_no_new_one(build: Build, session: Session) -> None:
    council = build.council()

    autumn = term("Autumn", "01/09/2026", "18/12/2026")
    assert load(session, autumn, is_dry_run=True).must_remove
    load(session, autumn, removal=Removal.KEEP)

    assert terms(session, council.id) == TERMS


def test_a_school_year_may_begin_in_august_and_leaves_last_years_terms(
    build: Build, session: Session
) -> None:
    council = build.council()
    last_year = ("Summer 2", date(2026, 6, 1), date(2026, 7, 17))
    session.query(Term).delete()
    session.add(
        Term(
            organisation_id=council.id,
            name=last_year[0],
            starts_on=last_year[1],
            ends_on=last_year[2],
        )
    )
    session.commit()

    report = load(session, term("Autumn 1", "26/08/2026", "16/10/2026"))

    assert report.may_commit
    assert report.summary == "1 added, 0 changed, 0 unchanged"
    assert terms(session, council.id) == [last_year[1:], (date(2026, 8, 26), date(2026, 10, 16))]
    assert "2026 to 2027" in report.warnings[0].expected


def test_a_schools_inset_day_is_its_own(build: Build, session: Session) -> None:
    school = build.school(urn=123456)

    load(session, {**OAKFIELD, **INSET})

    assert not calendar_of(session, school.id).is_school_day(date(2027, 1, 4))
    assert calendar_of(session, None).is_school_day(date(2027, 1, 4))


def test_an_inset_day_that_moves_leaves_its_old_day(build: Build, session: Session) -> None:
    school = build.school(urn=123456)
    load(session, {**OAKFIELD, **INSET})

    report = load(session, {**OAKFIELD, **INSET, "start": "05/01/2027"}, removal=Removal.REMOVE)

    assert days(session, school.id) == {date(2027, 1, 5): DayKind.INSET}
    assert report.summary == "1 added, 0 changed, 0 unchanged, 1 removed"


def test_a_day_closed_by_hand_stays(build: Build, session: Session) -> None:
    council = build.council()
    snow = date(2027, 1, 20)
    session.add(
        CalendarDay(organisation_id=council.id, day=snow, kind=DayKind.CLOSED, created_at=AT)
    )
    session.commit()

    load_file(session, ImportKind.TERM_DATES, sample_file(ImportKind.TERM_DATES))

    assert days(session, council.id)[snow] is DayKind.CLOSED


def test_a_span_of_closed_days_leaves_out_the_weekend(build: Build, session: Session) -> None:
    council = build.council()

    load(session, {"kind": "closed", "name": "Flood", "start": "20/11/2026", "end": "23/11/2026"})

    assert days(session, council.id) == {
        date(2026, 11, 20): DayKind.CLOSED,
        date(2026, 11, 23): DayKind.CLOSED,
    }


def test_a_day_may_change_its_kind(build: Build, session: Session) -> None:
    council = build.council()
    load(session, INSET)

    report = load(session, {**INSET, "kind": "closed"})

    assert report.counts[Outcome.CHANGED] == 1
    assert days(session, council.id) == {date(2027, 1, 4): DayKind.CLOSED}


def test_phones_of_every_provider_hear_of_new_dates(build: Build, session: Session) -> None:
    providers = [build.provider(), build.provider("Far Farm")]
    before = [provider.roster_number for provider in providers]

    load(session, INSET)

    session.expire_all()
    assert [provider.roster_number for provider in providers] == [each + 1 for each in before]


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"organisation": "999999"}, "organisation", "import the schools first"),
        ({"organisation": "Oakfield"}, "organisation", "no school with this exact name"),
        ({"kind": "party"}, "kind", "Use term, inset, closed, open or holiday"),
        ({"kind": ""}, "kind", "Give the kind"),
        ({"name": ""}, "name", "Give the name"),
        ({"name": "x" * 300}, "name", "Use 60 characters or fewer"),
        ({"start": ""}, "start", "Give the first day"),
        ({"start": "01/01/0001"}, "start", "The year must be from 1950 to 2100"),
        ({"start": "09/01/2027"}, "start", "This is a Saturday or Sunday"),
        ({"end": "01/01/2027"}, "end", "This is before the first day"),
        ({"end": "01/01/2028"}, "end", "more than 150 days"),
        (term("T", "04/01/2027", "") | {"kind": "term"}, "end", "Give the last day of the term"),
        (term("T", "01/07/2027", "01/10/2027") | {"kind": "term"}, "end", "one school year"),
        (term("T", "01/12/2026", "08/01/2027") | {"kind": "term"}, "start", "end of Term 1"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_loaded(
    build: Build, session: Session, change: dict[str, str], column: str, words: str
) -> None:
    council = build.council()

    report = load(session, term("Term 1", "02/09/2026", "18/12/2026"), {**INSET, **change})

    row, named, expected = first_problem(report)
    assert (row, named) == (3, column)
    assert words in expected
    assert terms(session, council.id) == TERMS
    assert days(session, council.id) == {}


def test_one_day_in_two_rows_is_a_problem_of_the_second(build: Build, session: Session) -> None:
    build.council()

    report = load(session, INSET, {**INSET, "kind": "open"})

    assert first_problem(report) == (3, "start", "Row 2 has 04/01/2027 already")


def test_a_portal_without_a_council_says_so(session: Session) -> None:
    report = load(session, INSET)

    assert "The portal has no council yet" in first_problem(report)[2]


def test_a_year_with_too_few_school_days_is_worth_a_look(build: Build, session: Session) -> None:
    build.council()

    report = load(session, term("Term 1", "02/09/2026", "23/10/2026"))

    assert report.warnings[0].expected == (
        "The terms of Testshire County Council for 2026 to 2027 have 38 school days;"
        " a school must be open on 190"
    )
