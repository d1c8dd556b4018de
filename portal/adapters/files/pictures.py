"""Draws a photo anew: upright, shrunk, and without where and with what it was taken."""

from __future__ import annotations

import io
import struct
import threading
from typing import BinaryIO, Final

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from portal.domain.files.kinds import MOST_PIXELS, FileError, FileKind, FileProblem

MOST_SIDE: Final = 2400
_QUALITY: Final = 85
_NAMES: Final = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.HEIC: "HEIF"}
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises for pictures that are damaged or made to do harm."""

_SRGB: Final = ImageCms.createProfile("sRGB")

_one_at_a_time = threading.Lock()
"""An open picture may take some hundred megabytes, so a process opens one at a time."""

pillow_heif.register_heif_opener(thumbnails=False)


def draw_anew(source: BinaryIO, kind: FileKind, target: BinaryIO) -> FileKind:
    """Write a clean copy of a photo and say what kind it is: a HEIC becomes a JPEG.

    Nothing of the old file but its pixels is kept: no place, no time, no camera, no hidden
    thumbnail. Raises FileError where the picture is damaged or too large to open.
    """
    source.seek(0)
    with _one_at_a_time:
        try:
            with Image.open(source, formats=[_NAMES[kind]]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise FileError(FileProblem.TOO_MANY_PIXELS)
                return _save(_upright(opened), kind, target)
        except _BROKEN as error:
            raise FileError(FileProblem.DAMAGED) from error


def _upright(opened: Image.Image) -> Image.Image:
    """Small before turned: a camera's full picture would stand in the memory twice."""
    picture = _plain_colours(opened) if opened.mode not in ("RGB", "L", "CMYK") else opened
    profile = opened.info.get("icc_profile")
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    return ImageOps.exif_transpose(_in_srgb(picture, profile))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant, for screens that know no profile."""
    if not profile or picture.mode == "L":
        return picture
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(colours, meant, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a profile that is broken, or for colours of another kind
    if shown is None:
        return picture
    shown.info.update(picture.info)
    if picture.mode == "RGBA":
        shown.putalpha(picture.getchannel("A"))
    return shown


def _on_white(picture: Image.Image) -> Image.Image:
    """What is see-through shows white, as on paper; otherwise ink would stand on black."""
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _plain_colours(picture: Image.Image) -> Image.Image:
    """Eight bits for each colour, with or without see-through parts."""
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point([value // 256 for value in range(65536)], "L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _save(picture: Image.Image, kind: FileKind, target: BinaryIO) -> FileKind:
    picture.info.clear()
    if kind is FileKind.PNG:
        picture.save(target, "PNG")
        return FileKind.PNG
    if picture.mode == "RGBA":
        picture = _on_white(picture)
    if picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    picture.save(target, "JPEG", quality=_QUALITY)
    return FileKind.JPEG
