"""What the phone is told of each operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.offline.sync.receipts import Errors, Outcome
from portal.services.attendance.marks import MarkOutcome


@dataclass(frozen=True)
class OpResult:
    """The answer for one operation. `status` is one of offline.md: applied, duplicate, conflict …"""

    op_id: str
    status: str
    version: int = 0
    errors: Errors | None = None
    is_reused: bool = False  # something else was sent under this number before

    def as_json(self) -> dict[str, Any]:
        shown = {"op_id": self.op_id, "status": self.status, "version": self.version}
        return shown | ({"errors": self.errors} if self.errors else {})


def told(outcome: Outcome) -> OpResult:
    """The answer for an operation that can be read."""
    return OpResult(
        str(outcome.op.id), outcome.status.value, outcome.version, outcome.errors or None
    )


def reused(op_id: UUID) -> OpResult:
    message = "OP_ID_REUSED: something else was sent under this number. The first is unchanged."
    errors = [{"field": "op_id", "message": message}]
    return OpResult(str(op_id), "rejected", errors=errors, is_reused=True)


def late_note(outcome: MarkOutcome) -> Errors:
    if not outcome.waits_for:
        return []
    return [{"field": "reason", "message": outcome.waits_for.words}]
