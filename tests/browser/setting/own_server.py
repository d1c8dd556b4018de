"""For tests that kill a server or move its clock: one of their own, behind the same network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.setting.county import County
from tests.browser.setting.moment import Moment
from tests.browser.setting.server import Server


class OwnServer:
    """A class of tests that takes its server and its county from here instead of the shared ones."""

    @pytest.fixture
    def server(self, own_server: Server) -> Server:
        return own_server

    @pytest.fixture
    def county(self, server: Server, moment: Moment) -> Iterator[County]:
        county = County(server.database_url, moment.now())
        yield county
        county.close()
