"""`flask portal worker`: sends emails, chases what is missing, clears out what is old."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.adapters.files.storage import StorageError
from portal.adapters.mail_transports import MailSettingsError, Transport, transport_for
from portal.clock import now
from portal.database.db import begin_writing, db
from portal.database.trouble import TROUBLES, trouble_of
from portal.features.absences.last_day import remind_of_last_day
from portal.features.applications.reminders import remind_of_applications
from portal.features.imports.uploads import Uploads
from portal.features.notifications.sending import Postman
from portal.features.registers.chasing import chase_missing_registers
from portal.features.reviews.chasing import chase_reviews, remind_of_reviews
from portal.features.staff_records.confirmations import ask_to_confirm_again
from portal.services.council.retention import clean, refresh_statistics
from portal.services.evidence.housekeeping import (
    forget_uploads,
    note_verdicts,
    verdicts_on_awaiting,
)
from portal.services.evidence.renewals import remind_of_renewals
from portal.web.stored_files import intake

SECONDS_BETWEEN = 5.0
LOOK_EVERY_SECONDS = 60.0
CLEAN_EVERY_SECONDS = 3600.0


@click.command("worker")
@click.option("--once", is_flag=True, help="Do one round of everything, and stop.")
@click.option(
    "--parent", type=int, help="Stop when the program with this number, which started it, ends."
)
@with_appcontext
def worker(once: bool, parent: int | None) -> None:
    """Send what is due until told to stop. Two workers side by side do no harm."""
    settings = current_app.config["PORTAL"]
    try:
        transport = transport_for(settings.mail_url)
    except MailSettingsError as error:
        raise click.ClickException(str(error)) from None
    work = Work(transport, settings.mail_from)
    if once:
        work.do_jobs()
        return
    stop = _stop_signal()
    while not stop.is_set() and parent in (None, os.getppid()):
        work.do_jobs(stop)
        stop.wait(SECONDS_BETWEEN)


def _stop_signal() -> threading.Event:
    """An event that SIGTERM and Ctrl+C set, so that a message is never cut off half-way."""
    stop = threading.Event()

    def stop_soon(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_soon)
    return stop


Look = Callable[[Session, datetime], object]
_LOOKS: dict[str, Look] = {
    "chasing registers": chase_missing_registers,
    "reminders of last days": remind_of_last_day,
    "reminders of applications": remind_of_applications,
    "reminders of renewals": remind_of_renewals,
    "asking to confirm again": ask_to_confirm_again,
    "chasing reviews": chase_reviews,
    "reminders of reviews": remind_of_reviews,
}


def _look(look: Look) -> None:
    begin_writing(db.session)
    look(db.session, now())
    db.session.commit()


class Work:
    """The rounds of a worker. It prints counts only: no address, no subject, no name."""

    def __init__(self, transport: Transport, sender: str) -> None:
        self._transport = transport
        self._sender = sender
        self._last_look = self._last_clean = float("-inf")

    def do_jobs(self, stop: threading.Event | None = None) -> None:
        """Look, send and clear out. A database that is away for a while is tried again later."""
        stop = stop or threading.Event()
        steps: list[tuple[str, Callable[[], None]]] = [
            *self._looks(),
            ("sending", lambda: self._send(stop)),
            ("clearing out", self._clean),
            ("clearing out uploads", self._sweep_uploads),
        ]
        try:
            for name, step in steps:
                self._do(name, step)
        except TROUBLES as error:
            click.echo(f"The database could not be used: it is {trouble_of(error)}", err=True)
        finally:
            db.abandon()

    def _do(self, name: str, step: Callable[[], None]) -> None:
        """One step. What is wrong with it alone is said, and stops no other step."""
        try:
            step()
        except Exception as error:
            if trouble_of(error) is not None:
                raise
            db.abandon()
            what = str(error) if isinstance(error, StorageError) else type(error).__name__
            click.echo(f"Failed, and will be tried again: {name} ({what})", err=True)

    def _looks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The emails that time itself causes, each kind in a transaction of its own."""
        if time.monotonic() - self._last_look < LOOK_EVERY_SECONDS:
            return
        self._last_look = time.monotonic()
        for name, look in _LOOKS.items():
            yield name, partial(_look, look)
        yield "the check of held files", self._check_held_files

    def _check_held_files(self) -> None:
        """Ask the virus checker again, holding nobody up, then write down what it says."""
        verdicts = verdicts_on_awaiting(db.session, intake())
        if verdicts:
            begin_writing(db.session)
            note_verdicts(db.session, intake(), verdicts, now())
            db.session.commit()
            click.echo(f"Files checked that were held: {len(verdicts)}")

    def _send(self, stop: threading.Event) -> None:
        postman = Postman(db.session, self._transport, self._sender, now, stop.is_set)
        total = postman.send_all_due()
        if total.sent or total.put_off or total.failed:
            click.echo(f"Sent {total.sent}, put off {total.put_off}, failed {total.failed}")

    def _clean(self) -> None:
        if time.monotonic() - self._last_clean < CLEAN_EVERY_SECONDS:
            return
        begin_writing(db.session)
        clean(db.session, now())
        forget_uploads(db.session, intake(), now())
        refresh_statistics(db.session)
        db.session.commit()
        self._last_clean = time.monotonic()

    def _sweep_uploads(self) -> None:
        Uploads.of(current_app.config["PORTAL"].instance).sweep(now())
