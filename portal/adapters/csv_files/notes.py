"""What was found in a file that a person made."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from portal.adapters.csv_files.encodings import Encoding

MOST_SHOWN = 200
ODD = "because of something odd in the row"
_LONGEST_VALUE = 60


@dataclass(frozen=True)
class Problem:
    """One thing to look at. Row 0 is the whole file; row 1 holds the headings, as in a spreadsheet."""

    row: int
    column: str
    value: str
    expected: str

    @property
    def words(self) -> str:
        """For people: "Row 4, born_on “1/1/0001”: The year must be from 1990 to 2026"."""
        place = f"Row {self.row}" if self.row else "The file"
        if self.column:
            place += f", {self.column}"
        if self.value:
            place += f" “{self.value}”"
        return f"{place}: {self.expected}"


class FileNotes:
    """Collects what is found; keeps the first 200 problems and warnings and counts the rest."""

    def __init__(self) -> None:
        self.rows = 0
        self.problem_count = 0
        self.warning_count = 0
        self.encoding: Encoding | None = None
        self._left_out: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(self._warnings)

    @property
    def left_out(self) -> dict[str, int]:
        """How many rows were left out, by why."""
        return dict(self._left_out)

    def leave_out(self, why: str) -> None:
        self._left_out[why] += 1

    def leave_out_odd(self, row: int, column: str, value: str, what: str) -> None:
        """Leave out a row of a file that nobody here can mend, and say so."""
        self.leave_out(ODD)
        self.warning(row, column, value, f"{what}. This row is left out")

    def problem(self, row: int, column: str, value: str, expected: str) -> None:
        """Something that stops the file from being loaded."""
        self.problem_count += 1
        if len(self._problems) < MOST_SHOWN:
            self._problems.append(Problem(row, column, shown_value(value), expected))

    def file_problem(self, expected: str) -> None:
        """Something wrong with the file as a whole."""
        self.problem(0, "", "", expected)

    def warning(self, row: int, column: str, value: str, advice: str) -> None:
        """Something to check that stops nothing."""
        self.warning_count += 1
        if len(self._warnings) < MOST_SHOWN:
            self._warnings.append(Problem(row, column, shown_value(value), advice))


def shown_value(text: str) -> str:
    """A cell as it may be shown in a message: one line, printable, not long."""
    kept = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    one_line = " ".join(kept.split())
    if len(one_line) <= _LONGEST_VALUE:
        return one_line
    return one_line[: _LONGEST_VALUE - 1] + "…"
