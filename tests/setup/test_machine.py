"""What is found on a machine and what has to be installed."""

from pathlib import Path

import pytest

from portal.setup.browser import install_commands, prepare_chromium
from portal.setup.environment import Command, is_network_failure, run_installer
from portal.setup.node import is_new_enough, prepare_node
from portal.setup.problem import SetupProblem


@pytest.mark.parametrize(
    ("version", "expected"),
    [("v20.0.0\n", True), ("v24.19.0\n", True), ("v18.20.4\n", False), ("", False), ("20", False)],
)
def test_node_must_be_version_20_or_newer(version: str, expected: bool) -> None:
    assert is_new_enough(version) is expected


def test_the_node_that_is_found_can_run_npm() -> None:
    node = prepare_node()
    assert node.program.is_file()
    assert all(part.exists() for part in node.npm)


@pytest.mark.parametrize(
    "output",
    [
        "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
        "ERROR: No matching distribution found for flask==3.1.3",
        "npm error code ENOTFOUND",
        "Err:1 bookworm InRelease\n  Could not resolve 'deb.example'",
    ],
)
def test_a_failed_download_is_recognised(output: str) -> None:
    assert is_network_failure(output)


def test_a_wrong_hash_is_not_blamed_on_the_network() -> None:
    assert not is_network_failure("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_an_installer_that_fails_is_reported_with_where_to_read_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "install.log"
    monkeypatch.setattr("portal.setup.environment.INSTALL_LOG", log)
    with pytest.raises(SetupProblem, match=r"install the npm packages\. Details: .*log"):
        run_installer(["sh", "-c", "echo broken; exit 3"], "the npm packages", cwd=tmp_path)
    assert log.read_text() == "broken\n"


def test_root_on_debian_installs_chromium_from_its_package() -> None:
    installed = install_commands(is_root=True, is_debian=True)[-1]
    assert installed[2:4] == ["apt-get", "install"]
    assert installed[-1] == "chromium"


@pytest.mark.parametrize(("is_root", "is_debian"), [(False, True), (True, False), (False, False)])
def test_elsewhere_playwright_brings_its_own_chromium(is_root: bool, is_debian: bool) -> None:
    commands: list[Command] = install_commands(is_root, is_debian)
    assert [command[1:] for command in commands] == [["-m", "playwright", "install", "chromium"]]


def test_a_chosen_chromium_that_is_not_there_fails_rather_than_skips(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_CHROMIUM", str(tmp_path / "chromium"))
    with pytest.raises(SetupProblem, match="which is not a program"):
        prepare_chromium()
