"""Letters and reports as tagged PDF (PDF/UA-1), so that they can be read aloud and searched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "pdf"
_FONTS = typst.Fonts(include_system_fonts=False)
"""Only the fonts that come with the compiler, so that every server draws the same letters."""


def render(template_name: str, data: Mapping[str, object], at: datetime) -> bytes:
    """The PDF of a template in `templates/pdf`; `data` is what JSON can hold.

    A template reads it with `json(bytes(sys.inputs.data))`, as text that is never run. The same
    data and moment give the same bytes. One compiler for each call: two requests share nothing.

    PDF/UA-1 forbids letters that the font lacks, such as Arabic and emoji. A text with one still
    gives a PDF, with a box where the letter would be; it can be searched and copied all the same.
    """
    compiler = typst.Compiler(
        str(TEMPLATES / template_name),
        root=str(TEMPLATES),
        font_paths=_FONTS,
        sys_inputs={"data": json.dumps(data)},
    )
    written_at = at.astimezone(UTC).replace(microsecond=0)  # the compiler takes whole seconds only
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=written_at)
    except typst.TypstError:
        pdf = compiler.compile(format="pdf", timestamp=written_at)
    return cast("bytes", pdf)  # a list only where every page becomes a picture of its own
