"""Term dates as councils publish them: a table of a web page, a calendar file, words for days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.imports.kinds import ImportKind
from portal.features.imports.reading.importer import Removal
from portal.features.imports.terms.published import Published, as_file, pasted_rows
from portal.models import CalendarDay, DayKind, Role, Term
from portal.services.calendar.calendars import calendar_of
from tests.build import Build
from tests.features.imports.files import load
from tests.page import PageClient

WEB_PAGE = """
School term and holiday dates 2026 to 2027
Term\tStarts\tEnds
Autumn term\tWednesday 2 September 2026\tFriday 18 December 2026
INSET day\t04-Jan-27
Spring term: Tuesday 5 January 2027 to Thursday 25 March 2027
Half term: Monday 26 October to Friday 30 October 2026
February half term holiday, 15 to 19 February 2027
Christmas holiday: 21 December 2026 - 1 January 2027
May Day bank holiday: Monday 3 May 2027
Summer term starts on Monday 12 April 2027
Summer term ends on Wednesday 21 July 2027
"""
CALENDAR = b"""BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
SUMMARY:Autumn 1\r
DTSTART;VALUE=DATE:20260826\r
DTEND;VALUE=DATE:20261017\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Staff trai\r
 ning day\r
DTSTART;VALUE=DATE:20260904\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "Term 1 Wed 2 Sep 2026 Fri 23 Oct 2026",
            Published("term", "Term 1", "Wed 2 Sep 2026", "Fri 23 Oct 2026"),
        ),
        ("PD day: 02-Sep-26", Published("inset", "PD day", "02-Sep-26")),
        (
            "Half term, 26 to 30 October 2026",
            Published("holiday", "Half term", "26 October 2026", "30 October 2026"),
        ),
        ("Something on 2 September 2026", Published("", "Something", "2 September 2026")),
    ],
)
def test_a_line_becomes_a_row(line: str, row: Published) -> None:
    assert pasted_rows(line) == [row]


def test_a_table_of_a_web_page_becomes_the_calendar(build: Build, session: Session) -> None:
    council = build.council()
    session.query(Term).delete()
    session.commit()

    report = load(session, ImportKind.TERM_DATES, as_file(pasted_rows(WEB_PAGE)))

    assert report.may_commit, report.problems
    terms = select(Term.name, Term.starts_on, Term.ends_on).order_by(Term.starts_on)
    assert [tuple(row) for row in session.execute(terms)] == [
        ("Autumn term", date(2026, 9, 2), date(2026, 12, 18)),
        ("Spring term", date(2027, 1, 5), date(2027, 3, 25)),
        ("Summer term", date(2027, 4, 12), date(2027, 7, 21)),
    ]
    calendar = calendar_of(session, council.id)
    assert not calendar.is_school_day(date(2026, 10, 28))
    assert not calendar.is_school_day(date(2027, 2, 15))
    assert calendar.is_school_day(date(2027, 2, 22))
    days = session.scalars(select(CalendarDay).where(CalendarDay.kind == DayKind.INSET)).all()
    assert [day.day for day in days] == [date(2027, 1, 4)]
    assert sum(report.left_out.values()) == 2


def test_a_calendar_file_is_taken(build: Build, session: Session) -> None:
    build.council()
    session.query(Term).delete()
    session.commit()

    report = load(session, ImportKind.TERM_DATES, CALENDAR)

    assert report.may_commit, report.problems
    term = session.scalars(select(Term)).one()
    assert (term.name, term.starts_on, term.ends_on) == (
        "Autumn 1",
        date(2026, 8, 26),
        date(2026, 10, 16),
    )
    day = session.scalars(select(CalendarDay)).one()
    assert (day.day, day.kind, day.note) == (date(2026, 9, 4), DayKind.INSET, "Staff training day")


def test_closed_days_count_when_a_year_is_measured(build: Build, session: Session) -> None:
    build.council()
    content = (
        b"kind,name,start,end,organisation\n"
        b"term,All year,02/09/2026,18/12/2026,\n"
        b"half term,Half term,26/10/2026,30/10/2026,\n"
    )

    report = load(session, ImportKind.TERM_DATES, content, removal=Removal.REMOVE)

    assert "73 school days" in report.warnings[-1].expected


def test_an_administrator_pastes_the_dates_and_sees_them_first(
    build: Build, session: Session, client: PageClient
) -> None:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))
    client.get("/imports/term-dates/paste")

    page = client.post("/imports/term-dates/paste", text=WEB_PAGE)

    assert page.h1 == "Check term dates"
    assert "Autumn term 02/09/2026 18/12/2026" in page.words
    assert "There is no date" in client.post("/imports/term-dates/paste", text="Terms").words
