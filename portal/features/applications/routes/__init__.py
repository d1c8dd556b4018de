"""The pages of this feature: importing them puts them on its blueprint."""

from portal.features.applications.routes import (
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
from portal.features.applications.routes.blueprint import bp

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
