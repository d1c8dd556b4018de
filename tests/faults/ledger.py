"""What people did and saw on their phones, compared with what the server holds at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shown:
    """What a screen showed of a pupil: the marks, what they said, and how new the server's list was."""

    ids: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class Tap:
    """A mark or an answer that the screen said was saved, and what stood on the screen before it."""

    op_id: str
    phone: int
    place: int
    entity: str
    facts: str
    before: Shown


@dataclass(frozen=True)
class ServerMark:
    """A mark, or an answer to a form, in the server's log."""

    op_id: str
    entity: str
    facts: str
    version: int
    awaits_reason: bool = False
    """It came after the register was finished, and its maker is asked why: it counts after that."""


@dataclass(frozen=True)
class Findings:
    """What went wrong. Three empty lists are the aim."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self.lost), len(self.doubled), len(self.overwritten)


@dataclass
class Ledger:
    """The driver's own list. `signs` are finished registers, by the number of the operation."""

    taps: dict[str, Tap] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    """Which of the taps are answers to a form."""

    def note(self, op_id: str, phone: int, entity: str, facts: str, before: Shown) -> None:
        self.taps[op_id] = Tap(op_id, phone, len(self.taps), entity, facts, before)

    def compare(
        self,
        marks: Iterable[ServerMark],
        signs: Iterable[str],
        set_aside: Iterable[str],
        standing: Mapping[str, list[str]],
    ) -> Findings:
        """Hold the ledger against the server's logs and against what a person is shown at the end.

        `set_aside` are operations that a phone keeps for a person to look at. `standing` is what
        stands for each pupil's session.
        """
        log = list(marks)
        found = Counter([*(mark.op_id for mark in log), *signs])
        known = set(self.taps) | self.signs
        aside = set(set_aside)
        return Findings(
            lost=tuple(
                sorted(
                    op_id
                    for op_id in known - aside
                    if found[op_id] == 0 and not self._need_not_come(op_id, log)
                )
            ),
            doubled=tuple(
                sorted(op for op, times in found.items() if times > 1 or op not in known)
            ),
            overwritten=tuple(self._overwritten(log, standing)),
        )

    def _need_not_come(self, op_id: str, log: list[ServerMark]) -> bool:
        """An answer that says what stands already is not kept twice. One that the server did not take
        is over once the same phone has answered anew: it was in the field until then.
        """
        if op_id not in self.answers:
            return False
        tap = self.taps[op_id]
        is_said = any((mark.entity, mark.facts) == (tap.entity, tap.facts) for mark in log)
        return is_said or any(
            later.phone == tap.phone and later.entity == tap.entity and later.place > tap.place
            for later in self.taps.values()
        )

    def _overwritten(
        self, log: list[ServerMark], standing: Mapping[str, list[str]]
    ) -> Iterable[str]:
        """Marks that stand nowhere, though nobody replaced them knowingly."""
        stored: dict[str, dict[str, ServerMark]] = defaultdict(dict)
        for mark in log:
            if mark.op_id in self.taps:
                stored[mark.entity][mark.op_id] = mark
        for entity, marks in stored.items():
            taps = [self.taps[op_id] for op_id in marks]
            for op_id, mark in marks.items():
                is_replaced = any(_replaced_knowingly(mark, self.taps[op_id], tap) for tap in taps)
                is_shown = mark.facts in standing.get(entity, []) or mark.awaits_reason
                if not is_replaced and not is_shown:
                    yield op_id


def _replaced_knowingly(mark: ServerMark, tap: Tap, later: Tap) -> bool:
    """Whether the one who made `later` had made `tap` too, or had it on the screen.

    The screen shows equal marks of two people as one, so a list that is as new as the mark and
    says the same shows the mark.
    """
    if later.phone == tap.phone:
        return later.place > tap.place
    is_told = mark.facts in later.before.facts and mark.version <= later.before.version
    return tap.op_id in later.before.ids or is_told
