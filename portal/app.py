"""create_app(): settings, extensions, the gate, blueprints, commands."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal import cli, home, offline
from portal.access import gate
from portal.config import Settings, read_settings
from portal.database.db import db
from portal.extensions import csrf, login_manager, migrate
from portal.features import (
    absences,
    accounts,
    applications,
    audit,
    catalogue,
    evidence,
    imports,
    notifications,
    placements,
    providers,
    registers,
    reviews,
    staff_records,
)
from portal.models.base import Base, is_table_of_ours, render_item
from portal.services.mail import addresses
from portal.web import (
    assets,
    converters,
    errors,
    filters,
    headers,
    navigation,
    sent_once,
    stored_files,
)

ROOT = Path(__file__).resolve().parent
FEATURES = (
    accounts,
    home,
    applications,
    evidence,
    staff_records,
    catalogue,
    registers,
    absences,
    placements,
    imports,
    notifications,
    providers,
    audit,
    reviews,
    offline,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the whole application. Raises SettingsError where a setting is missing or unsafe."""
    settings = settings or read_settings()
    app = Flask("portal", root_path=str(ROOT), static_folder=None, template_folder="templates")
    app.config.from_mapping(settings.for_flask(), PORTAL=settings)
    addresses.portal.base_url = settings.base_url
    _set_up_templates(app)
    _set_up_database(app, settings)
    login_manager.init_app(app)
    csrf.init_app(app)
    gate.init_app(app)
    for part in (converters, headers, errors, filters, navigation, sent_once, stored_files):
        part.init_app(app)
    for feature in FEATURES:
        feature.init_app(app)
    cli.init_app(app)
    app.wsgi_app = _serve_files(app, settings)  # type: ignore[method-assign]
    return app


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_global(assets.asset, "asset")


def _set_up_database(app: Flask, settings: Settings) -> None:
    if settings.database_url.startswith("sqlite"):
        settings.instance.mkdir(parents=True, exist_ok=True)
    db.metadata = Base.metadata
    db.connect_to(settings.database_url)
    migrate.init_app(
        app,
        db,  # type: ignore[arg-type]  # Flask-Migrate reads `engine` and `metadata` only
        directory=str(ROOT.parent / "migrations"),
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        include_name=is_table_of_ours,
    )

    @app.teardown_appcontext
    def _close_session(_error: BaseException | None) -> None:
        db.abandon()


def _serve_files(app: Flask, settings: Settings) -> WhiteNoise:
    files = WhiteNoise(app.wsgi_app, immutable_file_test=lambda path, url: True)
    if assets.BUILT.exists():
        files.add_files(str(assets.BUILT), prefix=assets.URL_PREFIX)
    if not settings.proxies:
        return files
    n = settings.proxies
    return ProxyFix(files, x_for=n, x_proto=n, x_host=n)
