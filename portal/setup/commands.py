"""Reads the command line and calls what was asked for."""

import argparse
import os
import sys
from pathlib import Path
from typing import TypeAlias

from portal.setup import checks, locks, server
from portal.setup.problem import SetupProblem

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def run(arguments: list[str]) -> None:
    """Do what the command line asks. A problem with the machine is one line and exit code 1."""
    if os.name != "posix":
        sys.exit("The portal runs on Linux and macOS. On Windows, run it inside WSL.")
    options, extra = _parser().parse_known_args(arguments)
    try:
        _dispatch(options, extra)
    except SetupProblem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


def _dispatch(options: argparse.Namespace, extra: list[str]) -> None:
    match options.command:
        case "test":
            sys.exit(checks.test(options.only, extra))
        case "bench":
            checks.bench(extra)
        case "flask":
            server.flask(extra)
        case "lock":
            locks.lock(extra)
        case _ if extra:
            raise SetupProblem(f"Unknown option {extra[0]}. See: python3 -m portal --help")
        case "demo":
            server.demo(options.port, options.instance)
        case "serve":
            server.serve(options.bind, options.workers, options.threads)
        case "assets":
            server.assets()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m portal",
        description="The alternative provision portal.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _add_demo(commands)
    _add_test(commands)
    _add_serve(commands)
    commands.add_parser("assets", help="build the style sheets and scripts")
    commands.add_parser("bench", help="measure speed and size", add_help=False, allow_abbrev=False)
    compiling = "compile the lock files from pyproject.toml; further options go to uv"
    commands.add_parser("lock", help=compiling, allow_abbrev=False)
    commands.add_parser(
        "flask", help="run a flask command, for example: flask portal --help", add_help=False
    )
    return parser


def _add_demo(commands: _Commands) -> None:
    demo = commands.add_parser("demo", help="start the portal with a demonstration county")
    demo.add_argument("--port", type=port_number, default=8000, help="default: 8000")
    demo.add_argument(
        "--instance",
        type=Path,
        default=Path("instance"),
        help="folder for the database and files. Default: instance",
    )


def _add_test(commands: _Commands) -> None:
    test = commands.add_parser(
        "test",
        help="run every check; further options go to pytest",
        allow_abbrev=False,
    )
    test.add_argument(
        "--only",
        type=checks.names,
        default=checks.ALL,
        metavar="NAMES",
        help=f"some of: {','.join(checks.ALL)}",
    )


def _add_serve(commands: _Commands) -> None:
    serve = commands.add_parser("serve", help="start the portal with production settings")
    serve.add_argument("--bind", default="127.0.0.1:8000", help="default: 127.0.0.1:8000")
    processes = f"processes. Default: two for each core, here {server.WORKERS}"
    serve.add_argument("--workers", type=int, default=server.WORKERS, help=processes)
    threads = f"threads in each. Default: {server.THREADS}"
    serve.add_argument("--threads", type=int, default=server.THREADS, help=threads)


def port_number(text: str) -> int:
    """A port from 1 to 65535."""
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port: use a number from 1 to 65535")
    return int(text)
