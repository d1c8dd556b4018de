"""Deciding several absences at once, each on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.domain.errors import ConflictError, FieldError, InvalidError
from portal.services.attendance.decisions import NewDecision, decide


@dataclass
class Saved:
    """How many were saved, and what is wrong with the others, by their place in the list.

    `overtaken` are those that somebody else was faster with.
    """

    count: int = 0
    problems: dict[int, list[FieldError]] = field(default_factory=dict)
    overtaken: set[int] = field(default_factory=set)


def decide_each(
    session: Session, decisions: Sequence[NewDecision], by: Actor, at: datetime
) -> Saved:
    """Record what can be recorded. A problem with one leaves the others as they are."""
    saved = Saved()
    for number, new in enumerate(decisions):
        try:
            with session.begin_nested():
                decide(session, new, by, at)
            saved.count += 1
        except InvalidError as error:
            saved.problems[number] = error.errors
        except ConflictError as error:
            saved.problems[number] = [FieldError("code", str(error))]
            saved.overtaken.add(number)
    return saved
