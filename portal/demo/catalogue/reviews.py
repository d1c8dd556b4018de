"""Adds desk-top reviews of providers that are not listed, one in each state and with each outcome."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor, actor_of
from portal.demo.catalogue.answers import Respondent, answers_of
from portal.demo.catalogue.applicants import Applicants
from portal.demo.catalogue.papers import Paper, Papers
from portal.demo.world import tables
from portal.demo.world.day import DemoDay, moment
from portal.demo.world.organisations import Organisations, Person
from portal.domain.catalogue.non_listed import Outcome
from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.review_items import ReviewItem
from portal.domain.checklists.reviews import HIGHEST_SCORE, REVIEW_2026
from portal.features.reviews import service
from portal.features.reviews.guest_emails import guests_of
from portal.features.reviews.service import NewOutcome, NewReport
from portal.models import Membership, Placement, Review
from portal.services.forms.answers import Author, NewAnswer, save_answers
from portal.services.forms.evidence_asked import kinds_asked

_REPORTED_AT, _OFFICE = time(14, 10), time(15, 30)
_ANSWERED_AT = time(20, 15)
_FULL_WEEK = {
    "registration.full_time": "6",
    "registration.full_time_looked_after": "1",
    "registration.full_time_with_plan": "2",
    "registration.full_time_with_special_needs": "4",
    "registration.most_hours": "25",
    "review.pupils": "7",
}
_TOLD = (
    ("Department for Education", "Email to the registration team", "Six pupils for a full week"),
    ("Ofsted", "Online form for unregistered schools", "Six pupils for a full week"),
    ("Virtual AP Headteacher", "Telephone", "The numbers, and which pupils are there"),
)


def add_reviews(
    session: Session,
    county: Organisations,
    applicants: Applicants,
    papers: Papers,
    day: DemoDay,
) -> None:
    desk = _Desk(session, county, applicants, papers, day)
    _add_undecided(desk)
    _add_decided(desk)
    joins = desk.answer("tidemark", "harcombe", "His uncle boxes there.", 1)
    desk.make_application(joins, 9)


def _add_undecided(desk: _Desk) -> None:
    desk.report("brackenridge", "access", "She has ridden there for years and trusts them.", -2)
    late = desk.send("lanternyard", "harcombe", "It is the only workshop on his bus line.", 2)
    desk.answer_part("lanternyard", late, ("processes",), 6)
    begun = desk.send("ferrygate", "oakfield", "Nobody in the catalogue teaches textiles.", -8)
    desk.answer_part("ferrygate", begun, ("processes", "insurances", "data"), -5)
    scored = desk.answer("copperbeech", "oakfield", "The lessons are near her home.", -13)
    desk.score(scored, REVIEW_2026.items[:6], {}, -2)
    school = desk.answer("meadowhouse", "sen", "It has a place for every day.", -15, _FULL_WEEK)
    desk.suspect_a_school(school, -3)


def _add_decided(desk: _Desk) -> None:
    today = desk.day.today
    used = desk.answer("weirside", "oakfield", "He loves the river.", 3)
    outcome = NewOutcome(
        Outcome.MAY_BE_USED, today + timedelta(days=200), "", "All papers are there and current."
    )
    desk.decide(used, outcome, {}, 13)
    limited = desk.answer("sawpit", "access", "Quiet work for a pupil who startles easily.", 4)
    outcome = NewOutcome(
        Outcome.MAY_BE_USED_WITH_CONDITIONS,
        today + timedelta(days=120),
        "A second adult is there whenever pupils use edge tools.",
        "Sound, with one person too few for the tools that pupils use.",
    )
    desk.decide(limited, outcome, {"premises.risk": 1}, 15)
    refused = desk.answer("highmoor", "oakfield", "He asked for it.", 5)
    outcome = NewOutcome(
        Outcome.MUST_NOT_BE_USED,
        None,
        "",
        "Two people have no DBS check, and the insurance leaves out motorcycling.",
    )
    desk.decide(refused, outcome, {"systems.staff_checks": 0, "insurances.public": 0}, 17)


@dataclass(frozen=True)
class _Desk:
    """Where reviews are opened, answered and decided. A school day is named by its place among
    those behind today: 0 is the first, −1 the last.
    """

    session: Session
    county: Organisations
    applicants: Applicants
    papers: Papers
    day: DemoDay

    def report(self, key: str, commissioner: str, reason: str, on: int) -> Review:
        """Reported by a commissioner, for two of its pupils."""
        contact, by = self._respondent(key), self._actor(commissioner)
        placed = select(Placement.pupil_id).where(Placement.commissioner_id == by.organisation_id)
        placed = placed.distinct().order_by(Placement.pupil_id).limit(2)
        pupils = self.session.scalars(placed).all()
        uses_from = self.day.past_days[on]
        new = NewReport(contact.name, contact.lead, contact.email, reason, uses_from, pupils)
        at = self._at(on, _REPORTED_AT)
        return service.report(self.session, new, by, at)

    def send(self, key: str, commissioner: str, reason: str, on: int) -> Review:
        """Handed over the same day, and sent to the provider the next."""
        review = self.report(key, commissioner, reason, on)
        officer = self._officer("Procurement officer").user_id
        service.hand_over(self.session, review, officer, self._at(on, _OFFICE))
        service.send_questions(self.session, review, self._at(on + 1, _OFFICE))
        return review

    def answer_part(self, key: str, review: Review, areas: Container[str], on: int) -> None:
        """The contact has opened the link and answered the questions of these areas."""
        answers = answers_of(self._respondent(key), REVIEW_2026.form, self.day.today)
        author = Author(self._contact_id(review), self._at(on, _ANSWERED_AT))
        new = [
            NewAnswer(question.key, answers[question.key], 0, author)
            for section in REVIEW_2026.form.sections
            if section.key in areas
            for question in section.questions
            if question.key in answers
        ]
        save_answers(self.session, review.long_form, new, author.at)

    def answer(
        self,
        key: str,
        commissioner: str,
        reason: str,
        on: int,
        own: Mapping[str, str] | None = None,
    ) -> Review:
        """Everything answered and uploaded within the week."""
        review = self.send(key, commissioner, reason, on)
        answers = answers_of(self._respondent(key, own), REVIEW_2026.form, self.day.today)
        by, at = self._contact_id(review), self._at(on + 4, _ANSWERED_AT)
        new = [NewAnswer(key, answer, 0, Author(by, at)) for key, answer in answers.items()]
        save_answers(self.session, review.long_form, new, at)
        papers = [Paper(kind) for kind in kinds_asked(REVIEW_2026.form, answers)]
        self.papers.send_all(review.provider, by, papers, at)
        service.take_answers(self.session, review, at)
        return review

    def score(
        self, review: Review, items: Iterable[ReviewItem], low: Mapping[str, int], on: int
    ) -> None:
        by, at = self._officer("Procurement officer"), self._at(on, _OFFICE)
        for item in items:
            points = low.get(item.key, HIGHEST_SCORE)
            service.score(self.session, review, item.key, points, item.meanings[points], by, at)

    def decide(self, review: Review, new: NewOutcome, low: Mapping[str, int], on: int) -> None:
        self.score(review, REVIEW_2026.items, low, on - 1)
        scored = [item.key for item in REVIEW_2026.items]
        by, at = self._officer("Quality officer"), self._at(on, _OFFICE)
        service.decide(self.session, review, REVIEW_2026, scored, new, by, at)

    def suspect_a_school(self, review: Review, on: int) -> None:
        """Those who must know of a suspected unregistered school have been told."""
        by, at = self._officer("Quality officer"), self._at(on, _OFFICE)
        for whom, how, about in _TOLD:
            service.note_told(self.session, review, whom, how, about, by, at)

    def make_application(self, review: Review, on: int) -> None:
        by, at = self._officer("Procurement officer"), self._at(on, _OFFICE)
        service.make_application(self.session, review, EDITION_2026, by, at)

    def _respondent(self, key: str, own: Mapping[str, str] | None = None) -> Respondent:
        """Whoever answers: the contact of a provider in the table, or the lead of another."""
        rows = {row.key: (number, row) for number, row in enumerate(tables.reviewed(), 60)}
        if key not in rows:
            return self.applicants.of(key).respondent
        number, row = rows[key]
        return Respondent(
            row.name, number, row.contact, row.email, row.activity, (row.site,), own=own or {}
        )

    def _at(self, school_day: int, clock: time) -> datetime:
        return moment(self.day.past_days[school_day], clock)

    def _actor(self, organisation: str) -> Actor:
        return self._actor_of(self.county.people[organisation][0])

    def _officer(self, position: str) -> Actor:
        return self._actor_of(self.applicants.officer(position))

    def _actor_of(self, person: Person) -> Actor:
        return actor_of(self.session.get_one(Membership, person.membership_id))

    def _contact_id(self, review: Review) -> int:
        return guests_of(self.session, review.provider_id)[0].user_id
