"""The worker checks files that were held, clears out, and reminds of what runs out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adapters.files.storage import sha256_of
from portal.adapters.files.virus_check import ClamdChecker
from portal.domain.evidence.kinds import EvidenceKind as K
from portal.models import (
    CouncilSetting,
    FileState,
    ListingStatus,
    Message,
    Role,
    StoredFile,
    Upload,
)
from portal.services.evidence.housekeeping import (
    forget_uploads,
    note_verdicts,
    verdicts_on_awaiting,
)
from portal.services.evidence.intake import Intake
from portal.services.evidence.renewals import (
    lapses_of,
    new_placements_are_on_hold,
    remind_of_renewals,
)
from portal.services.evidence.uploads import (
    Announced,
    Owner,
    WholeFile,
    begin,
    note_whole,
    part_of,
    take_piece,
)
from portal.services.mail import addresses
from tests.adapters.files.clamd import Clamd, running_clamd
from tests.adapters.files.samples import INFECTED_PDF, PDF
from tests.build import Build
from tests.conftest import NOW
from tests.page import PageClient
from tests.worlds import TODAY, Farm, Keeper

DAY = timedelta(days=1)


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with running_clamd() as running:
        yield running


@pytest.fixture
def guarded(intake: Intake, clamd: Clamd) -> Intake:
    """An intake whose virus checker does not answer yet."""
    clamd.answer = b"busy"
    return Intake(intake.storage, ClamdChecker(clamd.address), intake.folder)


def keep_awaiting(session: Session, intake: Intake, farm: Farm, content: bytes) -> StoredFile:
    file = io.BytesIO(content)
    kept = intake.take(file, "policy.pdf")
    owner = Owner(farm.provider.id, farm.lead.user_id)
    upload = note_whole(session, intake, owner, WholeFile(sha256_of(file), kept), NOW)
    session.commit()
    assert upload.stored_file is not None
    return upload.stored_file


def look_again(session: Session, intake: Intake) -> None:
    note_verdicts(session, intake, verdicts_on_awaiting(session, intake), NOW)
    session.commit()


def letters(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_a_held_file_stays_held_while_the_checker_is_away(
    session: Session, guarded: Intake, farm: Farm
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)

    look_again(session, guarded)

    assert stored.state is FileState.AWAITS_CHECK
    assert letters(session) == []


def test_a_clean_file_is_given_out_once_the_checker_answers(
    session: Session, guarded: Intake, farm: Farm, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)
    clamd.answer = None

    look_again(session, guarded)

    assert stored.state is FileState.READY


def test_an_infected_file_is_deleted_and_its_sender_told_once(
    session: Session, guarded: Intake, farm: Farm, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, INFECTED_PDF)
    clamd.answer = None

    look_again(session, guarded)
    look_again(session, guarded)

    assert stored.state is FileState.REFUSED
    assert not guarded.storage.exists(stored.sha256)
    [letter] = letters(session)
    assert letter.to == farm.lead.user.email
    assert "virus" in letter.body


def test_held_files_are_let_go_when_the_council_has_no_checker_any_more(
    session: Session, intake: Intake, guarded: Intake, farm: Farm
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)

    look_again(session, intake)

    assert stored.state is FileState.READY


def test_an_upload_that_never_ended_goes_after_a_week(
    session: Session, intake: Intake, farm: Farm
) -> None:
    owner = Owner(farm.provider.id, farm.lead.user_id)
    upload = begin(session, intake.folder, owner, Announced("a" * 64, 5000, "a.pdf"), NOW)
    take_piece(intake, upload, 0, b"%PDF-")
    part = part_of(intake.folder, upload.id)
    session.commit()

    assert forget_uploads(session, intake, NOW + 7 * DAY) == 0
    assert part.exists()
    assert forget_uploads(session, intake, NOW + 8 * DAY) == 1
    assert not part.exists()


def test_a_file_of_which_no_document_was_made_goes_after_a_month(
    session: Session, intake: Intake, farm: Farm
) -> None:
    stored = keep_awaiting(session, intake, farm, PDF)
    sha256 = stored.sha256

    assert forget_uploads(session, intake, NOW + 30 * DAY) == 0
    assert intake.storage.exists(sha256)
    assert forget_uploads(session, intake, NOW + 31 * DAY) == 1
    assert not intake.storage.exists(sha256)
    assert session.scalars(select(StoredFile)).all() == []


def test_a_file_that_a_document_names_is_never_cleared_out(
    session: Session, intake: Intake, farm: Farm, keep: Keeper
) -> None:
    document = keep.add(farm.lead)

    forget_uploads(session, intake, NOW + 3650 * DAY)

    assert intake.storage.exists(document.sha256)
    assert len(session.scalars(select(Upload)).all()) == 1


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


def test_the_worker_does_all_of_this_in_its_round(
    app: Flask, session: Session, guarded: Intake, farm: Farm, keep: Keeper, clamd: Clamd
) -> None:
    stored = keep_awaiting(session, guarded, farm, PDF)
    insure(keep, farm, TODAY + 20 * DAY)
    clamd.answer = None
    app.extensions["portal_intake"] = guarded

    result = app.test_cli_runner().invoke(args=["portal", "worker", "--once"])

    assert result.exit_code == 0, result.output
    assert "Files checked that were held: 1" in result.output
    session.expire_all()
    assert stored.state is FileState.READY
    assert [each for each in letters(session) if each.once_key.startswith("renewal:")]


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
