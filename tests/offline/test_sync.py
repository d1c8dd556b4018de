"""What the server does with the operations that a phone sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Mark, Message, Op, Register, RegisterState
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import Farm


def marks(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Mark)) or 0


def test_a_mark_is_stored_and_named_as_applied(farm: Farm, session: Session) -> None:
    op = farm.phone.mark(farm.pupils[0].id)

    result = farm.phone.result(op)

    assert (result["status"], result["version"]) == ("applied", 1)
    assert session.scalars(select(CurrentMark.seen)).one() is Seen.HERE


def test_sending_the_same_mark_twice_saves_it_once(farm: Farm, session: Session) -> None:
    op = farm.phone.mark(farm.pupils[0].id)
    farm.phone.send(op)

    result = farm.phone.result(op)

    assert (result["status"], result["version"]) == ("duplicate", 1)
    assert marks(session) == 1


def test_an_absence_writes_one_letter_however_often_it_is_sent(
    farm: Farm, session: Session
) -> None:
    op = farm.phone.mark(farm.pupils[0].id, "not_here", heard="mum rang: ill")
    for _ in range(5):
        farm.phone.send(op)

    letters = session.scalars(select(Message)).all()

    assert [letter.to for letter in letters] == ["office@oakfield.example"]
    assert "Amelia" not in letters[0].body + letters[0].subject


def test_two_phones_that_say_absent_write_one_letter(farm: Farm, session: Session) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "not_here"))
    farm.other_phone.send(farm.other_phone.mark(farm.pupils[0].id, "not_here"))

    assert len(session.scalars(select(Message)).all()) == 1


def test_a_number_used_again_with_other_content_is_refused(farm: Farm, session: Session) -> None:
    op = farm.phone.mark(farm.pupils[0].id)
    farm.phone.send(op)

    result = farm.phone.result({**op, "body": {**op["body"], "seen": "not_here"}})

    assert result["status"] == "rejected"
    assert result["errors"][0]["message"].startswith("OP_ID_REUSED")
    assert session.scalars(select(CurrentMark.seen)).one() is Seen.HERE


def test_a_number_of_another_phone_is_refused(farm: Farm) -> None:
    op = farm.phone.mark(farm.pupils[0].id)
    farm.phone.send(op)

    assert farm.other_phone.result(op)["status"] == "rejected"


def test_one_bad_operation_in_twenty_holds_up_no_other(farm: Farm, session: Session) -> None:
    ops = [farm.phone.mark(farm.pupils[n % 3].id) for n in range(20)]
    ops[7]["body"]["seen"] = "dancing"

    results = {r["op_id"]: r for r in farm.phone.send(*ops)["results"]}

    assert results[ops[7]["op_id"]]["errors"] == [
        {"field": "seen", "message": "Choose Here, Late or Not here"}
    ]
    assert sum(r["status"] == "applied" for r in results.values()) == 19
    kept = session.get_one(Op, session.scalars(select(Op.id).where(Op.payload.is_not(None))).one())
    assert kept.payload is not None
    assert kept.payload["body"]["seen"] == "dancing"


def test_the_same_number_twice_in_one_batch_is_stored_once(farm: Farm, session: Session) -> None:
    op = farm.phone.mark(farm.pupils[0].id)

    results = farm.phone.send(op, op)["results"]

    assert sorted(r["status"] for r in results) == ["applied", "duplicate"]
    assert marks(session) == 1


def test_an_operation_whose_predecessor_is_missing_is_asked_for_again(
    farm: Farm, session: Session
) -> None:
    first = farm.phone.mark(farm.pupils[0].id)
    second = farm.phone.mark(farm.pupils[0].id, "not_here", prev=first["op_id"])

    assert farm.phone.result(second)["status"] == "retry"
    assert marks(session) == 0
    results = farm.phone.send(second, first)["results"]

    assert [r["status"] for r in results] == ["applied", "applied"]
    assert session.scalars(select(CurrentMark.seen)).one() is Seen.NOT_HERE


def test_two_phones_that_agree_make_one_value_and_two_marks(farm: Farm, session: Session) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id))

    result = farm.other_phone.result(farm.other_phone.mark(farm.pupils[0].id))

    assert result["status"] == "applied"
    assert marks(session) == 2
    assert not session.scalars(select(CurrentMark.is_conflict)).one()


def test_two_phones_that_differ_are_both_kept_and_shown(farm: Farm, session: Session) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "here"))
    a_minute_later = NOW - timedelta(minutes=1)

    answer = farm.other_phone.send(
        farm.other_phone.mark(farm.pupils[0].id, "not_here", at=a_minute_later)
    )

    assert answer["results"][0]["status"] == "conflict"
    [change] = [c for c in answer["changes"] if c["type"] == "mark"]
    assert [(m["seen"], m["by"]) for m in change["standing"]] == [
        ("here", "Sam Carter"),
        ("not_here", "Jo Lindley"),
    ]
    assert session.scalars(select(CurrentMark.is_conflict)).one()
    assert session.scalars(select(CurrentMark.awaits_decision)).one()


def test_the_lead_settles_it_on_the_phone(farm: Farm, session: Session) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "here"))
    farm.other_phone.send(farm.other_phone.mark(farm.pupils[0].id, "not_here"))

    result = farm.other_phone.result(
        farm.other_phone.mark(farm.pupils[0].id, "here", base_version=2)
    )

    assert result["status"] == "applied"
    assert not session.scalars(select(CurrentMark.is_conflict)).one()
    assert marks(session) == 3


def test_a_tutor_cannot_settle_it(farm: Farm, session: Session) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "here"))
    farm.other_phone.send(farm.other_phone.mark(farm.pupils[0].id, "not_here"))

    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "here", base_version=2))

    assert session.scalars(select(CurrentMark.is_conflict)).one()


def test_a_correction_by_the_same_phone_replaces(farm: Farm, session: Session) -> None:
    first = farm.phone.mark(farm.pupils[0].id, "not_here")
    farm.phone.send(first)

    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "late", arrived="09:40"))

    mark = session.scalars(select(CurrentMark)).one()
    assert (mark.seen, str(mark.arrived), mark.is_conflict) == (Seen.LATE, "09:40:00", False)


def test_a_mark_after_the_export_waits_for_a_reason(farm: Farm, session: Session) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id, "not_here"))
    session.scalars(select(CurrentMark)).one().exported_at = NOW
    session.commit()
    change = farm.phone.mark(farm.pupils[0].id, "late", arrived="09:40", base_version=1)

    late = farm.phone.result(change)
    held = session.scalars(select(CurrentMark.seen)).one()
    reasoned = farm.phone.mark(
        farm.pupils[0].id, "late", arrived="09:40", base_version=2, reason="came with the taxi"
    )

    assert late["status"] == "late"
    assert held is Seen.NOT_HERE
    assert farm.phone.result(reasoned)["status"] == "applied"
    assert session.scalars(select(CurrentMark.seen)).one() is Seen.LATE


def test_a_pupil_who_left_is_stored_and_pointed_out(
    farm: Farm, session: Session, build: Build
) -> None:
    gone = build.placement(farm.provider, farm.school, ends_on=datetime(2026, 11, 20).date())  # noqa: DTZ001

    result = farm.phone.result(farm.phone.mark(gone.id))

    assert result["status"] == "late"
    assert "The mark is kept" in result["errors"][0]["message"]
    assert session.scalars(select(CurrentMark.awaits_decision)).one()


def test_a_pupil_of_another_provider_is_refused_without_a_word_about_them(
    farm: Farm, session: Session, build: Build
) -> None:
    elsewhere = build.placement(build.provider("Elsewhere"), farm.school)

    result = farm.phone.result(farm.phone.mark(elsewhere.id))

    assert result["errors"] == [{"field": "entity", "message": "This pupil is not on your list"}]
    assert marks(session) == 0


def test_ten_weeks_offline_are_all_taken_in(farm: Farm, session: Session) -> None:
    days = [
        NOW.date() - timedelta(days=n)
        for n in range(70)
        if (NOW.date() - timedelta(days=n)).weekday() < 5
    ]
    ops = [
        farm.phone.mark(
            farm.pupils[0].id, session=f"{day}-am", at=datetime.combine(day, NOW.time(), UTC)
        )
        for day in days
    ]

    results = farm.phone.send(*ops)["results"]

    assert {r["status"] for r in results} == {"applied"}
    assert marks(session) == len(days)


def test_finishing_cancelling_and_opening_again_follow_the_clock_not_the_arrival(
    farm: Farm, session: Session
) -> None:
    entity = "2026-11-24-am"
    finish = farm.phone.op("register.finish", entity, {"unmarked": []}, at=NOW)
    reopen = farm.phone.op(
        "register.reopen", entity, {"reason": ""}, at=NOW + timedelta(seconds=30)
    )

    farm.phone.send(reopen)
    farm.phone.send(finish)

    assert session.scalars(select(Register.state)).one() is RegisterState.OPEN


def test_cancelling_needs_a_reason(farm: Farm) -> None:
    result = farm.phone.result(farm.phone.op("register.cancel", "2026-11-24-am", {"reason": "  "}))

    assert result["errors"][0]["field"] == "reason"


@pytest.mark.parametrize("offset", [timedelta(days=1), timedelta(hours=-3), timedelta(days=4000)])
def test_a_wrong_clock_is_corrected_and_flagged(
    farm: Farm, session: Session, offset: timedelta
) -> None:
    wrong = NOW + offset
    op = farm.phone.mark(farm.pupils[0].id, at=wrong - timedelta(minutes=5))

    farm.phone.send(op, at=wrong)

    mark = session.scalars(select(Mark)).one()
    assert mark.captured_at == NOW - timedelta(minutes=5)
    assert mark.clock_is_doubtful


def test_a_small_difference_of_clocks_is_left_alone(farm: Farm, session: Session) -> None:
    at = NOW + timedelta(minutes=4)

    farm.phone.send(farm.phone.mark(farm.pupils[0].id, at=at), at=at)

    mark = session.scalars(select(Mark)).one()
    assert mark.captured_at == at
    assert mark.clock_is_doubtful


def test_the_hour_that_comes_twice_in_october_is_kept_apart(farm: Farm, session: Session) -> None:
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    after = before + timedelta(hours=1)
    for at in (before, after):
        farm.phone.send(farm.phone.mark(farm.pupils[0].id, session="2026-10-23-pm", at=at))

    times = session.scalars(select(Mark.captured_at).order_by(Mark.version)).all()

    assert times == [before, after]
