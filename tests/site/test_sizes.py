"""The phone app stays small enough for a slow line."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.bench.size import MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT, Sizes, sizes_of


@pytest.fixture
def sizes(app: Flask) -> Sizes:
    return sizes_of(app)


def test_the_apps_script_is_at_most_40_kilobytes(sizes: Sizes) -> None:
    assert 0 < sizes.script <= MOST_SCRIPT


def test_the_whole_shell_is_at_most_100_kilobytes(sizes: Sizes) -> None:
    assert sizes.script < sizes.shell <= MOST_BYTES


def test_the_app_is_ready_for_no_connection_after_at_most_15_requests(sizes: Sizes) -> None:
    assert sizes.requests <= MOST_REQUESTS
