"""Numbers that name pupils, schools, providers and certificates."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidError
from portal.domain.text.identifiers import (
    check_charity_number,
    check_company_number,
    check_data_protection_number,
    check_dbs_certificate_number,
    check_laestab,
    check_ukprn,
    check_uln,
    check_upn,
    check_urn,
    is_local_authority_code,
    is_temporary_upn,
    upn_check_letter,
    upn_warnings,
)

PUBLISHED = Path(__file__).parents[1].joinpath("dfe_attendance_ytd_2025_26.csv")
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
GOOD_UPNS = [
    "B801200005001",
    "R931400124001",
    "W931202025017",
    "Q93140012401A",
    "P93140012402Z",
    "P207000016049",
]


@pytest.mark.parametrize("upn", GOOD_UPNS)
def test_a_upn_with_the_right_letter_is_accepted(upn: str) -> None:
    assert check_upn(upn) == upn


def test_a_upn_is_put_in_capitals_without_spaces() -> None:
    assert check_upn(" b801 2000\t05001 ") == "B801200005001"


def test_the_example_that_goes_round_with_the_letter_q_is_wrong() -> None:
    with pytest.raises(InvalidError, match="would start with P, not Q"):
        check_upn("Q207000016049")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "letter and 12 numbers"),
        ("B80120000500", "letter and 12 numbers"),
        ("B8012000050011", "letter and 12 numbers"),
        ("I801200005001", "I, O and S are not used"),
        ("B80120000500S", "I, O and S are not used"),
        ("B801200OO5001", "letter and 12 numbers"),
        ("B８01200005001", "letter and 12 numbers"),
        ("UN3", "Leave the UPN empty"),
        ("A801200005001", "would start with B, not A"),
    ],
)
def test_a_wrong_upn_is_refused_with_what_to_do(text: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message) as raised:
        check_upn(text)
    assert raised.value.errors[0].field == "upn"


bodies = st.from_regex(rf"[0-9]{{11}}[0-9{LETTERS}]", fullmatch=True)


@given(bodies, st.sampled_from(LETTERS))
def test_exactly_one_letter_fits_each_body(body: str, letter: str) -> None:
    right = upn_check_letter("?" + body)
    if letter == right:
        assert check_upn(letter + body) == letter + body
    else:
        with pytest.raises(InvalidError):
            check_upn(letter + body)


@given(bodies, st.integers(0, 10), st.integers(1, 9))
def test_one_mistyped_figure_is_always_found(body: str, place: int, by: int) -> None:
    letter = upn_check_letter("?" + body)
    wrong = str((int(body[place]) + by) % 10)
    with pytest.raises(InvalidError):
        check_upn(letter + body[:place] + wrong + body[place + 1 :])


def test_a_temporary_upn_ends_with_a_letter_and_is_pointed_out() -> None:
    assert is_temporary_upn("Q93140012401A")
    assert "temporary" in upn_warnings("Q93140012401A")[0]
    assert not is_temporary_upn("R931400124001")


def test_a_upn_of_a_known_council_has_no_warning() -> None:
    assert upn_warnings("R931400124001") == []


def test_an_unknown_council_is_pointed_out_and_not_refused() -> None:
    body = "999400124001"
    upn = upn_check_letter("?" + body) + body
    assert check_upn(upn) == upn
    assert upn_warnings(upn) == ["999 is not a council code that the portal knows"]


def test_every_council_in_the_published_figures_is_known() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        codes = {row["old_la_code"] for row in csv.DictReader(file)} - {""}
    assert "931" in codes
    assert [code for code in codes if not is_local_authority_code(code)] == []


@pytest.mark.parametrize(
    ("check", "text", "normal"),
    [
        (check_urn, " 123456 ", "123456"),
        (check_ukprn, "10012345", "10012345"),
        (check_laestab, "9314001", "931/4001"),
        (check_laestab, "931/4001", "931/4001"),
        (check_laestab, "931 4001", "931/4001"),
        (check_uln, "1000000043", "1000000043"),
        (check_company_number, "1234567", "01234567"),
        (check_company_number, "sc123456", "SC123456"),
        (check_company_number, "IP12345R", "IP12345R"),
        (check_charity_number, "1234567", "1234567"),
        (check_charity_number, "234567-1", "234567-1"),
        (check_data_protection_number, "z1234567", "Z1234567"),
        (check_data_protection_number, "ZA123456", "ZA123456"),
        (check_dbs_certificate_number, "0012 3456 7890", "001234567890"),
    ],
)
def test_a_right_number_is_returned_in_its_one_written_form(
    check: Callable[[str], str], text: str, normal: str
) -> None:
    assert check(text) == normal


@pytest.mark.parametrize(
    ("check", "text", "field"),
    [
        (check_urn, "12345", "urn"),
        (check_urn, "1234567", "urn"),
        (check_urn, "012345", "urn"),
        (check_urn, "１23456", "urn"),
        (check_ukprn, "20012345", "ukprn"),
        (check_ukprn, "1001234", "ukprn"),
        (check_laestab, "93-14001", "laestab"),
        (check_laestab, "931/400", "laestab"),
        (check_uln, "1000000042", "uln"),
        (check_uln, "0000000043", "uln"),
        (check_uln, "100000004", "uln"),
        (check_company_number, "00000000", "company_number"),
        (check_company_number, "123456789", "company_number"),
        (check_company_number, "²", "company_number"),
        (check_charity_number, "12345", "charity_number"),
        (check_charity_number, "1234567-", "charity_number"),
        (check_data_protection_number, "Z123456", "ico_number"),
        (check_data_protection_number, "A1234567", "ico_number"),
        (check_dbs_certificate_number, "12345678901", "dbs_number"),
        (check_dbs_certificate_number, "", "dbs_number"),
    ],
)
def test_a_wrong_number_is_refused_and_its_field_named(
    check: Callable[[str], str], text: str, field: str
) -> None:
    with pytest.raises(InvalidError) as raised:
        check(text)
    assert [error.field for error in raised.value.errors] == [field]
