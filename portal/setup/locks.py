"""Compiles the lock files from pyproject.toml: exact versions with hashes, for each Python and system we run on."""

import shutil
import subprocess

from portal.setup.environment import ROOT, Command
from portal.setup.problem import SetupProblem

# What each lock holds. A test lock never takes another version than the portal runs with.
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.txt": ("pyproject.toml", "--extra", "postgresql"),
    "requirements-test.txt": (
        *("pyproject.toml", "--extra", "postgresql", "--extra", "test"),
        *("--constraint", "requirements.txt"),
    ),
    "requirements-node.txt": ("--group", "node"),
}
# The oldest Python of ours, and wheels only: installing then compiles nothing and runs no set-up script.
_OPTIONS = (
    *("--universal", "--python-version", "3.11", "--only-binary", ":all:"),
    *("--generate-hashes", "--no-header", "--no-annotate", "--quiet"),
)


def lock(extra: list[str]) -> None:
    """Write each lock again, keeping the versions in it unless the options (uv's own) say otherwise."""
    if shutil.which("uv") is None:
        raise SetupProblem("The locks are compiled by uv. Install it first: pip install uv")
    for file, contents in LOCKS.items():
        command: Command = ["uv", "pip", "compile", *contents, *_OPTIONS, *extra, "-o", file]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            raise SetupProblem(f"uv could not compile {file}, for the reason above")
