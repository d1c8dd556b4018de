"""What officers and administrators may enter about listings, settings and keys."""

from __future__ import annotations

from datetime import date
from typing import Final

from wtforms import BooleanField, DateField, Field, HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.clock import today
from portal.domain.catalogue.qa_outcomes import QA_OUTCOMES
from portal.domain.evidence.insurance import (
    LEGAL_MINIMUM_EMPLOYERS_LIABILITY,
    MINIMUMS,
    Levels,
    RiskBand,
    pounds,
)
from portal.domain.evidence.kinds import EvidenceKind
from portal.features.catalogue.forms.fields import OneOfField, WholeNumberField, choices_of
from portal.web.forms import LongTextField, PortalForm, TextField, no_control_characters

MOST_POUNDS: Final = 1_000_000_000
_FIRST_QA_DAY: Final = date(2015, 1, 1)


class ReasonForm(PortalForm):
    """Why a provider is suspended or reinstated; the provider and its commissioners read it."""

    reason = LongTextField(
        "Reason",
        [
            DataRequired("Give the reason"),
            Length(max=2000, message="Use at most 2,000 letters"),
            no_control_characters,
        ],
    )
    listing = HiddenField()


class VersionForm(PortalForm):
    """Which version of an offer the officer has seen."""

    version = HiddenField()


class QaForm(PortalForm):
    outcome = RadioField(
        "QA outcome",
        [InputRequired("Choose the outcome")],
        choices=choices_of(QA_OUTCOMES),
    )
    day = DateField("Date of the visit", [InputRequired("Enter the date of the visit")])

    def validate_day(self, field: Field) -> None:
        if field.data is None or not _FIRST_QA_DAY <= field.data <= today():
            raise ValidationError("The date must be today or in the past, like 24 11 2026")

    @property
    def visited_on(self) -> date:
        """The day of a valid form."""
        if self.day.data is None:
            raise ValueError("The form has no day")
        return self.day.data


class RiskForm(PortalForm):
    band = RadioField(
        "Risk",
        [InputRequired("Choose how much harm the work could do")],
        choices=choices_of([(band.value, band.words) for band in RiskBand]),
    )


class KeyForm(PortalForm):
    name = TextField(
        "Which system uses it",
        [DataRequired("Enter a name, like school finance"), Length(max=80), no_control_characters],
    )
    organisation = OneOfField(
        "Whose it is",
        first="Choose an organisation",
        validators=[InputRequired("Choose an organisation")],
    )


class SettingsForm(PortalForm):
    application_days = WholeNumberField(
        "Working days in which the council decides on an application",
        (1, 200),
        "Enter a whole number of days",
    )
    opens_early = WholeNumberField(
        "Minutes before a session opens from which its register can be taken",
        (0, 180),
        "Enter a whole number of minutes",
    )
    hold_placements = BooleanField("Hold new placements while a document has run out")

    @property
    def minimums(self) -> list[tuple[EvidenceKind, list[Field]]]:
        """The fields for the least cover, by kind of insurance."""
        return [(kind, [self[field_name(kind, band)] for band in RiskBand]) for kind in MINIMUMS]

    def fill(self, days: int, opens_early: int, holds: bool, levels: Levels) -> None:
        self.opens_early.data = opens_early
        self.application_days.data, self.hold_placements.data = days, holds
        for kind in MINIMUMS:
            for band in RiskBand:
                self[field_name(kind, band)].data = levels[kind][band] // 100

    def own_minimums(self) -> dict[str, dict[str, int]]:
        """What differs from the usual minimums, in pence."""
        own: dict[str, dict[str, int]] = {}
        for kind, usual in MINIMUMS.items():
            for band in RiskBand:
                pence = (self[field_name(kind, band)].data or 0) * 100
                if pence != usual[band]:
                    own.setdefault(kind.value, {})[band.value] = pence
        return own


def field_name(kind: EvidenceKind, band: RiskBand) -> str:
    return f"{kind.value}_{band.value}"


def _cover_field(kind: EvidenceKind, band: RiskBand) -> WholeNumberField:
    least, message = 0, "Enter whole pounds, like 5000000"
    if kind is EvidenceKind.EMPLOYERS_LIABILITY:
        least = LEGAL_MINIMUM_EMPLOYERS_LIABILITY // 100
        message = f"The law asks for {pounds(LEGAL_MINIMUM_EMPLOYERS_LIABILITY)} at least"
    label = f"{kind.words}, {band.value} risk"
    return WholeNumberField(label, (least, MOST_POUNDS), message, message)


for _kind in MINIMUMS:
    for _band in RiskBand:
        setattr(SettingsForm, field_name(_kind, _band), _cover_field(_kind, _band))
