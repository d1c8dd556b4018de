"""Files as providers send them, and some that they should not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every virus checker calls a virus, so that it can be tried out."""

INFECTED_PDF = PDF.replace(b"endobj", b"% " + EICAR + b"\nendobj")
WEB_PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
OXFORD = {1: "N", 2: (51.0, 45.0, 7.0), 3: "W", 4: (1.0, 15.0, 28.0)}
_PLACE, _MAKER, _ORIENTATION = 0x8825, 0x010F, 0x0112
_TURNED_RIGHT = 6


def pdf(size: int) -> bytes:
    """A whole PDF of exactly this many bytes."""
    start, end = PDF[:-6], PDF[-6:]
    return start + b"%" + b"x" * (size - len(PDF) - 2) + b"\n" + end


def picture(kind: str = "JPEG", width: int = 60, height: int = 40, **options: object) -> bytes:
    """Left half red, right half blue."""
    drawn = Image.new("RGB", (width, height), "red")
    drawn.paste("blue", (width // 2, 0, width, height))
    return _saved(drawn, kind, **options)


def photo_of_phone(kind: str = "JPEG", width: int = 60, height: int = 40) -> bytes:
    """A photo taken in Oxford with the phone held upright: to be shown turned to the right."""
    exif = Image.Exif()
    exif[_MAKER] = "Secret Camera Company"
    exif[_ORIENTATION] = _TURNED_RIGHT
    exif.get_ifd(_PLACE).update(OXFORD)
    return picture(kind, width, height, exif=exif.tobytes())


def _saved(drawn: Image.Image, kind: str, **options: object) -> bytes:
    pillow_heif.register_heif_opener(thumbnails=False)
    file = io.BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return file.getvalue()


def docx(**more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def png_of_200_megapixels() -> bytes:
    """A few hundred bytes that would open as 20,000 by 10,000 pixels."""
    header = struct.pack("!IIBBBBB", 20_000, 10_000, 1, 0, 0, 0, 0)
    line = b"\0" + b"\0" * 2_500
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(line) for _ in range(10_000)) + packer.flush()
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(content))
        + kind
        + content
        + struct.pack("!I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
