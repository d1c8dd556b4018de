"""What officers see before they decide: cover, rules, what changed since, and what is not met."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.domain.evidence.kinds import EvidenceKind
from portal.features.applications import decisions, service
from portal.models import DecisionOutcome, Evidence, ItemVerdict
from portal.services.evidence.papers import remove_evidence
from tests.features.applications.conftest import Applying
from tests.page import PageClient


def path(applying: Applying, rest: str = "") -> str:
    return f"/applications/{applying.application.id}{rest}"


def test_a_document_added_after_the_check_is_to_look_at_again(
    applying: Applying, client: PageClient
) -> None:
    applying.send()
    applying.check_all()
    client.sign_in(applying.officer)
    assert "Changed since" not in client.get(path(applying, "/insurance")).words
    newer = applying.upload(EvidenceKind.PUBLIC_LIABILITY)
    newer.uploaded_at = applying.build.now + timedelta(minutes=5)
    applying.session.commit()

    words = client.get(path(applying, "/insurance")).words

    assert words.count("Changed since") == 1
    assert "1 changed since" in client.get(path(applying)).words
    assert (
        "1 item has changed since it was checked" in client.get(path(applying, "/recommend")).words
    )


def test_a_document_taken_away_after_the_check_is_to_look_at_again(
    applying: Applying, client: PageClient
) -> None:
    applying.send()
    applying.check_all()
    fire = applying.session.scalars(
        select(Evidence).where(Evidence.kind == EvidenceKind.FIRE_RISK_ASSESSMENT)
    ).one()
    remove_evidence(applying.session, fire, applying.build.now + timedelta(minutes=5))
    applying.session.commit()
    client.sign_in(applying.officer)

    words = client.get(path(applying, "/health_and_safety")).words

    assert words.count("Changed since") == 1


def test_a_renewal_after_the_decision_does_not_reopen_the_check(
    applying: Applying, client: PageClient
) -> None:
    applying.decide()
    newer = applying.upload(EvidenceKind.PUBLIC_LIABILITY)
    newer.uploaded_at = applying.build.now + timedelta(days=300)
    applying.session.commit()
    client.sign_in(applying.officer)

    words = client.get(path(applying, "/insurance")).words

    assert "Changed since" not in words


def test_an_officer_reads_the_cover_and_what_the_rules_say_beside_the_item(
    applying: Applying, client: PageClient
) -> None:
    applying.answer_all()
    for policy in applying.session.scalars(
        select(Evidence).where(Evidence.kind == EvidenceKind.PUBLIC_LIABILITY)
    ):
        policy.cover_pence, policy.insurer = 1_000_000_00, "County Mutual"
    service.submit(applying.session, applying.application, [], applying.by(applying.lead))
    applying.session.commit()
    client.sign_in(applying.officer)

    words = client.get(path(applying, "/items/insurance.public")).words

    assert "cover £1 million for one claim, County Mutual" in words
    assert "Public liability insurance: the cover is £1 million; the least is £2 million" in words


def test_the_second_person_sees_what_is_not_met_before_agreeing(
    applying: Applying, client: PageClient
) -> None:
    applying.send()
    applying.check_all(ItemVerdict.NOT_MET)
    decline = decisions.Recommendation(DecisionOutcome.DECLINE, "Nothing is met")
    decisions.recommend(
        applying.session,
        applying.application,
        decline,
        [ItemVerdict.NOT_MET],
        applying.by(applying.officer),
        applying.build.now.date(),
    )
    applying.session.commit()
    client.sign_in(applying.second)

    words = client.get(path(applying, "/agree")).words

    assert "There is a named safeguarding lead and a named deputy: Seen" in words
