"""The live catalogue: offers, search, spreadsheets, the API, and what officers do with listings."""

from flask import Flask

from portal.access import policies
from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.database.db import db
from portal.domain.catalogue.qa_outcomes import outcome_words
from portal.features.catalogue.api.routes import api_bp
from portal.features.catalogue.facts import price_words
from portal.features.catalogue.routes import bp
from portal.models import Provider
from portal.web.navigation import NavLink, add


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(api_bp)
    app.add_template_filter(price_words, "price")
    app.add_template_filter(outcome_words, "qa_words")
    add(app, NavLink("catalogue.search", "Catalogue", Permission.CATALOGUE_READ, 40))
    add(
        app,
        NavLink(
            "catalogue.edit_offer",
            "Our offer",
            Permission.OFFER_EDIT,
            45,
            shown_to=_may_edit_offer,
        ),
    )
    add(app, NavLink("catalogue.edit_settings", "Settings", Permission.SETTING_EDIT, 75))
    add(app, NavLink("catalogue.list_keys", "Keys", Permission.API_KEY_EDIT, 90))


def _may_edit_offer(actor: Actor) -> bool:
    """Not while the provider is under review: its application says what it offers."""
    provider = db.session.get(Provider, actor.organisation_id)
    return provider is not None and policies.may_edit_offer(actor, provider)
