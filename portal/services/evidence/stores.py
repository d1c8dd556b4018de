"""Builds the intake that the settings ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from portal.adapters.files.s3 import S3Storage, StoreLocation
from portal.adapters.files.signed_requests import Credentials
from portal.adapters.files.storage import FolderStorage, Storage
from portal.adapters.files.virus_check import ClamdChecker
from portal.config import Settings
from portal.services.evidence.intake import Intake


def intake_for(settings: Settings, now: Callable[[], datetime]) -> Intake:
    checker = ClamdChecker(settings.clamav) if settings.clamav else None
    return Intake(storage_for(settings, now), checker, settings.instance / "uploads")


def storage_for(settings: Settings, now: Callable[[], datetime]) -> Storage:
    """The folder of this instance, or the S3 store of PORTAL_STORAGE (checked in `config`)."""
    if settings.storage_url == "folder":
        return FolderStorage(settings.instance / "evidence")
    parts = urlsplit(settings.storage_url)
    options = parse_qs(parts.query)
    region = options.get("region", ["us-east-1"])[0]
    endpoint = urlsplit(options.get("endpoint", [f"https://s3.{region}.amazonaws.com"])[0])
    location = StoreLocation(endpoint.netloc, parts.netloc, is_encrypted=endpoint.scheme == "https")
    return S3Storage(location, Credentials(settings.s3_key, settings.s3_secret, region), now)
