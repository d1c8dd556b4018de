"""After an upload the person goes on where it was asked for, and nowhere else."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Evidence
from tests.adapters.files.samples import PDF
from tests.page import PageClient
from tests.worlds import Farm


@pytest.fixture
def lead(client: PageClient, farm: Farm) -> PageClient:
    client.sign_in(farm.lead)
    return client


def test_whoever_came_from_a_form_goes_back_to_it(lead: PageClient, session: Session) -> None:
    address = "/evidence/behaviour/add?back=/evidence/%23policies"
    assert lead.get(address).link("Back to the form") == "/evidence/#policies"

    sent = lead.flask.post(
        address,
        data={
            "csrf_token": lead._token,
            "file": (io.BytesIO(PDF), "policy.pdf"),
            "issued_on": "2026-09-01",
        },
    )

    assert sent.location == "/evidence/#policies"
    assert session.scalar(select(func.count(Evidence.id))) == 1


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "x:y"])
def test_nobody_is_led_to_another_site(lead: PageClient, elsewhere: str) -> None:
    page = lead.get(f"/evidence/behaviour/add?back={elsewhere}")

    assert page.link("All evidence") == "/evidence/"
    assert elsewhere not in page.html
