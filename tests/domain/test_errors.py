"""What services raise."""

from portal.domain.errors import FieldError, InvalidError, PortalError


def test_an_invalid_error_keeps_every_field_and_says_them_all() -> None:
    error = InvalidError([FieldError("upn", "Check the UPN"), FieldError("born", "Enter a date")])
    assert [found.field for found in error.errors] == ["upn", "born"]
    assert str(error) == "Check the UPN; Enter a date"
    assert isinstance(error, PortalError)


def test_an_invalid_error_about_one_field_is_short_to_write() -> None:
    assert InvalidError.of("upn", "Check the UPN").errors == [FieldError("upn", "Check the UPN")]
