"""What the phone app's JSON must look like. Each message names what is wrong with the field."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

PROTOCOL = 1
OP_SCHEMA = 1
MOST_OPS = 50
MOST_BYTES = 1024 * 1024
"""Room for all the receipts of an app that knows of no portions."""
MOST_RECEIPTS = 1_000
"""After a restore a phone offers its receipts again in portions of this size."""
LONGEST_NAME = 80


class Forgiving(Schema):
    """Ignores what a newer app may add."""

    class Meta:
        unknown = EXCLUDE


class BatchSchema(Forgiving):
    proto = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Equal(PROTOCOL, error="This server speaks version 1 only"),
    )
    batch_id = fields.String(required=True, validate=validate.Length(1, 64))
    device_id = fields.UUID(required=True)
    app = fields.String(load_default="", validate=validate.Length(max=40))
    sent_at = fields.AwareDateTime(required=True)
    epoch = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    cursor = fields.Raw(load_default=None, allow_none=True)
    roster_version = fields.String(load_default=None, allow_none=True)
    receipts = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20_000))
    ops = fields.List(fields.Raw(allow_none=True), required=True)


class EnrolSchema(Forgiving):
    name = fields.String(
        required=True,
        validate=validate.Length(
            1, LONGEST_NAME, error="Give the phone a name of up to 80 letters"
        ),
    )
    public_key = fields.String(required=True, validate=validate.Length(1, 400))
    device_id = fields.UUID(load_default=None, allow_none=True)


def messages_of(errors: object, prefix: str = "") -> list[dict[str, str]]:
    """marshmallow's nested messages as a flat list of field and message."""
    if isinstance(errors, dict):
        return [
            each
            for name, inner in errors.items()
            for each in messages_of(inner, f"{prefix}.{name}" if prefix else str(name))
        ]
    if isinstance(errors, list):
        return [{"field": prefix, "message": str(message)} for message in errors]
    return [{"field": prefix, "message": str(errors)}]
