"""The first set-up of a county: what is there, what is still missing, and where to add it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.imports.kinds import ImportKind
from portal.features.imports.routes import bp
from portal.models import (
    Council,
    CouncilService,
    Membership,
    Placement,
    Provider,
    Pupil,
    Role,
    School,
    Term,
)
from portal.models.base import Base
from portal.services.calendar.calendars import calendar_of


@dataclass(frozen=True)
class Step:
    """One thing that a county needs; `found` says what there is, `missing` what there is not."""

    name: str
    found: str
    missing: str
    link: str
    link_words: str

    @property
    def is_done(self) -> bool:
        return not self.missing


@bp.get("/set-up")
@requires(Permission.IMPORT_RUN)
def show_set_up() -> ResponseReturnValue:
    steps = set_up_steps(db.session, today())
    return render_template("imports/set_up.html", steps=steps)


def set_up_steps(session: Session, day: date) -> list[Step]:
    """In the order in which each needs the ones before."""
    return [
        _council(session),
        _services(session),
        _loaded(session, School, ImportKind.SCHOOLS, "No school is loaded"),
        _terms(session, day),
        _loaded(session, Provider, ImportKind.PROVIDERS, "No provider is loaded"),
        _loaded(session, Pupil, ImportKind.PUPILS, "No pupil is loaded"),
        _loaded(session, Placement, ImportKind.PLACEMENTS, "No placement is loaded"),
        _people(session),
    ]


def _council(session: Session) -> Step:
    council = session.scalar(select(Council))
    name = council.name if council else ""
    is_reached = bool(council and (council.telephone or council.email))
    missing = "" if is_reached else "It has no telephone number and no email address"
    return Step("Council", name, missing, "", "Set with flask portal create-admin and the settings")


def _services(session: Session) -> Step:
    names = session.scalars(select(CouncilService.name).order_by(CouncilService.name)).all()
    missing = "" if names else "No council service can place pupils yet"
    how = "Add one with flask portal create-organisation service"
    return Step("Council services", ", ".join(names), missing, "", how)


def _terms(session: Session, day: date) -> Step:
    count = _count(session, Term)
    is_covered = calendar_of(session, None).covers(day)
    missing = "" if is_covered else "No terms of the council cover today"
    return _import_step(ImportKind.TERM_DATES, count, missing)


def _people(session: Session) -> Step:
    working = Membership.ended_at.is_(None)
    led = select(Membership.organisation_id).where(working, Membership.role == Role.PROVIDER_LEAD)
    number = _count(session, Membership, working)
    alone = _count(session, Provider, Provider.id.not_in(led))
    services = select(Membership.organisation_id).where(working)
    unserved = _count(session, CouncilService, CouncilService.id.not_in(services))
    faults = []
    if alone:
        faults.append(f"{alone:,} of the providers have no lead who can sign in")
    if unserved:
        faults.append(f"{unserved:,} of the council services have nobody who can sign in")
    link = url_for("accounts.invite_member")
    return Step("People", f"{number:,}", ". ".join(faults), link, "Invite a person")


def _loaded(session: Session, model: type[Base], kind: ImportKind, missing: str) -> Step:
    count = _count(session, model)
    return _import_step(kind, count, "" if count else missing)


def _import_step(kind: ImportKind, count: int, missing: str) -> Step:
    link = url_for("imports.upload_file", kind=kind.value)
    return Step(kind.words, f"{count:,}", missing, link, f"Import {kind.words.lower()}")


def _count(session: Session, model: type[Base], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0
