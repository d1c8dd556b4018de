"""The blueprint that this feature's pages stand on."""

from flask import Blueprint

bp = Blueprint("registers", __name__, url_prefix="/registers")
