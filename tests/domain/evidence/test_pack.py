"""What a commissioner accepted, compared with what stands today."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.evidence.kinds import EvidenceKind as K
from portal.domain.evidence.pack import (
    PACK_KINDS,
    Change,
    PackContents,
    PackItem,
    PackPerson,
    changes_since,
    contents_from,
)

ACCEPTED_ON, TODAY = date(2026, 9, 1), date(2026, 11, 24)
BEHAVIOUR = PackItem("a", K.BEHAVIOUR, "1" * 64, date(2027, 9, 1))
INSURANCE = PackItem("b", K.PUBLIC_LIABILITY, "2" * 64, date(2027, 8, 31))
JO, ADE = PackPerson("p1", "Jo Lindley", "Director"), PackPerson("p2", "Ade Bello", "Tutor")
PACK = PackContents((BEHAVIOUR, INSURANCE), 1, (JO,))


def found(current: PackContents, accepted: PackContents = PACK) -> list[tuple[Change, str]]:
    changes = changes_since(accepted, ACCEPTED_ON, current, TODAY)
    return [(each.change, each.what) for each in changes]


def with_items(*items: PackItem) -> PackContents:
    return replace(PACK, items=items)


def test_the_same_pack_has_no_changes() -> None:
    assert found(PACK) == []


def test_a_document_of_a_new_kind_is_new() -> None:
    motor = PackItem("c", K.MOTOR, "3" * 64, None)

    assert found(with_items(BEHAVIOUR, INSURANCE, motor)) == [(Change.NEW, K.MOTOR.words)]


def test_a_document_in_the_place_of_an_old_one_is_renewed() -> None:
    new = replace(BEHAVIOUR, id="a2", sha256="9" * 64)

    assert found(with_items(new, INSURANCE)) == [(Change.RENEWED, "Behaviour policy")]


def test_two_documents_in_the_place_of_one_are_one_renewal_and_one_new() -> None:
    first, second = replace(BEHAVIOUR, id="a2"), replace(BEHAVIOUR, id="a3")

    changes = [change for change, _ in found(with_items(first, second, INSURANCE))]
    assert changes == [Change.RENEWED, Change.NEW]


def test_a_document_that_is_gone_is_taken_away() -> None:
    assert found(with_items(INSURANCE)) == [(Change.REMOVED, "Behaviour policy")]


def test_what_ran_out_since_is_shown_and_what_had_run_out_before_is_known() -> None:
    since = replace(INSURANCE, expires_on=date(2026, 11, 23))
    before = replace(INSURANCE, expires_on=date(2026, 8, 31))

    accepted = with_items(BEHAVIOUR, since)
    assert found(accepted, accepted) == [(Change.LAPSED, "Public liability insurance")]
    accepted = with_items(BEHAVIOUR, before)
    assert found(accepted, accepted) == []


def test_a_document_counts_on_its_last_day() -> None:
    accepted = with_items(BEHAVIOUR, replace(INSURANCE, expires_on=TODAY))

    assert found(accepted, accepted) == []


def test_who_joined_and_who_left_is_named() -> None:
    current = replace(PACK, confirmation_id=2, people=(ADE,))

    assert found(current) == [
        (Change.JOINED, "Ade Bello, Tutor"),
        (Change.LEFT, "Jo Lindley, Director"),
    ]


def test_a_confirmation_of_the_same_people_was_issued_again() -> None:
    assert found(replace(PACK, confirmation_id=2)) == [
        (Change.CONFIRMED_AGAIN, "Confirmation of staff checks")
    ]


@pytest.mark.parametrize("kind", [K.RECORD_SAMPLE, K.ACCOUNTS, K.OTHER])
def test_some_documents_are_not_for_commissioners(kind: K) -> None:
    assert kind not in PACK_KINDS


ITEMS = st.builds(
    PackItem,
    st.sampled_from("abcdef"),
    st.sampled_from(PACK_KINDS),
    st.just("1" * 64),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
PACKS = st.builds(
    PackContents,
    st.lists(ITEMS, unique_by=lambda item: item.id, max_size=6).map(tuple),
    st.none() | st.integers(1, 9),
    st.lists(st.sampled_from([JO, ADE]), unique=True).map(tuple),
)


@given(PACKS)
def test_a_pack_survives_being_kept_as_json(pack: PackContents) -> None:
    assert contents_from(json.loads(json.dumps(pack.as_json))) == pack


@given(PACKS)
def test_what_was_accepted_today_has_no_changes(pack: PackContents) -> None:
    assert changes_since(pack, TODAY, pack, TODAY) == []


@given(PACKS, PACKS)
def test_a_different_pack_has_another_fingerprint(one: PackContents, other: PackContents) -> None:
    assert (one.fingerprint == other.fingerprint) == (one == other)
