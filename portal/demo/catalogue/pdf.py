"""Writes the small PDF files that providers of the demonstration have uploaded (ISO 32000-1, 7.5)."""

from __future__ import annotations

from collections.abc import Sequence

_LINE_HEIGHT = 22
_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
    b" /Resources << /Font << /F1 4 0 R >> >> >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
)


def small_pdf(lines: Sequence[str]) -> bytes:
    """One page with these lines; the same lines give the same bytes."""
    content = _content(lines)
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    file = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate((*_OBJECTS, stream), 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, len(file))
    )


def _content(lines: Sequence[str]) -> bytes:
    shown = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines)
    return b"BT /F1 14 Tf %d TL 60 770 Td\n%sET" % (_LINE_HEIGHT, shown)


def _escaped(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    return text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
