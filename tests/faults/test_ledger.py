"""The ledger tells what was lost, doubled or overwritten, and nothing else."""

from __future__ import annotations

from tests.faults.ledger import Findings, Ledger, ServerMark, Shown

PUPIL = "2026-11-24-am/amelia"
NOTHING_WRONG = Findings()


def compare(
    ledger: Ledger,
    *marks: ServerMark,
    standing: tuple[str, ...] = (),
    set_aside: tuple[str, ...] = (),
) -> Findings:
    return ledger.compare(marks, [], set_aside, {PUPIL: list(standing)})


def mark(op_id: str, facts: str, version: int) -> ServerMark:
    return ServerMark(op_id, PUPIL, facts, version)


def test_a_mark_that_stands_is_in_order() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    assert compare(ledger, mark("a", "here", 1), standing=("here",)) == NOTHING_WRONG


def test_a_mark_that_never_came_is_lost() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    assert compare(ledger).lost == ("a",)


def test_a_mark_that_a_phone_keeps_for_a_person_is_not_lost() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    assert compare(ledger, set_aside=("a",)) == NOTHING_WRONG


def test_a_mark_that_nobody_made_is_doubled() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    marks = mark("a", "here", 1), mark("b", "here", 2)
    assert compare(ledger, *marks, standing=("here",)).doubled == ("b",)


def test_a_mark_that_another_had_on_the_screen_may_be_replaced() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    ledger.note("b", 2, PUPIL, "not_here", Shown(("a",), ("here",), 1))
    marks = mark("a", "here", 1), mark("b", "not_here", 2)
    assert compare(ledger, *marks, standing=("not_here",)) == NOTHING_WRONG


def test_a_mark_that_another_had_not_seen_may_not() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    ledger.note("b", 2, PUPIL, "not_here", Shown())
    marks = mark("a", "here", 1), mark("b", "not_here", 2)
    assert compare(ledger, *marks, standing=("not_here",)).overwritten == ("a",)


def test_two_marks_that_both_stand_are_in_order() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    ledger.note("b", 2, PUPIL, "not_here", Shown())
    marks = mark("a", "here", 1), mark("b", "not_here", 2)
    assert compare(ledger, *marks, standing=("here", "not_here")) == NOTHING_WRONG


def test_a_phone_may_replace_its_own_earlier_mark() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    ledger.note("b", 1, PUPIL, "not_here", Shown())
    marks = mark("a", "here", 1), mark("b", "not_here", 2)
    assert compare(ledger, *marks, standing=("not_here",)) == NOTHING_WRONG


def test_equal_marks_of_two_people_are_seen_as_one() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    ledger.note("b", 2, PUPIL, "here", Shown())
    ledger.note("c", 3, PUPIL, "not_here", Shown(("a",), ("here",), 2))
    marks = mark("a", "here", 1), mark("b", "here", 2), mark("c", "not_here", 3)
    assert compare(ledger, *marks, standing=("not_here",)) == NOTHING_WRONG


def test_an_equal_mark_that_came_after_the_list_was_read_was_not_seen() -> None:
    ledger = Ledger()
    ledger.note("a", 1, PUPIL, "here", Shown())
    ledger.note("b", 2, PUPIL, "here", Shown())
    ledger.note("c", 3, PUPIL, "not_here", Shown(("a",), ("here",), 1))
    marks = mark("a", "here", 1), mark("b", "here", 2), mark("c", "not_here", 3)
    assert compare(ledger, *marks, standing=("not_here",)).overwritten == ("b",)
