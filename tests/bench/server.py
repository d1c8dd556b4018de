"""gunicorn with the same settings for whatever is measured."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from portal.setup.server import THREADS, WORKERS

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 30.0
_SIZE = ("--worker-class", "gthread", f"--workers={WORKERS}", f"--threads={THREADS}")


@contextmanager
def running(app: str, settings: Mapping[str, str], log: Path) -> Iterator[int]:
    """Serve an app, such as "wsgi:app", and give the port. The whole group is ended afterwards."""
    port = _free_port()
    listen = ("--keep-alive=60", f"--bind={HOST}:{port}")
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *_SIZE, *listen, "--no-control-socket", app],
            cwd=ROOT,
            env=os.environ | dict(settings),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_until_ready(port, process, log)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers at all, whatever it answers."""
    end = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"The server did not start: {log.read_text()}")
