"""A phone that sends while the database cannot be used."""

from __future__ import annotations

import pytest

from portal.database.trouble import Trouble, WriterTurnError
from tests.conftest import NOW
from tests.offline.conftest import Farm


def test_a_phone_hears_503_and_keeps_what_it_has(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise WriterTurnError(Trouble.BUSY)

    op = farm.phone.mark(farm.pupils[0].id)
    with monkeypatch.context() as patch:
        patch.setattr("portal.offline.sync.apply.begin_writing", fail)
        response = farm.phone.post(farm.phone.batch([op], NOW))

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "The portal is busy" in response.get_json()["errors"][0]["message"]
    assert farm.phone.result(op)["status"] == "applied"
