"""What is sent is judged by its content; of what is refused nothing is kept."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.adapters.files.storage import FolderStorage
from portal.adapters.files.virus_check import ClamdChecker
from portal.domain.files.kinds import MOST_BYTES, FileError, FileKind, FileProblem
from portal.services.evidence.intake import Intake, KeptFile
from tests.adapters.files.clamd import Clamd, running_clamd
from tests.adapters.files.samples import (
    INFECTED_PDF,
    PDF,
    SVG,
    WEB_PAGE,
    docx,
    pdf,
    photo_of_phone,
    picture,
    png_of_200_megapixels,
    zipped,
)

P = FileProblem


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with running_clamd() as running:
        yield running


@pytest.fixture
def intake(tmp_path: Path, clamd: Clamd) -> Intake:
    return Intake(
        FolderStorage(tmp_path / "evidence"), ClamdChecker(clamd.address), tmp_path / "uploads"
    )


def take(intake: Intake, content: bytes, name: str) -> KeptFile:
    return intake.take(io.BytesIO(content), name)


def files_in(intake: Intake) -> list[Path]:
    return [path for path in intake.folder.parent.rglob("*") if path.is_file()]


REFUSED = [
    (b"", "policy.pdf", P.EMPTY),
    (pdf(MOST_BYTES + 1), "policy.pdf", P.TOO_LARGE),
    (zipped({"a.txt": b"a"}), "policy.pdf", P.NOT_WHAT_IT_SAYS),
    (zipped({"a.txt": b"a"}), "policy.docx", P.NOT_WHAT_IT_SAYS),
    (WEB_PAGE, "policy.pdf", P.WEB_PAGE),
    (WEB_PAGE, "photo.jpg", P.WEB_PAGE),
    (SVG, "logo.svg", P.NOT_ACCEPTED),
    (SVG, "logo.png", P.NOT_WHAT_IT_SAYS),
    (PDF[:-7], "policy.pdf", P.CUT_SHORT),
    (picture("JPEG")[:-300], "photo.jpg", P.CUT_SHORT),
    (png_of_200_megapixels(), "photo.png", P.TOO_MANY_PIXELS),
    (docx(**{"word/vbaProject.bin": b"x"}), "policy.docx", P.HAS_MACROS),
    (INFECTED_PDF, "policy.pdf", P.VIRUS),
]


@pytest.mark.parametrize(("content", "name", "problem"), REFUSED)
def test_a_file_that_is_not_what_we_take_is_refused_and_nothing_of_it_is_kept(
    intake: Intake, content: bytes, name: str, problem: FileProblem
) -> None:
    with pytest.raises(FileError) as caught:
        take(intake, content, name)

    assert caught.value.problem is problem
    assert files_in(intake) == []


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "policy.pdf", FileKind.PDF),
        (pdf(MOST_BYTES), "policy.pdf", FileKind.PDF),
        (docx(), "policy.docx", FileKind.DOCX),
        (picture("JPEG"), "photo.jpg", FileKind.JPEG),
        (photo_of_phone("HEIF"), "IMG_1.HEIC", FileKind.JPEG),
    ],
)
def test_what_we_take_is_kept_under_the_sha256_of_what_is_kept(
    intake: Intake, content: bytes, name: str, kind: FileKind
) -> None:
    kept = take(intake, content, name)

    assert kept.kind is kind
    assert not kept.awaits_check
    assert [path.parent.name + path.name for path in files_in(intake)] == [kept.sha256]


def test_a_file_is_held_while_the_virus_checker_is_away(intake: Intake, clamd: Clamd) -> None:
    clamd.answer = b"cannot"

    assert take(intake, PDF, "policy.pdf").awaits_check


def test_without_a_virus_checker_nothing_is_held(tmp_path: Path) -> None:
    intake = Intake(FolderStorage(tmp_path / "evidence"), None, tmp_path / "uploads")

    assert not take(intake, PDF, "policy.pdf").awaits_check


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.d/policy.pdf", "policy.pdf"),
        ("C:\\Users\\jo\\policy.pdf", "policy.pdf"),
        ("policy.pdf\0.html", "policy.pdf.pdf"),
        ("..", "document.pdf"),
        (".htaccess", "document.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("Zoë’s policy.PDF", "Zoë’s policy.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_cannot_lead_anywhere(intake: Intake, given: str, kept: str) -> None:
    try:
        name = take(intake, PDF, given).name
    except FileError:
        name = take(intake, PDF, given.rpartition(".")[0]).name

    assert name == kept


def test_20_megabytes_go_through_in_little_memory(tmp_path: Path) -> None:
    intake = Intake(FolderStorage(tmp_path / "evidence"), None, tmp_path / "uploads")

    small, large = peak_of(intake, tmp_path, 200_000), peak_of(intake, tmp_path, MOST_BYTES)

    assert large < 1_000_000
    assert large < small * 1.5


def peak_of(intake: Intake, folder: Path, size: int) -> int:
    path = folder / "sent.pdf"
    path.write_bytes(pdf(size))
    with path.open("rb") as file:
        tracemalloc.start()
        try:
            intake.take(file, "sent.pdf")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
