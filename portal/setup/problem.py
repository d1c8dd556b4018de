"""The one error that the set-up commands raise, and the checks that come before the work."""

import os
import socket
import tempfile
from pathlib import Path


class SetupProblem(Exception):
    """Something about this machine stops us. The message is one line that says what to do."""


def require_writable(folder: Path, remedy: str) -> None:
    """Make the folder and try to write in it. Raises SetupProblem, with the remedy."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SetupProblem(f"Cannot write in {folder} ({error.strerror}). {remedy}") from error


def require_free_port(host: str, port: int, remedy: str) -> None:
    """Try to listen on the port. Raises SetupProblem, with the remedy."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise SetupProblem(f"Cannot use port {port} ({reason}). {remedy}") from error
