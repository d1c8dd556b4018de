"""The columns of a CSV file, with the words that explain them to a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column by its heading. A column that is not `needed` may be missing from the file."""

    name: str
    help: str = ""
    example: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Sheet:
    """The columns that are read. `row_limit` counts the rows below the headings."""

    columns: tuple[Column, ...]
    row_limit: int
    names_unknown_columns: bool = True
