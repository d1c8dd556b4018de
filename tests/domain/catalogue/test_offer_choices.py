"""What a provider may offer: half-days as bits."""

from __future__ import annotations

import pytest

from portal.domain.catalogue.offer_choices import HALF_DAYS, half_day_bits


@pytest.mark.parametrize(
    ("half_days", "bits"),
    [([], 0), (["0-am"], 1), (["4-pm"], 512), (["0-pm", "0-pm", "1-am"], 6), (["6-am"], 0)],
)
def test_each_half_day_is_a_bit_of_its_own(half_days: list[str], bits: int) -> None:
    assert half_day_bits(half_days) == bits


def test_a_whole_week_fills_every_bit() -> None:
    assert half_day_bits(value for value, _ in HALF_DAYS) == 2 ** len(HALF_DAYS) - 1
