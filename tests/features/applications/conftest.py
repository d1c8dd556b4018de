"""An application with every question answered, and people to work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.domain.checklists.editions import EDITION_2026
from portal.domain.evidence.kinds import EvidenceKind
from portal.features.applications import decisions, service
from portal.models import (
    Application,
    ApplicationState,
    DecisionOutcome,
    Evidence,
    ItemVerdict,
    ListingStatus,
    Membership,
    Provider,
    Role,
    StoredFile,
)
from portal.services.forms.answers import Author, NewAnswer, save_answers
from portal.services.forms.applications import Beginning, begin_application
from tests.build import Build
from tests.sample_answers import sample_answers

NEXT_YEAR = date(2027, 11, 24)


@dataclass
class Applying:
    """A provider under review with its lead, two officers, and one application."""

    build: Build
    session: Session
    provider: Provider
    lead: Membership
    officer: Membership
    second: Membership
    application: Application

    def by(self, person: Membership) -> Author:
        return Author(person.user_id, self.build.now)

    def state(self) -> ApplicationState:
        return self.application.state

    def answer_all(self) -> None:
        """Answer every question, and upload every document."""
        self._save(sample_answers(EDITION_2026), self.lead, 0)
        for kind in EvidenceKind:
            self.upload(kind)
        self.session.commit()

    def answer(
        self, key: str, value: Any, by: Membership | None = None, base_version: int = 0
    ) -> None:
        """Save one answer, as another person's page would."""
        self._save({key: value}, by or self.lead, base_version)
        self.session.commit()

    def _save(self, answers: dict[str, Any], by: Membership, base_version: int) -> None:
        new = [NewAnswer(key, value, base_version, self.by(by)) for key, value in answers.items()]
        save_answers(self.session, self.application.long_form, new, self.build.now)

    def upload(self, kind: EvidenceKind, expires_on: date | None = NEXT_YEAR) -> Evidence:
        if self.session.get(StoredFile, "a" * 64) is None:
            self.session.add(
                StoredFile(
                    sha256="a" * 64,
                    content_type="application/pdf",
                    size=1000,
                    stored_at=self.build.now,
                )
            )
        evidence = Evidence(
            provider_id=self.provider.id,
            kind=kind.value,
            sha256="a" * 64,
            file_name=f"{kind.value}.pdf",
            issued_on=date(2026, 9, 1),
            expires_on=expires_on,
            cover_pence=10_000_000_00,
            excludes_abuse=False,
            uploaded_by_id=self.lead.user_id,
            uploaded_at=self.build.now,
        )
        self.session.add(evidence)
        self.session.flush()
        return evidence

    def send(self) -> None:
        """Answer everything and send it."""
        self.answer_all()
        service.submit(self.session, self.application, [], self.by(self.lead))
        self.session.commit()

    def check_all(self, verdict: ItemVerdict = ItemVerdict.MET) -> None:
        later = self.build.now + timedelta(seconds=1)
        for item in EDITION_2026.items:
            service.check_item(
                self.session,
                self.application,
                item,
                verdict,
                "Seen",
                Author(self.officer.user_id, later),
            )
        self.session.commit()

    def recommend(
        self,
        outcome: DecisionOutcome = DecisionOutcome.APPROVE,
        conditions: tuple[decisions.NewCondition, ...] = (),
    ) -> None:
        """Send, check everything and recommend."""
        self.send()
        self.check_all()
        decisions.recommend(
            self.session,
            self.application,
            decisions.Recommendation(outcome, "A sound place", conditions),
            [ItemVerdict.MET],
            self.by(self.officer),
            self.build.now.date(),
        )
        self.session.commit()

    def decide(self, outcome: DecisionOutcome = DecisionOutcome.APPROVE) -> None:
        """Take the application to a decision that stands."""
        is_conditional = outcome is DecisionOutcome.APPROVE_WITH_CONDITIONS
        condition = decisions.NewCondition("Fence the pond", date(2026, 12, 24))
        self.recommend(outcome, (condition,) if is_conditional else ())
        decisions.agree(self.session, self.application, self.by(self.second))
        self.session.commit()


@pytest.fixture
def start(build: Build, session: Session) -> Callable[[str], Applying]:
    """Begin an application of a new provider."""

    def begin(name: str = "Hill Farm Learning") -> Applying:
        provider = build.provider(name, listing=ListingStatus.UNDER_REVIEW)
        council = build.council()
        lead = build.member(provider, Role.PROVIDER_LEAD, "Sam Carter")
        officer = build.member(council, Role.QUALITY_OFFICER, "Jo Lindley")
        second = build.member(council, Role.PROCUREMENT_OFFICER, "Ravi Shah")
        application = begin_application(
            session, provider, EDITION_2026, Beginning(lead.user_id, build.now)
        )
        session.commit()
        return Applying(build, session, provider, lead, officer, second, application)

    return begin


@pytest.fixture
def applying(start: Callable[[str], Applying]) -> Applying:
    return start("Hill Farm Learning")
