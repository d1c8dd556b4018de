"""The OpenAPI document of the catalogue, made from the same schemas as its answers."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields

from portal.features.catalogue.api.schemas import CatalogueSchema, EntrySchema, PageSchema

Json = dict[str, Any]

PATH: Final = "/api/v1/catalogue"
DOCUMENT_PATH: Final = f"{PATH}/openapi.json"

# A subclass stands before its base.
_TYPES: Final[tuple[tuple[type[fields.Field[Any]], Json], ...]] = (
    (fields.AwareDateTime, {"type": "string", "format": "date-time"}),
    (fields.Date, {"type": "string", "format": "date"}),
    (fields.Boolean, {"type": "boolean"}),
    (fields.Integer, {"type": "integer"}),
    (fields.String, {"type": "string"}),
)


def describe() -> Json:
    """The whole document, as a frozen-in-time description of version 1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Catalogue of alternative provision",
            "version": "1",
            "description": "Every listed provider as it is now. Money is in pence. Ask again with"
            " the ETag of the answer before: an unchanged page answers 304 and sends nothing.",
        },
        "paths": {PATH: {"get": _list_entries()}, DOCUMENT_PATH: {"get": _document()}},
        "components": {
            "schemas": {
                "Catalogue": object_of(CatalogueSchema()),
                "Entry": object_of(EntrySchema()),
            },
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _list_entries() -> Json:
    return {
        "operationId": "listEntries",
        "summary": "One page of the catalogue, by name",
        "security": [{"key": []}],
        "parameters": [
            *(_parameter(name, each) for name, each in PageSchema().fields.items()),
            {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {
                "description": "The page",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": _json({"$ref": "#/components/schemas/Catalogue"}),
            },
            "304": {"description": "The page has not changed"},
            "400": {"description": "A parameter is wrong"},
            "401": {"description": "The key is missing, unknown or has ended"},
            "403": {"description": "Your role may not read the catalogue"},
        },
    }


def _document() -> Json:
    return {
        "operationId": "getDocument",
        "summary": "This document",
        "responses": {"200": {"description": "The document", "content": _json({"type": "object"})}},
    }


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _parameter(name: str, field: fields.Field[Any]) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": field.metadata["description"],
        "schema": {**_type_of(field), "default": field.load_default},
    }


def object_of(schema: Schema) -> Json:
    """What an answer made by the schema looks like."""
    return {
        "type": "object",
        "required": [name for name, field in schema.fields.items() if field.required],
        "properties": {name: _type_of(field) for name, field in schema.fields.items()},
    }


def _type_of(field: fields.Field[Any]) -> Json:
    if isinstance(field, fields.List):
        return {"type": "array", "items": _type_of(field.inner)}
    if isinstance(field, fields.Nested):
        if isinstance(field.schema, EntrySchema):
            return {"$ref": "#/components/schemas/Entry"}
        return object_of(field.schema)
    found = next(json for kind, json in _TYPES if isinstance(field, kind))
    return {**found, "type": [found["type"], "null"]} if field.allow_none else found
