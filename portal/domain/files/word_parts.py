"""Looking into the parts of a Word document for what would fetch or run something when it is opened.

DOCX: ECMA-376, parts 1 and 2. Parts are read a piece at a time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Final

from portal.domain.files.kinds import FileError, FileProblem

_PIECE: Final = 64 * 1024
_MOST_CARRIED: Final = 1024 * 1024
_RELATIONSHIP: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OVERRIDE: Final = re.compile(rb"<(?:\w+:)?(?:Override|Default)\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FIELD: Final = re.compile(
    rb"""<(?:\w+:)?(?:fldChar\b[^>]*?fldCharType\s*=\s*["'](begin|separate|end)"""
    rb"""|instrText\b[^>]*>([^<]*)|fldSimple\b[^>]*?instr\s*=\s*["']([^"']*))"""
)
_DDE: Final = re.compile(rb"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_NETWORK: Final = re.compile(
    rb"\s*(?:(?:https?|ftp|mhtml):|(?:file:)?[/\\]{2,}(?![/\\]?[a-z]:))", re.I
)
_FETCHING: Final = (b"/oleObject", b"/subDocument", b"/frame", b"/aFChunk", b"/externalLinkPath")
_WORD_TYPE: Final = b"wordprocessingml"


def main_part(opened: zipfile.ZipFile) -> str:
    """The part that the package names as its document; "" where it names none that Word made."""
    names = set(opened.namelist())
    types = [_attributes(tag) for tag in _tags(opened, "[Content_Types].xml", _OVERRIDE)]
    if "_rels/.rels" not in names:
        return "word/document.xml" if "word/document.xml" in names else ""
    for tag in _tags(opened, "_rels/.rels", _RELATIONSHIP):
        facts = _attributes(tag)
        if facts.get(b"Type", b"").endswith(b"/officeDocument"):
            part = facts.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
            is_word = part.startswith("word/") or any(
                facts.get(b"PartName", b"").decode("utf-8", "replace").lstrip("/") == part
                and _WORD_TYPE in facts.get(b"ContentType", b"")
                for facts in types
            )
            return part if part in names and is_word else ""
    return ""


def check_parts(opened: zipfile.ZipFile) -> None:
    """Refuse macros, remote templates, external objects and DDE fields. Raises FileError."""
    names = opened.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileError(FileProblem.HAS_MACROS)
    for tag in _tags(opened, "[Content_Types].xml", _OVERRIDE):
        content_type = _attributes(tag).get(b"ContentType", b"").lower()
        if b"vbaproject" in content_type or b"macroenabled" in content_type:
            raise FileError(FileProblem.HAS_MACROS)
    for name in names:
        if name.lower().endswith(".rels"):
            for tag in _tags(opened, name, _RELATIONSHIP):
                _check_relationship(_attributes(tag))
        elif name.lower().endswith(".xml") and _has_dde(opened, name):
            raise FileError(FileProblem.HAS_DDE)


def _check_relationship(facts: dict[bytes, bytes]) -> None:
    kind, target = facts.get(b"Type", b""), facts.get(b"Target", b"")
    if kind.lower().endswith(b"/vbaproject"):
        raise FileError(FileProblem.HAS_MACROS)
    if facts.get(b"TargetMode", b"").lower() != b"external":
        return
    if kind.endswith(b"/attachedTemplate") and _NETWORK.match(target):
        raise FileError(FileProblem.REMOTE_TEMPLATE)
    if kind.endswith(_FETCHING):
        raise FileError(FileProblem.EXTERNAL_OBJECT)


def _has_dde(opened: zipfile.ZipFile, name: str) -> bool:
    """Whether a field begins with DDE. The words of one field may lie in many pieces."""
    fields: list[bytearray] = []
    for found in _matches(opened, name, _FIELD):
        mark, words, simple = found.groups()
        if mark == b"begin":
            fields.append(bytearray())
        elif mark is not None and fields:
            if _DDE.match(fields[-1]):
                return True
            if mark == b"end":
                fields.pop()
        elif words is not None and fields and len(fields[-1]) < _PIECE:
            fields[-1] += words
        elif simple is not None and _DDE.match(simple):
            return True
    return any(_DDE.match(field) for field in fields)


def _tags(opened: zipfile.ZipFile, name: str, form: re.Pattern[bytes]) -> Iterator[bytes]:
    for found in _matches(opened, name, form):
        yield found[0]


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(tag)}


def _matches(
    opened: zipfile.ZipFile, name: str, form: re.Pattern[bytes]
) -> Iterator[re.Match[bytes]]:
    """Every match in a part; what a piece cuts off is read again with the next one."""
    carried = b""
    with opened.open(name) as part:
        while piece := part.read(_PIECE):
            text = carried + piece.replace(b"\0", b"")  # so that UTF-16 is looked into as well
            cut = text.rfind(b"<")
            whole, carried = (text[:cut], text[cut:]) if cut > 0 else (b"", text)
            yield from form.finditer(whole)
            if len(carried) > _MOST_CARRIED:
                raise FileError(FileProblem.DAMAGED)
    yield from form.finditer(carried)
