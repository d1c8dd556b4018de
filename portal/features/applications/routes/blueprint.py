"""The blueprint that this feature's pages stand on."""

from flask import Blueprint

bp = Blueprint("applications", __name__)
