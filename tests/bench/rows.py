"""One line of the result: what was measured, the bar it must not pass, and whether it did."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Row:
    """`bar` and `aim` limit the value: from above, or from below where more is better."""

    name: str
    value: float
    unit: str
    bar: float
    aim: float | None = None
    more_is_better: bool = False
    detail: str = ""

    @property
    def is_met(self) -> bool:
        return self.value >= self.bar if self.more_is_better else self.value <= self.bar

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"is_met": self.is_met}


def percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(rows: list[Row]) -> str:
    """The rows as text, the names on the left."""
    width = max(len(row.name) for row in rows)
    return "\n".join(_line(row, width) for row in rows)


def _line(row: Row, width: int) -> str:
    sign = "≥" if row.more_is_better else "≤"
    limits = f"{sign} {row.bar:g}" + (f", aim {row.aim:g}" if row.aim is not None else "")
    verdict = "met" if row.is_met else "NOT MET"
    value = f"{row.value:.2f} {row.unit}".strip()
    return f"{row.name:<{width}}  {value:>12}  {limits:<18}  {verdict:<8} {row.detail}".rstrip()
