"""Finds the columns of a sheet in the headings of a file, by name, alias or likely match."""

from __future__ import annotations

import difflib
import re
from collections import Counter

from portal.adapters.csv_files.notes import FileNotes
from portal.adapters.csv_files.sheet import Column, Sheet

Places = dict[str, tuple[int, ...]]
"""Where each column of a sheet stands; two places where two headings make one column."""

_MOST_NAMED = 5
_LIKELY = 0.75
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def find_columns(heading: list[str], sheet: Sheet, notes: FileNotes) -> Places | None:
    """The places of the columns; None, with notes, where the headings are wrong."""
    before = notes.problem_count
    if len(heading) == 1 and (";" in heading[0] or "\t" in heading[0]):
        notes.problem(1, "", heading[0], "The columns must be separated by commas")
        return None
    finder = _Finder(heading, notes)
    finder.find(sheet)
    if sheet.names_unknown_columns:
        finder.note_aliases()
        finder.note_unknown()
    return finder.places if notes.problem_count == before else None


def plain_heading(name: str) -> str:
    """A heading without regard to capitals, spaces and signs."""
    return _BETWEEN_WORDS.sub(" ", name).strip().casefold()


class _Finder:
    def __init__(self, heading: list[str], notes: FileNotes) -> None:
        self.places: Places = {}
        self._heading = heading
        self._plain = [plain_heading(name) for name in heading]
        self._times = Counter(self._plain)
        self._notes = notes
        self._aliases: list[tuple[str, str]] = []

    def find(self, sheet: Sheet) -> None:
        """Exact names first, so that no alias takes a column that is named as asked."""
        for column in sheet.columns:
            self._claim(column, (column.name,))
        for column in sheet.columns:
            if column.name not in self.places:
                self._claim(column, column.aliases)
        for column in sheet.columns:
            if column.name not in self.places and column.parts:
                self._claim_parts(column, column.parts)
        missing = [each for each in sheet.columns if each.needed and each.name not in self.places]
        self._note_missing(missing)

    def _claim(self, column: Column, names: tuple[str, ...]) -> None:
        for name in map(plain_heading, names):
            if self._times[name] > 1:
                expected = f"This heading stands {self._times[name]} times"
                self._notes.problem(1, column.name, "", expected)
            place = self._free_place(name)
            if place is None:
                continue
            self.places[column.name] = (place,)
            if name != plain_heading(column.name):
                self._aliases.append((self._heading[place], column.name))
            return

    def _claim_parts(self, column: Column, parts: tuple[tuple[str, ...], ...]) -> None:
        found = [
            next((each for name in names if (each := self._free_place(name)) is not None), None)
            for names in parts
        ]
        places = tuple(place for place in found if place is not None)
        if len(places) == len(parts):
            self.places[column.name] = places
            joined = " and ".join(self._heading[place] for place in places)
            self._aliases.append((joined, column.name))

    def _free_place(self, name: str) -> int | None:
        plain = plain_heading(name)
        if plain not in self._plain:
            return None
        place = self._plain.index(plain)
        return None if place in self._taken else place

    @property
    def _taken(self) -> set[int]:
        return {place for places in self.places.values() for place in places}

    def _note_missing(self, missing: list[Column]) -> None:
        """A message for each likely match, and one for all others."""
        others = []
        for column in missing:
            likely = self._likely(column)
            if likely:
                expected = f"This column is missing. Is it “{likely}”? Then name it {column.name}"
                self._notes.problem(1, column.name, "", expected)
            else:
                others.append(column.name)
        if others:
            what = "This column is" if len(others) == 1 else "These columns are"
            expected = f"{what} missing: row 1 must hold the headings"
            self._notes.problem(1, ", ".join(others), "", expected)

    def _likely(self, column: Column) -> str:
        free = {
            plain: place
            for place, plain in enumerate(self._plain)
            if plain and place not in self._taken
        }
        for name in (column.name, *column.aliases):
            if found := difflib.get_close_matches(plain_heading(name), free, 1, _LIKELY):
                return self._heading[free[found[0]]]
        return ""

    def note_aliases(self) -> None:
        if self._aliases:
            named = ", ".join(f"“{given}” as {name}" for given, name in self._aliases)
            self._notes.warning(1, "", "", f"These headings are read: {named}")

    def note_unknown(self) -> None:
        taken = self._taken
        unknown = [
            name for place, name in enumerate(self._heading) if name.strip() and place not in taken
        ]
        if not unknown or not taken:
            return
        advice = "Not used: check how it is spelled"
        if len(unknown) > _MOST_NAMED:
            more = len(unknown) - _MOST_NAMED
            advice = f"These, and {more:,} more, are not used: is it the right file?"
        self._notes.warning(1, "", ", ".join(unknown[:_MOST_NAMED]), advice)
