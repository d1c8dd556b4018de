"""What `python3 -m portal …` accepts, and what it says when it cannot go on."""

import ast
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import __main__ as entry
from portal.setup import checks, commands
from portal.setup.environment import ROOT


@pytest.fixture
def port_in_use() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("path", ["portal/__init__.py", "portal/__main__.py"])
def test_an_old_python_can_read_the_files_that_tell_it_so(path: str) -> None:
    ast.parse((ROOT / path).read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_old_python_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.9"):
        entry.main()


def test_a_port_in_use_is_one_line_with_another_port_to_try(port_in_use: int) -> None:
    with pytest.raises(SystemExit) as stopped:
        commands.run(["demo", "--port", str(port_in_use)])
    message = str(stopped.value.code)
    assert message.startswith(f"Cannot use port {port_in_use} (Address already in use).")
    assert message.endswith(f"python3 -m portal demo --port {port_in_use + 1}")
    assert "\n" not in message


def test_serve_also_looks_at_the_port_first(port_in_use: int) -> None:
    with pytest.raises(SystemExit, match="Choose another with: --bind HOST:PORT"):
        commands.run(["serve", "--bind", f"127.0.0.1:{port_in_use}"])


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(SystemExit, match="Choose another folder with: --instance DIR") as stopped:
        commands.run(["demo", "--port", "58999", "--instance", str(in_the_way)])
    assert str(in_the_way) in str(stopped.value.code)


def test_an_unknown_option_of_the_demo_is_refused() -> None:
    with pytest.raises(SystemExit, match="Unknown option --prot"):
        commands.run(["demo", "--prot=9000"])


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.5", ""])
def test_a_port_must_be_a_number_that_exists(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        commands.run(["demo", f"--port={port}"])
    assert stopped.value.code == 2
    assert "use a number from 1 to 65535" in capsys.readouterr().err


def test_only_takes_names_of_checks_separated_by_commas() -> None:
    assert checks.names("sqlite, browser") == ("sqlite", "browser")


def test_only_refuses_a_name_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.run(["test", "--only", "sqlite,postgres"])
    assert "“postgres” is not one of" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.run(["--help"])
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("demo", "test", "serve", "assets", "bench", "flask"))
