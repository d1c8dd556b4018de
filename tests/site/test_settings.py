"""Settings: production refuses to start with what is missing or unsafe, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.app import create_app
from portal.config import DEFAULT_SECRET, SettingsError, read_settings
from portal.database.db import db


def production(tmp_path: Path, **changes: str) -> dict[str, str]:
    """The variables of a sound production set-up, with changes."""
    return {
        "PORTAL_ENV": "production",
        "PORTAL_SECRET_KEY": "k" * 40,
        "PORTAL_BASE_URL": "https://portal.county.example",
        "PORTAL_INSTANCE": str(tmp_path / "instance"),
        "PORTAL_PROXIES": "1",
        **changes,
    }


def test_a_sound_set_up_starts(tmp_path: Path) -> None:
    settings = read_settings(production(tmp_path))

    assert settings.is_production
    assert settings.for_flask()["SESSION_COOKIE_SECURE"] is True
    assert settings.for_flask()["SESSION_COOKIE_NAME"] == "__Host-portal"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY is not set"),
        ({"PORTAL_SECRET_KEY": DEFAULT_SECRET}, "default or too short"),
        ({"PORTAL_SECRET_KEY": "short"}, "default or too short"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG is on"),
        ({"PORTAL_BASE_URL": "http://portal.example"}, "must start with https://"),
        ({"PORTAL_ENV": "live"}, "use demo, test or production"),
        ({"PORTAL_PROXIES": "many"}, "whole number from 0 to 5"),
        ({"PORTAL_IDLE_MINUTES": "0"}, "whole number from 5 to 720"),
        ({"PORTAL_DATABASE_URL": "mysql://x"}, "PORTAL_DATABASE_URL must start with"),
    ],
)
def test_what_is_unsafe_is_refused_with_what_to_do(
    tmp_path: Path, changes: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(production(tmp_path, **changes))

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_instance_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    with pytest.raises(SettingsError, match="PORTAL_INSTANCE"):
        read_settings(production(tmp_path, PORTAL_INSTANCE=str(blocked / "instance")))


def test_the_demonstration_makes_its_own_secret_once(tmp_path: Path) -> None:
    variables = {"PORTAL_ENV": "demo", "PORTAL_INSTANCE": str(tmp_path)}

    first = read_settings(variables).secret_key

    assert len(first) > 40
    assert read_settings(variables).secret_key == first


def test_behind_tls_the_answer_asks_browsers_to_keep_to_https(tmp_path: Path) -> None:
    before = db.engine.url if db._engine is not None else None
    app = create_app(read_settings(production(tmp_path)))

    response = app.test_client().get(
        "/healthz", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    )
    plain = app.test_client().get("/healthz")

    db.engine.dispose()
    if before is not None:
        db.connect_to(before.render_as_string(hide_password=False))
    assert "max-age=63072000" in response.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in plain.headers
