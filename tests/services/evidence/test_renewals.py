"""A provider is reminded of what runs out, and told of what has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain.evidence.kinds import EvidenceKind as K
from portal.models import (
    CouncilSetting,
    ListingStatus,
    Role,
)
from portal.services.evidence.renewals import (
    lapses_of,
    new_placements_are_on_hold,
    remind_of_renewals,
)
from portal.services.mail import addresses
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient
from tests.services.evidence.letters import letters
from tests.worlds import TODAY, Farm, Keeper

DAY = timedelta(days=1)


# Reminders.


def insure(keep: Keeper, farm: Farm, ends_on: date) -> None:
    keep.add(farm.lead, K.PUBLIC_LIABILITY, date(2026, 1, 1), expires_on=ends_on)


def remind_each_day(session: Session, days: int) -> None:
    for number in range(days):
        remind_of_renewals(session, NOW + number * DAY)
        remind_of_renewals(session, NOW + number * DAY + timedelta(hours=1))


def test_a_provider_is_reminded_60_30_and_7_days_before_and_told_of_the_lapse(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    ends_on = TODAY + 70 * DAY
    insure(keep, farm, ends_on)

    remind_each_day(session, 90)

    keys = [letter.once_key.split(":")[3] for letter in letters(session)]
    assert keys == ["60", "30", "7", "ran-out"]
    assert {letter.to for letter in letters(session)} == {farm.lead.user.email}
    assert "Public liability insurance" in letters(session)[0].body


@pytest.mark.parametrize(
    ("days", "which"), [(60, "60"), (61, None), (30, "30"), (7, "7"), (0, "7")]
)
def test_only_the_nearest_reminder_is_sent(
    session: Session, farm: Farm, keep: Keeper, days: int, which: str | None
) -> None:
    insure(keep, farm, TODAY + days * DAY)

    remind_of_renewals(session, NOW)

    keys = [letter.once_key.split(":")[3] for letter in letters(session)]
    assert keys == ([which] if which else [])


def test_the_reminder_leads_to_the_page_that_takes_the_new_one(
    session: Session, farm: Farm, keep: Keeper, client: PageClient
) -> None:
    insure(keep, farm, TODAY + 7 * DAY)
    remind_of_renewals(session, NOW)
    session.commit()
    [letter] = letters(session)
    address = letter.body.split(f"Upload the new one: {addresses.portal('')}")[1].split()[0]
    client.sign_in(farm.lead)

    page = client.get(address)

    assert "Public liability insurance" in page.words


def test_what_ends_on_one_day_goes_into_one_letter(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    for kind in (K.BEHAVIOUR, K.EQUALITY):
        keep.add(farm.lead, kind, date(2026, 1, 1), expires_on=TODAY + 20 * DAY)

    remind_of_renewals(session, NOW)

    [letter] = letters(session)
    assert "Behaviour policy" in letter.body
    assert "Equality policy" in letter.body


def test_a_letter_leaves_out_what_ends_later_or_never(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    insure(keep, farm, TODAY + 20 * DAY)
    keep.add(farm.lead, K.BEHAVIOUR)
    keep.add(farm.lead, K.LEAD_TRAINING, date(2026, 1, 1), expires_on=TODAY + 200 * DAY)

    remind_of_renewals(session, NOW)

    [letter] = letters(session)
    [listed] = [line for line in letter.body.split("\n") if line.startswith("– ")]
    assert listed.startswith("– Public liability insurance")


def test_nobody_is_reminded_of_what_has_been_renewed(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    old = keep.add(farm.lead, K.BEHAVIOUR, date(2026, 1, 1), expires_on=TODAY + 20 * DAY)
    keep.add(farm.lead, K.BEHAVIOUR, date(2026, 11, 1), replaces=old)

    remind_of_renewals(session, NOW)

    assert letters(session) == []


def test_nobody_is_reminded_of_what_ran_out_long_ago(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    insure(keep, farm, TODAY - 15 * DAY)

    remind_of_renewals(session, NOW)

    assert letters(session) == []


def test_a_provider_outside_the_catalogue_is_not_reminded(
    session: Session, build: Build, keep: Keeper
) -> None:
    provider = build.provider("Yard", listing=ListingStatus.NOT_LISTED)
    lead = build.member(provider, Role.PROVIDER_LEAD)
    keep.add(lead, K.BEHAVIOUR, date(2026, 1, 1), expires_on=TODAY + 20 * DAY)

    remind_of_renewals(session, NOW)

    assert letters(session) == []


# Lapses.


def test_a_lapse_names_what_ran_out_and_when(session: Session, farm: Farm, keep: Keeper) -> None:
    insure(keep, farm, TODAY - DAY)

    [lapse] = lapses_of(session, [farm.provider.id], TODAY)[farm.provider.id]

    assert lapse.words == "Public liability insurance: ran out on 23 November 2026"


def test_of_two_documents_the_one_that_holds_longer_counts(
    session: Session, farm: Farm, keep: Keeper
) -> None:
    insure(keep, farm, TODAY - DAY)
    insure(keep, farm, TODAY + 300 * DAY)

    assert lapses_of(session, [farm.provider.id], TODAY)[farm.provider.id] == []


def test_new_placements_are_held_only_where_the_council_says_so(
    session: Session, farm: Farm
) -> None:
    assert new_placements_are_on_hold(session) is False

    session.add(
        CouncilSetting(
            name="hold_placements_on_lapse",
            value=True,
            changed_by_id=farm.officer.user_id,
            changed_at=NOW,
        )
    )
    session.commit()

    assert new_placements_are_on_hold(session) is True


# The provider's start page.


def test_the_lead_s_start_page_lists_what_runs_out_with_one_tap_to_renew_it(
    farm: Farm, keep: Keeper, client: PageClient
) -> None:
    keep.add(farm.lead, K.BEHAVIOUR, date(2026, 9, 1), expires_on=TODAY + 300 * DAY)
    soon = keep.add(farm.lead, K.EQUALITY, date(2026, 1, 1), expires_on=TODAY + 20 * DAY)
    insure(keep, farm, TODAY - DAY)

    start = client.sign_in(farm.lead)

    listed = start.words[start.words.index("Documents to renew") :]
    assert listed.index("Public liability") < listed.index("Equality policy")
    assert "Behaviour policy" not in listed
    assert f'href="/evidence/{soon.id}/renew"' in start.html


def test_other_people_of_the_provider_are_not_asked_to_renew(
    farm: Farm, keep: Keeper, build: Build, client: PageClient
) -> None:
    insure(keep, farm, TODAY - DAY)

    start = client.sign_in(build.member(farm.provider, Role.PROVIDER_STAFF))

    assert "Documents to renew" not in start.words
