"""The columns of a file, with the words that explain them to a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column by its heading. A column that is not `needed` may be missing from the file.

    `aliases` are headings of other systems that mean the same. `parts` are two headings that
    together do: the cells are joined with a slash, as in 931/4001.
    """

    name: str
    help: str = ""
    example: str = ""
    needed: bool = True
    aliases: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Sheet:
    """The columns that are read. `row_limit` counts the rows below the headings.

    `leaves_out_odd_rows` is for a published file that nobody here can mend.
    """

    columns: tuple[Column, ...]
    row_limit: int
    names_unknown_columns: bool = True
    leaves_out_odd_rows: bool = False
