"""The pages of evidence: what is needed, what is held, and one page to upload the new one."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.domain.evidence.kinds import EvidenceKind as K
from portal.models import (
    AuditEvent,
    Evidence,
    FileState,
    ListingStatus,
    Role,
    StoredFile,
    Upload,
)
from tests.adapters.files.samples import PDF, WEB_PAGE
from tests.build import Build
from tests.page import Page, PageClient
from tests.worlds import Farm, Keeper, sign_in

POLICY = {"issued_on": "2026-09-01"}
INSURANCE = {
    "issued_on": "2026-09-01",
    "expires_on": "2027-08-31",
    "cover_pence": "10,000,000",
    "insurer": "County Mutual",
    "policy_number": "PL 77",
    "excludes_abuse": "no",
}


@pytest.fixture
def lead(client: PageClient, farm: Farm) -> PageClient:
    client.sign_in(farm.lead)
    return client


def upload(
    client: PageClient,
    kind: K,
    fields: dict[str, str],
    content: bytes = PDF,
    name: str = "policy.pdf",
) -> Page:
    address = f"/evidence/{kind.value}/add"
    client.get(address)
    return client.post(address, file=(io.BytesIO(content), name), **fields)


def documents(session: Session) -> list[Evidence]:
    return list(session.scalars(select(Evidence).order_by(Evidence.uploaded_at)).all())


def test_the_page_lists_every_kind_that_is_needed(lead: PageClient) -> None:
    page = lead.get("/evidence/")

    assert "Public liability insurance" in page.words
    assert "Child protection and safeguarding policy" in page.words
    assert "Missing" in page.words
    assert "no place here for a copy of a DBS certificate" in page.words


def test_a_policy_is_added_with_the_day_until_which_it_holds(
    lead: PageClient, session: Session
) -> None:
    page = upload(lead, K.BEHAVIOUR, POLICY)

    assert "Behaviour policy: saved" in page.words
    [document] = documents(session)
    assert (document.file_name, document.expires_on) == ("policy.pdf", date(2027, 9, 1))
    assert "until 1 September 2027" in page.words


def test_insurance_says_its_cover_its_insurer_and_whether_it_leaves_out_abuse(
    lead: PageClient, session: Session
) -> None:
    upload(lead, K.PUBLIC_LIABILITY, INSURANCE)

    [document] = documents(session)
    assert document.cover_pence == 1_000_000_000
    assert (document.insurer, document.policy_number) == ("County Mutual", "PL 77")
    assert document.excludes_abuse is False
    assert "£10 million for one claim" in lead.get(f"/evidence/{document.id}").words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"issued_on": ""}, "Enter the date of issue"),
        ({"issued_on": "2026-12-01"}, "must be today or in the past"),
        ({"issued_on": "0001-01-01"}, "between 2000 and 2100"),
        ({"expires_on": ""}, "Enter the date on which the cover ends"),
        ({"expires_on": "2026-08-31"}, "must not be before the date of issue"),
        ({"cover_pence": ""}, "Enter the level of cover"),
        ({"cover_pence": "ten million"}, "in pounds, like 10,000,000"),
        ({"cover_pence": "0"}, "must be more than nothing"),
        ({"cover_pence": "2,000,000,000"}, "at most £1 billion"),
        ({"insurer": ""}, "Enter the name of the insurer"),
        ({"policy_number": ""}, "Enter the policy number"),
        ({"excludes_abuse": ""}, "Say whether the policy leaves out claims of abuse"),
    ],
)
def test_what_is_wrong_is_said_and_the_file_need_not_be_sent_again(
    lead: PageClient, session: Session, changed: dict[str, str], message: str
) -> None:
    page = upload(lead, K.PUBLIC_LIABILITY, INSURANCE | changed)

    assert page.title.startswith("Error: ")
    assert message in page.words
    assert "policy.pdf is here already" in page.words
    upload_id = next(
        each.get("value") for each in page.all("input") if each.get("name") == "upload"
    )
    lead.post("/evidence/public_liability/add", upload=upload_id, **INSURANCE)
    assert len(documents(session)) == 1


def test_a_page_without_a_file_asks_for_one(lead: PageClient, session: Session) -> None:
    lead.get("/evidence/behaviour/add")
    page = lead.post("/evidence/behaviour/add", **POLICY)

    assert "Choose a file" in page.words
    assert documents(session) == []


def test_a_file_that_is_not_taken_leaves_nothing_behind(lead: PageClient, session: Session) -> None:
    page = upload(lead, K.BEHAVIOUR, POLICY, WEB_PAGE)

    assert "This file is a web page" in page.words
    assert session.scalars(select(Upload)).all() == []
    assert session.scalars(select(StoredFile)).all() == []


def test_a_file_of_another_provider_cannot_be_claimed(
    client: PageClient, farm: Farm, keep: Keeper, build: Build, session: Session
) -> None:
    keep.add(farm.lead)
    foreign = session.scalars(select(Upload)).one()
    client.sign_in(build.member(build.provider("Other"), Role.PROVIDER_LEAD))

    client.get("/evidence/behaviour/add")
    page = client.post("/evidence/behaviour/add", upload=str(foreign.id), **POLICY)

    assert "Choose a file" in page.words


def test_the_same_file_is_not_added_twice(lead: PageClient, session: Session) -> None:
    upload(lead, K.BEHAVIOUR, POLICY)
    page = upload(lead, K.BEHAVIOUR, POLICY)

    assert "among your documents of this kind already" in page.words
    assert len(documents(session)) == 1


def test_a_new_document_takes_the_place_of_the_old_one_which_stays_in_the_history(
    lead: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    old = keep.add(farm.lead, K.PUBLIC_LIABILITY, date(2025, 9, 1), expires_on=date(2026, 8, 31))
    page = lead.get(f"/evidence/{old.id}/renew")
    assert "County Mutual" in page.html

    lead.post(f"/evidence/{old.id}/renew", file=(io.BytesIO(PDF), "new.pdf"), **INSURANCE)

    session.refresh(old)
    assert old.replaced_by_id is not None
    new = lead.get(f"/evidence/{old.replaced_by_id}")
    assert "public_liability.pdf" in new.words
    assert "replaced" in new.words
    assert lead.get(f"/evidence/{old.id}/renew", 409)


def test_a_document_can_be_taken_away_and_is_still_named(
    lead: PageClient, farm: Farm, keep: Keeper
) -> None:
    wrong = keep.add(farm.lead)
    other = keep.add(farm.lead)

    lead.get(f"/evidence/{wrong.id}/remove")
    lead.post(f"/evidence/{wrong.id}/remove")

    assert str(wrong.id) not in lead.get("/evidence/").html
    assert "taken away" in lead.get(f"/evidence/{other.id}").words


def test_a_file_is_given_out_as_a_download_and_nothing_else(
    lead: PageClient, farm: Farm, keep: Keeper, session: Session
) -> None:
    document = keep.add(farm.lead)

    answer = lead.flask.get(f"/evidence/{document.id}/file")

    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=behaviour.pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    [event] = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "evidence.downloaded")
    ).all()
    assert (event.record_id, event.user_id) == (str(document.id), farm.lead.user_id)


@pytest.mark.parametrize("state", [FileState.AWAITS_CHECK, FileState.REFUSED])
def test_a_file_without_a_verdict_is_never_given_out(
    lead: PageClient, farm: Farm, keep: Keeper, session: Session, state: FileState
) -> None:
    document = keep.add(farm.lead)
    session.get_one(StoredFile, document.sha256).state = state
    session.commit()

    assert lead.flask.get(f"/evidence/{document.id}/file").status_code == 404
    words = lead.get(f"/evidence/{document.id}").words
    assert ("Waiting for the virus check" in words) == (state is FileState.AWAITS_CHECK)


def test_a_file_that_the_store_has_lost_is_a_page_that_says_so(
    lead: PageClient, farm: Farm, keep: Keeper, intake: object, session: Session
) -> None:
    document = keep.add(farm.lead)
    lead.flask.application.extensions["portal_intake"].storage.delete(document.sha256)

    assert lead.get(f"/evidence/{document.id}/file", 404)


def test_a_name_in_another_alphabet_survives(lead: PageClient, session: Session) -> None:
    upload(lead, K.BEHAVIOUR, POLICY, name="Zoë’s правила.pdf")
    [document] = documents(session)

    answer = lead.flask.get(f"/evidence/{document.id}/file")
    answer.close()

    header = answer.headers["Content-Disposition"]
    assert header.isascii()
    assert "filename*=UTF-8''Zo%C3%AB" in header


def test_a_review_guest_adds_documents_of_its_own_provider(
    client: PageClient, build: Build, session: Session
) -> None:
    provider = build.provider("Yard", listing=ListingStatus.NOT_LISTED)
    sign_in(client, build.member(provider, Role.REVIEW_GUEST))

    page = upload(client, K.BEHAVIOUR, POLICY)

    assert "saved" in page.words
    assert documents(session)[0].provider_id == provider.id


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), "Runs out soon"),
        (datetime(2026, 11, 25, 0, 1, tzinfo=UTC), "Has run out"),
    ],
)
def test_a_lapse_shows_as_soon_as_the_day_is_over(
    client: PageClient,
    farm: Farm,
    keep: Keeper,
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
    words: str,
) -> None:
    keep.add(farm.lead, K.PUBLIC_LIABILITY, date(2025, 11, 25), expires_on=date(2026, 11, 24))
    monkeypatch.setattr(clock, "stopped_at", moment)
    client.sign_in(farm.lead)

    assert words in client.get("/evidence/").words


def test_an_unknown_document_or_kind_is_not_found(lead: PageClient) -> None:
    lead.get(f"/evidence/{uuid4()}", 404)
    lead.get("/evidence/passport/add", 404)
