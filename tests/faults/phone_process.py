"""A phone as a process of its own, so that it can die at any moment and start again from its disk."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("phone.mjs")
PATIENCE = 60.0
Json = dict[str, Any]


class PhoneDiedError(Exception):
    """The phone died before it answered."""


class PhoneProcess:
    """Tells a phone what its person does, and hears what the screen says."""

    def __init__(
        self, folder: Path, address: str, offset: timedelta, broken_rule: str = ""
    ) -> None:
        node = shutil.which("node")
        assert node, "There is no node on the path"
        milliseconds = str(offset / timedelta(milliseconds=1))
        self._command: list[str | Path] = [
            node,
            PROGRAM,
            folder,
            address,
            milliseconds,
            broken_rule,
        ]
        self._errors = folder / "errors"
        self._numbers = count(1)
        self._answers: dict[int, Json] = {}
        folder.mkdir(parents=True)
        self.start()

    def start(self) -> None:
        """Start, or start again, with what the disk holds."""
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process, self._lines)).start()

    @staticmethod
    def _listen(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout as output:
            for line in output:
                lines.put(line)
        lines.put(b"")

    def tell(self, does: str, **given: object) -> int:
        """Start something; `hear` waits for how it ended. Several things may be under way."""
        number = next(self._numbers)
        line = json.dumps({"number": number, "does": does, **given})
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        return number

    def hear(self, number: int) -> Json:
        """The answer to what was told. Raises PhoneDiedError where the phone died of it."""
        while number not in self._answers:
            line = self._lines.get(timeout=PATIENCE)
            if not line:
                self.kill()
                errors = self._errors.read_text()
                assert not errors, errors
                raise PhoneDiedError
            answer: Json = json.loads(line)
            self._answers[answer["number"]] = answer
        return self._answers.pop(number)

    def ask(self, does: str, **given: object) -> Json:
        return self.hear(self.tell(does, **given))

    def kill(self) -> None:
        """SIGKILL: what it had not written down is gone."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
