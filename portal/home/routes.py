"""The start page."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access.current import signed_in_actor
from portal.access.gate import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    if signed_in_actor() is None:
        return redirect(url_for("accounts.sign_in"))
    return render_template("home/start.html")
