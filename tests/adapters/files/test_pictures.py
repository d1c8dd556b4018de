"""A photo of a phone is turned upright, shrunk, and stripped of where it was taken."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from portal.adapters.files.pictures import MOST_SIDE, draw_anew
from portal.domain.files.kinds import FileError, FileKind, FileProblem
from tests.adapters.files.samples import photo_of_phone, picture, png_of_200_megapixels

KINDS = [
    (FileKind.JPEG, "JPEG", FileKind.JPEG),
    (FileKind.PNG, "PNG", FileKind.PNG),
    (FileKind.HEIC, "HEIF", FileKind.JPEG),
]


def drawn(content: bytes, kind: FileKind) -> tuple[FileKind, bytes, Image.Image]:
    target = io.BytesIO()
    found = draw_anew(io.BytesIO(content), kind, target)
    return found, target.getvalue(), Image.open(io.BytesIO(target.getvalue()))


@pytest.mark.parametrize(("kind", "name", "becomes"), KINDS)
def test_a_photo_is_kept_as_a_kind_that_every_computer_opens(
    kind: FileKind, name: str, becomes: FileKind
) -> None:
    found, _, shown = drawn(picture(name), kind)

    assert found is becomes
    assert shown.format == ("PNG" if becomes is FileKind.PNG else "JPEG")


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name, _ in KINDS])
def test_nothing_tells_where_or_with_what_it_was_taken(kind: FileKind, name: str) -> None:
    sent = photo_of_phone(name)
    _, kept, shown = drawn(sent, kind)

    assert b"Secret Camera" in sent
    assert b"Secret Camera" not in kept
    assert b"Exif" not in kept
    assert dict(shown.getexif()) == {}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name, _ in KINDS[:2]])
def test_a_photo_taken_upright_is_shown_upright(kind: FileKind, name: str) -> None:
    """Left red, right blue; turned to the right it is red above blue."""
    _, _, shown = drawn(photo_of_phone(name, 60, 40), kind)
    top, bottom = shown.convert("RGB").getpixel((20, 5)), shown.convert("RGB").getpixel((20, 55))

    assert shown.size == (40, 60)
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


def test_a_large_photo_is_shrunk_in_its_own_shape() -> None:
    _, _, shown = drawn(picture("JPEG", 4800, 1200), FileKind.JPEG)

    assert shown.size == (MOST_SIDE, MOST_SIDE // 4)


def test_a_small_photo_keeps_its_size() -> None:
    assert drawn(picture("PNG", 300, 200), FileKind.PNG)[2].size == (300, 200)


def test_what_is_see_through_stays_so() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(file, "PNG")

    assert drawn(file.getvalue(), FileKind.PNG)[2].mode == "RGBA"


def test_a_scan_in_sixteen_bits_keeps_its_greys() -> None:
    file = io.BytesIO()
    Image.new("I;16", (10, 10), 0x8000).save(file, "PNG")

    assert drawn(file.getvalue(), FileKind.PNG)[2].getpixel((5, 5)) == 0x80


@pytest.mark.parametrize("mode", ["P", "1", "LA", "CMYK"])
def test_every_way_of_colouring_is_taken(mode: str) -> None:
    file = io.BytesIO()
    kind = FileKind.JPEG if mode == "CMYK" else FileKind.PNG
    Image.new("RGB", (10, 10), "red").convert(mode).save(file, _NAMES[kind])

    assert drawn(file.getvalue(), kind)[2].size == (10, 10)


def test_the_same_photo_gives_the_same_file() -> None:
    sent = photo_of_phone()

    assert drawn(sent, FileKind.JPEG)[1] == drawn(sent, FileKind.JPEG)[1]


@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_a_photo_cut_short_is_refused(name: str) -> None:
    content = picture(name, 600, 400)
    kind = FileKind.JPEG if name == "JPEG" else FileKind.PNG

    with pytest.raises(FileError) as caught:
        drawn(content[: len(content) // 2], kind)

    assert caught.value.problem is FileProblem.DAMAGED


def test_a_picture_that_would_fill_the_memory_is_never_opened() -> None:
    content = png_of_200_megapixels()
    assert len(content) < 100_000

    with pytest.raises(FileError) as caught:
        drawn(content, FileKind.PNG)

    assert caught.value.problem in (FileProblem.TOO_MANY_PIXELS, FileProblem.DAMAGED)


def test_a_picture_of_another_kind_under_this_name_is_refused() -> None:
    with pytest.raises(FileError):
        drawn(picture("GIF"), FileKind.JPEG)


_NAMES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}


def test_ink_on_a_see_through_ground_stands_on_white() -> None:
    ink = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    ink.paste((0, 0, 0, 255), (0, 0, 10, 30))
    file = io.BytesIO()
    ink.save(file, "HEIF")

    _, _, shown = drawn(file.getvalue(), FileKind.HEIC)

    ground, words = (shown.convert("L").crop(box) for box in ((20, 5, 38, 25), (2, 5, 8, 25)))
    assert sum(ground.histogram()[:240]) == 0
    assert sum(words.histogram()[40:]) == 0


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name, _ in KINDS[:2]])
def test_colours_of_another_profile_become_those_of_every_screen(kind: FileKind, name: str) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    red = Image.new("RGB", (40, 30), (250, 20, 20))
    file = io.BytesIO()
    red.save(file, name, icc_profile=_with_other_primaries(srgb.tobytes()))

    _, kept, shown = drawn(file.getvalue(), kind)

    pixel = shown.convert("RGB").getpixel((20, 15))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 200 > pixel[0]
    assert b"ICC_PROFILE" not in kept
    assert "icc_profile" not in shown.info


def _with_other_primaries(profile: bytes) -> bytes:
    """sRGB with the red and blue columns exchanged, so that no screen could ignore it."""
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
