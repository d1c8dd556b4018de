"""The first lock: every request names a permission, or says aloud that it needs none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.access.current import signed_in_actor
from portal.access.permissions import Permission
from portal.database.db import begin_writing, db

Open = Literal["public", "device", "key", "signed in"]
Requirement = Permission | Open
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

_ATTRIBUTE = "_portal_requirement"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Only for a signed-in person whose role holds the permission."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, permission)
        return view

    return mark


def public(view: View) -> View:
    """For everyone, signed in or not."""
    setattr(view, _ATTRIBUTE, "public")
    return view


def device(view: View) -> View:
    """For an enrolled phone: the view checks the signature itself and reads no cookie."""
    setattr(view, _ATTRIBUTE, "device")
    return view


def key(view: View) -> View:
    """For another system with a key, or a person who is signed in: the view checks which itself."""
    setattr(view, _ATTRIBUTE, "key")
    return view


def signed_in(view: View) -> View:
    """For everyone who is signed in, in any role."""
    setattr(view, _ATTRIBUTE, "signed in")
    return view


def requirement(view: object) -> Requirement | None:
    return getattr(view, _ATTRIBUTE, None)


def check_request() -> ResponseReturnValue | None:
    """Run before every request. Refuses a route that names no requirement."""
    if request.endpoint is None:
        return None
    needed = requirement(current_app.view_functions[request.endpoint])
    if needed is None:
        abort(403)
    if needed in ("public", "device", "key"):
        return None
    actor = signed_in_actor()
    if actor is None:
        return _ask_to_sign_in()
    if isinstance(needed, Permission) and not actor.holds(needed):
        abort(403)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        abort(401)
    if request.method == "GET":
        session["next"] = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in"))


def prepare_to_write() -> None:
    """Run after the check: what may change something is a writer from its first read on.

    The whole body is here before that (CSRF protection reads forms), so that nobody waits for a
    slow sender. A phone's request begins to write by itself, once its signature is checked.
    """
    if request.endpoint is None or request.method in _READING:
        return
    if requirement(current_app.view_functions[request.endpoint]) != "device":
        begin_writing(db.session)


def init_app(app: Flask) -> None:
    app.before_request(check_request)
    app.before_request(prepare_to_write)
