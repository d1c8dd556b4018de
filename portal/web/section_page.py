"""The one flow for answering a section of a long form: an application, a review, and what comes.

A feature's route finds its record, says in a `SectionPage` what is its own, and hands over; its
address ends in `<section_key>`. The way of one answer, each name standing for one thing:

    raw    what the browser posts, by the names of controls   typed_in(question, name, raw)
    typed  a text, texts or rows; phones send the same        check_answer(question, typed)
    value  the answer as JSON keeps it, with no error         save_answers(… NewAnswer(key, value, …))
    field  the `AnswerField` that stands, its log behind it   as_typed(question, field.value) → typed

`SectionForm.read` goes from raw to the new answers, and `Entry.show` draws what is typed: what
stands and what was just sent are drawn by the same line. In every form of a section the first
button is a hidden Save, because Enter in a text box presses the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit
from portal.clock import today
from portal.database.db import db
from portal.domain.checklists.questions import Edition, Section
from portal.models import AnswerField, LongForm
from portal.services.forms.answers import choose, count_beside, fields_of, save_answers
from portal.services.forms.open_questions import open_keys
from portal.services.forms.progress import evidence_by_kind
from portal.web.autosave import KEEP, kept_answer
from portal.web.filters import counted
from portal.web.pages import author
from portal.web.posted_section import Button
from portal.web.section_form import SectionForm

Answers = Mapping[str, Any]
Fields = Mapping[str, AnswerField]


def nothing_besides(answers: Answers) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class SectionPage:
    """What a feature says of its long form, so that a section of it can be answered.

    `overview` is the address of the page with all sections, and `overview_words` how a link to it
    names it. `template` extends the one named here; `besides` gives it what it shows in addition,
    by the answers that stand.
    """

    long_form: LongForm
    edition: Edition
    section: Section
    may_answer: bool
    audited_as: AuditAction
    overview: str
    overview_words: str
    template: str = "layouts/section_page.html"
    besides: Callable[[Answers], Mapping[str, object]] = nothing_besides

    def address(
        self, section_key: str = "", more: str | None = None, anchor: str | None = None
    ) -> str:
        """The address of this section, or of another; `more` asks for another row of a table."""
        values = {**(request.view_args or {}), "section_key": section_key or self.section.key}
        return url_for(request.endpoint or "", **values, more=more, _anchor=anchor)

    @property
    def following(self) -> str:
        """Where "go on" leads: the next section, or back once what was sent is only put right."""
        sections = self.edition.sections
        after = sections[sections.index(self.section) + 1 :]
        return self.address(after[0].key) if after and not self.long_form.is_locked else ""


def serve_section(page: SectionPage) -> ResponseReturnValue:
    """Draw the section; or save what was typed in it, then do what the pressed button says."""
    fields = fields_of(db.session, page.long_form.id)
    form = SectionForm(page.section, page.edition, fields, open_keys(db.session, page.long_form))
    if not form.validate_on_submit():
        form.add_row(request.args.get("more", ""))
        return _drawn(page, form, fields)
    if not page.may_answer:
        abort(403)
    return _save(page, form)


def _save(page: SectionPage, form: SectionForm) -> ResponseReturnValue:
    long_form, by = page.long_form, author()
    button = Button.of(request.form.get("do", ""))
    new = form.read(button.less_row(request.form), by)
    outcomes = save_answers(db.session, long_form, new, by.at)
    if button.do == "use":
        choose(db.session, long_form, button.entry_id, by)
    if outcomes or button.do != KEEP:
        audit(page.audited_as, str(long_form.kind), long_form.id, section=page.section.key)
    db.session.commit()
    fields, differing = fields_of(db.session, long_form.id), count_beside(outcomes)
    if button.do == KEEP:
        return kept_answer(form, fields, differing > 0)
    if differing:
        answers = counted(differing, "answer")
        flash(f"Somebody else changed {answers} at the same time: choose which is right", "problem")
    if form.errors:
        form.go_on_from(fields)
        if button.do == "add":
            form.add_row(button.what)
        return _drawn(page, form, fields)
    return redirect(_next(page, button, differing > 0))


def _next(page: SectionPage, button: Button, is_differing: bool) -> str:
    if button.do in ("add", "remove"):
        more = button.what if button.do == "add" else None
        return page.address(more=more, anchor=button.what.replace(".", "-"))
    if is_differing or button.do == "use":
        return page.address()
    return (page.following if button.do == "save" else "") or page.overview


def _drawn(page: SectionPage, form: SectionForm, fields: Fields) -> str:
    answers = {key: each.value for key, each in fields.items() if each.value is not None}
    return render_template(
        page.template,
        page=page,
        form=form,
        held=evidence_by_kind(db.session, page.long_form.provider_id),
        today=today(),
        **page.besides(answers),
    )
