"""The empty forms that a phone keeps for the days without signal."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from portal.models import (
    Op,
)
from portal.offline.blank_forms import BLANK_EDITIONS


@pytest.mark.parametrize("edition", BLANK_EDITIONS)
def test_a_blank_form_holds_each_question_once_and_nothing_of_anybody(
    app: Flask, edition: str
) -> None:
    response = app.test_client().get(f"/app/forms/{edition}.html")
    page = response.get_data(as_text=True)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "csrf" not in page
    for key in BLANK_EDITIONS[edition].by_key:
        assert page.count(f'data-question="{key}"') == 1


def test_a_blank_form_of_no_edition_is_not_found(app: Flask) -> None:
    assert app.test_client().get("/app/forms/application-1999.html").status_code == 404


def test_every_question_can_be_named_in_an_operation() -> None:
    longest: Any = Op.__table__.c.entity.type

    for form in BLANK_EDITIONS.values():
        assert all(len(f"{uuid4()}/{key}") <= longest.length for key in form.by_key)
