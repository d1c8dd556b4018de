"""The private PostgreSQL that the whole suite runs on a second time."""

from pathlib import Path

import psycopg
import pytest

from tests.postgres import cluster_url, named_cluster, new_database, private_cluster


def test_a_private_server_starts_makes_databases_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with private_cluster() as url:
        monkeypatch.setenv("PORTAL_TEST_DATABASE_URL", url)
        address = new_database("worker_1")
        with psycopg.connect(address.replace("+psycopg", "")) as connection:
            assert connection.info.dbname == "worker_1"
            assert connection.info.server_version >= 180000
        folder = Path(url.rpartition("host=")[2])
        assert folder.exists()
    assert not folder.exists()


def test_without_a_server_the_tests_say_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_TEST_DATABASE_URL", raising=False)
    with pytest.raises(RuntimeError, match=r"python -m tests\.postgres"):
        new_database("worker_1")


def test_the_address_of_a_named_server_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_TEST_DATABASE_URL", raising=False)
    with named_cluster() as url:
        assert cluster_url() == url
    with pytest.raises(RuntimeError, match=r"python -m tests\.postgres"):
        cluster_url()
