"""The blueprint that this feature's pages stand on."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)
