"""Starts the portal: the demonstration, production, or one flask command."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from portal.setup.environment import ROOT, RUN, Command, prepare_python
from portal.setup.node import build_assets
from portal.setup.problem import require_free_port, require_writable

LOCALHOST = "127.0.0.1"
WORKERS = 2 * (os.cpu_count() or 1)
"""Two processes for each core: while one waits for the disk or its turn to write, another works."""
THREADS = 2
"""Few threads in each: they take turns at Python, and a writer waits for the others of its process."""


def demo(port: int, instance: Path) -> NoReturn:
    """Serve a demonstration county on this machine alone."""
    require_free_port(
        LOCALHOST, port, f"Choose another, for example: python3 -m portal demo --port {port + 1}"
    )
    require_writable(instance, "Choose another folder with: --instance DIR")
    instance = instance.resolve()
    python = prepare_python(RUN)
    build_assets()
    settings = {
        "PORTAL_ENV": "demo",
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_BASE_URL": f"http://localhost:{port}",
    }
    config = ["--config", "python:portal.setup.demo_server", "--bind", f"{LOCALHOST}:{port}"]
    os.chdir(ROOT)
    _become([python, "-m", "gunicorn", *config, "wsgi:app"], settings)


def serve(bind: str, workers: int, threads: int) -> NoReturn:
    """Serve with production settings, once `check-settings` has found nothing wrong with them."""
    host, _, port = bind.rpartition(":")
    if host and port.isdecimal():
        require_free_port(host.strip("[]"), int(port), "Choose another with: --bind HOST:PORT")
    python = prepare_python(RUN)
    build_assets()
    os.chdir(ROOT)
    settings = _kept_settings()
    check: Command = [python, "-m", "flask", "--app", "wsgi", "portal", "check-settings"]
    checked = subprocess.run(check, env=os.environ | settings, check=False)
    if checked.returncode != 0:
        sys.exit(1)
    size = ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    listen = ["--bind", bind, "--no-control-socket"]
    _become([python, "-m", "gunicorn", *size, *listen, "wsgi:app"], settings)


def assets() -> None:
    """Build the style sheets and scripts, for a server that is started some other way."""
    prepare_python(RUN)
    build_assets()
    print("The style sheets and scripts are up to date.")


def flask(arguments: list[str]) -> NoReturn:
    """Run `flask ARGUMENTS` on the portal, in the folder that we were called from."""
    python = prepare_python(RUN)
    _become([python, "-m", "flask", "--app", ROOT / "wsgi.py", *arguments], _kept_settings())


def _kept_settings() -> dict[str, str]:
    """What the environment says, with production settings in our own folder where it is silent."""
    return {
        "PORTAL_ENV": os.environ.get("PORTAL_ENV", "production"),
        "PORTAL_INSTANCE": os.environ.get("PORTAL_INSTANCE", str(ROOT / "instance")),
    }


def _become(command: Command, settings: dict[str, str]) -> NoReturn:
    """Replace this process, so that Ctrl+C and a service's stop signal reach the server itself."""
    sys.stdout.flush()
    environment = os.environ | settings
    os.execve(command[0], [str(part) for part in command], environment)  # noqa: S606
