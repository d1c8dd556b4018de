"""gunicorn's settings for the demonstration. Runs inside `.venv`.

The app is loaded once, gets its data, and is then shared by the workers: quicker than to start
one program for the data and another to serve.
"""

import os
import subprocess
import sys

import click
from flask.cli import ScriptInfo

from portal.database.db import db

workers = 2
threads = 4
worker_class = "gthread"
preload_app = True
control_socket_disable = True
loglevel = "warning"

_mail_workers: list[subprocess.Popen[bytes]] = []


def when_ready(server: object) -> None:
    """Called by gunicorn once the app is loaded and the port is taken, before workers start."""
    from wsgi import app

    try:
        app.cli.main(
            args=["portal", "prepare-demo"],
            prog_name="flask",
            obj=ScriptInfo(create_app=lambda: app),
            standalone_mode=False,
        )
    except click.ClickException as problem:
        problem.show()
        raise SystemExit(1) from problem
    db.close()
    db.engine.dispose()  # a worker must not inherit an open connection
    _start_mail_worker()
    print("Press Ctrl+C to stop.", flush=True)


def on_exit(server: object) -> None:
    """Called by gunicorn when it stops."""
    for process in _mail_workers:
        process.terminate()
        process.wait()


def _start_mail_worker() -> None:
    """Send emails beside the server; it stops by itself should the server be killed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "portal", "worker"]
    _mail_workers.append(
        subprocess.Popen(
            [*command, "--parent", str(os.getpid())],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
