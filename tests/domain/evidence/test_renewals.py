"""When evidence runs out, and who is reminded."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar.day_words import clock_words, full_day, months_after
from portal.domain.errors import InvalidError
from portal.domain.evidence.kinds import EVIDENCE_RULES, INSURANCES, POLICIES, RENEWED, EvidenceKind
from portal.domain.evidence.renewals import (
    REMIND_DAYS_BEFORE,
    EvidenceStatus,
    Lapse,
    check_issue_date,
    default_end,
    expires_on,
    guidance_edition,
    has_read_part_one,
    reminder_to_send,
    reminders_due,
    status_on,
    what_lapsed,
)

TODAY = date(2026, 11, 24)
ISSUED = date(2026, 3, 10)
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 10), 0, date(2026, 3, 10)),
    ],
)
def test_months_after_keeps_the_day_where_the_month_has_it(
    day: date, months: int, expected: date
) -> None:
    assert months_after(day, months) == expected


def test_days_and_times_read_as_people_say_them() -> None:
    assert full_day(date(2026, 11, 4)) == "4 November 2026"
    assert clock_words(time(9, 5)) == "9:05"


def test_every_kind_of_evidence_has_a_rule_and_its_own_words() -> None:
    assert set(EVIDENCE_RULES) == set(EvidenceKind)
    assert len({rule.words for rule in EVIDENCE_RULES.values()}) == len(EvidenceKind)


@pytest.mark.parametrize(
    ("kind", "last_day"),
    [
        (EvidenceKind.PUBLIC_LIABILITY, date(2027, 3, 9)),
        (EvidenceKind.CHILD_PROTECTION, date(2027, 3, 10)),
        (EvidenceKind.COMPLAINTS, date(2027, 3, 10)),
        (EvidenceKind.DBS_POLICY, date(2029, 3, 10)),
        (EvidenceKind.LEAD_TRAINING, date(2028, 3, 10)),
        (EvidenceKind.DEPUTY_TRAINING, date(2028, 3, 10)),
        (EvidenceKind.FIRST_AID, date(2029, 3, 10)),
        (EvidenceKind.FOOD_HYGIENE, date(2029, 3, 10)),
        (EvidenceKind.FIRE_RISK_ASSESSMENT, date(2027, 3, 10)),
        (EvidenceKind.PART_ONE_DECLARATION, date(2026, 8, 31)),
        (EvidenceKind.FOOD_REGISTRATION, None),
        (EvidenceKind.SAFER_RECRUITMENT, None),
        (EvidenceKind.CURRICULUM, None),
    ],
)
def test_how_long_each_kind_holds(kind: EvidenceKind, last_day: date | None) -> None:
    assert default_end(kind, ISSUED) == last_day


def test_every_insurance_and_policy_is_renewed() -> None:
    assert set(INSURANCES) | set(POLICIES) < set(RENEWED)


def test_the_end_that_a_document_names_counts() -> None:
    end = date(2027, 6, 30)
    assert expires_on(EvidenceKind.PUBLIC_LIABILITY, ISSUED, end) == end
    assert expires_on(EvidenceKind.COMPLAINTS, ISSUED, end) == end


@pytest.mark.parametrize(
    ("kind", "last_day"),
    [
        (EvidenceKind.CHILD_PROTECTION, date(2027, 3, 10)),
        (EvidenceKind.LEAD_TRAINING, date(2028, 3, 10)),
        (EvidenceKind.PART_ONE_DECLARATION, date(2026, 8, 31)),
    ],
)
def test_a_document_cannot_outlive_what_guidance_allows(kind: EvidenceKind, last_day: date) -> None:
    assert expires_on(kind, ISSUED, date(2036, 1, 1)) == last_day


def test_a_document_may_name_an_end_before_the_usual_one() -> None:
    assert expires_on(EvidenceKind.LEAD_TRAINING, ISSUED, date(2027, 1, 1)) == date(2027, 1, 1)


def test_another_document_needs_no_date() -> None:
    assert expires_on(EvidenceKind.OTHER, None, None) is None
    assert expires_on(EvidenceKind.OTHER, None, TODAY) == TODAY


@pytest.mark.parametrize(
    ("kind", "issued_on", "given_on", "field"),
    [
        (EvidenceKind.COMPLAINTS, None, TODAY, "issued_on"),
        (EvidenceKind.MOTOR, ISSUED, None, "expires_on"),
        (EvidenceKind.COMPLAINTS, ISSUED, ISSUED - timedelta(days=1), "expires_on"),
    ],
)
def test_dates_that_are_missing_or_do_not_fit_are_refused(
    kind: EvidenceKind, issued_on: date | None, given_on: date | None, field: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        expires_on(kind, issued_on, given_on)
    assert caught.value.errors[0].field == field


def test_a_document_cannot_be_issued_tomorrow() -> None:
    assert check_issue_date(TODAY, TODAY) == TODAY
    with pytest.raises(InvalidError, match="today or in the past"):
        check_issue_date(TODAY + timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("days_left", "status", "due"),
    [
        (61, EvidenceStatus.CURRENT, set()),
        (60, EvidenceStatus.EXPIRING, {60}),
        (31, EvidenceStatus.EXPIRING, {60}),
        (30, EvidenceStatus.EXPIRING, {60, 30}),
        (7, EvidenceStatus.EXPIRING, {60, 30, 7}),
        (0, EvidenceStatus.EXPIRING, {60, 30, 7}),
        (-1, EvidenceStatus.LAPSED, set()),
    ],
)
def test_standing_and_reminders_by_days_left(
    days_left: int, status: EvidenceStatus, due: set[int]
) -> None:
    ends_on = TODAY + timedelta(days=days_left)
    assert status_on(TODAY, ends_on) is status
    assert reminders_due(ends_on, TODAY) == due


def test_what_is_not_held_is_missing_and_what_has_no_end_is_current() -> None:
    assert status_on(TODAY, None, is_held=False) is EvidenceStatus.MISSING
    assert status_on(TODAY, None) is EvidenceStatus.CURRENT


@given(ends_on=days)
def test_each_reminder_is_sent_once_and_in_order(ends_on: date) -> None:
    sent: list[int] = []
    for before in range(90, -5, -1):
        due = reminder_to_send(ends_on, ends_on - timedelta(days=before), sent)
        if due is not None:
            assert due == before
            sent.append(due)
    assert tuple(sent) == REMIND_DAYS_BEFORE


def test_after_a_pause_only_the_nearest_reminder_is_sent() -> None:
    assert reminder_to_send(TODAY + timedelta(days=5), TODAY, sent=[]) == 7
    assert reminder_to_send(TODAY + timedelta(days=5), TODAY, sent=[7]) is None


def test_every_standing_has_words_of_its_own() -> None:
    assert len({status.words for status in EvidenceStatus}) == len(EvidenceStatus)


def test_what_lapsed_names_the_missing_and_the_old() -> None:
    held = {
        EvidenceKind.PUBLIC_LIABILITY: TODAY,
        EvidenceKind.LEAD_TRAINING: TODAY - timedelta(days=1),
    }
    needed = [EvidenceKind.PUBLIC_LIABILITY, EvidenceKind.LEAD_TRAINING, EvidenceKind.COMPLAINTS]
    lapses = what_lapsed(held, needed, TODAY)
    assert [lapse.status for lapse in lapses] == [EvidenceStatus.LAPSED, EvidenceStatus.MISSING]
    assert [lapse.words for lapse in lapses] == [
        "Certificate of the designated safeguarding lead: ran out on 23 November 2026",
        "Complaints policy: missing",
    ]
    assert lapses[1] == Lapse(EvidenceKind.COMPLAINTS, EvidenceStatus.MISSING, None)


@pytest.mark.parametrize(
    ("day", "edition"),
    [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_new_edition_of_the_guidance_comes_each_september(day: date, edition: int) -> None:
    assert guidance_edition(day) == edition


@pytest.mark.parametrize(
    ("read_on", "has_read"),
    [
        (None, False),
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
    ],
)
def test_part_one_must_be_read_in_the_edition_in_force(
    read_on: date | None, has_read: bool
) -> None:
    assert has_read_part_one(read_on, TODAY) is has_read


@given(issued_on=days, kind=st.sampled_from(EvidenceKind), given_after=st.integers(0, 4000))
def test_an_end_is_never_before_the_issue_nor_after_the_end_named(
    issued_on: date, kind: EvidenceKind, given_after: int
) -> None:
    named = issued_on + timedelta(days=given_after)
    end = expires_on(kind, issued_on, named)
    assert end is not None
    assert issued_on <= end <= named
