"""Checking the numbers that name pupils, schools, providers and certificates.

Each `check_…` returns the number in its one written form, or raises InvalidError with what to do.
UPN: Department for Education, "Unique pupil numbers: guidance" (2019). A UPN is checked, never made
up. The other forms are as their registers publish them today.
"""

from __future__ import annotations

import re
from typing import Final

from portal.domain.errors import InvalidError

_UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_FORM: Final = re.compile(rf"[{_UPN_LETTERS}][0-9]{{11}}[0-9{_UPN_LETTERS}]")
_NO_UPN: Final = re.compile(r"UN[1-5]")

_LOCAL_AUTHORITY_RANGES: Final = (
    (1, 5),
    (201, 213),
    (301, 320),
    (330, 336),
    (340, 344),
    (350, 359),
    (370, 373),
    (380, 384),
    (390, 394),
    (420, 420),
    (660, 681),
    (800, 896),
    (908, 943),
)
"""Codes of councils in England and Wales, past and present, some given to groups of schools."""


def check_upn(text: str) -> str:
    """A unique pupil number with the right check letter. Raises InvalidError."""
    upn = _compact(text)
    if _NO_UPN.fullmatch(upn):
        raise InvalidError.of("upn", "Leave the UPN empty for a pupil who has none")
    if not _UPN_FORM.fullmatch(upn):
        raise InvalidError.of(
            "upn", "A UPN is a letter and 12 numbers, like B801200005001; I, O and S are not used"
        )
    expected = upn_check_letter(upn)
    if upn[0] != expected:
        raise InvalidError.of(
            "upn", f"Check the UPN: with these numbers it would start with {expected}, not {upn[0]}"
        )
    return upn


def upn_check_letter(upn: str) -> str:
    """The letter that the other 12 characters call for: each times its place, summed, modulo 23."""
    total = sum(place * _upn_value(upn[place - 1]) for place in range(2, 14))
    return _UPN_LETTERS[total % len(_UPN_LETTERS)]


def is_temporary_upn(upn: str) -> bool:
    """Whether a checked UPN is a temporary one, which ends with a letter."""
    return upn[-1].isalpha()


def upn_warnings(text: str) -> list[str]:
    """What is worth a second look in a UPN that `check_upn` accepts; it stays valid."""
    upn = _compact(text)
    warnings = []
    if is_temporary_upn(upn):
        warnings.append("This is a temporary UPN: ask the school for the permanent one")
    if not is_local_authority_code(upn[1:4]):
        warnings.append(f"{upn[1:4]} is not a council code that the portal knows")
    return warnings


def is_local_authority_code(code: str) -> bool:
    """Whether a three-figure code is, or was, a council's in England or Wales."""
    return any(first <= int(code) <= last for first, last in _LOCAL_AUTHORITY_RANGES)


def check_urn(text: str) -> str:
    """A school's unique reference number."""
    return _matched("urn", text, r"[1-9][0-9]{5}", "A URN is 6 numbers, like 123456")


def check_ukprn(text: str) -> str:
    """A UK provider reference number."""
    return _matched("ukprn", text, r"1[0-9]{7}", "A UKPRN is 8 numbers and starts with 1")


def check_laestab(text: str) -> str:
    """A council code and a school's own number, written 931/4001."""
    found = re.fullmatch(r"([0-9]{3})[/-]?([0-9]{4})", _compact(text))
    if found is None:
        raise InvalidError.of("laestab", "A school number is written like 931/4001")
    return f"{found[1]}/{found[2]}"


def check_uln(text: str) -> str:
    """A unique learner number, whose last figure is a check on the others."""
    message = "A ULN is 10 numbers, like 1000000043"
    uln = _matched("uln", text, r"[1-9][0-9]{9}", message)
    remainder = sum(int(uln[place]) * (10 - place) for place in range(9)) % 11
    if 10 - remainder != int(uln[9]):
        raise InvalidError.of("uln", "Check the ULN: the numbers do not fit together")
    return uln


def check_company_number(text: str) -> str:
    """A company number, with the leading zeros that people leave out."""
    number = _compact(text)
    if re.fullmatch(r"[0-9]{1,8}", number) and int(number):
        return number.zfill(8)
    return _matched(
        "company_number",
        number,
        r"[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}R|R[0-9]{7}",
        "A company number is 8 characters, like 01234567 or SC123456",
    )


def check_charity_number(text: str) -> str:
    """A charity number in England and Wales, with a branch after a hyphen if it has one."""
    return _matched(
        "charity_number",
        text,
        r"[1-9][0-9]{5,6}(-[0-9]{1,2})?",
        "A charity number is 6 or 7 numbers, like 1234567",
    )


def check_data_protection_number(text: str) -> str:
    """The number under which an organisation pays the data protection fee (ICO number)."""
    return _matched(
        "ico_number",
        text,
        r"Z[0-9]{7}|Z[A-Z][0-9]{6}",
        "An ICO number is Z and 7 numbers, or two letters and 6 numbers, like ZA123456",
    )


def check_dbs_certificate_number(text: str) -> str:
    """The number of a criminal record certificate from the Disclosure and Barring Service."""
    return _matched(
        "dbs_number",
        text,
        r"[0-9]{12}",
        "A DBS certificate number is 12 numbers, like 001234567890",
    )


def _upn_value(character: str) -> int:
    return int(character) if character.isdigit() else _UPN_LETTERS.index(character)


def _compact(text: str) -> str:
    """Upper case, without spaces."""
    return "".join(text.split()).upper()


def _matched(field: str, text: str, form: str, message: str) -> str:
    number = _compact(text)
    if not re.fullmatch(form, number):
        raise InvalidError.of(field, message)
    return number
