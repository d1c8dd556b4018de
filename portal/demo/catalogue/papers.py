"""Uploads documents of providers: small PDF files, taken in and described as a provider would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import BytesIO

from sqlalchemy.orm import Session

from portal.demo.catalogue.pdf import small_pdf
from portal.demo.world.day import DemoDay, fixed_id
from portal.domain.calendar.day_words import full_day
from portal.domain.calendar.school_year import first_day_of_school_year
from portal.domain.evidence.details import EvidenceDetails
from portal.domain.evidence.insurance import MINIMUMS, RiskBand
from portal.domain.evidence.kinds import EvidenceKind, evidence_rule
from portal.models import Evidence, Provider
from portal.services.evidence.intake import Intake
from portal.services.evidence.papers import NewEvidence, add_evidence
from portal.services.evidence.uploads import Owner, WholeFile, note_whole

_ISSUED = timedelta(days=120)
_SHORT_MONTH = 30


@dataclass(frozen=True)
class Paper:
    """A document. Without `ends_in`, in days from today, it is well within its time."""

    kind: EvidenceKind
    ends_in: int | None = None
    cover_pence: int | None = None
    leaves_out_abuse: bool = False


class Papers:
    """The desk from which every provider of the county sends its documents."""

    def __init__(self, session: Session, intake: Intake, day: DemoDay) -> None:
        self._session = session
        self._intake = intake
        self._today = day.today

    def send_all(
        self, provider: Provider, by_id: int, papers: Iterable[Paper], at: datetime
    ) -> list[Evidence]:
        return [self.send(provider, by_id, paper, at) for paper in papers]

    def send(
        self,
        provider: Provider,
        by_id: int,
        paper: Paper,
        at: datetime,
        replaces: Evidence | None = None,
    ) -> Evidence:
        """Add a document, or the one that follows on another."""
        details = self._details(provider, paper)
        if replaces is not None:
            details = _renewed(details, self._today)
        name = f"{evidence_rule(paper.kind).words}.pdf"
        kept = self._intake.take(BytesIO(_pdf(provider, details)), name)
        owner = Owner(provider.id, by_id)
        upload = note_whole(self._session, self._intake, owner, WholeFile(kept.sha256, kept), at)
        evidence_id = fixed_id("evidence", provider.name, paper.kind, details.issued_on)
        new = NewEvidence(evidence_id, details, replaces.id if replaces else None)
        return add_evidence(self._session, upload, new, by_id, at, self._today)

    def _details(self, provider: Provider, paper: Paper) -> EvidenceDetails:
        issued_on, expires_on = self._dates(paper)
        minimum = MINIMUMS.get(paper.kind, {}).get(RiskBand.STANDARD)
        return EvidenceDetails(
            kind=paper.kind,
            issued_on=issued_on,
            expires_on=expires_on,
            cover_pence=paper.cover_pence or minimum,
            insurer="Wexcombe Mutual",
            policy_number=f"WM-{provider.code}-{issued_on.year}",
            excludes_abuse=paper.leaves_out_abuse,
        )

    def _dates(self, paper: Paper) -> tuple[date, date | None]:
        """The day of issue, and the end where the document names one."""
        rule = evidence_rule(paper.kind)
        months = rule.life_months or 12
        if paper.ends_in is not None:
            end = self._today + timedelta(days=paper.ends_in)
            return end - timedelta(days=months * _SHORT_MONTH), end
        issued_on = self._today - _ISSUED
        if rule.ends_each_september:
            issued_on = max(issued_on, first_day_of_school_year(self._today))
        return issued_on, issued_on + timedelta(days=365) if rule.needs_expiry else None


def _renewed(details: EvidenceDetails, today: date) -> EvidenceDetails:
    """The same for another year."""
    issued_on = today - timedelta(days=10)
    return replace(details, issued_on=issued_on, expires_on=issued_on + timedelta(days=364))


def _pdf(provider: Provider, details: EvidenceDetails) -> bytes:
    assert details.issued_on is not None
    lines = [
        evidence_rule(details.kind).words,
        provider.name,
        f"Issued on {full_day(details.issued_on)}",
        *([f"Holds until {full_day(details.expires_on)}"] if details.expires_on else []),
        "Made for the demonstration: not a real document.",
    ]
    return small_pdf(lines)
