"""What the ordinary page refuses or asks for, the phone's way refuses or asks for too: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.attendance.seen import Seen
from portal.models import CurrentMark, Placement, Register, RegisterState
from portal.services.council.settings import Setting, change_setting
from tests.build import Build
from tests.conftest import NOW
from tests.offline.conftest import Farm
from tests.page import PageClient

TODAY = "2026-11-24"
LATER = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Attempt:
    """Something that both doors refuse, and the words that both give."""

    session: str
    words: str
    page_status: int = 200
    body: dict[str, str] = field(default_factory=lambda: {"seen": "here"})
    is_cancel: bool = False
    after_finish: bool = False


ATTEMPTS = {
    "a session of tomorrow": Attempt("2026-11-25-am", "can be taken from", 403),
    "this afternoon, hours before it opens": Attempt(f"{TODAY}-pm", "can be taken from", 403),
    "cancelling tomorrow": Attempt(
        "2026-11-25-am", "can be taken from", 403, {"reason": "snow"}, is_cancel=True
    ),
    "cancelling without a reason": Attempt(
        f"{TODAY}-am", "Say why the session is cancelled", body={"reason": ""}, is_cancel=True
    ),
    "late without a time": Attempt(
        f"{TODAY}-am", "enter the time the pupil came", body={"seen": "late"}
    ),
    "an amendment without a reason": Attempt(
        f"{TODAY}-am", "Say why the mark changes", body={"seen": "not_here"}, after_finish=True
    ),
}


def of(placement: Placement, base: int, body: dict[str, str]) -> dict[str, object]:
    return {f"p-{placement.id}-{name}": value for name, value in {"base": base, **body}.items()}


def by_page(attempt: Attempt, farm: Farm, client: PageClient) -> str:
    client.sign_in(farm.staff)
    address = f"/registers/{attempt.session[:10]}/{attempt.session[11:]}/"
    if attempt.is_cancel:
        client.get(f"/registers/{TODAY}/am/")
        status = attempt.page_status
        page = client.post(f"{address}cancel", status, **attempt.body)
        return page.words if status == 200 else client.get(address).words
    shown = client.get(address).words
    base = 1 if attempt.after_finish else 0
    marks = of(farm.pupils[0], base, attempt.body)
    page = client.post(address, attempt.page_status, do="save", **marks)
    return page.words if attempt.page_status == 200 else shown


def by_phone(attempt: Attempt, farm: Farm, client: PageClient) -> str:
    phone = farm.phone
    if attempt.is_cancel:
        op = phone.op("register.cancel", attempt.session, dict(attempt.body), at=LATER)
    else:
        base = 1 if attempt.after_finish else None
        op = phone.mark(
            farm.pupils[0].id,
            session=attempt.session,
            base_version=base,
            at=LATER,
            **attempt.body,
        )
    result = phone.result(op)
    assert result["status"] in ("rejected", "late")
    return str(result["errors"][0]["message"])


@pytest.mark.parametrize("door", [by_page, by_phone], ids=["by page", "by phone"])
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_both_doors_refuse_alike_and_nothing_changes(
    door: Callable[[Attempt, Farm, PageClient], str],
    attempt: Attempt,
    farm: Farm,
    client: PageClient,
    build: Build,
    session: Session,
) -> None:
    if attempt.after_finish:
        build.mark(farm.pupils[0], farm.staff, Seen.HERE)
        build.finish(farm.provider, farm.lead)

    words = door(attempt, farm, client)

    assert attempt.words in words
    wanted = [Seen.HERE] if attempt.after_finish else []
    assert list(session.scalars(select(CurrentMark.seen))) == wanted
    cancelled = select(func.count()).where(Register.state == RegisterState.CANCELLED)
    assert session.scalar(cancelled) == 0


@pytest.mark.parametrize("door", [by_page, by_phone], ids=["by page", "by phone"])
def test_the_council_sets_how_early_and_both_doors_follow(
    door: Callable[[Attempt, Farm, PageClient], str],
    farm: Farm,
    client: PageClient,
    session: Session,
) -> None:
    change_setting(session, Setting.REGISTER_OPENS_EARLY, 1, farm.lead.user_id, NOW)
    session.commit()
    farm.provider.am_opens = LATER.time().replace(minute=33)
    session.commit()

    assert "can be taken from 9:32" in door(Attempt(f"{TODAY}-am", "", 403), farm, client)


def test_a_mark_made_before_the_session_could_be_taken_is_refused_when_it_comes_later(
    farm: Farm, session: Session
) -> None:
    yesterday = NOW - timedelta(hours=17)

    result = farm.phone.result(farm.phone.mark(farm.pupils[0].id, at=yesterday))

    assert result["status"] == "rejected"
    assert session.scalar(select(func.count()).select_from(CurrentMark)) == 0
