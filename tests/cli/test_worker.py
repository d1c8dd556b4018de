"""`flask portal worker`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.models import Message, Role, SignInAttempt
from portal.services.mail.outbox import Email, write
from tests.build import Build
from tests.conftest import NOW

SetMailUrl = Callable[[str], None]


@pytest.fixture
def set_mail_url(app: Flask) -> Iterator[SetMailUrl]:
    settings: Settings = app.config["PORTAL"]

    def set_to(url: str) -> None:
        app.config["PORTAL"] = replace(settings, mail_url=url)

    yield set_to
    app.config["PORTAL"] = settings


def test_one_round_sends_chases_and_clears_out(
    app: Flask, build: Build, session: Session, set_mail_url: SetMailUrl, tmp_path: Path
) -> None:
    provider = build.provider()
    build.placement(provider, build.school())
    build.member(provider, Role.PROVIDER_STAFF, email="staff@provider.example")
    session.add(SignInAttempt(key="a", at=NOW.replace(year=2025)))
    session.commit()
    set_mail_url(f"folder://{tmp_path / 'mail'}")

    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])

    assert result.exit_code == 0, result.output
    assert result.output.startswith("Sent ")
    assert "@" not in result.output
    mails = [file.read_text() for file in (tmp_path / "mail").iterdir()]
    assert any("Tuesday 24 November, morning" in mail for mail in mails)
    assert session.scalars(select(SignInAttempt)).all() == []


def test_a_round_with_nothing_to_do_says_nothing(
    app: Flask, set_mail_url: SetMailUrl, tmp_path: Path
) -> None:
    set_mail_url(f"folder://{tmp_path / 'mail'}")
    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])
    assert (result.exit_code, result.output) == (0, "")


def test_a_mail_setting_that_cannot_be_used_is_one_line(
    app: Flask, set_mail_url: SetMailUrl
) -> None:
    set_mail_url("http://mail.example")
    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Error: PORTAL_MAIL_URL must start with smtp://, smtps:// or folder://"
    ]


def test_what_it_could_not_send_stays_in_the_outbox(
    app: Flask, session: Session, set_mail_url: SetMailUrl
) -> None:
    write(session, [Email("test:1", "office@school.example", "A pupil", "Hello")], NOW)
    session.commit()
    set_mail_url("smtp://127.0.0.1:9")

    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])

    assert result.output == "Sent 0, put off 1, failed 0\n"
    assert session.scalars(select(Message.sent_at)).one() is None


def test_it_stops_when_the_program_that_started_it_is_gone(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["portal", "worker", "--parent", "1"])
    assert result.exit_code == 0


def test_a_step_that_fails_is_said_and_stops_no_other(
    app: Flask,
    session: Session,
    set_mail_url: SetMailUrl,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Amelia Wren")

    write(session, [Email("test:1", "office@school.example", "A pupil", "Hello")], NOW)
    session.commit()
    set_mail_url(f"folder://{tmp_path / 'mail'}")
    monkeypatch.setitem(sys.modules["portal.cli.worker"]._LOOKS, "chasing reviews", fail)

    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])

    assert result.exit_code == 0
    assert "tried again: chasing reviews (KeyError)" in result.output
    assert "Amelia" not in result.output
    assert "Sent 1, put off 0, failed 0" in result.output
