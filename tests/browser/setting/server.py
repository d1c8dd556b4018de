"""The real server: gunicorn over an SQLite file of its own, started, stopped, killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOST = "127.0.0.1"
READY_WITHIN = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One instance folder and one port; the process behind them may come and go."""

    def __init__(
        self, instance: Path, offset: timedelta, extra: dict[str, str] | None = None
    ) -> None:
        self.instance = instance
        self.port = free_port()
        self.database_url = f"sqlite:///{instance / 'portal.sqlite'}"
        self.log = instance / "server.log"
        self.environment = os.environ | {
            "PORTAL_ENV": "test",
            "PORTAL_INSTANCE": str(instance),
            "PORTAL_DATABASE_URL": self.database_url,
            "PORTAL_CLOCK_OFFSET": str(offset.total_seconds()),
            "PORTAL_BASE_URL": f"http://localhost:{self.port}",
            **(extra or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def run(self, *command: str) -> str:
        """A `flask` command on this instance; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, workers: int = 2) -> None:
        """Start it and wait until it answers."""
        size = ["--worker-class", "gthread", "--workers", str(workers), "--threads", "4"]
        listen = ["--bind", f"{HOST}:{self.port}", "--no-control-socket"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *size, *listen, "wsgi:app"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            assert self._process and self._process.poll() is None, self.log.read_text()
            try:
                connection = HTTPConnection(HOST, self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        raise AssertionError(f"The server did not start: {self.log.read_text()}")

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """What a power cut does to it: no process of it has time for anything."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        os.killpg(self._process.pid, how)
        self._process.wait(timeout=READY_WITHIN)
        self._process = None

    def tracebacks(self) -> list[str]:
        """What went wrong in the server, from its log."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if "Traceback" in line or "ERROR" in line]
