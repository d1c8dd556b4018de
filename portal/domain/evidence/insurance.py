"""The insurance that a provider must hold, and what is short of it.

Levels are data. Employers' liability: Employers' Liability (Compulsory Insurance) Act 1969 and
Regulations 1998, at least 5 million pounds, in force since 1 January 1999. The others follow what
English councils publish for their contractors (East Sussex for the bands of public liability;
Cheshire East for the abuse exclusion, professional indemnity and cyber). A council sets its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.evidence.kinds import EvidenceKind, evidence_rule

_MILLION_POUNDS: Final = 1_000_000 * 100

LEGAL_MINIMUM_EMPLOYERS_LIABILITY: Final = 5 * _MILLION_POUNDS


class RiskBand(StrEnum):
    """How much harm the work could do; the council's officers choose the band."""

    NEGLIGIBLE = "negligible"
    LOW = "low"
    STANDARD = "standard"

    @property
    def words(self) -> str:
        return _BAND_WORDS[self]


_BAND_WORDS: Final = {
    RiskBand.NEGLIGIBLE: "Negligible risk, such as tuition online or in a library",
    RiskBand.LOW: "Low risk, such as tuition or mentoring in rooms of the provider",
    RiskBand.STANDARD: "Standard risk, such as animals, tools, water, kitchens or travel",
}

Levels = Mapping[EvidenceKind, Mapping[RiskBand, int]]
"""The least cover for one event, in pence."""


def _every_band(pence: int) -> dict[RiskBand, int]:
    return dict.fromkeys(RiskBand, pence)


MINIMUMS: Final[Levels] = {
    EvidenceKind.EMPLOYERS_LIABILITY: _every_band(LEGAL_MINIMUM_EMPLOYERS_LIABILITY),
    EvidenceKind.PUBLIC_LIABILITY: {
        RiskBand.NEGLIGIBLE: 2 * _MILLION_POUNDS,
        RiskBand.LOW: 5 * _MILLION_POUNDS,
        RiskBand.STANDARD: 10 * _MILLION_POUNDS,
    },
    EvidenceKind.PROFESSIONAL_INDEMNITY: _every_band(1 * _MILLION_POUNDS),
    EvidenceKind.CYBER: _every_band(5 * _MILLION_POUNDS),
}


def minimums_with(settings: Levels) -> Levels:
    """The minimums with a council's own settings, which cannot go below the legal minimum."""
    merged = {
        kind: {**MINIMUMS.get(kind, {}), **settings.get(kind, {})}
        for kind in {**MINIMUMS, **settings}
    }
    employers = merged[EvidenceKind.EMPLOYERS_LIABILITY]
    merged[EvidenceKind.EMPLOYERS_LIABILITY] = {
        band: max(pence, LEGAL_MINIMUM_EMPLOYERS_LIABILITY) for band, pence in employers.items()
    }
    return merged


@dataclass(frozen=True)
class Work:
    """What about a provider's work decides which insurance it needs."""

    band: RiskBand
    has_staff: bool = True
    gives_advice: bool = False
    holds_council_data: bool = False
    carries_pupils: bool = False

    @property
    def needed(self) -> tuple[EvidenceKind, ...]:
        asked = (
            (EvidenceKind.EMPLOYERS_LIABILITY, self.has_staff),
            (EvidenceKind.PUBLIC_LIABILITY, True),
            (EvidenceKind.PROFESSIONAL_INDEMNITY, self.gives_advice),
            (EvidenceKind.CYBER, self.holds_council_data),
            (EvidenceKind.MOTOR, self.carries_pupils),
        )
        return tuple(kind for kind, applies in asked if applies)


@dataclass(frozen=True)
class InsurancePolicy:
    """One policy in force. `excludes_abuse` is None where nobody has answered that question."""

    kind: EvidenceKind
    cover_pence: int | None = None
    excludes_abuse: bool | None = None


@dataclass(frozen=True)
class Shortfall:
    """What is short in one kind of insurance, in words."""

    kind: EvidenceKind
    words: str


def shortfalls(
    policies: Iterable[InsurancePolicy], work: Work, minimums: Levels = MINIMUMS
) -> list[Shortfall]:
    """Everything short of the minimums, from the policies that are in force today.

    Of several policies of one kind the one with the highest cover counts.
    """
    best: dict[EvidenceKind, InsurancePolicy] = {}
    for policy in sorted(policies, key=lambda policy: policy.cover_pence or 0):
        best[policy.kind] = policy
    return [
        Shortfall(kind, words)
        for kind in work.needed
        for words in _short(best.get(kind), kind, minimums.get(kind, {}).get(work.band))
    ]


def _short(policy: InsurancePolicy | None, kind: EvidenceKind, least: int | None) -> list[str]:
    name = evidence_rule(kind).words
    if policy is None:
        return [f"{name}: none in force{f'; the least is {pounds(least)}' if least else ''}"]
    found = []
    if least is not None and policy.cover_pence is None:
        found.append(f"{name}: the level of cover is not stated")
    elif least is not None and (policy.cover_pence or 0) < least:
        found.append(
            f"{name}: the cover is {pounds(policy.cover_pence or 0)}; the least is {pounds(least)}"
        )
    if evidence_rule(kind).asks_abuse_exclusion and policy.excludes_abuse is not False:
        found.append(
            f"{name}: it does not cover claims of abuse"
            if policy.excludes_abuse
            else f"{name}: it is not stated whether claims of abuse are covered"
        )
    return found


def pounds(pence: int) -> str:
    """£5 million, £250,000 or £1,250.50"""
    whole, rest = divmod(pence, 100)
    if rest:
        return f"£{whole:,}.{rest:02d}"
    if whole >= 1_000_000 and whole % 100_000 == 0:
        return f"£{whole / 1_000_000:g} million"
    return f"£{whole:,}"
