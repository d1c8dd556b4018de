"""Add a document, put a new one in the place of an old one, or take one away."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import policies
from portal.access.actor import Actor
from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import begin_writing, db
from portal.domain.errors import InvalidError
from portal.domain.evidence.kinds import EvidenceKind, evidence_rule
from portal.features.evidence import service
from portal.features.evidence.forms import EvidenceForm
from portal.features.evidence.routes.blueprint import bp
from portal.features.evidence.routes.documents import find_document
from portal.models import Evidence, Upload
from portal.services.evidence.papers import NewEvidence, add_evidence, is_current, remove_evidence
from portal.services.evidence.uploads import Owner, note_whole
from portal.web.forms import PortalForm
from portal.web.pages import is_local_address
from portal.web.stored_files import intake

_KIND = "<any({}):kind>".format(", ".join(f'"{kind}"' for kind in EvidenceKind))


@bp.route(f"/evidence/{_KIND}/add", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def add_document(kind: str) -> ResponseReturnValue:
    return _document_page(EvidenceKind(kind), None)


@bp.route("/evidence/<uuid:evidence_id>/renew", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def renew_document(evidence_id: UUID) -> ResponseReturnValue:
    document = _own_current(evidence_id)
    return _document_page(EvidenceKind(document.kind), document)


@bp.route("/evidence/<uuid:evidence_id>/remove", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def remove_document(evidence_id: UUID) -> ResponseReturnValue:
    document = _own_current(evidence_id)
    form = PortalForm()
    if form.validate_on_submit():
        remove_evidence(db.session, document, now())
        audit(AuditAction.EVIDENCE_REMOVED, "evidence", document.id, of=document.kind)
        db.session.commit()
        flash("The document is taken away. The history still names it.")
        return redirect(url_for("evidence.list_evidence"))
    return render_template("evidence/remove_document.html", document=document, form=form)


def _own_current(evidence_id: UUID) -> Evidence:
    document = find_document(evidence_id)
    if not policies.may_edit_evidence(current_actor(), document.provider_id):
        abort(403)
    if not is_current(document):
        abort(409)
    return document


def _document_page(kind: EvidenceKind, renews: Evidence | None) -> ResponseReturnValue:
    form = EvidenceForm(kind, renews)
    actor = current_actor()
    upload: Upload | None = None
    if form.is_submitted():
        is_valid = form.validate()
        upload = _receive(form, actor)
        if is_valid and upload is not None and _add(form, upload, renews, actor):
            db.session.commit()
            flash(f"{kind.words}: saved")
            return redirect(_form_that_asks() or url_for("evidence.list_evidence"))
        db.session.commit()  # keeps a file that came whole, so that nobody has to send it again
    return render_template(
        "evidence/edit_document.html",
        form=form,
        rule=evidence_rule(kind),
        renews=renews,
        upload=upload,
        back=_form_that_asks(),
    )


def _form_that_asks() -> str:
    """The page of an application or review from which the person came; mostly none."""
    wanted = request.args.get("back", "")
    return wanted if is_local_address(wanted) else ""


def _receive(form: EvidenceForm, actor: Actor) -> Upload | None:
    """The file that came with the form, or the one that came before."""
    if not form.has_file:
        upload = service.own_upload(db.session, form.upload_id, actor.organisation_id)
        if upload is None:
            form.show(InvalidError.of("file", "Choose a file"))
        return upload
    db.session.rollback()  # nobody else should wait to write while a file is judged
    owner = Owner(actor.organisation_id, actor.user_id)
    try:
        sent = form.file.data
        whole = service.judge_file(intake(), sent.stream, sent.filename)
        begin_writing(db.session)
        upload = note_whole(db.session, intake(), owner, whole, now())
    except InvalidError as error:
        begin_writing(db.session)
        form.show(error)
        return None
    form.upload.data = str(upload.id)
    return upload


def _add(form: EvidenceForm, upload: Upload, renews: Evidence | None, actor: Actor) -> bool:
    """Add the document, or say beside the fields why not."""
    try:
        new = NewEvidence(uuid4(), form.details, renews.id if renews else None)
        document = add_evidence(db.session, upload, new, actor.user_id, now(), today())
    except InvalidError as error:
        form.show(error)
        return False
    audit(AuditAction.EVIDENCE_ADDED, "evidence", document.id, of=document.kind)
    return True
