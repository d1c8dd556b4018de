"""Whether a pupil's session still needs the commissioner's decision."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.attendance.seen import Seen

NOT_YET_KNOWN = "N"


@dataclass(frozen=True)
class DecisionState:
    """The code decided last ("" for none) and the version of the mark that it was decided on."""

    code: str = ""
    mark_version: int = 0


def is_final(code: str) -> bool:
    """Whether a decided code is one that may stay: not none ("", taken back), and not N.

    Source as of awaits_decision.
    """
    return code not in ("", NOT_YET_KNOWN)


def awaits_decision(seen: Seen, version: int, is_conflict: bool, decision: DecisionState) -> bool:
    """True for an absence without a final code, for two different marks, and for a mark that changed.

    N is not final: the School Attendance (Pupil Registration) (England) Regulations 2024,
    regulation 10(7) to (9), in force from 19 August 2024.
    """
    if is_conflict:
        return True
    if decision.code and seen.was_seen:
        return decision.mark_version < version
    return seen is Seen.NOT_HERE and not is_final(decision.code)
