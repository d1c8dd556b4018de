"""The queue of everything not seen that waits for a decision, oldest clock first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.access import policies, scopes
from portal.access.actor import Actor
from portal.domain.attendance.clocks import n_clock_colour
from portal.domain.attendance.codes import Code
from portal.domain.attendance.codes_by_age import codes_for_absence, likely_codes
from portal.domain.attendance.mark_log import effective_marks
from portal.domain.attendance.suggesting import Suggestion
from portal.domain.calendar.school_age import is_of_compulsory_school_age
from portal.domain.calendar.sessions import SessionKey
from portal.features.absences.proposals import proposals_for
from portal.models import AbsenceProposal, CurrentMark, Decision, Mark, Placement, Pupil
from portal.services.attendance.decisions import last_decisions_of
from portal.services.attendance.mark_logs import logged_mark
from portal.services.attendance.n_clocks import NClocks
from portal.services.attendance.week import Cell, Weeks, monday_of

PAGE_SIZE = 50
MOST_SORTED = 1000


@dataclass(frozen=True)
class QueueRow:
    """One pupil's session that waits, with all that a person needs to decide it."""

    mark: CurrentMark
    placement: Placement
    key: SessionKey
    days_left: int
    week: list[Cell]
    suggestion: Suggestion
    last: Decision | None
    differing: tuple[Mark, ...]
    may_decide: bool
    may_propose: bool = False
    said: tuple[AbsenceProposal, ...] = ()

    @property
    def name(self) -> str:
        """Names the row in the form, without a word about the pupil."""
        return f"{self.mark.register_id}-{self.placement.id}"

    @property
    def clock_words(self) -> str:
        if self.mark.is_conflict:
            return "Two marks differ"
        if self.days_left < 0:
            over = -self.days_left
            return f"{over} school {'day' if over == 1 else 'days'} over"
        if self.days_left == 0:
            return "Last day"
        return f"{self.days_left} school {'day' if self.days_left == 1 else 'days'}"

    @property
    def clock_colour(self) -> str:
        return "yellow" if self.mark.is_conflict else n_clock_colour(self.days_left)

    @property
    def was_seen(self) -> bool:
        return self.mark.seen.was_seen

    @property
    def likely_codes(self) -> list[Code]:
        """A few codes to choose with one press, the suggested one among them."""
        return likely_codes(self._possible, self.suggestion.letter)

    @property
    def other_codes(self) -> list[Code]:
        shown = {code.letter for code in self.likely_codes}
        return [code for code in self._possible if code.letter not in shown]

    @property
    def _possible(self) -> list[Code]:
        return codes_to_choose(self.placement.pupil, self.key.day)


def codes_to_choose(pupil: Pupil, day: date) -> list[Code]:
    """The codes for an absence that the pupil's age allows on the day."""
    return list(codes_for_absence(day, is_of_compulsory_school_age(pupil.born_on, day)))


def _waiting(actor: Actor) -> Select[CurrentMark]:
    return scopes.current_marks(actor).where(
        CurrentMark.awaits_decision, CurrentMark.day <= clock.today()
    )


def count_waiting(session: Session, actor: Actor) -> int:
    waiting = _waiting(actor).with_only_columns(func.count())
    return session.scalar(waiting) or 0


def read_queue(session: Session, actor: Actor, today: date, page: int) -> list[QueueRow]:
    """One page of the queue. The clock runs on the home school's days, else on the council's."""
    marks, clocks = _oldest_clock_first(session, _waiting(actor), today)
    return _rows(session, actor, marks[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], clocks)


def read_rows(
    session: Session, actor: Actor, today: date, places: Sequence[tuple[int, UUID]]
) -> list[QueueRow]:
    """The rows of these registers and placements as they are now, still in the queue or not."""
    wanted = scopes.current_marks(actor).where(
        tuple_(CurrentMark.register_id, CurrentMark.placement_id).in_(places)
    )
    return _rows(session, actor, *_oldest_clock_first(session, wanted, today))


