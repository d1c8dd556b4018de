"""What the demonstration county shows of the catalogue."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import in_london
from portal.domain.checklists.questions import QuestionKind
from portal.domain.evidence.pack import Change
from portal.domain.evidence.renewals import EvidenceStatus
from portal.features.evidence.packs import packs_of
from portal.models import (
    Application,
    ApplicationState,
    CouncilService,
    Evidence,
    ItemQuestion,
    ListingEvent,
    ListingStatus,
    Offer,
    Organisation,
    Placement,
    Provider,
    Review,
    ReviewOutcome,
    ReviewState,
    School,
    StaffMember,
    ToldPerson,
)
from portal.services.catalogue.offer_search import TAG_WORDS, has_words
from portal.services.evidence.renewals import lapses_of, status_by_provider
from portal.services.evidence.stores import storage_for
from portal.services.forms.editions import edition_of
from portal.services.forms.progress import tasks_of
from portal.services.people.staff_record import gaps_of, latest_confirmations, to_confirm_again
from tests.demo.conftest import SCHOOL_DAY

TODAY = in_london(SCHOOL_DAY).date()


def offers_of(county: Session) -> list[Offer]:
    return list(county.scalars(select(Offer)))


def test_every_listed_provider_has_an_offer(county: Session) -> None:
    listed = select(Provider.id).where(Provider.listing == ListingStatus.LISTED)

    assert {offer.provider_id for offer in offers_of(county)} == set(county.scalars(listed))


def test_every_tag_is_one_that_the_search_knows(county: Session) -> None:
    tags = [tag for offer in offers_of(county) for tag in offer.tags]

    assert {tag.kind for tag in tags} == set(TAG_WORDS)
    assert [tag.value for tag in tags if tag.value not in TAG_WORDS[tag.kind]] == []


def test_no_provider_has_more_pupils_than_places(county: Session) -> None:
    for offer in offers_of(county):
        placed = county.scalars(
            select(Placement.pupil_id)
            .where(Placement.provider_id == offer.provider_id, Placement.ends_on.is_(None))
            .distinct()
        ).all()
        assert len(placed) <= offer.capacity, offer.provider.name


def test_an_offer_is_found_by_its_words(county: Session) -> None:
    found = has_words(county, "ceramics")
    assert found is not None

    names = [offer.provider.name for offer in county.scalars(select(Offer).where(found))]
    assert names == ["Kiln Lane Ceramics"]


def test_one_offer_waits_for_a_new_check(county: Session) -> None:
    waiting = [offer.provider.name for offer in offers_of(county) if offer.needs_check_since]

    assert waiting == ["Riverbend Outdoors"]


def ids_of(county: Session, listing: ListingStatus) -> list[int]:
    return list(county.scalars(select(Provider.id).where(Provider.listing == listing)))


def called(county: Session, name: str) -> Provider:
    return county.scalars(select(Provider).where(Provider.name == name)).one()


def test_there_is_an_application_in_every_state(county: Session) -> None:
    states = county.scalars(select(Application.state))

    assert set(states) == set(ApplicationState)


def test_every_application_that_was_sent_is_complete(county: Session) -> None:
    sent = county.scalars(select(Application).where(Application.submitted_at.is_not(None)))
    for application in sent:
        tasks = tasks_of(county, application.long_form, edition_of(application.long_form), TODAY)
        missing = [
            gap.message
            for task in tasks
            for gap in task.missing
            if not is_of_a_document_that_ran_out(gap.question_key, application, county)
        ]
        assert missing == [], application.provider.name


def is_of_a_document_that_ran_out(key: str, application: Application, county: Session) -> bool:
    """What held on the day of sending may have run out since."""
    question = edition_of(application.long_form).by_key[key]
    if question.kind is not QuestionKind.EVIDENCE:
        return False
    lapsed = {
        each.kind
        for each in status_by_provider(county, [application.provider_id], TODAY)[
            application.provider_id
        ]
        if each.status is EvidenceStatus.LAPSED
    }
    return question.evidence_kind in lapsed


def test_the_draft_is_half_done_and_two_answers_to_one_question_differ(county: Session) -> None:
    draft = county.scalars(
        select(Application).where(Application.state == ApplicationState.DRAFT)
    ).one()
    tasks = tasks_of(county, draft.long_form, edition_of(draft.long_form), TODAY)

    assert draft.provider.name == "New Leaf Workshop"
    assert {task.state.progress.value for task in tasks} == {
        "not_started",
        "in_progress",
        "complete",
    }
    assert sum(task.differing for task in tasks) == 1


def test_one_question_waits_and_one_is_answered(county: Session) -> None:
    answers = county.scalars(select(ItemQuestion.answered_at)).all()

    assert sorted(answer is None for answer in answers) == [False, True]


def test_there_is_a_review_in_every_state_and_with_every_outcome(county: Session) -> None:
    assert set(county.scalars(select(Review.state))) == set(ReviewState)
    outcomes = county.scalars(select(Review.outcome).where(Review.outcome.is_not(None)))
    assert set(outcomes) == set(ReviewOutcome)


def test_a_suspected_school_was_told_of_to_three_bodies(county: Session) -> None:
    [review] = county.scalars(select(Review).where(Review.may_be_unregistered_school)).all()

    told = county.scalars(select(ToldPerson.whom).where(ToldPerson.review_id == review.id))
    assert {"Ofsted", "Department for Education"} < set(told)


def test_documents_of_listed_providers_have_run_out_or_soon_will(county: Session) -> None:
    listed = ids_of(county, ListingStatus.LISTED)

    lapsed = [each for each in lapses_of(county, listed, TODAY).values() if each]
    held = status_by_provider(county, listed, TODAY)
    soon = [row for rows in held.values() for row in rows if row.status is EvidenceStatus.EXPIRING]
    assert len(lapsed) >= 4
    assert len(soon) >= 4


def test_every_document_has_its_file(county: Session, migrated_app: Flask) -> None:
    storage = storage_for(migrated_app.config["PORTAL"], lambda: SCHOOL_DAY)
    kept = county.scalars(select(Evidence.sha256).distinct()).all()

    assert len(kept) > 100
    for sha256 in kept[:10]:
        file = b"".join(storage.open(sha256))
        assert file.startswith(b"%PDF-")
        assert b"not a real document" in file
    assert all(storage.exists(sha256) for sha256 in kept)


def test_some_single_central_records_have_gaps_and_others_none(county: Session) -> None:
    people = county.scalars(select(StaffMember)).all()

    with_gaps = {each.provider_id for each in people if gaps_of(each, TODAY)}
    assert with_gaps
    assert {each.provider_id for each in people} - with_gaps


def test_one_provider_must_confirm_its_staff_again(county: Session) -> None:
    listed = ids_of(county, ListingStatus.LISTED)
    confirmations = latest_confirmations(county, listed)

    again = to_confirm_again(county, listed, confirmations, TODAY)

    assert again == {called(county, "Kiln Lane Ceramics").id}


def test_a_school_sees_every_kind_of_change_in_a_pack_that_it_accepted(county: Session) -> None:
    school = county.scalars(select(School).where(School.name == "Oakfield School")).one()
    [pack] = packs_of(county, [called(county, "Hill Farm Learning")], school.id, TODAY)

    found = {each.change for each in pack.changes}
    assert {Change.RENEWED, Change.LAPSED, Change.JOINED, Change.LEFT} <= found


def test_a_pack_without_changes_stays_accepted(county: Session) -> None:
    service = county.scalars(
        select(CouncilService).where(CouncilService.name == "Access to Learning")
    ).one()
    assert is_accepted(county, service, "Northgate Tuition")


def is_accepted(county: Session, commissioner: Organisation, name: str) -> bool:
    [pack] = packs_of(county, [called(county, name)], commissioner.id, TODAY)
    return pack.is_accepted


def test_a_suspension_and_its_end_are_on_record(county: Session) -> None:
    events = county.scalars(
        select(ListingEvent.listing).where(
            ListingEvent.provider_id == called(county, "Greenwood Forest School").id
        )
    ).all()

    assert events == [ListingStatus.SUSPENDED, ListingStatus.LISTED]


def test_every_qa_outcome_is_shown(county: Session) -> None:
    outcomes = {offer.qa_outcome for offer in offers_of(county)}

    assert outcomes == {"", "meets", "meets_with_actions", "does_not_meet"}
