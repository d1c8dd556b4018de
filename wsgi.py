"""The entry point for gunicorn and `flask --app wsgi`."""

import atexit
import gc
import sys

from portal.app import create_app
from portal.config import SettingsError
from portal.database.db import db

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"The portal did not start. {error}")

# What was made until here is never thrown away, so no request waits while it is looked through.
# Nothing then closes the database by itself: SQLite puts its files in order when that is done.
gc.collect()
gc.freeze()
atexit.register(db.engine.dispose)
