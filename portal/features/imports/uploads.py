"""Keeps an uploaded file until its owner has looked at it: loaded, given up, or an hour old, it goes."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from portal.adapters.csv_files.notes import shown_value
from portal.features.imports.kinds import ImportKind

LIFE = timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Upload:
    """A kept file. `councils` are the council codes whose schools are wanted; empty for all.

    `encoding` is what its owner chose where the file leaves it in doubt.
    """

    token: str
    user_id: int
    kind: ImportKind
    file_name: str
    councils: frozenset[str] = frozenset()
    encoding: str = ""


class Uploads:
    """The files in one folder; only the person who sent a file finds it again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, instance: Path) -> Uploads:
        """The files of the portal with this instance folder."""
        return cls(instance / "imports")

    def keep(
        self,
        file: BinaryIO,
        user_id: int,
        kind: ImportKind,
        file_name: str,
        councils: frozenset[str],
        at: datetime,
    ) -> Upload:
        """Copy the file, piece by piece, into the folder."""
        self.sweep(at)
        upload = Upload(secrets.token_urlsafe(24), user_id, kind, shown_value(file_name), councils)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = {
            "user_id": user_id,
            "kind": kind.value,
            "file_name": upload.file_name,
            "councils": sorted(councils),
        }
        with _create(self.path(upload.token)) as target:
            shutil.copyfileobj(file, target)
        with _create(self._facts_path(upload.token)) as target:
            target.write(json.dumps(facts).encode())
        for path in (self.path(upload.token), self._facts_path(upload.token)):
            os.utime(path, (at.timestamp(), at.timestamp()))
        return upload

    def find(self, token: str, user_id: int, at: datetime) -> Upload | None:
        """The person's own file, unless its hour is over."""
        self.sweep(at)
        if not _TOKEN.fullmatch(token) or not self._facts_path(token).exists():
            return None
        facts = json.loads(self._facts_path(token).read_text())
        if facts["user_id"] != user_id:
            return None
        kind = ImportKind(facts["kind"])
        return Upload(
            token,
            user_id,
            kind,
            facts["file_name"],
            frozenset(facts["councils"]),
            facts.get("encoding", ""),
        )

    def choose_encoding(self, upload: Upload, encoding: str) -> None:
        """Remember how the owner says that the file was saved."""
        path = self._facts_path(upload.token)
        kept_at = path.stat().st_mtime
        path.write_text(json.dumps({**json.loads(path.read_text()), "encoding": encoding}))
        os.utime(path, (kept_at, kept_at))

    def discard(self, upload: Upload) -> None:
        for path in (self._facts_path(upload.token), self.path(upload.token)):
            path.unlink(missing_ok=True)

    def sweep(self, at: datetime) -> int:
        """Delete what is older than an hour, whoever sent it; returns how many files went."""
        oldest = (at - LIFE).timestamp()
        old = [path for path in self._folder.glob("*.*") if _age_of(path) < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def path(self, token: str) -> Path:
        return self._folder / f"{token}.csv"

    def _facts_path(self, token: str) -> Path:
        return self._folder / f"{token}.json"


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb")


def _age_of(path: Path) -> float:
    """When the file was kept; one that another request has just deleted counts as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
