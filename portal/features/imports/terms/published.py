"""Term dates as councils publish them: a table pasted from a web page, or a calendar file (ICS).

Both become rows of the file of term dates, so that they are checked and shown as every file is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.domain.calendar.written_days import month_number, parse_day
from portal.domain.text.plain_text import clean_line

ICS_START = b"BEGIN:VCALENDAR"
MOST_TEXT = 50_000
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s.-]+{_MONTH}\.?(?:,?[\s.-]+\d{{4}}|-\d\d)?"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
_DAY_OF_SPAN = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:to|until|and|-|–|—)\s*(?=\d{{1,2}}(?:st|nd|rd|th)?\s+({_MONTH}))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(\d{4})\s*$")
_JOINERS = re.compile(
    r"^[\s:;,|–—-]+|[\s:;,|–—-]+$|\b(?:from|to|until|on)\b\s*(?=[\s:;,|–—-]|$)", re.I
)
_KINDS = (
    ("bank holiday", re.compile(r"bank holiday|good friday|easter monday|may day", re.I)),
    ("inset", re.compile(r"inset|training|\bpd\b|professional dev|staff day|non.pupil", re.I)),
    ("holiday", re.compile(r"half.?term\s*(?:holiday|break|:|$)|holiday|break", re.I)),
    ("closed", re.compile(r"clos(?:ed|ure)", re.I)),
    ("term", re.compile(r"term|autumn|spring|summer", re.I)),
)
_BEGINS = re.compile(r"\b(?:starts?|begins?|opens?|first day)\b", re.I)
_ENDS = re.compile(r"\b(?:ends?|closes?|finish(?:es)?|last day|breaks? up)\b", re.I)


@dataclass(frozen=True)
class Published:
    """A row of the file of term dates. A kind of "" leaves it to a person."""

    kind: str
    name: str
    start: str
    end: str = ""


def as_file(rows: Iterable[Published]) -> bytes:
    """The rows as a file of term dates of the whole council."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("organisation", "kind", "name", "start", "end"))
    writer.writerows(("", row.kind, row.name[:60], row.start, row.end) for row in rows)
    return text.getvalue().encode()


def pasted_rows(text: str) -> list[Published]:
    """A row for each line that has a date; a start and an end in two lines make one term."""
    rows: list[Published] = []
    for line in text[:MOST_TEXT].splitlines():
        row = _line_row(clean_line(line))
        if row is None:
            continue
        before = rows[-1] if rows else None
        is_end = _ENDS.search(row.name) and not _BEGINS.search(row.name) and not row.end
        if before and is_end and _BEGINS.search(before.name) and not before.end:
            name = clean_line(_BEGINS.sub("", before.name))
            rows[-1] = replace(before, kind="term", name=name or "Term", end=row.start)
        else:
            rows.append(row)
    return rows


def _line_row(line: str) -> Published | None:
    dates = _dates(line)
    if not dates:
        return None
    name = _DATE.sub(" ", _DAY_OF_SPAN.sub(" ", line))
    for _ in range(3):
        name = clean_line(_JOINERS.sub(" ", name))
    kind = _kind(name, has_span=len(dates) > 1)
    return Published(kind, name, dates[0], dates[1] if len(dates) > 1 else "")


def _dates(line: str) -> list[str]:
    """The dates of a line; one without a year has that of the next date in the line."""
    filled = _DAY_OF_SPAN.sub(lambda found: f"{found[1]} {found[2]} to ", line)
    found = [_without_end(each[0]) for each in _DATE.finditer(filled)]
    year = ""
    dated = []
    for text in reversed(found):
        if given := _YEAR.search(text):
            year = given[1]
        elif year and month_number(re.sub(r"[^a-z]", "", text.split()[-1].casefold())):
            text = f"{text} {year}"
        dated.append(text)
    return dated[::-1]


def _without_end(text: str) -> str:
    return text.strip(" .,")


def _kind(name: str, has_span: bool) -> str:
    for kind, form in _KINDS:
        if form.search(name) and (kind != "term" or has_span or _BEGINS.search(name)):
            return kind
    return ""


def calendar_rows(content: bytes) -> list[Published]:
    """The all-day events of a calendar file (RFC 5545); an end of one is the day after."""
    rows = []
    for event in _events(content.decode("utf-8", "replace")):
        name, start = event.get("SUMMARY", ""), _ics_day(event.get("DTSTART", ""))
        end = _ics_day(event.get("DTEND", "")) or start
        if start is None or end is None:
            rows.append(Published("", name, event.get("DTSTART", "")))
            continue
        is_all_day = len(event["DTSTART"]) == 8
        last = max(start, end - timedelta(days=1)) if is_all_day and end > start else end
        kind = _kind(name, has_span=last > start)
        rows.append(Published(kind, name, start.isoformat(), last.isoformat()))
    return rows


def _events(text: str) -> Iterator[dict[str, str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    event: dict[str, str] | None = None
    for line in unfolded.splitlines():
        name, _, value = line.partition(":")
        plain = name.partition(";")[0].upper()
        if (plain, value.upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif (plain, value.upper()) == ("END", "VEVENT") and event is not None:
            yield event
            event = None
        elif event is not None:
            event[plain] = clean_line(re.sub(r"\\([,;\\])", r"\1", value.replace(r"\n", " ")))


def _ics_day(value: str) -> date | None:
    digits = value[:8]
    try:
        return parse_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", _FIRST_YEAR, _LAST_YEAR)
    except ValueError:
        return None
