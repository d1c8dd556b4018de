"""Two people at the same queue: neither loses a choice, and each hears of the other's."""

from __future__ import annotations

import pytest

from portal.domain.attendance.seen import Seen
from portal.models import Placement
from tests.build import Build
from tests.features.absences.conftest import County, Queue, row_of
from tests.page import words_of

pytestmark = pytest.mark.usefixtures("kayden_away")


def again(fields: dict[str, str], code: str) -> dict[str, str]:
    """The same row with another code, as somebody sends it who has not looked again."""
    return {name: code if name.endswith("-code") else value for name, value in fields.items()}


@pytest.mark.parametrize("first", ["N", "I"])
def test_a_choice_that_somebody_overtook_says_who_decided_what(queue: Queue, first: str) -> None:
    fields = queue.choose(first)
    queue.save(fields)

    after = queue.save(again(fields, "M"))

    assert f"Priya Nair decided {first} in the meantime" in after.words
    assert queue.codes() == [first]


def test_who_looks_again_may_still_decide_otherwise_with_a_reason(queue: Queue) -> None:
    fields = queue.choose("I")
    queue.save(fields)
    shown_again = queue.save(again(fields, "M"))
    name = next(iter(fields)).removesuffix("-version")

    queue.save(row_of(shown_again, name, code="M", reason="The letter says dentist"))

    assert queue.codes() == ["I", "M"]


def test_a_choice_counts_though_its_row_has_moved_to_another_page(queue: Queue) -> None:
    queue.save(queue.choose("I"), page=2)

    assert queue.codes() == ["I"]


def test_what_was_saved_leaves_the_page_on_which_a_problem_is_shown(
    build: Build, county: County, queue: Queue, zara: Placement
) -> None:
    build.mark(zara, county.staff, Seen.NOT_HERE)

    after = queue.save(queue.choose("I") | queue.choose("other", zara, other="Y7", words=""))

    assert "1 decision saved" in after.words
    assert "Zara Khan: Code Y7 needs words" in after.words
    [queue_of_absences] = [each for each in after.all("table") if "Days left" in words_of(each)]
    assert "Kayden Reeve" not in words_of(queue_of_absences)
    assert queue.codes() == ["I"]
