"""What an import found and did: collected in Notes while it runs, handed on as a frozen Report."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from portal.imports.kinds import ImportKind

MOST_SHOWN = 200
MOST_PREVIEWED = 20
_LONGEST_VALUE = 60


class Outcome(StrEnum):
    """What becomes of a record."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


def outcome_of(before: object | None, after: object) -> Outcome:
    """What becomes of a record, from what the portal held (None for nothing) and will hold."""
    if before is None:
        return Outcome.ADDED
    return Outcome.UNCHANGED if before == after else Outcome.CHANGED


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


@dataclass(frozen=True)
class PreviewRow:
    row: int
    outcome: Outcome
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The result of one import. Problems stop it: with one or more, nothing may be committed."""

    kind: ImportKind
    rows: int
    counts: dict[Outcome, int]
    left_out: dict[str, int]
    problems: tuple[Problem, ...]
    problem_count: int
    warnings: tuple[Problem, ...]
    warning_count: int
    preview_headings: tuple[str, ...]
    preview: tuple[PreviewRow, ...]

    @property
    def is_clean(self) -> bool:
        return self.problem_count == 0

    @property
    def left_out_count(self) -> int:
        return sum(self.left_out.values())

    @property
    def changes_something(self) -> bool:
        return any(
            number for outcome, number in self.counts.items() if outcome is not Outcome.UNCHANGED
        )

    @property
    def for_audit(self) -> dict[str, int]:
        """Counts only: the audit holds no names."""
        counts = {outcome.value: number for outcome, number in self.counts.items()}
        return {"rows": self.rows, **counts, "left_out": self.left_out_count}

    @property
    def summary(self) -> str:
        """For people: "10 added, 1 changed, 1 unchanged"."""
        shown = [
            f"{self.counts[outcome]:,} {outcome.value}"
            for outcome in Outcome
            if self.counts[outcome] or outcome is not Outcome.REMOVED
        ]
        return ", ".join(shown)


class Notes:
    """Collects what an import finds; keeps the first 200 problems and warnings and counts the rest."""

    def __init__(self) -> None:
        self.rows = 0
        self.problem_count = 0
        self.warning_count = 0
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []
        self._preview: list[PreviewRow] = []
        self._left_out: Counter[str] = Counter()
        self._counts: Counter[Outcome] = Counter({outcome: 0 for outcome in Outcome})

    def problem(self, row: int, column: str, value: str, expected: str) -> None:
        """Something that stops the import."""
        self.problem_count += 1
        if len(self._problems) < MOST_SHOWN:
            self._problems.append(Problem(row, column, shown_value(value), expected))

    def file_problem(self, expected: str) -> None:
        """Something wrong with the file as a whole."""
        self.problem(0, "", "", expected)

    def warning(self, row: int, column: str, value: str, advice: str) -> None:
        """Something to check that does not stop the import."""
        self.warning_count += 1
        if len(self._warnings) < MOST_SHOWN:
            self._warnings.append(Problem(row, column, shown_value(value), advice))

    def leave_out(self, why: str) -> None:
        self._left_out[why] += 1

    def count(self, outcome: Outcome, number: int = 1) -> None:
        self._counts[outcome] += number

    def add(self, row: int, outcome: Outcome, cells: tuple[str, ...]) -> None:
        """Count a record, and show it if it is among the first 20."""
        self.count(outcome)
        if self.wants_preview:
            self._preview.append(PreviewRow(row, outcome, cells))

    @property
    def wants_preview(self) -> bool:
        return len(self._preview) < MOST_PREVIEWED

    def report(self, kind: ImportKind, preview_headings: tuple[str, ...]) -> Report:
        return Report(
            kind=kind,
            rows=self.rows,
            counts=dict(self._counts),
            left_out=dict(self._left_out),
            problems=tuple(self._problems),
            problem_count=self.problem_count,
            warnings=tuple(self._warnings),
            warning_count=self.warning_count,
            preview_headings=preview_headings,
            preview=tuple(self._preview),
        )


def shown_value(text: str) -> str:
    """A cell as it may be shown in a message: one line, printable, not long."""
    kept = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    one_line = " ".join(kept.split())
    if len(one_line) <= _LONGEST_VALUE:
        return one_line
    return one_line[: _LONGEST_VALUE - 1] + "…"
