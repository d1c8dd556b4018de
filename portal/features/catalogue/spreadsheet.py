"""The catalogue as a spreadsheet, made at the moment it is asked for, so that nobody keeps a copy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import BinaryIO

import xlsxwriter
from sqlalchemy.orm import Session

from portal.domain.text.spreadsheet_cells import safe_cell
from portal.features.catalogue.entries import Entry, entries_of
from portal.features.catalogue.facts import FACTS

HEADERS = ("Provider", *(fact.label for fact in FACTS))
LONGEST_CELL = 32_767
_AT_ONCE = 500
_WIDTH = 28


def all_entries(session: Session, provider_ids: Sequence[int], today: date) -> Iterator[Entry]:
    """The entries one after the other, some hundreds read at once."""
    remaining = iter(provider_ids)
    while some := list(islice(remaining, _AT_ONCE)):
        yield from entries_of(session, some, today)


def write_xlsx(entries: Iterable[Entry], to: BinaryIO) -> None:
    """Text is always written as text: nothing that a provider typed can become a formula."""
    with xlsxwriter.Workbook(to, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Providers")
        bold = book.add_format({"bold": True, "text_wrap": True})
        money = book.add_format({"num_format": "£#,##0.00"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(HEADERS) - 1, _WIDTH)
        for column, header in enumerate(HEADERS):
            sheet.write_string(0, column, header, bold)
        for row, entry in enumerate(entries, 1):
            sheet.write_string(row, 0, entry.name)
            for column, fact in enumerate(FACTS, 1):
                if fact.number is not None:
                    cell_format = money if fact.is_money else None
                    sheet.write_number(row, column, fact.number(entry), cell_format)
                else:
                    sheet.write_string(row, column, fact.text(entry)[:LONGEST_CELL])


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The same as CSV, line by line, with a byte order mark so that Excel reads every script."""
    yield "\ufeff" + _line(HEADERS)
    for entry in entries:
        yield _line([entry.name, *(fact.text(entry) for fact in FACTS)])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
