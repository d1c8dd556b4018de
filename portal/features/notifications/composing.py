"""A message of the outbox as an email."""

from __future__ import annotations

import hashlib
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from portal.models import Message
from portal.services.mail import addresses


def compose(message: Message, sender: str) -> EmailMessage:
    """The email, with the portal's address below it.

    Its Message-ID is always the same, so that mail systems can tell a second copy.
    """
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{_name(message)}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{message.body}\n\n-- \nAlternative provision portal\n{addresses.start()}\n")
    return mail


def _name(message: Message) -> str:
    return hashlib.sha256(message.once_key.encode()).hexdigest()[:32]
