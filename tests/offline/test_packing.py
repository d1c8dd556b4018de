"""Answers that are worth it are compressed for browsers that can unpack them, and mean the same."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.offline.conftest import Farm
from tests.phone import PATH

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", ["/app/", "/sw.js"])
def test_a_page_of_the_shell_is_the_same_packed_and_unpacked(app: Flask, path: str) -> None:
    plain = app.test_client().get(path)
    packed = app.test_client().get(path, headers=GZIP)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_a_small_page_is_sent_as_it_is(app: Flask) -> None:
    response = app.test_client().get("/app/manifest.webmanifest", headers=GZIP)
    assert "Content-Encoding" not in response.headers


def test_a_phone_that_knows_the_page_is_sent_none(app: Flask) -> None:
    client = app.test_client()
    tag = client.get("/app/", headers=GZIP).headers["ETag"]

    again = client.get("/app/", headers={**GZIP, "If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_a_long_answer_to_a_phone_is_packed(farm: Farm) -> None:
    body, headers = farm.phone.signed(farm.phone.batch([], NOW), NOW)
    client = farm.phone.app.test_client()

    plain = client.post(PATH, data=body, headers=headers)
    packed = client.post(PATH, data=body, headers={**headers, **GZIP})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 3
    assert gzip.decompress(packed.data).startswith(b'{"batch_id"')
