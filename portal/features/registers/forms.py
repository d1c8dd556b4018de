"""What a mark may say: one set of labels, rules and messages for the page and for the phone app."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar

from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind

from portal.domain.attendance.mark_log import MarkValue
from portal.domain.attendance.seen import Seen
from portal.domain.errors import FieldError
from portal.domain.text.plain_text import clean_code, clean_text, has_control

LONGEST_WORDS = 500

CLEAR = "Clear this mark"
LABELS = {
    "seen": "Seen",
    "arrived": "Came at",
    "left": "Left early at",
    "heard": "What did you hear?",
    "action": "What did you do about it?",
    "reason": "Why is this changed?",
}
HINTS = {
    "heard": "For example, “mum rang: ill”",
    "action": "For example, “rang home 9:40”",
    "reason": "For example, “came after the register was finished”",
}

CHOOSE_SEEN = "Choose Here, Late or Not here"
TIME_FORMAT = "{label} must be a time, like 09:40"
REASON_NEEDED = "Why is this changed? Enter a reason, because the register is already finished"
LATE_NEEDS_TIME = "Came at: enter the time the pupil came"
TIME_NEEDS_LATE = "Came at: choose Late to give a time, or take the time out"
LEFT_NEEDS_SEEN = "Left early at: choose Here or Late to give a time, or take the time out"
LEFT_AFTER_ARRIVED = "Left early at must be later than Came at"
TEXT_EXPECTED = "{label} must be words"
TEXT_TOO_LONG = f"{{label}} Use {LONGEST_WORDS} characters or fewer"
TEXT_UNPRINTABLE = "{label} Take out the characters that cannot be printed"
UNKNOWN_FIELD = "{field} is not part of a mark"

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SEEN_BY_NAME = {str(seen): seen for seen in Seen}
_TIMES = ("arrived", "left")
_TEXTS = ("heard", "action", "reason")
_FIELDS = frozenset({"seen", *_TIMES, *_TEXTS, "added"})


@dataclass(frozen=True)
class MarkEntry:
    """A mark as it was entered. `added` says that the pupil was not expected in this session."""

    value: MarkValue
    reason: str = ""
    added: bool = False


def validate_mark_body(body: Mapping[str, object]) -> tuple[MarkEntry | None, list[FieldError]]:
    """Check a mark that a phone sent. Gives the entry, or None and what is wrong, field by field."""
    errors = [
        FieldError(str(field)[:40], UNKNOWN_FIELD.format(field=str(field)[:40]))
        for field in body
        if field not in _FIELDS
    ]
    seen = _read_seen(body.get("seen"), errors)
    times = {field: _read_time(field, body.get(field), errors) for field in _TIMES}
    texts = {field: _read_text(field, body.get(field), errors) for field in _TEXTS}
    if body.get("added", False) not in (True, False):
        errors.append(FieldError("added", "added must be true or false"))
    if errors or seen is None:
        return None, errors

    arrived, left = times["arrived"], times["left"]
    errors = _disagreements(seen, arrived, left)
    if errors:
        return None, errors
    value = MarkValue(seen, arrived, left, texts["heard"], texts["action"])
    return MarkEntry(value, texts["reason"], added=bool(body.get("added"))), []


def _read_seen(raw: object, errors: list[FieldError]) -> Seen | None:
    if isinstance(raw, str) and raw in _SEEN_BY_NAME:
        return _SEEN_BY_NAME[raw]
    errors.append(FieldError("seen", CHOOSE_SEEN))
    return None


def _read_time(field: str, raw: object, errors: list[FieldError]) -> time | None:
    if raw is None or raw == "":
        return None
    found = _TIME.fullmatch(clean_code(raw)) if isinstance(raw, str) else None
    if found is None:
        errors.append(FieldError(field, TIME_FORMAT.format(label=LABELS[field])))
        return None
    return time(int(found[1]), int(found[2]))


def _read_text(field: str, raw: object, errors: list[FieldError]) -> str:
    if raw is None:
        return ""
    problem = None
    if not isinstance(raw, str):
        problem = TEXT_EXPECTED
    elif has_control(raw):
        problem = TEXT_UNPRINTABLE
    elif len(clean_text(raw) or "") > LONGEST_WORDS:
        problem = TEXT_TOO_LONG
    if problem is not None:
        errors.append(FieldError(field, problem.format(label=LABELS[field])))
        return ""
    return clean_text(str(raw)) or ""


def _disagreements(seen: Seen, arrived: time | None, left: time | None) -> list[FieldError]:
    errors = []
    if seen is Seen.LATE and arrived is None:
        errors.append(FieldError("arrived", LATE_NEEDS_TIME))
    if seen is not Seen.LATE and arrived is not None:
        errors.append(FieldError("arrived", TIME_NEEDS_LATE))
    if not seen.was_seen and left is not None:
        errors.append(FieldError("left", LEFT_NEEDS_SEEN))
    if arrived is not None and left is not None and left <= arrived:
        errors.append(FieldError("left", LEFT_AFTER_ARRIVED))
    return errors


class MarkForm(Form):
    """One pupil's row. Give it a prefix for each pupil; the page's own form holds the CSRF token."""

    seen = RadioField(
        LABELS["seen"],
        choices=[
            SelectChoice(str(seen), CLEAR if seen is Seen.UNMARKED else seen.words) for seen in Seen
        ],
        validate_choice=False,
    )
    arrived = StringField(LABELS["arrived"])
    left = StringField(LABELS["left"])
    heard = TextAreaField(LABELS["heard"], description=HINTS["heard"])
    action = TextAreaField(LABELS["action"], description=HINTS["action"])
    reason = StringField(LABELS["reason"], description=HINTS["reason"])

    # What the phone says by itself before it saves, in the same words as the server.
    messages: ClassVar[dict[str, str]] = {
        "choose_seen": CHOOSE_SEEN,
        "late_needs_time": LATE_NEEDS_TIME,
        "left_after_arrived": LEFT_AFTER_ARRIVED,
        "reason_needed": REASON_NEEDED,
    }

    @classmethod
    def showing(cls, value: MarkValue | None, **form_arguments: Any) -> MarkForm:
        """The form filled with a mark, or blank where there is none."""
        return cls(data=_shown(value) if value else None, **form_arguments)

    def body(self) -> dict[str, object]:
        """What was entered, in the shape that a phone sends."""
        return {field.short_name: field.data or None for field in self}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered for this pupil."""
        return not any(self.body().values())

    def entry(self) -> MarkEntry | None:
        """The mark that was entered, once the form is valid."""
        return validate_mark_body(self.body())[0]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check all fields by the rules that the phone app's marks meet. A blank row is valid."""
        errors = [] if self.is_blank else validate_mark_body(self.body())[1]
        for field in self:
            field.errors = [error.message for error in errors if error.field == field.short_name]
        return not errors


def _shown(value: MarkValue) -> dict[str, str]:
    return {
        "seen": str(value.seen),
        "arrived": f"{value.arrived:%H:%M}" if value.arrived else "",
        "left": f"{value.left:%H:%M}" if value.left else "",
        "heard": value.heard,
        "action": value.action,
    }
