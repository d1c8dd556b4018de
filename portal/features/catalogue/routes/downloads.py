"""The providers spreadsheet: the catalogue at this moment, as XLSX and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from flask import Response, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from portal.access import scopes
from portal.access.current import current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.catalogue.entries import Entry
from portal.features.catalogue.queries import every_id
from portal.features.catalogue.routes.blueprint import bp
from portal.features.catalogue.spreadsheet import all_entries, csv_lines, write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/catalogue.xlsx")
@requires(Permission.CATALOGUE_READ)
def download_spreadsheet() -> ResponseReturnValue:
    file = BytesIO()
    write_xlsx(_entries(), file)
    file.seek(0)
    return send_file(file, _XLSX, as_attachment=True, download_name=_file_name("xlsx"))


@bp.get("/catalogue.csv")
@requires(Permission.CATALOGUE_READ)
def download_csv() -> ResponseReturnValue:
    response = Response(stream_with_context(csv_lines(_entries())), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=_file_name("csv"))
    return response


def _entries() -> Iterator[Entry]:
    ids = every_id(db.session, scopes.in_catalogue(current_actor()))
    return all_entries(db.session, ids, today())


def _file_name(ending: str) -> str:
    return f"providers-{today().isoformat()}.{ending}"
