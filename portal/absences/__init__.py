"""The absences feature."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages of this feature."""
