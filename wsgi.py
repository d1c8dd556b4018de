"""The entry point for gunicorn and `flask --app wsgi`."""

import gc
import sys

from portal.app import create_app
from portal.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"The portal did not start. {error}")

gc.collect()
gc.freeze()  # what was made until here is never thrown away: no request waits while it is looked through
