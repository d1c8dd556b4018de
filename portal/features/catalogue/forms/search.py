"""What the search of the catalogue accepts, in the address of the page so that it can be shared."""

from __future__ import annotations

from typing import Final

from flask import request
from sqlalchemy.orm import Session
from wtforms import BooleanField, Field
from wtforms.validators import Length, Optional, ValidationError

from portal.domain.calendar.day_words import SCHOOL_WEEKDAYS
from portal.domain.calendar.sessions import Half
from portal.domain.catalogue.offer_choices import LOTS, NEEDS, SUBJECTS
from portal.domain.catalogue.qa_outcomes import QA_OUTCOMES
from portal.features.catalogue.forms.fields import OneOfField, PoundsField, choices_of
from portal.features.catalogue.queries import Order, Wanted
from portal.models import PostcodePoint
from portal.services.catalogue.postcodes import has_postcodes, point_of
from portal.web.forms import PortalForm, TextField

_YEARS: Final = tuple((f"year-{year}", f"Year {year}") for year in range(1, 14))
_AGES: Final = tuple((f"age-{age}", f"Age {age}") for age in range(4, 20))
_DAYS: Final = tuple((str(weekday), name) for weekday, name in enumerate(SCHOOL_WEEKDAYS))
_HALVES: Final = tuple((half.value, half.words.capitalize()) for half in Half)
_MILES: Final = (("5", "5 miles"), ("10", "10 miles"), ("20", "20 miles"), ("40", "40 miles"))
_ORDERS: Final = (
    (Order.NAME.value, "Name"),
    (Order.PRICE.value, "Price, lowest first"),
    (Order.CAPACITY.value, "Size, largest first"),
)
_NEAREST: Final = (Order.DISTANCE.value, "Distance, nearest first")
_DEAREST: Final = 10_000


class SearchForm(PortalForm):
    """Every field may be left empty."""

    class Meta:
        csrf = False

    q = TextField("Words", [Length(max=200, message="Use at most 200 letters")])
    age = OneOfField("Age or year", (*_YEARS, *_AGES))
    lot = OneOfField("Lot", LOTS)
    need = OneOfField("Need", NEEDS)
    subject = OneOfField("Subject", SUBJECTS)
    day = OneOfField("Day", _DAYS)
    half = OneOfField("Half-day", _HALVES)
    price = PoundsField(
        "Highest price for a half-day, in pounds",
        Optional(),
        _DEAREST,
        "Enter a price in pounds, like 70",
    )
    outcome = OneOfField("QA outcome", QA_OUTCOMES)
    registered = OneOfField("Registered as a school", (("yes", "Yes"), ("no", "No")))
    places = BooleanField("Has places free now")
    near = TextField("Postcode", [Length(max=10, message="Enter a whole postcode")])
    miles = OneOfField("Within", _MILES, "Any distance")
    sort = OneOfField("Sort by", (*_ORDERS, _NEAREST), first="")

    def __init__(self, session: Session) -> None:
        super().__init__(formdata=request.args)
        self.sort.data = self.sort.data or Order.NAME.value
        self._session = session
        self.point: PostcodePoint | None = None
        self.offers_distance = has_postcodes(session)
        if not self.offers_distance:
            self.sort.choices = choices_of(_ORDERS)

    def validate_near(self, field: Field) -> None:
        if not field.data or not self.offers_distance:
            return
        self.point = point_of(self._session, field.data)
        if self.point is None:
            raise ValidationError("The portal does not know this postcode")

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        tags = {"lot": self.lot.data, "need": self.need.data, "subject": self.subject.data}
        return Wanted(
            text=self.q.text,
            ages=_ages(self.age.data or ""),
            tags={kind: value for kind, value in tags.items() if value},
            half_days=_half_days(self.day.data or "", self.half.data or ""),
            most_pence=None if self.price.data is None else int(self.price.data * 100),
            outcome=self.outcome.data or "",
            is_registered={"yes": True, "no": False}.get(self.registered.data or ""),
            has_places=bool(self.places.data),
            near=self.point,
            within_miles=int(self.miles.data) if self.miles.data else None,
            order=Order(self.sort.data or Order.NAME),
        )


def _ages(choice: str) -> tuple[int, int] | None:
    """The ages of a choice: a year group has pupils of two ages in the course of the year."""
    kind, _, number = choice.partition("-")
    match kind:
        case "age":
            return int(number), int(number)
        case "year":
            return int(number) + 4, int(number) + 5
        case _:
            return None


def _half_days(day: str, half: str) -> frozenset[str] | None:
    if not day and not half:
        return None
    days = [day] if day else [value for value, _ in _DAYS]
    halves = [half] if half else [value for value, _ in _HALVES]
    return frozenset(f"{each}-{part}" for each in days for part in halves)
