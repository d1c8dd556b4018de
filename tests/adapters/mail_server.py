"""A small mail server on this machine: takes emails, or refuses them as told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from time import sleep


@dataclass
class MailServer:
    """What it answers, and what it has taken. An empty answer breaks the connection off."""

    port: int = 0
    greeting: str = "220 ready"
    answers: dict[str, str] = field(default_factory=dict)
    seconds_before_answer: float = 0.0
    taken: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Conversation(socketserver.StreamRequestHandler):
    server: _Listener

    def handle(self) -> None:
        mail_server = self.server.mail_server
        if not self._say(mail_server.greeting):
            return
        for line in self.rfile:
            verb = line.decode().split(":")[0].split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            elif not self._say(mail_server.answers.get(verb, "250 fine")):
                return

    def _take(self) -> None:
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        mail_server = self.server.mail_server
        sleep(mail_server.seconds_before_answer)
        answer = mail_server.answers.get("DATA", "250 taken")
        if answer.startswith("250"):
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            mail_server.taken.append(mail)
        self._say(answer)

    def _say(self, answer: str) -> bool:
        """False where the answer is to break off."""
        if answer:
            self.wfile.write(f"{answer}\r\n".encode())
        return bool(answer)


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mail_server: MailServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is what some tests are about."""


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    with _Listener(("127.0.0.1", 0), _Conversation) as listener:
        listener.mail_server = MailServer(port=listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield listener.mail_server
        listener.shutdown()
        thread.join()
