"""What a provider may type about its offer and its sites."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.domain.catalogue import offer_choices
from portal.domain.checklists.typed_text import read_postcode
from portal.features.catalogue.forms.fields import PoundsField, SeveralField, WholeNumberField
from portal.features.catalogue.service import OfferAnswers, SiteAnswers, offer_version
from portal.models import Offer, Site
from portal.services.catalogue.offers import LONGEST_TRANSPORT
from portal.web.forms import LongTextField, PortalForm, TextField, no_control_characters

OLDEST: Final = 25
MOST_PUPILS: Final = 1000
DEAREST: Final = 10_000
_TAG_FIELDS: Final = {
    "lot": "lots",
    "need": "needs",
    "subject": "subjects",
    "qualification": "qualifications",
    "session": "sessions",
}


class OfferForm(PortalForm):
    description = LongTextField(
        "Your offer in a few sentences",
        [
            DataRequired("Say what you offer"),
            Length(max=4000, message="Use at most 4,000 letters"),
            no_control_characters,
        ],
    )
    lots = SeveralField("Lots", offer_choices.LOTS, "Choose at least one lot")
    low_age = WholeNumberField("Youngest age", (0, OLDEST), "Enter the youngest age, like 11")
    high_age = WholeNumberField("Oldest age", (0, OLDEST), "Enter the oldest age, like 16")
    needs = SeveralField("Needs", offer_choices.NEEDS, "Choose at least one need")
    subjects = SeveralField("Subjects", offer_choices.SUBJECTS, "Choose at least one subject")
    qualifications = SeveralField(
        "Qualifications", offer_choices.QUALIFICATIONS, "Choose one, or “No qualification”"
    )
    capacity = WholeNumberField(
        "Most pupils at one time", (0, MOST_PUPILS), "Enter a number, like 8"
    )
    sessions = SeveralField(
        "Days and sessions", offer_choices.HALF_DAYS, "Choose when you are open"
    )
    price = PoundsField(
        "Price for one pupil for one half-day, in pounds",
        InputRequired("Enter the price, like 65.50"),
        DEAREST,
        "Enter the price in pounds, like 65.50",
    )
    transport = LongTextField(
        "Transport",
        [
            DataRequired("Say whether you bring pupils to you"),
            Length(max=LONGEST_TRANSPORT, message=f"Use at most {LONGEST_TRANSPORT} letters"),
            no_control_characters,
        ],
    )
    version = HiddenField()

    def validate_high_age(self, field: Field) -> None:
        if self.low_age.data is not None and field.data < self.low_age.data:
            raise ValidationError("The oldest age must not be below the youngest")

    def fill(self, offer: Offer | None) -> None:
        """Show what the catalogue says now."""
        self.version.data = offer_version(offer)
        if offer is None:
            return
        self.description.data, self.transport.data = offer.description, offer.transport
        self.low_age.data, self.high_age.data = offer.low_age, offer.high_age
        self.capacity.data, self.price.data = offer.capacity, Decimal(offer.price_pence) / 100
        for kind, name in _TAG_FIELDS.items():
            self[name].data = [tag.value for tag in offer.tags if tag.kind == kind]

    def answers(self) -> OfferAnswers:
        """What a valid form says."""
        tags = {(kind, value) for kind, name in _TAG_FIELDS.items() for value in self[name].data}
        return OfferAnswers(
            description=self.description.text,
            ages=(self.low_age.data or 0, self.high_age.data or 0),
            capacity=self.capacity.data or 0,
            price_pence=round((self.price.data or 0) * 100),
            transport=self.transport.text,
            tags=frozenset(tags),
        )


class SiteForm(PortalForm):
    name = TextField(
        "Name of the site",
        [DataRequired("Enter a name, like Main site"), Length(max=120), no_control_characters],
    )
    address = TextField(
        "Address",
        [DataRequired("Enter the address"), Length(max=300), no_control_characters],
    )
    postcode = TextField("Postcode", [DataRequired("Enter the postcode")])
    is_satellite = BooleanField("This is a satellite site")
    version = HiddenField()

    def validate_postcode(self, field: Field) -> None:
        postcode = read_postcode(field.data or "")
        if postcode is None:
            raise ValidationError("Enter a whole postcode, like OX1 1ND")
        field.data = postcode

    def fill(self, site: Site) -> None:
        self.name.data, self.address.data = site.name, site.address
        self.postcode.data, self.is_satellite.data = site.postcode, site.is_satellite

    def answers(self) -> SiteAnswers:
        return SiteAnswers(
            self.name.text, self.address.text, self.postcode.text, bool(self.is_satellite.data)
        )
