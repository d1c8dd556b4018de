"""Addresses of built files, by the manifest that the front-end build writes.

PORTAL_BUILT names another folder of built files: a server of an older or newer release.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

BUILT = Path(
    os.environ.get("PORTAL_BUILT") or Path(__file__).resolve().parent.parent / "static" / "built"
)
URL_PREFIX = "/static/built/"


class AssetsMissingError(Exception):
    """The front end is not built. `args[0]` says how to build it."""


@dataclass(frozen=True)
class Asset:
    url: str
    sha256: str
    bytes: int
    type: str


@lru_cache(maxsize=1)
def manifest(folder: Path = BUILT) -> dict[str, Asset]:
    """Every built file by its plain name. Raises AssetsMissingError before the first build."""
    path = folder / "manifest.json"
    if not path.exists():
        raise AssetsMissingError("The front end is not built: run `python3 -m portal assets`")
    rows: dict[str, dict[str, str]] = json.loads(path.read_text())
    return {
        name: Asset(URL_PREFIX + row["file"], row["sha256"], int(row["bytes"]), row["type"])
        for name, row in rows.items()
    }


def asset(name: str) -> str:
    """The address of a built file, with its content hash."""
    return manifest()[name].url


def text_of(name: str) -> str:
    """What a built file says, for a page that carries it within itself."""
    return (BUILT / asset(name).removeprefix(URL_PREFIX)).read_text()
