"""What an import found and did: collected in Notes while it runs, handed on as a frozen Report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from portal.adapters.csv_files.notes import FileNotes, Problem
from portal.features.imports.kinds import ImportKind

MOST_PREVIEWED = 20


@dataclass(frozen=True)
class Correction:
    """A pupil whose wrong UPN a file puts right."""

    pupil_id: UUID
    old: str
    new: str


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
    removed: tuple[PreviewRow, ...] = ()
    asks: bool = False
    must_remove: bool = False
    corrections: tuple[Correction, ...] = ()
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def may_commit(self) -> bool:
        """Whether it may be loaded: no problem is left, and no question."""
        return self.is_clean and not self.asks

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


class Notes(FileNotes):
    """What an import finds, what becomes of each record, and the first of them to look at."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: list[PreviewRow] = []
        self._removed: list[PreviewRow] = []
        self._corrections: list[Correction] = []
        self.asks = False
        self.must_remove = False
        self._counts: Counter[Outcome] = Counter({outcome: 0 for outcome in Outcome})

    def count(self, outcome: Outcome, number: int = 1) -> None:
        self._counts[outcome] += number

    def correct(self, pupil_id: UUID, old: str, new: str) -> None:
        """A UPN that is put right; each stands in the audit by itself."""
        self._corrections.append(Correction(pupil_id, old, new))

    def remove(self, cells: tuple[str, ...]) -> None:
        """Count a record that the file does not name and that goes; every one is shown."""
        self.count(Outcome.REMOVED)
        self._removed.append(PreviewRow(0, Outcome.REMOVED, cells))

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
            left_out=self.left_out,
            problems=self.problems,
            problem_count=self.problem_count,
            warnings=self.warnings,
            warning_count=self.warning_count,
            preview_headings=preview_headings,
            preview=tuple(self._preview),
            removed=tuple(self._removed),
            asks=self.asks,
            must_remove=self.must_remove,
            corrections=tuple(self._corrections),
            readings=self.encoding.readings if self.encoding else {},
        )
