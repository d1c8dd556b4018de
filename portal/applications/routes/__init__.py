"""The pages of this feature, on one blueprint."""

from flask import Blueprint

bp = Blueprint("applications", __name__)

from portal.applications.routes import (  # noqa: E402
    answering,
    check,
    conditions,
    decide,
    join,
    letter,
    own,
    queue,
    sections,
)

__all__ = [
    "answering",
    "bp",
    "check",
    "conditions",
    "decide",
    "join",
    "letter",
    "own",
    "queue",
    "sections",
]