def _oldest_clock_first(
    session: Session, wanted: Select[CurrentMark], today: date
) -> tuple[list[CurrentMark], NClocks]:
    """The marks in order, and their clocks."""
    marks = session.scalars(
        wanted.join(Pupil, Pupil.id == Placement.pupil_id)
        .options(
            joinedload(CurrentMark.by),
            joinedload(CurrentMark.placement)
            .joinedload(Placement.pupil)
            .joinedload(Pupil.home_school),
            joinedload(CurrentMark.placement).joinedload(Placement.provider),
            joinedload(CurrentMark.placement).joinedload(Placement.commissioner),
        )
        .order_by(CurrentMark.day, CurrentMark.half, Pupil.last_name, Pupil.first_name)
        .limit(MOST_SORTED)
        .execution_options(populate_existing=True)
    ).all()
    clocks = NClocks(session, [mark.placement.pupil for mark in marks], today)
    return sorted(marks, key=lambda m: clocks.days_left(m.placement.pupil, m.day)), clocks


def _rows(
    session: Session, actor: Actor, marks: Sequence[CurrentMark], clocks: NClocks
) -> list[QueueRow]:
    keys = {id(mark): SessionKey(mark.day, mark.half) for mark in marks}
    decisions = last_decisions_of(session, [(m.placement_id, keys[id(m)]) for m in marks])
    said = proposals_for(session, {(m.placement_id, keys[id(m)]) for m in marks})
    weeks = _weeks(session, marks)
    differing = _differing(session, [mark for mark in marks if mark.is_conflict])
    return [
        QueueRow(
            mark=mark,
            placement=mark.placement,
            key=keys[id(mark)],
            days_left=clocks.days_left(mark.placement.pupil, mark.day),
            week=weeks[monday_of(mark.day)].of(mark.placement.pupil_id),
            suggestion=clocks.suggest(mark),
            last=decisions.get((mark.placement_id, keys[id(mark)])),
            differing=differing.get((mark.register_id, mark.placement_id), ()),
            may_decide=policies.may_decide_absence(actor, mark.placement),
            may_propose=policies.may_propose_code(actor, mark.placement),
            said=tuple(said.get((mark.placement_id, keys[id(mark)]), ())),
        )
        for mark in marks
    ]


def _weeks(session: Session, marks: Sequence[CurrentMark]) -> dict[date, Weeks]:
    """The weeks of the pupils, one reading for each Monday that the page shows."""
    pupils: dict[date, dict[UUID, Pupil]] = {}
    for mark in marks:
        pupil = mark.placement.pupil
        pupils.setdefault(monday_of(mark.day), {})[pupil.id] = pupil
    return {
        monday: Weeks(session, list(of_week.values()), monday) for monday, of_week in pupils.items()
    }


def _differing(
    session: Session, marks: Sequence[CurrentMark]
) -> dict[tuple[int, UUID], tuple[Mark, ...]]:
    """The marks that stand where two differ."""
    if not marks:
        return {}
    wanted = {(mark.register_id, mark.placement_id) for mark in marks}
    rows = session.scalars(
        select(Mark)
        .options(joinedload(Mark.by))
        .where(
            Mark.register_id.in_({register for register, _ in wanted}),
            Mark.placement_id.in_({placement for _, placement in wanted}),
            Mark.awaits_reason.is_(False),
        )
    )
    logs: dict[tuple[int, UUID], list[Mark]] = {}
    for row in rows:
        logs.setdefault((row.register_id, row.placement_id), []).append(row)
    found: dict[tuple[int, UUID], tuple[Mark, ...]] = {}
    for place in wanted:
        by_id = {mark.id: mark for mark in logs.get(place, [])}
        effective = effective_marks(logged_mark(mark) for mark in by_id.values())
        found[place] = tuple(by_id[each.id] for each in effective)
    return found


def recent_decisions(session: Session, actor: Actor) -> Sequence[tuple[Decision, Placement]]:
    """The last hundred decisions on the actor's pupils, newest first."""
    rows = session.execute(
        select(Decision, Placement)
        .join(Placement, Placement.id == Decision.placement_id)
        .options(
            joinedload(Decision.decided_by),
            joinedload(Placement.pupil),
            joinedload(Placement.provider),
        )
        .where(scopes.may_see_placement(actor))
        .order_by(Decision.id.desc())
        .limit(100)
    )
    return [(row.Decision, row.Placement) for row in rows]


def version_of(session: Session, placement_id: UUID, key: SessionKey) -> int:
    """The version of the mark that stands for a pupil's session; 0 where there is none."""
    version = session.scalar(
        select(CurrentMark.version).where(
            CurrentMark.placement_id == placement_id,
            CurrentMark.day == key.day,
            CurrentMark.half == key.half,
        )
    )
    return version or 0
