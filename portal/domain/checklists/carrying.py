"""Answers that need not be typed twice: into a new application, or from a review into one."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.checklists.answers import check_answer
from portal.domain.checklists.questions import Edition

Answers = Mapping[str, object]

NOT_CARRIED = "declaration"
"""The section that everybody must agree to anew."""


def carried_over(answers: Answers, into: Edition) -> dict[str, object]:
    """Earlier answers that still fit the round of a new application.

    They come from an application or from a review, whose shared questions have the same keys.
    """
    carried = {}
    for section in into.sections:
        for question in section.questions:
            if section.key == NOT_CARRIED or answers.get(question.key) is None:
                continue
            value, errors = check_answer(question, answers[question.key])
            if not errors:
                carried[question.key] = value
    return carried
