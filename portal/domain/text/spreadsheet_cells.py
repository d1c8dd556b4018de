"""Text that a spreadsheet may hold without running it as a formula."""

from __future__ import annotations

from typing import Final

_RUNS_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_RUNS_AS_FORMULA) else text
