"""Upload a file, look at what it would do, then load it."""

from __future__ import annotations

import io
from functools import partial

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.audit_log import AuditAction
from portal.access.current import audit, current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import now, today
from portal.database.db import begin_writing, db
from portal.database.steps import end_step
from portal.features.imports import queries, service
from portal.features.imports.forms import EncodingForm, PasteForm, RemovalForm, UploadForm
from portal.features.imports.kinds import ImportKind
from portal.features.imports.reading.importer import Removal
from portal.features.imports.reading.sheets import SHEETS
from portal.features.imports.report import Report
from portal.features.imports.samples import sample_file
from portal.features.imports.terms.published import as_file, pasted_rows
from portal.features.imports.uploads import Upload, Uploads

bp = Blueprint("imports", __name__, url_prefix="/imports")

_KIND = "<any({}):kind>".format(", ".join(f'"{kind}"' for kind in ImportKind))


@bp.get("/")
@requires(Permission.IMPORT_RUN)
def list_imports() -> ResponseReturnValue:
    _uploads().sweep(now())
    return render_template(
        "imports/list_imports.html",
        kinds=list(ImportKind),
        last_loaded=queries.last_loaded(db.session),
    )


@bp.route(f"/{_KIND}/", methods=["GET", "POST"])
@requires(Permission.IMPORT_RUN)
def upload_file(kind: str) -> ResponseReturnValue:
    chosen = ImportKind(kind)
    form = UploadForm(chosen)
    if form.validate_on_submit():
        upload = _uploads().keep(
            form.file.data.stream,
            current_actor().user_id,
            chosen,
            form.file.data.filename,
            form.council_codes,
            now(),
        )
        return redirect(url_for("imports.preview_file", token=upload.token))
    return render_template("imports/upload_file.html", kind=chosen, sheet=SHEETS[chosen], form=form)


@bp.route("/term-dates/paste", methods=["GET", "POST"])
@requires(Permission.IMPORT_RUN)
def paste_term_dates() -> ResponseReturnValue:
    """Term dates from a web page: they become a file, which is looked at as any other."""
    form = PasteForm()
    if form.validate_on_submit():
        rows = pasted_rows(form.text.text)
        if rows:
            upload = _uploads().keep(
                io.BytesIO(as_file(rows)),
                current_actor().user_id,
                ImportKind.TERM_DATES,
                "Pasted term dates",
                frozenset(),
                now(),
            )
            return redirect(url_for("imports.preview_file", token=upload.token))
        form.text.errors = ["There is no date in this text: copy the table with its dates"]
    return render_template("imports/paste_term_dates.html", form=form)


@bp.get(f"/{_KIND}/file.csv")
@requires(Permission.IMPORT_RUN)
def download_sample(kind: str) -> ResponseReturnValue:
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return Response(sample_file(ImportKind(kind)), mimetype="text/csv", headers=headers)


@bp.get("/files/<token(length=32):token>/")
@requires(Permission.IMPORT_RUN)
def preview_file(token: str) -> ResponseReturnValue:
    upload = _own_upload(token)
    if upload is None:
        return _ask_for_file_again()
    return _show_preview(upload, RemovalForm())


@bp.post("/files/<token(length=32):token>/load")
@requires(Permission.IMPORT_RUN)
def load_file(token: str) -> ResponseReturnValue:
    upload = _own_upload(token)
    if upload is None:
        return _ask_for_file_again()
    form = RemovalForm()
    begin_writing(db.session)
    report = _run(upload, is_dry_run=False, removal=form.answer)
    if report.asks:
        db.session.rollback()
        form.ask()
        return _show_preview(upload, form)
    if not report.may_commit:
        db.session.rollback()
        flash("Nothing was loaded: something has changed since you looked", "problem")
        return redirect(url_for("imports.preview_file", token=token))
    audit(AuditAction.IMPORT_RUN, queries.RECORD_KIND, upload.kind.value, **report.for_audit)
    for each in report.corrections:
        details = {"from": each.old, "to": each.new}
        audit(AuditAction.PUPIL_UPN_CORRECTED, "pupil", each.pupil_id, **details)
    db.session.commit()
    _uploads().discard(upload)
    flash(f"{upload.kind.words} loaded: {report.summary}")
    return redirect(url_for("imports.list_imports"))


@bp.post("/files/<token(length=32):token>/encoding")
@requires(Permission.IMPORT_RUN)
def choose_encoding(token: str) -> ResponseReturnValue:
    upload = _own_upload(token)
    if upload is None:
        return _ask_for_file_again()
    form = EncodingForm({})
    if form.validate():
        _uploads().choose_encoding(upload, form.encoding.data)
    return redirect(url_for("imports.preview_file", token=token))


@bp.post("/files/<token(length=32):token>/discard")
@requires(Permission.IMPORT_RUN)
def discard_file(token: str) -> ResponseReturnValue:
    upload = _own_upload(token)
    if upload is not None:
        _uploads().discard(upload)
    flash("The file is deleted. Nothing was loaded.")
    return redirect(url_for("imports.list_imports"))


def _show_preview(upload: Upload, form: RemovalForm) -> str:
    report = _run(upload, is_dry_run=True)
    return render_template(
        "imports/preview_file.html",
        upload=upload,
        report=report,
        form=form,
        encoding_form=EncodingForm(report.readings) if report.readings else None,
    )


def _uploads() -> Uploads:
    return Uploads.of(current_app.config["PORTAL"].instance)


def _own_upload(token: str) -> Upload | None:
    return _uploads().find(token, current_actor().user_id, now())


def _ask_for_file_again() -> ResponseReturnValue:
    flash("Upload the file again: it is kept for one hour, until it is loaded", "problem")
    return redirect(url_for("imports.list_imports"))


def _run(upload: Upload, is_dry_run: bool, removal: Removal = Removal.ASK) -> Report:
    with _uploads().path(upload.token).open("rb") as file:
        return service.run_import(
            db.session,
            upload.kind,
            file,
            at=now(),
            today=today(),
            is_dry_run=is_dry_run,
            councils=upload.councils,
            removal=removal,
            encoding=upload.encoding,
            end_step=None if is_dry_run else partial(end_step, db.session),
        )
