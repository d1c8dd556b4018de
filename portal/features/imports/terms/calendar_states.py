"""Terms and single days as they are and as a file wants them, and the difference between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from portal.adapters.csv_files.reader import Row
from portal.domain.calendar.school_year import school_year_of_term
from portal.models import DayKind

Key = tuple[int, date]
"""An organisation and a first day, or an organisation and a school year."""


@dataclass(frozen=True)
class TermState:
    """Named and typed as the columns of Term."""

    organisation_id: int
    name: str
    starts_on: date
    ends_on: date

    @property
    def key(self) -> Key:
        return self.organisation_id, self.starts_on

    @property
    def year(self) -> Key:
        return self.organisation_id, school_year_of_term(self.starts_on)

    @property
    def cells(self) -> tuple[str, ...]:
        return "term", self.name, f"{self.starts_on:%d/%m/%Y}", f"{self.ends_on:%d/%m/%Y}"


@dataclass(frozen=True)
class DayState:
    """Named and typed as the columns of CalendarDay."""

    organisation_id: int
    day: date
    kind: DayKind
    note: str

    @property
    def key(self) -> Key:
        return self.organisation_id, self.day

    @property
    def year(self) -> Key:
        return self.organisation_id, school_year_of_term(self.day)

    @property
    def cells(self) -> tuple[str, ...]:
        return self.kind.value, self.note, f"{self.day:%d/%m/%Y}", f"{self.day:%d/%m/%Y}"


State = TypeVar("State", bound=TermState | DayState)
Wanted = Mapping[Key, tuple[Row, State]]
"""What the file wants, by key, with the row that says so."""


@dataclass(frozen=True)
class Difference(Generic[State]):
    """`gone` are ids of rows that go or are written anew; `new` is written; `removed` goes for good."""

    gone: tuple[int, ...]
    new: tuple[State, ...]
    removed: tuple[State, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


def difference(held: Mapping[int, State], wanted: Wanted[State]) -> Difference[State]:
    """What turns the held rows (by id) into the wanted ones."""
    wanted_states = {key: state for key, (_, state) in wanted.items()}
    held_states = set(held.values())
    return Difference(
        gone=tuple(
            number for number, state in held.items() if wanted_states.get(state.key) != state
        ),
        new=tuple(state for state in wanted_states.values() if state not in held_states),
        removed=tuple(state for state in held.values() if state.key not in wanted_states),
    )
