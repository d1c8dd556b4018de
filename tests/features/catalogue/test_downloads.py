"""The spreadsheets say what the pages say, and run nothing that a provider typed."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from portal.features.catalogue.facts import FACTS
from portal.models import ListingStatus, Membership
from tests.features.catalogue.conftest import MakeOffer
from tests.page import PageClient


@pytest.fixture
def reader(client: PageClient, school_reader: Membership) -> PageClient:
    client.sign_in(school_reader)
    return client


def sheet_of(client: PageClient) -> Worksheet:
    answer = client.flask.get("/catalogue.xlsx")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def csv_rows(client: PageClient) -> list[list[str]]:
    text = client.flask.get("/catalogue.csv").data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_spreadsheet_equals_the_page(reader: PageClient, make_offer: MakeOffer) -> None:
    offers = [make_offer("Hill Farm"), make_offer("Town Workshop", qa_outcome="meets")]

    sheet = sheet_of(reader)

    assert [cell.value for cell in sheet[1]] == ["Provider", *(fact.label for fact in FACTS)]
    assert sheet.max_row == 1 + len(offers)
    for row, offer in enumerate(offers, 2):
        page = reader.get(f"/catalogue/{offer.provider_id}")
        assert sheet.cell(row, 1).value == page.h1
        for column, fact in enumerate(FACTS, 2):
            value = sheet.cell(row, column).value
            shown = f"£{value:.2f}" if fact.is_money else str(value)
            assert all(part in page.words for part in shown.split("; ")), fact.label


def test_prices_and_places_are_numbers(reader: PageClient, make_offer: MakeOffer) -> None:
    make_offer()
    columns = {fact.key: number for number, fact in enumerate(FACTS, 2)}

    sheet = sheet_of(reader)

    assert sheet.cell(2, columns["price"]).value == 65.5
    assert sheet.cell(2, columns["capacity"]).value == 8


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil.example")', "@SUM(A1)", "+1", "-1"])
def test_nothing_typed_becomes_a_formula(
    reader: PageClient, make_offer: MakeOffer, text: str
) -> None:
    make_offer(text, description=text)

    cell = sheet_of(reader).cell(2, 1)
    row = csv_rows(reader)[1]

    assert (cell.value, cell.data_type) == (text, "s")
    assert row[0] == f"'{text}"
    assert row[2] == f"'{text}"


def test_the_csv_has_the_same_rows(reader: PageClient, make_offer: MakeOffer) -> None:
    make_offer("Hill Farm")
    make_offer("Hidden Farm", listing=ListingStatus.SUSPENDED)

    rows = csv_rows(reader)

    assert [row[0] for row in rows] == ["Provider", "Hill Farm"]
    assert "Tuesday morning: 8 of 8 free; Tuesday afternoon: 8 of 8 free" in rows[1]
