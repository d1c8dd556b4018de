"""What PORTAL_MAIL_URL may say, and the folder of the demonstration."""

from __future__ import annotations

import stat
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal.adapters.mail_transports import MailError, MailSettingsError, transport_for


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "must start with smtp://"),
        ("http://mail.example", "must start with smtp://"),
        ("smtp://", "must start with smtp://"),
        ("smtp://mail.example:many", "the port must be a number"),
        ("smtp://mail.example?tls=perhaps", "tls must be starttls or none"),
        ("smtp://user:password@mail.example?tls=none", "a password in the clear"),
    ],
)
def test_a_setting_that_cannot_be_used_says_why(url: str, problem: str) -> None:
    with pytest.raises(MailSettingsError, match=problem):
        transport_for(url)


@pytest.mark.parametrize(
    "url",
    [
        "smtps://user:pass@mail.example",
        "smtp://user:pass@mail.example:587?tls=starttls",
        "smtp://user:pass@mail.example",
        "smtp://relay.example:25?tls=none",
    ],
)
def test_a_setting_that_can_be_used_makes_a_transport(url: str) -> None:
    transport_for(url).close()


def mail() -> EmailMessage:
    written = EmailMessage()
    written["To"] = "office@school.example"
    written["Message-ID"] = "<one@county.example>"
    written.set_content("Hello")
    return written


def test_the_folder_keeps_an_email_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    transport = transport_for(f"folder://{tmp_path / 'mail'}")
    transport.send(mail())
    transport.send(mail())

    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert "Hello" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_a_failure_to_try_again(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MailError, match="cannot be written to"):
        transport_for(f"folder://{tmp_path / 'file' / 'mail'}").send(mail())
