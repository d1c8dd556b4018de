"""The form of a section without answers, as the phone app keeps it."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

from portal.domain.checklists.editions import EDITION_2026
from portal.domain.checklists.questions import Section
from portal.web.section_form import blank_form

DRAWN = (
    '{% from "components/section.html" import question %}'
    "{% for entry in form.answered %}{{ question(entry) }}{% endfor %}"
)


def drawn(app: Flask, section: Section) -> str:
    with app.test_request_context():
        return render_template_string(DRAWN, form=blank_form(section, EDITION_2026))


@pytest.mark.parametrize("section", EDITION_2026.sections, ids=lambda section: section.key)
def test_a_blank_section_is_the_same_for_everybody(app: Flask, section: Section) -> None:
    first, second = drawn(app, section), drawn(app, section)

    assert first == second
    assert "csrf_token" not in first
    assert '" checked>' not in first


def test_a_blank_section_holds_every_question_of_it(app: Flask) -> None:
    section = EDITION_2026.sections[3]

    html = drawn(app, section)

    assert [key.key for key in section.questions if f'name="{key.key}"' not in html] == []
