"""Finds a school by what offices write: its URN, its DfE number (931/4001) or its exact name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.domain.text.plain_text import clean_line
from portal.models import School

_CLOSED = "2"  # GIAS, EstablishmentStatus (code)
_URN = re.compile(r"[1-9][0-9]{5}")
_DFE_NUMBER = re.compile(r"([0-9]{3}) ?[/ -]? ?([0-9]{4})")


@dataclass(frozen=True)
class SchoolFact:
    id: int
    name: str
    is_closed: bool


class SchoolNames:
    """Remembers what it found. `find` raises ValueError with words for whoever wrote the file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, SchoolFact | str] = {}
        self._by_name: dict[str, list[SchoolFact]] = {}

    def find(self, text: str) -> SchoolFact:
        if text not in self._found:
            self._found[text] = self._look_for(text)
        found = self._found[text]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _look_for(self, text: str) -> SchoolFact | str:
        if _URN.fullmatch(text):
            schools, what = self._read(School.urn == int(text)), "URN"
        elif number := _DFE_NUMBER.fullmatch(text):
            council, establishment = number.groups()
            is_it = and_(School.la_code == council, School.establishment_number == establishment)
            schools, what = self._read(is_it), "DfE number"
        elif text.replace("/", "").isdecimal():
            return "A URN is 6 numbers, like 123456; a DfE number is 7, like 931/4001"
        else:
            schools, what = self._named(text), "exact name"
        open_ones = [school for school in schools if not school.is_closed]
        candidates = open_ones or schools
        if not candidates:
            return f"The portal has no school with this {what}: import the schools first"
        if len(candidates) > 1:
            return f"{len(candidates)} schools have this {what}: give the URN"
        return candidates[0]

    def _named(self, text: str) -> list[SchoolFact]:
        """By name. All names are read once, because the database cannot fold case as we do."""
        if not self._by_name:
            for school in self._read(School.id.is_not(None)):
                self._by_name.setdefault(_key(school.name), []).append(school)
        return self._by_name.get(_key(text), [])

    def _read(self, which: ColumnElement[bool]) -> list[SchoolFact]:
        rows = self._session.execute(
            select(School.id, School.name, School.status_code).where(which)
        )
        return [SchoolFact(number, name, status == _CLOSED) for number, name, status in rows]


def _key(name: str) -> str:
    return clean_line(name).casefold()
