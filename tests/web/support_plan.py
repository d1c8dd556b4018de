"""A long form that the portal does not have, answered in the one flow: what a new one costs."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from flask import Flask
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.database.db import db
from portal.domain.checklists.questions import (
    Edition,
    Question,
    QuestionKind,
    Section,
    evidence,
    line,
    yes_no,
)
from portal.domain.evidence.kinds import EvidenceKind
from portal.models import LongForm
from portal.web.pages import section_or_404
from portal.web.section_page import SectionPage, serve_section

GOALS = Question(
    "plan.goals",
    QuestionKind.TABLE,
    "Goals",
    columns=(line("name", "Goal"), line("by", "By when")),
    row_name="Goal",
)
EDITION: Final = Edition(
    key="made up",
    name="Support plan",
    opens_on=date(2026, 9, 1),
    closes_on=None,
    items=(),
    sections=(
        Section(
            "aims",
            "What the plan is for",
            "What should change.",
            (
                line("plan.aim", "Aim"),
                line("plan.motto", "Motto", is_required=False),
                yes_no("plan.has_mentor", "Is there a mentor?"),
                line("plan.mentor", "Mentor", only_if=("plan.has_mentor", "yes")),
                GOALS,
            ),
        ),
        Section("papers", "Papers", "What to read.", (evidence("papers", EvidenceKind.BEHAVIOUR),)),
    ),
)


@requires(Permission.APPLICATION_EDIT)
def edit_plan(plan_id: UUID, section_key: str) -> ResponseReturnValue:
    plan = db.session.get_one(LongForm, plan_id)
    page = SectionPage(
        plan,
        EDITION,
        section_or_404(EDITION, section_key),
        may_answer=True,
        audited_as=AuditAction.APPLICATION_ANSWERED,
        overview="/account",
        overview_words="the plan",
    )
    return serve_section(page)


def add_routes(app: Flask) -> None:
    address = "/plan/<uuid:plan_id>/<key:section_key>"
    app.add_url_rule(address, view_func=edit_plan, methods=["GET", "POST"])
