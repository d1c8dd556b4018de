"""A migration that has landed never changes again: databases out there have run it as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.migrations.database import MIGRATIONS

LANDED = Path(__file__).with_name("landed.txt")


def test_each_migration_is_the_file_that_landed() -> None:
    """A new one is added to the list with its hash (sha256sum migrations/versions/*.py)."""
    listed = dict(line.split()[::-1] for line in LANDED.read_text().splitlines())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (MIGRATIONS / "versions").glob("*.py")
    }

    assert found == listed
