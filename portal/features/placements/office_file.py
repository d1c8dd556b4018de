"""The file for the school office: its columns, and how a row of it is written.

A cell that a spreadsheet would run as a formula (it starts with = + - @, a tab or a return) gets an
apostrophe before it. The codes / and \\ pass as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from portal.domain.text.spreadsheet_cells import safe_cell

COLUMNS = (
    "upn",
    "surname",
    "forename",
    "dob",
    "date",
    "session",
    "observed",
    "suggested_code",
    "decided_code",
    "arrived",
    "left",
    "minutes_late",
    "reason",
    "provider",
    "provider_site",
    "recorded_at",
    "recorded_by",
    "decided_by",
    "amended",
)


@dataclass(frozen=True)
class OfficeRow:
    """One line, in the order of COLUMNS."""

    upn: str
    surname: str
    forename: str
    dob: str
    date: str
    session: str
    observed: str
    suggested_code: str
    decided_code: str
    arrived: str
    left: str
    minutes_late: str
    reason: str
    provider: str
    provider_site: str
    recorded_at: str
    recorded_by: str
    decided_by: str
    amended: str


def as_csv(rows: Sequence[OfficeRow]) -> str:
    """The file, with a byte order mark so that Excel reads names of any script."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in astuple(row)])
    return "\ufeff" + out.getvalue()
