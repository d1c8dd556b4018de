"""What the page for one document accepts. Which questions it asks depends on the kind of document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag behind
from wtforms.validators import Length, Optional

from portal.domain.checklists.typed_text import read_pence
from portal.domain.errors import InvalidError
from portal.domain.evidence.details import EvidenceDetails
from portal.domain.evidence.kinds import EvidenceKind, evidence_rule
from portal.models import Evidence
from portal.web.forms import PortalForm, TextField, in_our_time, no_control_characters

_YES, _NO = "yes", "no"


class EvidenceForm(PortalForm):
    """A file, or the number of one that is here already, with what the provider says of it."""

    upload = HiddenField()
    file = FileField("File")
    issued_on = DateField("Date of issue", [Optional(), in_our_time])
    expires_on = DateField("Last day, or date of the next review", [Optional(), in_our_time])
    cover_pence = TextField("Level of cover for one claim, in pounds", [Length(max=20)])
    insurer = TextField("Insurer", [Length(max=120), no_control_characters])
    policy_number = TextField("Policy number", [Length(max=80), no_control_characters])
    excludes_abuse = RadioField(
        "Does the policy leave out claims of abuse?",
        [Optional()],
        choices=[
            SelectChoice(_NO, "No: claims of abuse are covered"),
            SelectChoice(_YES, "Yes: they are left out"),
        ],
    )

    def __init__(
        self,
        kind: EvidenceKind,
        renews: Evidence | None = None,
        *,
        prefix: str = "",
        is_sent_here: bool = True,
    ) -> None:
        """`prefix` goes before each field's name, where one page holds several of these."""
        super().__init__(data=_known(renews), prefix=prefix, meta={"csrf": is_sent_here})
        self._kind = kind
        rule = evidence_rule(kind)
        details = EvidenceDetails(kind)
        if not rule.asks_cover:
            del self.cover_pence
        if not details.is_insurance:
            del self.insurer
            del self.policy_number
        if not rule.asks_abuse_exclusion:
            del self.excludes_abuse
        if not rule.is_renewed and not rule.needs_expiry:
            del self.expires_on

    @property
    def upload_id(self) -> UUID | None:
        """The number of a file that is here already."""
        try:
            return UUID(self.upload.data or "")
        except ValueError:
            return None

    @property
    def has_file(self) -> bool:
        return bool(self.file.data and self.file.data.filename)

    @property
    def details(self) -> EvidenceDetails:
        """Raises InvalidError where the level of cover is not an amount."""
        given: dict[str, Any] = {
            name: self[name].data
            for name in ("issued_on", "expires_on", "insurer", "policy_number")
            if name in self
        }
        if "cover_pence" in self:
            given["cover_pence"] = _amount(self.cover_pence.text)
        if "excludes_abuse" in self and self.excludes_abuse.data in (_YES, _NO):
            given["excludes_abuse"] = self.excludes_abuse.data == _YES
        return EvidenceDetails(self._kind, **given)

    def show(self, error: InvalidError) -> None:
        """Put what is wrong beside the fields."""
        for each in error.errors:
            field = self._fields.get(each.field, self.file)
            field.errors = [*field.errors, each.message]


def _known(renews: Evidence | None) -> dict[str, object]:
    """What is likely to be the same again."""
    if renews is None:
        return {}
    pounds = f"{renews.cover_pence // 100:,}" if renews.cover_pence else ""
    return {
        "insurer": renews.insurer,
        "policy_number": renews.policy_number,
        "cover_pence": pounds,
    }


def _amount(text: str) -> int | None:
    if not text:
        return None
    pence = read_pence(text)
    if pence is None:
        raise InvalidError.of("cover_pence", "Enter the level of cover in pounds, like 10,000,000")
    return pence
