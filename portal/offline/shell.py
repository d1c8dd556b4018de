"""The shell of the phone app: static, the same for everyone, and the worker that keeps it."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.access.gate import public
from portal.features.registers.forms import MarkForm
from portal.offline.blank_forms import BLANK_EDITIONS, blank_form_page, blank_form_sha256
from portal.offline.packing import pack_page
from portal.web import assets
from portal.web.headers import content_security_policy

bp = Blueprint("offline", __name__)

APP_PATH = "/app/"
MANIFEST_PATH = "/app/manifest.webmanifest"
SHELL_ASSETS = ("app.js", "forms.js", "images/icon.svg")
STYLE, START = "app.css", "start.js"
"""Within the page: on a slow line each further file costs a round trip before anything is seen."""


@lru_cache(maxsize=1)
def app_manifest() -> bytes:
    return render_template("offline/manifest.webmanifest").encode()


@lru_cache(maxsize=1)
def shell_page() -> bytes:
    """The page, rendered once: it holds no user, no token and no time."""
    return render_template(
        "offline/shell.html",
        form=MarkForm(prefix="mark", meta={"csrf": False}),
        style=Markup(assets.text_of(STYLE)),  # noqa: S704 - a file that we built
        start=Markup(assets.text_of(START)),  # noqa: S704 - a file that we built
    ).encode()


@lru_cache(maxsize=1)
def shell_policy() -> str:
    return content_security_policy(script=assets.text_of(START), style=assets.text_of(STYLE))


@lru_cache(maxsize=1)
def worker_script() -> bytes:
    """The service worker with the list of what it must keep, each file with its sha256."""
    source = assets.text_of("service-worker.js")
    listed = [
        _listed(APP_PATH, shell_page(), "text/html"),
        _listed(MANIFEST_PATH, app_manifest(), "application/manifest+json"),
        *(_listed_asset(name) for name in SHELL_ASSETS),
    ]
    version = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()[:12]
    precache = json.dumps({"version": version, "assets": listed})
    head, _, tail = source.partition("/*precache*/")
    return f"{head}{precache};{tail.partition(';')[2]}".encode()


def _listed(url: str, body: bytes, kind: str) -> dict[str, Any]:
    return {
        "url": url,
        "sha256": hashlib.sha256(body).hexdigest(),
        "bytes": len(body),
        "type": kind,
    }


def _listed_asset(name: str) -> dict[str, Any]:
    asset = assets.manifest()[name]
    return {"url": asset.url, "sha256": asset.sha256, "bytes": asset.bytes, "type": asset.type}


def ask_at_once() -> str:
    """What a phone without the app needs next, named before it has read the page.

    `/api/v1/enrolment` says who is signed in. The worker's copy of the page asks for none of this.
    """
    return ", ".join(
        (
            f"<{assets.asset('app.js')}>; rel=preload; as=script",
            "</api/v1/enrolment>; rel=preload; as=fetch; crossorigin",
        )
    )


def _static_answer(body: bytes, kind: str) -> Response:
    response = pack_page(Response(body, content_type=f"{kind}; charset=utf-8"))
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:20])
    response.make_conditional(request)
    return response


@bp.get("/app/")
@public
def app_shell() -> ResponseReturnValue:
    response = _static_answer(shell_page(), "text/html")
    response.headers["Content-Security-Policy"] = shell_policy()
    response.headers["Link"] = ask_at_once()
    return response


@bp.get("/app/forms/<key:edition>.html")
@public
def app_blank_form(edition: str) -> ResponseReturnValue:
    if edition not in BLANK_EDITIONS:
        abort(404)
    response = _static_answer(blank_form_page(edition), "text/html")
    response.headers["X-Portal-Sha256"] = blank_form_sha256(edition)
    return response


@bp.get("/sw.js")
@public
def service_worker() -> ResponseReturnValue:
    response = _static_answer(worker_script(), "text/javascript")
    response.headers["Service-Worker-Allowed"] = APP_PATH
    return response


@bp.get("/app/manifest.webmanifest")
@public
def web_manifest() -> ResponseReturnValue:
    return _static_answer(app_manifest(), "application/manifest+json")


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """For the proxy or service manager: answers once the app is up."""
    return {"status": "ok", "environment": str(current_app.config["PORTAL"].environment)}
