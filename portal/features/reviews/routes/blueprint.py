"""The blueprint that this feature's pages stand on."""

from flask import Blueprint

bp = Blueprint("reviews", __name__)
