"""What was found in a file that a person made."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MOST_SHOWN = 200
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
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(self._warnings)

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
