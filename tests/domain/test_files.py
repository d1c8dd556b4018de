"""Uploaded files are judged by what is in them."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.domain.files.documents import LOCKED_PDF_NOTE, MOST_UNPACKED
from portal.domain.files.judge import judge
from portal.domain.files.kinds import (
    MOST_BYTES,
    FileError,
    FileJudgement,
    FileKind,
    FileProblem,
    kind_named,
    kind_of,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n"
WEB_PAGE = b"\xef\xbb\xbf\n <!DOCTYPE html><html><title>Sign in</title></html>"


def picture(kind: str, width: int = 40, height: int = 30) -> bytes:
    pillow_heif.register_heif_opener()
    file = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(file, kind)
    return file.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return file.getvalue()


WORD_PARTS = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
JPEG, PNG, HEIC = picture("JPEG"), picture("PNG"), picture("HEIF")
DOCX = zipped(WORD_PARTS)
GOOD = [
    (PDF, "policy.pdf", FileKind.PDF),
    (JPEG, "IMG_0001.JPEG", FileKind.JPEG),
    (PNG, "screen.png", FileKind.PNG),
    (HEIC, "IMG_0002.HEIC", FileKind.HEIC),
    (DOCX, "plan.docx", FileKind.DOCX),
]


def judged(content: bytes, name: str) -> FileJudgement:
    return judge(io.BytesIO(content), name)


def refused(content: bytes, name: str) -> FileError:
    with pytest.raises(FileError) as caught:
        judged(content, name)
    return caught.value


@pytest.mark.parametrize(("content", "name", "kind"), GOOD)
def test_a_whole_file_is_taken(content: bytes, name: str, kind: FileKind) -> None:
    judgement = judged(content, name)
    assert (judgement.kind, judgement.size, judgement.note) == (kind, len(content), "")


@pytest.mark.parametrize(("content", "name", "kind"), GOOD)
def test_a_name_without_an_ending_does_not_matter(
    content: bytes, name: str, kind: FileKind
) -> None:
    assert judged(content, "scan").kind is kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_the_pixels_of_a_picture_are_counted(kind: str) -> None:
    assert judged(picture(kind, 64, 128), "photo").pixels == 64 * 128


def test_an_empty_file_is_refused() -> None:
    assert refused(b"", "policy.pdf").problem is FileProblem.EMPTY


def test_a_file_over_20_megabytes_is_refused() -> None:
    assert refused(PDF + bytes(MOST_BYTES), "policy.pdf").problem is FileProblem.TOO_LARGE
    padded = b"%PDF-1.7\n" + bytes(MOST_BYTES - 9 - 6) + b"%%EOF\n"
    assert judged(padded, "policy.pdf").size == MOST_BYTES


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (zipped({"a.txt": b"a"}), "policy.pdf", "This file says it is a PDF but it is not"),
        (DOCX, "policy.pdf", "This file says it is a PDF but it is not"),
        (b"MZ\x90\x00", "photo.jpg", "This file says it is a JPEG photo but it is not"),
        (PDF, "photo.png", "This file says it is a PNG picture but it is a PDF."),
        (WEB_PAGE, "policy.pdf", "This file is a web page, whatever its name says."),
        (b"MZ\x90\x00", "setup.exe", "We take PDF, DOCX, JPEG, PNG, HEIC."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.doc", "This is an old Office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.docx", "This is an old Office document"),
        (zipped({"a.txt": b"a"}), "plan", "We take PDF, DOCX, JPEG, PNG, HEIC. Save it as a PDF"),
        (zipped({"xl/workbook.xml": b"a"}), "staff.xlsx", "We take PDF, DOCX, JPEG, PNG, HEIC."),
        (b"GIF89a", "photo.gif", "We take PDF, DOCX, JPEG, PNG, HEIC."),
    ],
)
def test_a_file_that_is_something_else_is_refused(content: bytes, name: str, message: str) -> None:
    error = refused(content, name)
    assert error.errors[0].field == "file"
    assert error.errors[0].message.startswith(message)


@pytest.mark.parametrize("name", ["photo.png", "photo.heic", "photo.jpeg"])
def test_a_photo_under_the_name_of_another_kind_of_photo_is_taken(name: str) -> None:
    assert judged(JPEG, name).kind is FileKind.JPEG


@pytest.mark.parametrize(("content", "name", "kind"), GOOD)
def test_a_file_without_its_end_is_refused(content: bytes, name: str, kind: FileKind) -> None:
    assert refused(content[: len(content) * 3 // 4], name).problem is FileProblem.CUT_SHORT


def test_a_photo_may_carry_more_after_its_end_as_some_phones_write() -> None:
    assert judged(JPEG + b"SEFT" * 5000, "photo.jpg").kind is FileKind.JPEG


def test_the_end_of_the_small_preview_in_a_photo_is_not_the_end_of_the_photo() -> None:
    preview = b"\xff\xe1" + (2 + len(JPEG)).to_bytes(2, "big") + JPEG
    photo = JPEG[:2] + preview + JPEG[2:]
    assert judged(photo, "photo.jpg").pixels == 40 * 30
    assert refused(photo[:-2], "photo.jpg").problem is FileProblem.CUT_SHORT


def test_a_protected_pdf_is_taken_with_a_note() -> None:
    locked = PDF.replace(b"/Size 1", b"/Size 1 /Encrypt 5 0 R")
    assert judged(locked, "policy.pdf").note == LOCKED_PDF_NOTE


def test_a_picture_of_200_megapixels_is_refused() -> None:
    huge = (20_000).to_bytes(4, "big") + (10_000).to_bytes(4, "big")
    bomb = PNG[:16] + huge + PNG[24:]
    assert refused(bomb, "photo.png").problem is FileProblem.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"word/vbaProject.bin": b"program"}, FileProblem.HAS_MACROS),
        ({"word/media/x.bin": bytes(MOST_UNPACKED)}, FileProblem.EXPANDS_TOO_MUCH),
    ],
)
def test_a_word_document_with_a_program_or_a_trap_is_refused(
    parts: dict[str, bytes], problem: FileProblem
) -> None:
    assert refused(zipped(WORD_PARTS | parts), "plan.docx").problem is problem


def test_a_zip_file_with_a_password_is_refused() -> None:
    locked = bytearray(DOCX)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(locked), "plan.docx").problem is FileProblem.LOCKED


@pytest.mark.parametrize(
    ("mark", "further"), [(b"PK\x03\x04", 30), (b"PK\x01\x02", 0), (b"PK\x01\x02", 6)]
)
def test_a_zip_file_whose_list_or_parts_are_spoilt_is_refused(mark: bytes, further: int) -> None:
    spoilt = bytearray(DOCX)
    spoilt[spoilt.index(mark) + further] ^= 0xFF
    assert refused(bytes(spoilt), "plan.docx").problem is FileProblem.DAMAGED


def test_a_zip_file_with_a_huge_list_is_refused_before_it_is_read() -> None:
    names = zipped({f"{number:0100}": b"" for number in range(8000)})
    assert refused(names, "plan.docx").problem is FileProblem.DAMAGED


@given(data=st.data())
@settings(max_examples=200)
def test_a_spoilt_file_is_taken_or_refused_but_never_fails(data: st.DataObject) -> None:
    content, name, _ = data.draw(st.sampled_from(GOOD))
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert judged(bytes(spoilt), name).kind in FileKind
    except FileError as error:
        assert error.errors[0].message


def _memory_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file() -> None:
    file = io.BytesIO(b"%PDF-1.7\n" + bytes(15_000_000) + b"%%EOF\n")
    assert _memory_of(lambda: judge(file, "policy.pdf")) < 1_000_000


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.PDF", FileKind.PDF), ("a.b.jpeg ", FileKind.JPEG), ("pdf", None), ("a.exe", None)],
)
def test_what_a_name_promises(name: str, kind: FileKind | None) -> None:
    assert kind_named(name) is kind


@pytest.mark.parametrize(
    "brands",
    [b"ftypavif\0\0\0\0mif1avif", b"ftypmp42\0\0\0\0isommp42", b"ftypmif1\0\0\0\0avifmiaf"],
)
def test_a_video_or_another_new_picture_is_no_heic(brands: bytes) -> None:
    assert kind_of((len(brands) + 4).to_bytes(4, "big") + brands) is None


JPEG_START = b"\xff\xd8\xff\xe0\x00\x04\x00\x00"


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (JPEG_START + b"\x00\x00\x00\x00", "a.jpg", FileProblem.DAMAGED),
        (JPEG_START + b"\xff\xda\x00\x04\x00\x00\xff\xd9", "a.jpg", FileProblem.DAMAGED),
        (JPEG_START + b"\xff\xc0\x00", "a.jpg", FileProblem.CUT_SHORT),
        (PNG[:8], "a.png", FileProblem.CUT_SHORT),
        (PNG[:8] + b"\0\0\0\0IDAT\0\0\0\0", "a.png", FileProblem.DAMAGED),
        (HEIC[: int.from_bytes(HEIC[:4], "big")], "a.heic", FileProblem.DAMAGED),
        (HEIC + b"\0\0\0\x04free", "a.heic", FileProblem.DAMAGED),
        (HEIC + b"\0\0\0\x00free", "a.heic", None),
        (HEIC + b"\0\0\0\x01free\0\0\0\0\0\0\0\x10", "a.heic", None),
        (HEIC + b"\0\0", "a.heic", FileProblem.CUT_SHORT),
        (JPEG_START[:2] + b"\xff" + JPEG[2:], "a.jpg", None),
    ],
)
def test_the_parts_of_a_picture_are_walked(
    content: bytes, name: str, problem: FileProblem | None
) -> None:
    if problem is None:
        assert judged(content, name).pixels == judged(HEIC if "heic" in name else JPEG, "").pixels
    else:
        assert refused(content, name).problem is problem


@pytest.mark.parametrize(
    ("start", "part", "name"),
    [
        (b"\xff\xd8", b"\xff\xe0\x00\x02", "a.jpg"),
        (PNG[:33], b"\0\0\0\0tEXt\0\0\0\0", "a.png"),
        (HEIC, b"\0\0\0\x08free", "a.heic"),
    ],
)
def test_a_picture_of_parts_without_end_is_refused(start: bytes, part: bytes, name: str) -> None:
    assert refused(start + part * 100_001, name).problem is FileProblem.DAMAGED


def test_every_kind_has_words_and_a_type_for_browsers() -> None:
    assert {kind.content_type.partition("/")[0] for kind in FileKind} == {"application", "image"}
    assert len({kind.words for kind in FileKind}) == len(FileKind)
