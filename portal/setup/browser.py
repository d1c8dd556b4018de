"""The Chromium that the browser tests drive: found, or else installed."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from portal.setup.environment import PYTHON, ROOT, Command, run_installer
from portal.setup.problem import SetupProblem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def prepare_chromium() -> Path:
    """The Chromium to test with. Raises SetupProblem if there is none and none can be installed."""
    return _find() or _install()


def _find() -> Path | None:
    chosen = os.environ.get("PORTAL_CHROMIUM")
    if chosen:
        if not os.access(chosen, os.X_OK):
            raise SetupProblem(f"PORTAL_CHROMIUM is {chosen}, which is not a program.")
        return Path(chosen)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _playwrights_own()


def _playwrights_own() -> Path | None:
    run = subprocess.run(
        [PYTHON, "-c", _PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False
    )
    path = Path(run.stdout.strip())
    return path if run.returncode == 0 and path.is_file() else None


def _install() -> Path:
    print("Installing Chromium for the browser tests …", flush=True)
    for command in install_commands(is_root=os.geteuid() == 0, is_debian=_is_debian()):
        try:
            run_installer(command, "Chromium", cwd=ROOT)
        except SetupProblem as problem:
            raise SetupProblem(
                f"{problem} Or install Chromium yourself and set PORTAL_CHROMIUM to its path."
            ) from problem
    found = _find()
    if found is None:
        raise SetupProblem("Chromium is missing. Install it and set PORTAL_CHROMIUM to its path.")
    return found


def install_commands(is_root: bool, is_debian: bool) -> list[Command]:
    """Debian has a package, which needs root; elsewhere Playwright brings its own browser."""
    if is_root and is_debian:
        return [
            ["apt-get", "update", "-q"],
            ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y", "chromium"],
        ]
    return [[PYTHON, "-m", "playwright", "install", "chromium"]]


def _is_debian() -> bool:
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False
