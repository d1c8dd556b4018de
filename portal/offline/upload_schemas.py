"""What the JSON of uploads and of the documents made of them must look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from portal.domain.checklists.typed_text import read_pence
from portal.domain.evidence.details import MOST_COVER_PENCE
from portal.domain.evidence.kinds import EvidenceKind
from portal.domain.files.kinds import MOST_BYTES, FileProblem
from portal.domain.text.plain_text import clean_line
from portal.offline.schemas import Forgiving


class CleanString(fields.String):
    """One line of text, without what a page would not take either."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        return clean_line(super()._deserialize(value, attr, data, **kwargs))


class Pounds(fields.Integer):
    """An amount: a number is pence already, a text is pounds as a person types them."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if not isinstance(value, str):
            return super()._deserialize(value, attr, data, **kwargs)
        pence = read_pence(value)
        if pence is None:
            raise ValidationError("Enter the level of cover in pounds, like 10,000,000")
        return pence


def _check_size(size: int) -> None:
    if size < 1:
        raise ValidationError(FileProblem.EMPTY.value)
    if size > MOST_BYTES:
        raise ValidationError(FileProblem.TOO_LARGE.value)


class AnnouncedSchema(Forgiving):
    """A file that is about to come."""

    sha256 = fields.String(
        required=True,
        validate=validate.Regexp(
            r"[0-9a-f]{64}\Z", error="Give the sha256 as 64 small hex figures"
        ),
    )
    size = fields.Integer(required=True, strict=True, validate=_check_size)
    file_name = CleanString(required=True, validate=validate.Length(1, 200))


class EvidenceSchema(Forgiving):
    """A document of a provider, whose file has come. Dates like 2026-11-24; cover in pence."""

    id = fields.UUID(required=True)
    upload_id = fields.UUID(required=True)
    kind = fields.Enum(EvidenceKind, by_value=True, required=True)
    issued_on = fields.Date(load_default=None, allow_none=True)
    expires_on = fields.Date(load_default=None, allow_none=True)
    cover_pence = Pounds(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(1, MOST_COVER_PENCE, error="The level of cover is out of range"),
    )
    insurer = CleanString(load_default="", validate=validate.Length(max=120))
    policy_number = CleanString(load_default="", validate=validate.Length(max=80))
    excludes_abuse = fields.Boolean(load_default=None, allow_none=True)
    replaces = fields.UUID(load_default=None, allow_none=True)
