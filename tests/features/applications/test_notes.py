"""What the rules say beside the answers: insurance, ages, the registration test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import QuestionKind
from portal.domain.evidence.kinds import EvidenceKind
from portal.features.applications.section_notes import notes_on
from portal.models import CouncilSetting
from portal.services.council.settings import Setting
from tests.features.applications.conftest import Applying

TODAY = date(2026, 11, 24)
STANDARD = {"insurance.risk": "standard"}


def gaps(applying: Applying, section: str, answers: Mapping[str, Any]) -> tuple[str, ...]:
    document = applying.application.long_form
    return notes_on(applying.session, document, section, answers, TODAY).gaps


def test_a_policy_that_has_run_out_is_not_in_force(applying: Applying) -> None:
    applying.upload(EvidenceKind.PUBLIC_LIABILITY, date(2026, 11, 23))

    assert gaps(applying, "insurance", STANDARD) == (
        "Public liability insurance: none in force; the least is £10 million",
    )


def test_a_policy_that_excludes_abuse_is_named(applying: Applying) -> None:
    applying.upload(EvidenceKind.PUBLIC_LIABILITY).excludes_abuse = True
    applying.session.flush()

    assert gaps(applying, "insurance", STANDARD) == (
        "Public liability insurance: it does not cover claims of abuse",
    )


def test_the_councils_own_minimum_counts(applying: Applying) -> None:
    applying.upload(EvidenceKind.PUBLIC_LIABILITY)
    assert gaps(applying, "insurance", STANDARD) == ()
    applying.session.add(
        CouncilSetting(
            name=Setting.INSURANCE_MINIMUMS.value,
            value={"public_liability": {"standard": 20_000_000_00}},
            changed_by_id=applying.officer.user_id,
            changed_at=applying.build.now,
        )
    )
    applying.session.flush()

    [words] = gaps(applying, "insurance", STANDARD)

    assert "the cover is £10 million; the least is £20 million" in words


def test_ages_the_wrong_way_round_are_named(applying: Applying) -> None:
    answers = {"offer.low_age": 16, "offer.high_age": 11}

    assert gaps(applying, "offer", answers) == (
        "The youngest age, 16, is above the oldest age, 11",
    )


def test_a_registered_school_is_not_tested(applying: Applying) -> None:
    answers = {"organisation.is_registered_school": "yes", "registration.full_time": 9}

    notes = notes_on(
        applying.session, applying.application.long_form, "registration", answers, TODAY
    )

    assert notes.findings == ()


def test_a_few_numbers_below_the_limits_do_not_say_that_all_is_well(applying: Applying) -> None:
    answers = {"organisation.is_registered_school": "no", "registration.full_time": 0}

    notes = notes_on(
        applying.session, applying.application.long_form, "registration", answers, TODAY
    )

    assert (notes.findings, notes.gaps) == ((), ())


def test_one_number_above_a_limit_warns_at_once(applying: Applying) -> None:
    answers = {"organisation.is_registered_school": "no", "registration.full_time": 5}

    notes = notes_on(
        applying.session, applying.application.long_form, "registration", answers, TODAY
    )

    assert notes.findings and all(each.may_need_to_register for each in notes.findings)
    assert notes.gaps == ()


def test_with_every_number_the_test_answers_and_names_what_does_not_fit(
    applying: Applying,
) -> None:
    section = EDITION_2026.section("registration")
    assert section is not None
    numbers = {each.key: 0 for each in section.questions if each.kind is QuestionKind.WHOLE_NUMBER}
    answers = {"organisation.is_registered_school": "no", **numbers, "registration.most_hours": 20}

    notes = notes_on(
        applying.session, applying.application.long_form, "registration", answers, TODAY
    )

    assert len(notes.findings) == 2
    assert "The longest week is 20 hours" in notes.gaps[0]
