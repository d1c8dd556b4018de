"""What is kept of each operation, so that sending it again changes nothing and gets the same answer.

A mark that was taken just as it came is its own receipt: its row in the log has the number of the
operation, the phone, and the hash of what was sent. All that happened otherwise has a row in `op`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Table, bindparam, insert, select

from portal.database.prepared import Later, Prepared, PreparedChange
from portal.database.rows import columns_for
from portal.models import Mark, Op, OpStatus
from portal.offline.sync.read import ReadOp, RefusedOp, SetMark

Errors = list[dict[str, str]]

_OP: Table = Op.__table__  # type: ignore[assignment]
_MARK: Table = Mark.__table__  # type: ignore[assignment]
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)


class OpRow(NamedTuple):
    """What is kept of an operation that the log of marks does not tell."""

    id: UUID
    device_id: UUID
    sha256: str
    status: OpStatus
    version: int
    errors: Errors | None


class MarkReceipt(NamedTuple):
    """A mark as the receipt of the operation that brought it."""

    id: UUID
    source: str
    sha256: str | None
    version: int


_FIND_OPS = Prepared(OpRow, select(*columns_for(OpRow, _OP)).where(_OP.c.id.in_(_WANTED)))
_FIND_MARKS = Prepared(
    MarkReceipt, select(*columns_for(MarkReceipt, _MARK)).where(_MARK.c.id.in_(_WANTED))
)
_KEEP = PreparedChange(insert(_OP))
_ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class Receipt:
    """What was sent under a number, from where, and what became of it."""

    source: str
    """The phone, or "web:" and a person where the number is that of a mark made on a page."""
    sha256: str | None
    status: OpStatus
    version: int
    errors: Errors | None


@dataclass(frozen=True)
class Outcome:
    """What became of an operation that had not been sent before."""

    op: ReadOp | RefusedOp
    status: OpStatus
    version: int
    errors: Errors

    @property
    def is_in_the_log(self) -> bool:
        """Whether the log of marks says it all."""
        is_mark = isinstance(self.op, ReadOp) and isinstance(self.op.task, SetMark)
        return is_mark and self.status is OpStatus.APPLIED and not self.errors


def ask_receipts(connection: Connection, numbers: Iterable[UUID]) -> Later[dict[UUID, Receipt]]:
    """The receipts there are of these numbers."""
    wanted = list(numbers)
    marks = _FIND_MARKS.ask(connection, wanted=wanted)
    ops = _FIND_OPS.ask(connection, wanted=wanted)

    def read() -> dict[UUID, Receipt]:
        of_marks = {row.id: _of_mark(row) for row in marks()}
        return of_marks | {row.id: _of_op(row) for row in ops()}

    return read


def _of_mark(row: MarkReceipt) -> Receipt:
    return Receipt(row.source, row.sha256, OpStatus.APPLIED, row.version, None)


def _of_op(row: OpRow) -> Receipt:
    return Receipt(str(row.device_id), row.sha256, row.status, row.version, row.errors)


def unknown(connection: Connection, numbers: Sequence[UUID]) -> list[UUID]:
    """Those of which there is no receipt."""
    known: set[UUID] = set()
    for start in range(0, len(numbers), _ASKED_AT_ONCE):
        known |= ask_receipts(connection, numbers[start : start + _ASKED_AT_ONCE])().keys()
    return [each for each in numbers if each not in known]


def keep_receipts(
    connection: Connection, device_id: UUID, outcomes: Iterable[Outcome], at: datetime
) -> None:
    rows = [
        {
            "id": outcome.op.id,
            "device_id": device_id,
            "seq": outcome.op.seq,
            "kind": outcome.op.kind,
            "entity": outcome.op.entity,
            "sha256": outcome.op.sha256,
            "status": outcome.status,
            "version": outcome.version,
            "errors": outcome.errors or None,
            "payload": outcome.op.payload if outcome.status is OpStatus.REJECTED else None,
            "received_at": at,
        }
        for outcome in outcomes
        if not outcome.is_in_the_log
    ]
    _KEEP.run(connection, *rows)
