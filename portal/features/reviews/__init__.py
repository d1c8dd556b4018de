"""Providers that are not in the catalogue: the report, the desk-top review, and its outcome."""

from flask import Flask

from portal.access.permissions import Permission
from portal.features.reviews.routes import bp
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    add(app, NavLink("reviews.list_reviews", "Desk-top reviews", Permission.REVIEW_READ, 45))
    add(app, NavLink("reviews.own_review", "Desk-top review", Permission.REVIEW_ANSWER, 45))
