"""One round of sending: claim, commit, send, commit, so that no lock is held while a server is slow."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.adapters.mail_transports import MailError, MailRefusedError, MailServerError, Transport
from portal.database.db import begin_writing
from portal.features.notifications import service, truth
from portal.features.notifications.composing import compose
from portal.models import Message

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """How many messages went, will be tried again, were given up, or were not true any more."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(
            self.sent + other.sent,
            self.put_off + other.put_off,
            self.failed + other.failed,
            self.withdrawn + other.withdrawn,
        )


class Postman:
    """Sends what is due. Two of them side by side never take the same message.

    Each message goes once, unless this program is killed between the mail server's answer and the
    commit: then a copy with the same Message-ID follows when the lease is over.
    """

    def __init__(
        self,
        session: Session,
        transport: Transport,
        sender: str,
        now: Callable[[], datetime],
        must_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._session = session
        self._transport = transport
        self._sender = sender
        self._now = now
        self._must_stop = must_stop
        self._server_failure: MailServerError | None = None

    def send_all_due(self) -> Sent:
        """Send until nothing is due. Where the mail server fails, the rest waits for another round."""
        total = Sent()
        try:
            while messages := self._claim():
                total += self._send(messages)
                if self._must_stop() or self._server_failure:
                    break
        finally:
            self._transport.close()
        return total

    def _claim(self) -> Sequence[Message]:
        begin_writing(self._session)
        messages = service.claim_due(self._session, self._now())
        self._session.commit()
        return messages

    def _send(self, messages: Sequence[Message]) -> Sent:
        total = Sent()
        for message in messages:
            is_true = truth.is_still_true(self._session, message)
            self._session.commit()  # no lock, and no old view of the marks, while a server is slow
            if is_true:
                error = self._server_failure or self._hand_over(message)
                begin_writing(self._session)
                total += self._note(message, error)
            else:
                begin_writing(self._session)
                service.note_withdrawn(message, self._now())
                total += Sent(withdrawn=1)
            self._session.commit()
        return total

    def _hand_over(self, message: Message) -> MailError | None:
        """Send without any lock on the database. Gives back what went wrong."""
        try:
            self._transport.send(compose(message, self._sender))
        except MailServerError as error:
            self._server_failure = error
            return error
        except MailError as error:
            return error
        except Exception as error:  # whatever is wrong with one message must stop no other
            log.error(
                "Message %s cannot be made into an email: %s", message.id, type(error).__name__
            )
            return MailRefusedError("It cannot be made into an email: check its address and text")
        return None

    def _note(self, message: Message, error: MailError | None) -> Sent:
        if error is None:
            service.note_sent(message, self._now())
            truth.put_right_if_overtaken(self._session, message, self._now())
            return Sent(sent=1)
        is_final = isinstance(error, MailRefusedError)
        service.note_failure(message, str(error), is_final, self._now())
        return Sent(failed=1) if message.failed_at else Sent(put_off=1)
