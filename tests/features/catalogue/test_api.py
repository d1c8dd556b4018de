"""The catalogue as JSON: who may read it, page by page, unchanged answers, and its description."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.features.catalogue.api.keys import NewKey, make_key, revoke_key
from portal.features.catalogue.api.openapi import describe
from portal.models import ApiToken, ListingStatus, Membership, Role
from tests.build import TUESDAY, Build
from tests.features.catalogue.conftest import MakeOffer
from tests.page import PageClient

PATH = "/api/v1/catalogue"


@pytest.fixture
def key(session: Session, build: Build) -> tuple[ApiToken, dict[str, str]]:
    """A live key, and the header that carries it."""
    council = build.council()
    admin = build.member(council, Role.ADMINISTRATOR)
    row, token = make_key(session, NewKey("Finance", council.id, admin.user_id), build.now)
    session.commit()
    return row, {"Authorization": f"Bearer {token}"}


def test_a_key_opens_the_listed_providers_only(
    app: Flask, session: Session, make_offer: MakeOffer, key: tuple[ApiToken, dict[str, str]]
) -> None:
    make_offer("Hill Farm")
    make_offer("Hidden Farm", listing=ListingStatus.SUSPENDED)
    row, header = key

    answer = app.test_client().get(PATH, headers=header)

    session.refresh(row)
    assert answer.status_code == 200
    assert [entry["name"] for entry in answer.json["entries"]] == ["Hill Farm"]  # type: ignore[index]
    assert row.last_used_on == TUESDAY


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer", ""])
def test_a_wrong_key_opens_nothing(app: Flask, header: str) -> None:
    answer = app.test_client().get(PATH, headers={"Authorization": header})

    assert answer.status_code == 401


def test_a_key_that_has_ended_opens_nothing(
    app: Flask, session: Session, build: Build, key: tuple[ApiToken, dict[str, str]]
) -> None:
    row, header = key
    revoke_key(row, build.now)
    session.commit()

    assert app.test_client().get(PATH, headers=header).status_code == 401


def test_a_stranger_is_refused_and_a_role_without_the_catalogue_too(
    client: PageClient, build: Build
) -> None:
    stranger = client.flask.get(PATH).status_code
    client.sign_in(build.member(build.school(), Role.GOVERNOR))

    assert (stranger, client.flask.get(PATH).status_code) == (401, 403)


def test_pages_follow_one_another_without_gap(
    client: PageClient, school_reader: Membership, make_offer: MakeOffer
) -> None:
    for number in range(5):
        make_offer(f"Farm {number}")
    client.sign_in(school_reader)

    names: list[str] = []
    address: str | None = f"{PATH}?per_page=2"
    while address is not None:
        answer: Any = client.flask.get(address).json
        names += [entry["name"] for entry in answer["entries"]]
        address = answer["next"]

    assert names == [f"Farm {number}" for number in range(5)]


@pytest.mark.parametrize("asked", ["page=0", "per_page=201", "page=two", "per_page=-1"])
def test_a_wrong_page_is_named(client: PageClient, school_reader: Membership, asked: str) -> None:
    client.sign_in(school_reader)

    answer = client.flask.get(f"{PATH}?{asked}")

    assert answer.status_code == 400
    assert answer.json["errors"][0]["field"] == asked.split("=")[0]  # type: ignore[index]


def test_an_unchanged_answer_is_not_sent_again(
    client: PageClient, session: Session, school_reader: Membership, make_offer: MakeOffer
) -> None:
    offer = make_offer()
    client.sign_in(school_reader)
    tag = client.flask.get(PATH).headers["ETag"]

    same = client.flask.get(PATH, headers={"If-None-Match": tag})
    offer.price_pence = 7000
    session.commit()
    changed = client.flask.get(PATH, headers={"If-None-Match": tag})

    assert (same.status_code, same.data) == (304, b"")
    assert changed.status_code == 200


def test_the_document_describes_every_route_of_the_catalogue(app: Flask) -> None:
    routes = {
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("catalogue_api.")
    }

    document: Any = app.test_client().get(f"{PATH}/openapi.json").json

    assert set(document["paths"]) == routes
    assert document == describe()


def test_an_answer_is_as_the_document_says(
    client: PageClient, school_reader: Membership, make_offer: MakeOffer
) -> None:
    make_offer()
    client.sign_in(school_reader)

    answer = client.flask.get(PATH).json

    assert faults(answer, describe()["components"]["schemas"]["Catalogue"], "answer") == []


def faults(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    """Where a value differs from its schema."""
    if "$ref" in schema:
        schema = describe()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if _kind_of(value) not in kinds:
        return [f"{where} is {_kind_of(value)}, not {kinds}"]
    if isinstance(value, list):
        return [fault for each in value for fault in faults(each, schema["items"], f"{where}[]")]
    if isinstance(value, dict):
        found = [f"{where} lacks {name}" for name in schema["required"] if name not in value]
        found += [f"{where} has {name}" for name in value if name not in schema["properties"]]
        for name, part in value.items():
            found += faults(part, schema["properties"].get(name, {"type": []}), f"{where}.{name}")
        return found
    return []


def _kind_of(value: object) -> str:
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")
