"""The project's own Python, `.venv`, with exactly the packages of the lock files in it."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

from portal.setup.problem import SetupProblem, require_writable

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALL_LOG = VENV / "install.log"

Command: TypeAlias = list[str | Path]

RUN = ("requirements.txt",)
TEST = ("requirements-test.txt",)
NODE = ("requirements-node.txt",)


def prepare_python(locks: tuple[str, ...]) -> Path:
    """Make `.venv` if need be, install the locked packages once, and return its Python."""
    if not _is_made_by_this_python():
        _make()
    if not _is_installed(locks):
        _install(locks)
    return PYTHON


def _is_made_by_this_python() -> bool:
    config = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not config.exists():
        return False
    return f"version = {sys.version_info.major}.{sys.version_info.minor}." in config.read_text()


def _make() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupProblem(
            "This Python has no venv module. On Debian or Ubuntu install it with: "
            "apt-get install python3-venv"
        )
    require_writable(ROOT, "Copy the portal into a folder of your own and start it there.")
    print("Making .venv …", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        last_line = (made.stdout + made.stderr).strip().splitlines()[-1:]
        raise SetupProblem(f"Python could not make {VENV}: {' '.join(last_line)}")


def _stamp(locks: tuple[str, ...]) -> Path:
    return VENV / f"installed-{Path(locks[-1]).stem}.sha256"


def _is_installed(locks: tuple[str, ...]) -> bool:
    stamp = _stamp(locks)
    return stamp.exists() and stamp.read_text() == _hash_of(locks)


def _hash_of(locks: tuple[str, ...]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for lock in locks:
        digest.update((ROOT / lock).read_bytes())
    return digest.hexdigest()


def _install(locks: tuple[str, ...]) -> None:
    require_writable(VENV, "Copy the portal into a folder of your own and start it there.")
    what = "Node.js" if locks == NODE else "Python packages"
    print(f"Installing {what} (the first time only, about a minute) …", flush=True)
    pip: Command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    # The locks name every package there is to install. Left to look for dependencies of its own, pip
    # takes a newer release of one with an extra (coverage[toml]) for a second, unpinned requirement.
    checked: Command = ["--only-binary", ":all:", "--require-hashes", "--no-deps"]
    files: Command = [option for lock in locks for option in ("-r", lock)]
    run_installer([*pip, *checked, *files], what, cwd=ROOT)
    run_installer([PYTHON, "-m", "pip", "check"], what, cwd=ROOT)
    _stamp(locks).write_text(_hash_of(locks))


def run_installer(command: Command, what: str, cwd: Path) -> None:
    """Run pip, npm or the like, keeping what it prints in a log. Raises SetupProblem."""
    with INSTALL_LOG.open("w", encoding="utf-8") as log:
        run = subprocess.run(command, cwd=cwd, stdout=log, stderr=subprocess.STDOUT, check=False)
    if run.returncode == 0:
        return
    if is_network_failure(INSTALL_LOG.read_text(encoding="utf-8", errors="replace")):
        raise SetupProblem(
            f"Could not download {what}. Check the network connection, then run this again. "
            f"Details: {INSTALL_LOG}"
        )
    raise SetupProblem(f"Could not install {what}. Details: {INSTALL_LOG}")


def is_network_failure(output: str) -> bool:
    """Whether an installer's output tells of a connection that failed."""
    signs = (
        "name resolution",
        "newconnectionerror",
        "connection refused",
        "connection broken",
        "network is unreachable",
        "timed out",
        "proxyerror",
        "no matching distribution found",
        "enotfound",
        "econnrefused",
        "econnreset",
        "eai_again",
        "etimedout",
        "could not resolve",
    )
    return any(sign in output.lower() for sign in signs)
