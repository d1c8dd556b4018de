"""Providers that fill forms in the demonstration: what they answer, and what they upload."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.demo.catalogue.answers import Respondent, answers_of
from portal.demo.catalogue.papers import Paper, Papers
from portal.demo.world import tables
from portal.demo.world.day import DemoDay
from portal.demo.world.organisations import Organisations, Person
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import Edition
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import Application, Provider, User
from portal.services.evidence.papers import current_evidence
from portal.services.forms.answers import Author, NewAnswer, save_answers
from portal.services.forms.applications import Beginning, begin_application

_OWN: dict[str, dict[str, Any]] = {
    "loftdance": {"staff.all_dbs_checked": "no", "staff.has_two_references": "no"},
}
"""What a provider answers otherwise than the rest."""


@dataclass(frozen=True)
class Applicant:
    session: Session
    papers: Papers
    day: DemoDay
    provider: Provider
    lead: Person
    respondent: Respondent

    def answers(self, form: Edition, sections: Container[str] | None = None) -> dict[str, object]:
        """The answers to the whole form, or to some of its sections."""
        answers = answers_of(self.respondent, form, self.day.today)
        keys = {
            question.key
            for section in form.sections
            if sections is None or section.key in sections
            for question in section.questions
        }
        return {key: answer for key, answer in answers.items() if key in keys}

    def begin(self, answers: Mapping[str, object], at: datetime) -> Application:
        """An application with these answers; one that is under way is gone on with."""
        by = self.lead.user_id
        application = begin_application(
            self.session, self.provider, EDITION_2026, Beginning(by, at)
        )
        new = [NewAnswer(key, answer, 0, Author(by, at)) for key, answer in answers.items()]
        save_answers(self.session, application.long_form, new, at)
        return application

    def send_papers(self, kinds: Iterable[EvidenceKind], at: datetime) -> None:
        """Upload a document of each kind that is not held yet."""
        held = {each.kind for each in current_evidence(self.session, [self.provider.id])}
        wanted = [Paper(kind) for kind in kinds if kind not in held]
        self.papers.send_all(self.provider, self.lead.user_id, wanted, at)


class Applicants:
    """The providers of the tables as applicants, and the officers who deal with them."""

    def __init__(
        self, session: Session, county: Organisations, papers: Papers, day: DemoDay
    ) -> None:
        self._session = session
        self._county = county
        self._papers = papers
        self._day = day
        self._rows = {row.key: row for row in tables.providers()}
        self._offers = {row.provider: row for row in tables.offers()}

    def of(self, key: str) -> Applicant:
        lead = self._county.people[key][-1]
        return Applicant(
            session=self._session,
            papers=self._papers,
            day=self._day,
            provider=self._county.providers[key],
            lead=lead,
            respondent=self._respondent(key, self._session.get_one(User, lead.user_id)),
        )

    def _respondent(self, key: str, lead: User) -> Respondent:
        row = self._rows[key]
        return Respondent(
            name=row.name,
            number=list(self._rows).index(key) + 1,
            lead=lead.name,
            email=lead.email,
            activity=row.activity,
            sites=row.sites,
            offer=self._offers.get(key),
            own=_OWN.get(key, {}),
        )

    def officer(self, position: str) -> Person:
        return next(each for each in self._county.people["council"] if each.position == position)
