"""Files to start from: the headings of each sheet, and the county's term dates for 2026 to 2027."""

from __future__ import annotations

import csv
import io

from portal.features.imports.kinds import ImportKind
from portal.features.imports.reading.sheets import SHEETS

# Oxfordshire County Council, 2026 to 2027, as schools there publish them.
_TERM_DATES = (
    ("", "inset", "Countywide INSET day", "01/09/2026", ""),
    ("", "term", "Term 1", "02/09/2026", "23/10/2026"),
    ("", "term", "Term 2", "02/11/2026", "18/12/2026"),
    ("", "term", "Term 3", "04/01/2027", "12/02/2027"),
    ("", "term", "Term 4", "22/02/2027", "25/03/2027"),
    ("", "term", "Term 5", "12/04/2027", "28/05/2027"),
    ("", "term", "Term 6", "07/06/2027", "21/07/2027"),
)


def sample_file(kind: ImportKind) -> bytes:
    """A CSV file that a spreadsheet opens with the right characters."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column.name for column in SHEETS[kind].columns)
    if kind is ImportKind.TERM_DATES:
        writer.writerows(_TERM_DATES)
    return text.getvalue().encode("utf-8-sig")
