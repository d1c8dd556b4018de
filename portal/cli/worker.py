"""`flask portal worker`: sends emails, chases what is missing, clears out what is old."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

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


class Work:
    """The rounds of a worker. It prints counts only: no address, no subject, no name."""

    def __init__(self, transport: Transport, sender: str) -> None:
        self._transport = transport
        self._sender = sender
        self._last_look = self._last_clean = float("-inf")

    def do_jobs(self, stop: threading.Event | None = None) -> None:
        """Look, send and clear out. A database that is away for a while is tried again later."""
        try:
            self._look()
            self._send(stop or threading.Event())
            self._clean()
            Uploads.of(current_app.config["PORTAL"].instance).sweep(now())
        except TROUBLES as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            click.echo(f"The database could not be used: it is {trouble}", err=True)
        except StorageError as error:
            db.session.rollback()
            click.echo(f"The store of files could not be used: {error}", err=True)
        finally:
            db.abandon()

    def _look(self) -> None:
        """Write the emails that time itself causes."""
        if time.monotonic() - self._last_look < LOOK_EVERY_SECONDS:
            return
        begin_writing(db.session)
        chase_missing_registers(db.session, now())
        remind_of_last_day(db.session, now())
        remind_of_applications(db.session, now())
        remind_of_renewals(db.session, now())
        ask_to_confirm_again(db.session, now())
        chase_reviews(db.session, now())
        remind_of_reviews(db.session, now())
        db.session.commit()
        self._check_held_files()
        self._last_look = time.monotonic()

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
