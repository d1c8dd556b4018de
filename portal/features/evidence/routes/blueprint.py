"""The blueprint that this feature's pages stand on."""

from flask import Blueprint

bp = Blueprint("evidence", __name__)
