"""What commands accept as a name, an address and opening hours."""

from __future__ import annotations

from datetime import time

import click
from email_validator import EmailNotValidError, validate_email

from portal.domain.text.plain_text import clean_text


def words(text: str, longest: int = 200) -> str:
    """One line of text, cleaned as the pages clean it."""
    cleaned = clean_text(text) or ""
    if not 0 < len(cleaned) <= longest:
        raise click.BadParameter(f"“{text[:40]}” must have 1 to {longest} characters")
    return cleaned


def email(text: str) -> str:
    """An email address in lower case."""
    try:
        return validate_email(
            text, check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError as error:
        raise click.BadParameter(f"{text} is not an email address: {error}") from None


def hours(text: str, option: str) -> tuple[time, time]:
    """Read "09:00-12:00"."""
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise click.BadParameter(f"“{text}” is not like 09:00-12:00", param_hint=option) from None
    if closes <= opens:
        raise click.BadParameter(f"{text} closes before it opens", param_hint=option)
    return opens, closes
