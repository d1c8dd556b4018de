"""What a phone hears with the answer: its pupils and sessions, and what others marked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.build import Build
from tests.offline.conftest import Farm


def test_the_roster_names_pupils_by_first_name_and_initial(farm: Farm) -> None:
    answer = farm.phone.send()

    [roster] = [c for c in answer["changes"] if c["type"] == "roster"]
    assert [p["name"] for p in roster["pupils"]] == ["Amelia W", "Callum B", "Dre O"]
    assert roster["now_due"] == "2026-11-24-am"
    assert len(roster["sessions"]) == 22
    assert "Wren" not in str(answer)


def test_the_roster_comes_again_only_when_it_changed(
    farm: Farm, session: Session, build: Build
) -> None:
    first = farm.phone.send()
    known = {"roster_version": first["roster_version"], "cursor": first["cursor"]}

    again = farm.phone.send(**known)
    farm.provider.roster_number += 1
    session.commit()

    assert again["changes"] == []
    assert farm.phone.send(**known)["changes"][0]["type"] == "roster"


def test_a_new_pupil_appears_on_the_phone(farm: Farm, session: Session, build: Build) -> None:
    farm.phone.send()
    build.placement(farm.provider, farm.school, build.pupil("Ellie-Mae", "Tan", farm.school))
    farm.provider.roster_number += 1
    session.commit()

    roster = farm.phone.send()["changes"][0]

    assert "Ellie-Mae T" in [p["name"] for p in roster["pupils"]]


def test_what_another_phone_marked_comes_with_the_next_answer(farm: Farm) -> None:
    first = farm.phone.send()
    farm.other_phone.send(farm.other_phone.mark(farm.pupils[1].id, "not_here"))

    answer = farm.phone.send(cursor=first["cursor"], roster_version=first["roster_version"])

    [change] = answer["changes"]
    assert change["standing"][0]["seen"] == "not_here"
    assert not change["standing"][0]["here_device"]


def test_first_marks_are_not_told_back_to_the_phone_that_made_them(farm: Farm) -> None:
    first = farm.phone.send()
    known = {"cursor": first["cursor"], "roster_version": first["roster_version"]}

    answer = farm.phone.send(farm.phone.mark(farm.pupils[0].id), **known)

    assert answer["changes"] == []
    assert answer["cursor"] == first["cursor"] + 1


def test_a_mark_that_met_an_older_one_is_told_back(farm: Farm) -> None:
    farm.phone.send(farm.phone.mark(farm.pupils[0].id))
    first = farm.phone.send()
    known = {"cursor": first["cursor"], "roster_version": first["roster_version"]}

    answer = farm.phone.send(
        farm.phone.mark(farm.pupils[0].id, "not_here", base_version=1), **known
    )

    assert [c["standing"][0]["seen"] for c in answer["changes"]] == ["not_here"]


def test_what_somebody_else_did_in_the_meantime_is_told_with_the_own_marks(farm: Farm) -> None:
    first = farm.phone.send()
    farm.other_phone.send(farm.other_phone.mark(farm.pupils[1].id, "not_here"))
    known = {"cursor": first["cursor"], "roster_version": first["roster_version"]}

    answer = farm.phone.send(farm.phone.mark(farm.pupils[0].id), **known)

    assert {c["standing"][0]["by"] for c in answer["changes"]} == {"Sam Carter", "Jo Lindley"}
