"""Settings from PORTAL_* variables, checked at start-up, each error naming the variable."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_SECRET = "demonstration-only-not-secret"  # noqa: S105 - refused in production


class Environment(StrEnum):
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class SettingsError(Exception):
    """A setting is missing or unsafe. `args[0]` is one line that says what to do."""


@dataclass(frozen=True)
class Settings:
    environment: Environment
    instance: Path
    database_url: str
    secret_key: str
    council_name: str
    base_url: str
    proxies: int
    mail_url: str
    mail_from: str
    idle_minutes: int
    la_code: str
    storage_url: str
    s3_key: str
    s3_secret: str = field(repr=False)
    clamav: str

    @property
    def is_production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    def for_flask(self) -> dict[str, object]:
        secure = self.is_production
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.environment is Environment.TEST,
            "SESSION_COOKIE_NAME": "__Host-portal" if secure else "portal",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": timedelta(minutes=self.idle_minutes),
            "MAX_CONTENT_LENGTH": 120 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,
            "SEND_FILE_MAX_AGE_DEFAULT": 0,
        }


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings. Raises SettingsError with what to change."""
    env = os.environ if environ is None else environ
    environment = _environment(env)
    instance = Path(env.get("PORTAL_INSTANCE", "instance")).resolve()
    settings = Settings(
        environment=environment,
        instance=instance,
        database_url=_database_url(env, instance),
        secret_key=_secret_key(env, environment, instance),
        council_name=env.get("PORTAL_COUNCIL_NAME", "Demonstration County Council"),
        base_url=env.get("PORTAL_BASE_URL", "http://localhost:8000").rstrip("/"),
        proxies=_whole_number(env, "PORTAL_PROXIES", 0, 0, 5),
        mail_url=env.get("PORTAL_MAIL_URL", f"folder://{instance / 'mail'}"),
        mail_from=env.get("PORTAL_MAIL_FROM", "portal@county.example"),
        idle_minutes=_whole_number(env, "PORTAL_IDLE_MINUTES", 60, 5, 720),
        la_code=env.get("PORTAL_LA_CODE", "931"),
        storage_url=_storage_url(env),
        s3_key=env.get("PORTAL_S3_KEY", ""),
        s3_secret=env.get("PORTAL_S3_SECRET", ""),
        clamav=_clamav(env),
    )
    if settings.is_production:
        _check_production(settings, env)
    return settings


def _environment(env: Mapping[str, str]) -> Environment:
    given = env.get("PORTAL_ENV", "production")
    try:
        return Environment(given)
    except ValueError:
        raise SettingsError(f"PORTAL_ENV is “{given}”: use demo, test or production") from None


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("PORTAL_DATABASE_URL", "")
    if not url:
        return f"sqlite:///{instance / 'portal.sqlite'}"
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("PORTAL_DATABASE_URL must start with postgresql:// or sqlite:///")
    return url


def _secret_key(env: Mapping[str, str], environment: Environment, instance: Path) -> str:
    given = env.get("PORTAL_SECRET_KEY", "")
    if given or environment is Environment.PRODUCTION:
        return given
    if environment is Environment.TEST:
        return DEFAULT_SECRET
    return _kept_secret(instance)


def _kept_secret(instance: Path) -> str:
    """The demonstration's own random secret, made once and kept in the instance folder."""
    path = instance / "secret-key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _storage_url(env: Mapping[str, str]) -> str:
    """Where evidence is kept: "folder" (in the instance folder), or s3://bucket?endpoint=…&region=…"""
    url = env.get("PORTAL_STORAGE", "folder")
    if url == "folder":
        return url
    parts = urlsplit(url)
    endpoint = urlsplit(parse_qs(parts.query).get("endpoint", ["https://"])[0])
    if parts.scheme != "s3" or not parts.netloc or endpoint.scheme not in ("http", "https"):
        raise SettingsError("PORTAL_STORAGE must be folder, or s3://bucket?endpoint=…&region=…")
    if endpoint.scheme == "http" and endpoint.hostname not in _LOOPBACK:
        raise SettingsError("PORTAL_STORAGE: the endpoint must start with https://")
    if not (env.get("PORTAL_S3_KEY") and env.get("PORTAL_S3_SECRET")):
        raise SettingsError("PORTAL_S3_KEY or PORTAL_S3_SECRET is not set: an S3 store needs both")
    return url


def _clamav(env: Mapping[str, str]) -> str:
    """Where the virus checker listens; empty where the council has none."""
    address = env.get("PORTAL_CLAMAV", "")
    host, _, port = address.rpartition(":")
    is_socket_file = address.startswith("unix:/")
    if address and not is_socket_file and not (host and port.isdigit()):
        raise SettingsError("PORTAL_CLAMAV must be host:port or unix:/path/of/the/socket")
    return address


def _whole_number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    given = env.get(name, str(default))
    if not given.isdigit() or not low <= int(given) <= high:
        raise SettingsError(f"{name} is “{given}”: use a whole number from {low} to {high}")
    return int(given)


def _check_production(settings: Settings, env: Mapping[str, str]) -> None:
    if not settings.secret_key:
        raise SettingsError(
            "PORTAL_SECRET_KEY is not set: give it at least 32 random characters, for example"
            " from: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if settings.secret_key == DEFAULT_SECRET or len(settings.secret_key) < 32:
        raise SettingsError("PORTAL_SECRET_KEY is a default or too short: use 32 random characters")
    if env.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise SettingsError("FLASK_DEBUG is on: turn it off, it shows the code to visitors")
    if "PORTAL_BASE_URL" not in env:
        raise SettingsError("PORTAL_BASE_URL is not set: give the https:// address people use")
    if not settings.base_url.startswith("https://"):
        raise SettingsError("PORTAL_BASE_URL must start with https://: a phone app needs HTTPS")
    _check_writable(settings.instance)


def _check_writable(instance: Path) -> None:
    try:
        instance.mkdir(parents=True, exist_ok=True)
        probe = instance / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"PORTAL_INSTANCE ({instance}) cannot be written to: {error.strerror}"
        ) from None
