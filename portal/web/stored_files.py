"""The intake of this app, and answers that give a kept file out as a download and nothing else."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Flask, Response, current_app

from portal.adapters.files.storage import FileMissingError
from portal.clock import now
from portal.domain.errors import NotFoundError
from portal.models import FileState, StoredFile
from portal.services.evidence.intake import Intake
from portal.services.evidence.stores import intake_for


def intake() -> Intake:
    found: Intake = current_app.extensions["portal_intake"]
    return found


def download(stored: StoredFile, name: str) -> Response:
    """The file as a download. Raises NotFoundError for one that is held, refused or lost.

    A browser never shows it: were it a web page in disguise, it could still do nothing here.
    """
    if stored.state is not FileState.READY:
        raise NotFoundError("This file is not given out")
    try:
        pieces = intake().storage.open(stored.sha256)
    except FileMissingError as error:
        current_app.logger.error("A file that should be in the store is not: %s", stored.sha256)
        raise NotFoundError("This file is not in the store") from error
    response = Response(pieces, mimetype=stored.content_type, direct_passthrough=True)
    response.content_length = stored.size
    response.headers.set("Content-Disposition", "attachment", **_names(name))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _names(name: str) -> dict[str, str]:
    """A name in any alphabet, with one in plain letters for old browsers (RFC 6266)."""
    if name.isascii():
        return {"filename": name}
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}


def init_app(app: Flask) -> None:
    app.extensions["portal_intake"] = intake_for(app.config["PORTAL"], now)
