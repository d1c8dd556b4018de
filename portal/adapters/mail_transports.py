"""Ways to hand an email over: to a mail server, or (the demonstration) into a folder."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

PATIENCE_SECONDS = 20.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class MailError(Exception):
    """An email was not taken. `args[0]` says why without naming an address or quoting the email."""


class MailRefusedError(MailError):
    """The mail server will never take this email: sending it again is no use."""


class MailServerError(MailError):
    """The mail server cannot be used at the moment, for any email."""


class MailSettingsError(Exception):
    """PORTAL_MAIL_URL cannot be used. `args[0]` is one line that says what to do."""


class Transport(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Return once the email is taken. Raises MailError."""

    def close(self) -> None:
        """Let go of the connection; the next `send` opens another."""


def transport_for(url: str) -> Transport:
    """The transport for smtp://user:pass@host:587?tls=starttls, smtps://host, or folder:///path.

    Raises MailSettingsError.
    """
    if url.startswith("folder://"):
        return FolderTransport(Path(url.removeprefix("folder://")))
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise MailSettingsError("PORTAL_MAIL_URL must start with smtp://, smtps:// or folder://")
    return SmtpTransport(parts)


class FolderTransport:
    """Writes each email to a file. The same email twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        name = hashlib.sha256(str(mail["Message-ID"]).encode()).hexdigest()[:16]
        unfinished = self._folder / f".{name}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(mail.as_bytes())
            unfinished.replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise MailError(f"The mail folder cannot be written to: {error.strerror}") from error

    def close(self) -> None:
        """Nothing is kept open."""


class SmtpTransport:
    """One connection to a mail server, kept for the emails of a round."""

    def __init__(self, url: SplitResult) -> None:
        self._host = url.hostname or ""
        self._is_smtps = url.scheme == "smtps"
        self._starttls = not self._is_smtps and self._wants_starttls(url)
        self._port = _port(url) or (465 if self._is_smtps else 587 if self._starttls else 25)
        self._user, self._password = unquote(url.username or ""), unquote(url.password or "")
        if self._user and not (self._is_smtps or self._starttls or self._host in _LOOPBACK):
            raise MailSettingsError(
                "PORTAL_MAIL_URL would send a password in the clear: use smtps:// or ?tls=starttls"
            )
        self._server: smtplib.SMTP | None = None

    def _wants_starttls(self, url: SplitResult) -> bool:
        """Encrypted, unless the setting says no or the server is on this machine."""
        given = parse_qs(url.query).get("tls", [""])[0]
        if given not in ("", "starttls", "none"):
            raise MailSettingsError("PORTAL_MAIL_URL: tls must be starttls or none")
        return given == "starttls" or (given == "" and self._host not in _LOOPBACK)

    def send(self, mail: EmailMessage) -> None:
        if self._server is None:
            self._server = self._connect()
        try:
            self._server.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise _mail_error(error) from error

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server: smtplib.SMTP | None = None
        try:
            if self._is_smtps:
                server = smtplib.SMTP_SSL(
                    self._host, self._port, timeout=PATIENCE_SECONDS, context=context
                )
            else:
                server = smtplib.SMTP(self._host, self._port, timeout=PATIENCE_SECONDS)
            if self._starttls:
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            raise _server_error(error) from error
        return server

    def close(self) -> None:
        if self._server is None:
            return
        server, self._server = self._server, None
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


def _port(url: SplitResult) -> int | None:
    try:
        return url.port
    except ValueError:
        raise MailSettingsError("PORTAL_MAIL_URL: the port must be a number") from None


def _mail_error(error: Exception) -> MailError:
    """What went wrong, without the server's own words: they may quote the address."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _not_taken(max((code for code, _ in error.recipients.values()), default=0))
        case smtplib.SMTPDataError():
            return _not_taken(error.smtp_code)
        case smtplib.SMTPNotSupportedError():
            return MailRefusedError("The mail server cannot write to an address with these letters")
        case _:
            return _server_error(error)


def _not_taken(code: int) -> MailError:
    if code >= 500:
        return MailRefusedError(f"The mail server refused the email ({code})")
    return MailError(f"The mail server asked to try again later ({code})")


def _server_error(error: Exception) -> MailServerError:
    if isinstance(error.__context__, TimeoutError):  # smtplib wraps it
        error = error.__context__
    match error:
        case smtplib.SMTPAuthenticationError():
            return MailServerError(
                f"The mail server did not accept the sign-in ({error.smtp_code})"
            )
        case smtplib.SMTPResponseException():
            return MailServerError(f"The mail server takes no emails now ({error.smtp_code})")
        case smtplib.SMTPNotSupportedError():
            return MailServerError("The mail server does not offer what PORTAL_MAIL_URL asks for")
        case TimeoutError():
            return MailServerError("The mail server took too long to answer")
        case _:
            return MailServerError("The mail server could not be reached, or broke off")
