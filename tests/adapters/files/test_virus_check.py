"""Files go past ClamAV where the council has it; without a verdict nothing is called clean."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.adapters.files.virus_check import ClamdChecker, VirusCheckerDownError
from tests.adapters.files.clamd import Clamd, running_clamd
from tests.adapters.files.samples import EICAR, PDF


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with running_clamd() as running:
        yield running


def test_a_clean_file_passes(clamd: Clamd) -> None:
    assert ClamdChecker(clamd.address).is_clean([PDF])


def test_the_virus_for_trials_is_found_even_across_two_pieces(clamd: Clamd) -> None:
    assert not ClamdChecker(clamd.address).is_clean([PDF + EICAR[:20], EICAR[20:]])


def test_the_checker_sees_every_byte(clamd: Clamd) -> None:
    ClamdChecker(clamd.address).is_clean([b"x" * 200_000, b"y"])

    assert clamd.checked == [200_001]


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR", b"stream: OKAY", b"UNKNOWN COMMAND"]
)
def test_an_answer_without_a_verdict_is_no_verdict(clamd: Clamd, answer: bytes) -> None:
    clamd.answer = answer

    with pytest.raises(VirusCheckerDownError):
        ClamdChecker(clamd.address).is_clean([PDF])


@pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/nowhere/clamd.sock"])
def test_a_checker_that_is_down_gives_no_verdict(address: str) -> None:
    with pytest.raises(VirusCheckerDownError, match="could not be reached"):
        ClamdChecker(address).is_clean([PDF])


def test_it_talks_through_a_socket_file_too(tmp_path: Path) -> None:
    class Answering(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.read(10 + 4 + len(PDF) + 4)
            self.wfile.write(b"stream: OK\0")

    path = str(tmp_path / "clamd.sock")
    with socketserver.UnixStreamServer(path, Answering) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        is_clean = ClamdChecker(f"unix:{path}").is_clean([PDF])
        thread.join()

    assert is_clean
