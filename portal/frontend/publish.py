"""Writes built files under names that carry their hash, so that browsers may keep them for ever.

Beside them: `manifest.json`, which says for each name which file to serve, and `releases.json`,
which remembers the last three releases. A phone that still runs an older release can therefore
load its files.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypedDict

MANIFEST = "manifest.json"
RELEASES = "releases.json"
RELEASES_KEPT = 3

CONTENT_TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class ManifestEntry(TypedDict):
    """What a page needs to know to link to one file."""

    file: str
    sha256: str
    bytes: int
    gzip_bytes: int
    type: str


class Release(TypedDict):
    """One build: its id and every file that it serves."""

    release: str
    files: list[str]


@dataclass(frozen=True)
class Asset:
    """One file as pages call it ("images/icon-192.png") and what is in it."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def file(self) -> str:
        """The name it is served under: icon-192.0123456789.png"""
        name = PurePosixPath(self.name)
        return f"{name.stem}.{self.sha256[:10]}{name.suffix}"

    @property
    def compressed(self) -> bytes:
        return gzip.compress(self.content, compresslevel=9, mtime=0)


def release_id(manifest: bytes) -> str:
    """Ten characters that change whenever any built file does."""
    return hashlib.sha256(manifest).hexdigest()[:10]


def publish(assets: Iterable[Asset], built: Path) -> str:
    """Write the files, then the manifest that points at them. Return the release id."""
    built.mkdir(parents=True, exist_ok=True)
    entries = {asset.name: _write(asset, built) for asset in assets}
    manifest = json.dumps(entries, indent=1, sort_keys=True).encode()
    _replace(built / MANIFEST, manifest)

    this_release = Release(
        release=release_id(manifest), files=sorted(entry["file"] for entry in entries.values())
    )
    kept = _releases_to_keep(this_release, built)
    _replace(built / RELEASES, json.dumps(kept, indent=1).encode())
    _remove_all_but(kept, built)
    return this_release["release"]


def _write(asset: Asset, built: Path) -> ManifestEntry:
    compressed = asset.compressed
    is_smaller = len(compressed) < len(asset.content)
    _replace(built / asset.file, asset.content)
    if is_smaller:
        _replace(built / f"{asset.file}.gz", compressed)
    return ManifestEntry(
        file=asset.file,
        sha256=asset.sha256,
        bytes=len(asset.content),
        gzip_bytes=len(compressed) if is_smaller else len(asset.content),
        type=CONTENT_TYPES[PurePosixPath(asset.name).suffix],
    )


def _replace(path: Path, content: bytes) -> None:
    """Put a whole file in place at once, so that a running server never reads half of one."""
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)


def _releases_to_keep(newest: Release, built: Path) -> list[Release]:
    path = built / RELEASES
    earlier: list[Release] = json.loads(path.read_bytes()) if path.exists() else []
    others = [release for release in earlier if release["release"] != newest["release"]]
    return [newest, *others][:RELEASES_KEPT]


def _remove_all_but(kept: list[Release], built: Path) -> None:
    files = {file for release in kept for file in release["files"]}
    wanted = {MANIFEST, RELEASES} | files | {f"{file}.gz" for file in files}
    for path in built.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink()
