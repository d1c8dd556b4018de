"""The way of a file into the store: judged, drawn anew if it is a photo, checked for viruses, kept."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.adapters.files.pictures import draw_anew
from portal.adapters.files.storage import Storage, pieces_of, sha256_of
from portal.adapters.files.virus_check import VirusChecker, VirusCheckerDownError
from portal.domain.files.judge import judge
from portal.domain.files.kinds import FileError, FileKind, FileProblem
from portal.domain.files.names import safe_name
from portal.domain.files.reading import size_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptFile:
    """A file in the store. `note` is worth telling the sender; a held file waits for its check."""

    sha256: str
    kind: FileKind
    size: int
    name: str
    awaits_check: bool = False
    note: str = ""


@dataclass(frozen=True)
class Intake:
    """The store, the virus checker (None where the council has none), and a folder to work in."""

    storage: Storage
    checker: VirusChecker | None
    folder: Path

    def take(self, file: BinaryIO, name: str) -> KeptFile:
        """Keep a file. Raises FileError with words for the sender, and then keeps nothing."""
        judged = judge(file, name)
        with self._cleaned(file, judged.kind) as (clean, kind):
            awaits_check = not self._is_checked(clean)
            sha256 = sha256_of(clean)
            self.storage.put(clean, sha256)
            return KeptFile(
                sha256, kind, size_of(clean), safe_name(name, kind), awaits_check, judged.note
            )

    @contextmanager
    def workspace(self) -> Iterator[BinaryIO]:
        """A file without a name, on the disk of the store's folder, gone at the end of the block."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            yield file

    @contextmanager
    def _cleaned(self, file: BinaryIO, kind: FileKind) -> Iterator[tuple[BinaryIO, FileKind]]:
        if not kind.is_photo:
            yield file, kind
            return
        with self.workspace() as target:
            yield target, draw_anew(file, kind, target)

    def _is_checked(self, file: BinaryIO) -> bool:
        """Whether a verdict came. Raises FileError where it was bad."""
        if self.checker is None:
            return True
        file.seek(0)
        try:
            is_clean = self.checker.is_clean(pieces_of(file))
        except VirusCheckerDownError as error:
            log.error("%s: a file is held until it answers", error)
            return False
        if not is_clean:
            raise FileError(FileProblem.VIRUS)
        return True
