"""Files are kept once, whole, under the sha256 of their content; in a folder or in an S3 store."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.adapters.files.s3 import S3Storage, StoreLocation
from portal.adapters.files.signed_requests import Credentials
from portal.adapters.files.storage import FileMissingError, FolderStorage, Storage, StorageError
from portal.clock import now
from portal.config import SettingsError, read_settings
from portal.services.evidence.stores import intake_for, storage_for
from tests.adapters.files.s3_server import S3Server, running_s3

CONTENT = b"a policy " * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "evidence")
    server: S3Server = request.getfixturevalue("s3")
    return server.storage()


def content_of(storage: Storage, sha256: str) -> bytes:
    pieces = storage.open(sha256)
    content = b"".join(pieces)
    pieces.close()
    return content


def test_what_is_kept_comes_back_as_it_was(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT), SHA256)

    assert storage.exists(SHA256)
    assert content_of(storage, SHA256) == CONTENT


def test_it_comes_back_in_small_pieces(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT), SHA256)

    pieces = storage.open(SHA256)

    assert max(len(piece) for piece in pieces) <= 64 * 1024
    pieces.close()


def test_the_same_content_twice_is_kept_once(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT), SHA256)
    storage.put(io.BytesIO(CONTENT), SHA256)

    assert content_of(storage, SHA256) == CONTENT


def test_what_is_deleted_is_gone(storage: Storage) -> None:
    storage.put(io.BytesIO(CONTENT), SHA256)

    storage.delete(SHA256)
    storage.delete(SHA256)

    assert not storage.exists(SHA256)
    with pytest.raises(FileMissingError):
        storage.open(SHA256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ABC", f"{SHA256}/..", f"{SHA256}\n"])
def test_a_name_that_could_lead_elsewhere_is_refused(storage: Storage, name: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        storage.open(name)


def test_content_that_changed_on_its_way_is_not_kept(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    other = hashlib.sha256(b"something else").hexdigest()

    with pytest.raises(StorageError):
        storage.put(io.BytesIO(CONTENT), other)

    assert not storage.exists(other)


def test_a_folder_holds_no_unfinished_file(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.put(io.BytesIO(CONTENT), SHA256)

    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]

    assert files == [Path(SHA256[:2], SHA256[2:])]
    assert (tmp_path / files[0]).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file where the folder should be")

    with pytest.raises(StorageError, match="cannot be written to"):
        FolderStorage(tmp_path / "evidence").put(io.BytesIO(CONTENT), SHA256)


def test_a_wrong_secret_is_refused_by_the_s3_store(s3: S3Server) -> None:
    with pytest.raises(StorageError, match="403"):
        s3.storage(secret="not the secret").put(io.BytesIO(CONTENT), SHA256)


def test_an_s3_store_that_does_not_answer_says_so() -> None:
    location = StoreLocation("127.0.0.1:1", "evidence", is_encrypted=False)

    with pytest.raises(StorageError, match="could not be reached"):
        S3Storage(location, Credentials("k", "s", "r"), now).exists(SHA256)


def test_the_secret_is_not_shown() -> None:
    assert "hunter" not in repr(Credentials("key", "hunter", "eu-west-2"))
    assert "hunter" not in repr(read_settings(_settings(PORTAL_S3_SECRET="hunter")))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"PORTAL_STORAGE": "ftp://x"}, "PORTAL_STORAGE must be"),
        ({"PORTAL_STORAGE": "s3://"}, "PORTAL_STORAGE must be"),
        ({"PORTAL_STORAGE": "s3://b?endpoint=http://s3.example"}, "https://"),
        ({"PORTAL_STORAGE": "s3://b?endpoint=https://s3.example"}, "PORTAL_S3_KEY"),
        ({"PORTAL_CLAMAV": "clamav"}, "PORTAL_CLAMAV must be"),
        ({"PORTAL_CLAMAV": ":3310"}, "PORTAL_CLAMAV must be"),
    ],
)
def test_a_setting_that_cannot_work_stops_the_start(given: dict[str, str], why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        read_settings(_settings(**given))


def test_the_settings_choose_the_store_and_the_virus_checker(tmp_path: Path) -> None:
    plain = read_settings(_settings())
    bucket = read_settings(
        _settings(
            PORTAL_STORAGE="s3://evidence?endpoint=https://s3.example&region=eu-west-2",
            PORTAL_S3_KEY="k",
            PORTAL_S3_SECRET="s",
            PORTAL_CLAMAV="unix:/run/clamd.sock",
        )
    )

    assert isinstance(storage_for(plain, now), FolderStorage)
    assert intake_for(plain, now).checker is None
    assert isinstance(storage_for(bucket, now), S3Storage)
    assert intake_for(bucket, now).checker is not None


def _settings(**more: str) -> dict[str, str]:
    return {"PORTAL_ENV": "test", "PORTAL_INSTANCE": "/nowhere", **more}
