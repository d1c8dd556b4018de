"""Releases of the phone app, built from changed sources: the one in use, and those after it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from portal.frontend.build import PORTAL_FOLDERS, Folders, build
from portal.frontend.publish import MANIFEST
from portal.setup.node import prepare_node
from portal.web.assets import URL_PREFIX

MAIN = "js/app/main.mjs"
STORE = "js/outbox/store.mjs"


@dataclass(frozen=True)
class Release:
    """Built files as a server's PORTAL_BUILT, with those of the two releases before."""

    number: int
    built: Path

    def address_of(self, name: str) -> str:
        """Where a file of this release is served."""
        manifest = json.loads((self.built / MANIFEST).read_text())
        return f"{URL_PREFIX}{manifest[name]['file']}"


class Publisher:
    """Builds one release after another from a copy of the app's sources."""

    def __init__(self, folder: Path) -> None:
        for name in ("css", "js", "images"):
            shutil.copytree(PORTAL_FOLDERS.static / name, folder / name)
        self._folders = Folders(frontend=PORTAL_FOLDERS.frontend, static=folder)
        self._main = (folder / MAIN).read_text()
        self._number = 0

    def publish(self) -> Release:
        """Build a release that says its number on the page's root: `data-release`."""
        self._number += 1
        says = f'document.documentElement.dataset["release"] = "{self._number}";\n'
        (self._folders.static / MAIN).write_text(self._main + says)
        build(prepare_node().program, self._folders)
        kept = self._folders.static / f"release-{self._number}"
        shutil.copytree(self._folders.built, kept)
        return Release(self._number, kept)

    def change(self, file: str, before: str, after: str) -> None:
        """Change a source for the releases to come."""
        path = self._folders.static / file
        source = path.read_text()
        assert source.count(before) == 1, f"{file} has no single “{before}”"
        path.write_text(source.replace(before, after))
