"""Answers of long forms: merged field by field, never overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.domain.checklists.field_merge import Merge
from portal.domain.errors import ConflictError
from portal.models import LongForm, LongFormKind, Membership, Role
from portal.services.forms.answers import (
    Author,
    NewAnswer,
    answers_of,
    choose,
    fields_of,
    save_answers,
)
from tests.build import Build
from tests.conftest import NOW


@dataclass
class Form:
    session: Session
    long_form: LongForm
    people: dict[str, Membership]

    def save(self, who: str, key: str, value: Any, base: int = 0) -> tuple[Merge, int]:
        answer = NewAnswer(key, value, base, Author(self.people[who].user_id, NOW, who))
        [outcome] = save_answers(self.session, self.long_form, [answer], NOW)
        self.session.commit()
        return outcome.merge, outcome.version

    def beside(self, key: str) -> Any:
        other = fields_of(self.session, self.long_form.id)[key].other_entry
        return other.value if other else None

    def differing(self, key: str) -> list[Any]:
        field = fields_of(self.session, self.long_form.id)[key]
        return [each.value for each in field.differing]


@pytest.fixture
def form(build: Build, session: Session) -> Form:
    provider = build.provider()
    people = {
        name: build.member(provider, Role.PROVIDER_LEAD, name) for name in ("sam", "jo", "kit")
    }
    long_form = LongForm(
        kind=LongFormKind.APPLICATION, provider_id=provider.id, edition_key="2026", created_at=NOW
    )
    session.add(long_form)
    session.commit()
    return Form(session, long_form, people)


def test_people_who_answer_different_questions_never_meet(form: Form) -> None:
    assert form.save("sam", "name", "Hill Farm")[0] is Merge.TAKE
    assert form.save("jo", "email", "farm@example.com")[0] is Merge.TAKE

    assert answers_of(form.session, form.long_form.id) == {
        "name": "Hill Farm",
        "email": "farm@example.com",
    }


def test_a_different_answer_by_somebody_who_had_not_seen_the_first_stands_beside(
    form: Form,
) -> None:
    form.save("sam", "name", "Hill Farm")

    merge, _ = form.save("jo", "name", "Hill Farm Ltd")

    assert merge is Merge.BESIDE
    assert answers_of(form.session, form.long_form.id)["name"] == "Hill Farm"
    assert form.beside("name") == "Hill Farm Ltd"


def test_the_first_person_goes_on_typing_and_the_other_answer_stays_beside(form: Form) -> None:
    form.save("sam", "name", "Hill Farm")
    form.save("jo", "name", "Hill Farm Ltd")

    form.save("sam", "name", "Hill Farm Learning", base=1)

    assert answers_of(form.session, form.long_form.id)["name"] == "Hill Farm Learning"
    assert form.beside("name") == "Hill Farm Ltd"


@pytest.mark.parametrize("chosen", ["Hill Farm", "Hill Farm Ltd", "Something else"])
def test_somebody_who_saw_both_chooses(form: Form, chosen: str) -> None:
    form.save("sam", "name", "Hill Farm")
    _, version = form.save("jo", "name", "Hill Farm Ltd")

    form.save("jo", "name", chosen, base=version)

    assert answers_of(form.session, form.long_form.id)["name"] == chosen
    assert form.beside("name") is None


def test_a_third_answer_does_not_push_out_the_second(form: Form) -> None:
    form.save("sam", "name", "Hill Farm")
    form.save("jo", "name", "Hill Farm Ltd")

    _, version = form.save("kit", "name", "Hill Farm CIC")

    assert form.differing("name") == ["Hill Farm", "Hill Farm Ltd", "Hill Farm CIC"]
    form.save("kit", "name", "Hill Farm Ltd", base=version)
    assert form.differing("name") == []
    assert answers_of(form.session, form.long_form.id)["name"] == "Hill Farm Ltd"


def test_a_later_answer_beside_replaces_the_same_makers_earlier_one(form: Form) -> None:
    form.save("sam", "name", "Hill Farm")
    form.save("jo", "name", "Hill Farm Ltd")
    form.save("jo", "name", "Hill Farm CIC")

    assert form.differing("name") == ["Hill Farm", "Hill Farm CIC"]


@pytest.mark.parametrize("seed", range(3))
def test_the_log_tells_the_same_as_what_is_kept_whoever_answers_whenever(
    form: Form, seed: int
) -> None:
    chance, version = Random(seed), 0
    for _ in range(25):
        who, value = chance.choice(["sam", "jo", "kit"]), chance.choice("abc")
        _, version = form.save(who, "name", value, base=chance.randint(0, version + 1))
        field = fields_of(form.session, form.long_form.id)["name"]

        assert [each.id for each in field.differing[:1]] in ([], [field.entry_id])
        assert (len(field.differing) > 1) == (field.other_entry_id is not None)


def test_a_version_that_is_yet_to_come_was_not_seen(form: Form) -> None:
    form.save("sam", "name", "Hill Farm")

    assert form.save("jo", "name", "Hill Farm Ltd", base=2_000_000_000)[0] is Merge.BESIDE
    assert answers_of(form.session, form.long_form.id)["name"] == "Hill Farm"


def test_a_first_answer_stands_whatever_its_maker_says_to_have_seen(form: Form) -> None:
    assert form.save("sam", "name", "Hill Farm", base=4) == (Merge.TAKE, 1)


def test_the_same_answer_twice_changes_nothing(form: Form) -> None:
    form.save("sam", "name", "Hill Farm")

    assert form.save("jo", "name", "Hill Farm") == (Merge.SAME, 1)


def test_what_has_been_sent_can_no_longer_be_changed(form: Form) -> None:
    form.long_form.is_locked = True
    form.session.commit()

    with pytest.raises(ConflictError, match="has been sent"):
        form.save("sam", "name", "Hill Farm")


def entry_beside(form: Form, key: str) -> UUID:
    found = fields_of(form.session, form.long_form.id)[key].other_entry_id
    assert found is not None
    return found


def test_the_answer_chosen_stands_and_the_other_questions_stay_as_they_are(form: Form) -> None:
    for key in ("name", "email", "town"):
        form.save("sam", key, f"{key} of Sam")
        form.save("jo", key, f"{key} of Jo")

    choose(
        form.session,
        form.long_form,
        entry_beside(form, "email"),
        Author(form.people["kit"].user_id, NOW),
    )

    assert answers_of(form.session, form.long_form.id) == {
        "name": "name of Sam",
        "email": "email of Jo",
        "town": "town of Sam",
    }
    assert [form.beside(key) for key in ("name", "email", "town")] == [
        "name of Jo",
        None,
        "town of Jo",
    ]


def test_of_two_people_who_choose_the_second_is_told(form: Form) -> None:
    form.save("sam", "name", "Hill Farm")
    form.save("jo", "name", "Hill Farm Ltd")
    beside = entry_beside(form, "name")
    author = Author(form.people["kit"].user_id, NOW)
    choose(form.session, form.long_form, beside, author)

    with pytest.raises(ConflictError, match="Somebody chose already"):
        choose(form.session, form.long_form, beside, author)
