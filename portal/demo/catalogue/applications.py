"""Adds applications to join the catalogue, one in each state, each by the steps that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.demo.catalogue.applicants import Applicants
from portal.demo.world.day import DemoDay, fixed_id, moment
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import CheckItem
from portal.domain.evidence.kinds import EvidenceKind
from portal.features.applications import decisions, service
from portal.features.applications.decisions import NewCondition, Recommendation
from portal.features.applications.item_queries import item_states
from portal.features.applications.queries import decisions_of
from portal.models import Application, DecisionOutcome, ItemVerdict
from portal.services.forms.answers import Author, NewAnswer, save_answers
from portal.services.forms.evidence_asked import kinds_asked

_EVENING, _OFFICE = time(19, 40), time(11, 20)
_CHECKED_FIRST = ("organisation", "sites")
_DRAFT_SECTIONS = ("organisation", "sites", "offer", "safeguarding")
_CANALSIDE_LACKS = {
    "health_and_safety.first_aid": "One first aider only, who is away on Thursdays.",
    "quality.progress": "Reports came late twice.",
    "policies.attendance": "The policy does not name who rings home.",
}
_LOFT_DANCE_LACKS = {
    "staff.dbs": "Two of five people have no enhanced check.",
    "staff.other_checks": "One reference only for both.",
}

_APPROVE = Recommendation(
    DecisionOutcome.APPROVE, "Every item is met, and the visit confirmed what the papers say."
)
_DECLINE = Recommendation(
    DecisionOutcome.DECLINE,
    "Two people who work with pupils have no enhanced DBS check, and references are missing. "
    "You may apply again when both are there.",
)


def add_applications(session: Session, applicants: Applicants, day: DemoDay) -> None:
    desk = _Desk(session, applicants, day)
    desk.draft("newleaf")
    desk.submit("spokechain")
    desk.ask("tidemark", "offer.staffing_levels", "Who leads a session when the coach is away?")
    desk.answer(
        "millrace",
        "safeguarding.cover",
        "Who can be reached on Fridays after 16:00, when you film outside?",
        "The deputy, by telephone, until every pupil is home. We have added this to the policy.",
    )
    desk.recommend("kilnlane", _APPROVE, {}, on=-2)
    desk.approve("hillfarm")
    desk.approve_with_conditions("canalside")
    desk.withdraw("loftdance", "We move to a new hall this month, and apply again from there.")
    desk.decline("loftdance")


@dataclass(frozen=True)
class _Desk:
    """Where applications are begun, checked and decided. A school day is named by its place among
    those behind today: −1 is the last.
    """

    session: Session
    applicants: Applicants
    day: DemoDay

    def draft(self, key: str) -> None:
        """Half done, with two different answers to one question: from a laptop and from a phone."""
        applicant = self.applicants.of(key)
        answers = applicant.answers(EDITION_2026, _DRAFT_SECTIONS)
        del answers["safeguarding.cover"], answers["safeguarding.out_of_hours"]
        application = applicant.begin(answers, self._at(-4, _EVENING))
        at, lead = self._at(-3, _EVENING), applicant.lead.user_id
        phone = Author(lead, at, str(fixed_id("phone of the owner", key)))
        places = NewAnswer("offer.capacity", 10, 0, phone, fixed_id("places", key))
        save_answers(self.session, application.long_form, [places], at)
        applicant.send_papers((EvidenceKind.LEAD_TRAINING, EvidenceKind.ACCOUNTS), at)

    def submit(self, key: str, on: int = -6) -> Application:
        applicant = self.applicants.of(key)
        answers = applicant.answers(EDITION_2026)
        application = applicant.begin(answers, self._at(on - 3, _EVENING))
        applicant.send_papers(kinds_asked(EDITION_2026, answers), self._at(on - 2, _EVENING))
        author = Author(applicant.lead.user_id, self._at(on, _EVENING))
        service.submit(self.session, application, (), author)
        return application

    def ask(self, key: str, item: str, question: str, on: int = -4) -> Application:
        application = self.submit(key, on - 5)
        checked_first = [each for each in EDITION_2026.items if each.section in _CHECKED_FIRST]
        self._check(application, checked_first, {}, on - 1)
        asked = next(each for each in EDITION_2026.items if each.key == item)
        by = self._procurement(on)
        service.check_item(self.session, application, asked, ItemVerdict.ASK, question, by)
        return application

    def answer(self, key: str, item: str, question: str, answer: str) -> None:
        application = self.ask(key, item, question, on=-9)
        [asked] = service.open_questions(self.session, application)
        by = Author(self.applicants.of(key).lead.user_id, self._at(-5, _EVENING))
        service.answer_question(self.session, application, asked, answer, by)

    def recommend(
        self, key: str, recommendation: Recommendation, lacks: Mapping[str, str], on: int
    ) -> Application:
        application = self.submit(key, on - 8)
        self._check(application, EDITION_2026.items, lacks, on - 3)
        states = item_states(self.session, application, EDITION_2026)
        verdicts = [state.verdict for state in states]
        by, today = self._quality(on), self.day.past_days[on]
        decisions.recommend(self.session, application, recommendation, verdicts, by, today)
        return application

    def approve(self, key: str) -> None:
        application = self.recommend(key, _APPROVE, {}, on=-16)
        decisions.agree(self.session, application, self._procurement(-15))

    def approve_with_conditions(self, key: str) -> None:
        """One condition is late, one is met, and one is still to come."""
        recommendation = Recommendation(
            DecisionOutcome.APPROVE_WITH_CONDITIONS,
            "A sound place, with three things to put right.",
            (
                NewCondition("Train a second person in first aid at work", self.day.past_days[-4]),
                NewCondition("Say in the policy who rings home", self.day.past_days[-3]),
                NewCondition(
                    "Send three progress reports on time", self.day.today + timedelta(days=60)
                ),
            ),
        )
        application = self.recommend(key, recommendation, _CANALSIDE_LACKS, on=-14)
        decisions.agree(self.session, application, self._procurement(-13))
        [decision] = decisions_of(self.session, application.id)
        decisions.mark_met(decision.conditions[1], self._quality(-6))

    def decline(self, key: str) -> None:
        application = self.recommend(key, _DECLINE, _LOFT_DANCE_LACKS, on=-8)
        decisions.agree(self.session, application, self._procurement(-7))

    def withdraw(self, key: str, reason: str) -> None:
        application = self.submit(key, on=-22)
        by = Author(self.applicants.of(key).lead.user_id, self._at(-21, _EVENING))
        service.withdraw(self.session, application, reason, by)

    def _check(
        self,
        application: Application,
        items: Iterable[CheckItem],
        lacks: Mapping[str, str],
        on: int,
    ) -> None:
        by = self._quality(on)
        for item in items:
            note = lacks.get(item.key, "")
            verdict = ItemVerdict.NOT_MET if note else ItemVerdict.MET
            service.check_item(self.session, application, item, verdict, note, by)

    def _at(self, school_day: int, clock: time) -> datetime:
        return moment(self.day.past_days[school_day], clock)

    def _quality(self, school_day: int) -> Author:
        officer = self.applicants.officer("Quality officer")
        return Author(officer.user_id, self._at(school_day, _OFFICE))

    def _procurement(self, school_day: int) -> Author:
        officer = self.applicants.officer("Procurement officer")
        return Author(officer.user_id, self._at(school_day, _OFFICE))
