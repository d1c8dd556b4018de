"""The JSON of the catalogue, and what an address may ask for."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

MOST_AT_ONCE = 200


class PageSchema(Schema):
    """Which page, and how many entries on it."""

    class Meta:
        unknown = EXCLUDE

    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, 1_000_000, error="page must be from 1 to 1000000"),
        metadata={"description": "The page, from 1"},
    )
    per_page = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MOST_AT_ONCE, error=f"per_page must be 1 to {MOST_AT_ONCE}"),
        metadata={"description": f"How many entries on a page, at most {MOST_AT_ONCE}"},
    )


class SiteSchema(Schema):
    name = fields.String(required=True)
    address = fields.String(required=True)
    postcode = fields.String(required=True)
    is_satellite = fields.Boolean(required=True)


class SessionSchema(Schema):
    """One half-day: 0-am is Monday morning."""

    half_day = fields.String(required=True)
    places_free = fields.Integer(required=True)


class ConditionSchema(Schema):
    text = fields.String(required=True)
    due_on = fields.Date(required=True)


class CoverSchema(Schema):
    kind = fields.String(required=True)
    pence = fields.Integer(required=True, allow_none=True)
    ends_on = fields.Date(required=True, allow_none=True)
    excludes_abuse = fields.Boolean(required=True, allow_none=True)


class LapseSchema(Schema):
    kind = fields.String(required=True)
    ended_on = fields.Date(required=True, allow_none=True)


def _tags(kind: str) -> fields.List[str]:
    return fields.List(fields.String(), attribute=f"tags.{kind}", required=True)


class EntrySchema(Schema):
    """One provider. Money is in pence."""

    id = fields.Integer(attribute="provider_id", required=True)
    name = fields.String(required=True)
    listing = fields.String(required=True)
    urn = fields.Integer(required=True, allow_none=True)
    telephone = fields.String(required=True)
    email = fields.String(required=True)
    description = fields.String(required=True)
    lots = _tags("lot")
    needs = _tags("need")
    subjects = _tags("subject")
    qualifications = _tags("qualification")
    low_age = fields.Integer(required=True)
    high_age = fields.Integer(required=True)
    price_pence = fields.Integer(required=True)
    capacity = fields.Integer(required=True)
    places_free = fields.Integer(required=True)
    sessions = fields.List(fields.Nested(SessionSchema), required=True)
    transport = fields.String(required=True)
    sites = fields.List(fields.Nested(SiteSchema), required=True)
    qa_outcome = fields.String(required=True)
    qa_on = fields.Date(required=True, allow_none=True)
    conditions = fields.List(fields.Nested(ConditionSchema), required=True)
    insurance = fields.List(fields.Nested(CoverSchema), attribute="covers", required=True)
    lapses = fields.List(fields.Nested(LapseSchema), required=True)
    needs_check_since = fields.AwareDateTime(required=True, allow_none=True)


class CatalogueSchema(Schema):
    """One page of the catalogue; `next` leads to the page after it."""

    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)
    total = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)
    entries = fields.List(fields.Nested(EntrySchema), required=True)
