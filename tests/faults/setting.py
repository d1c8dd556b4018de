"""A server, a provider with pupils, and phones of its people, each behind a network of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import actor_of
from portal.domain.calendar.sessions import SessionKey
from portal.domain.checklists.editions import EDITION_2026
from portal.models import Mark, Membership, Provider, Register, RegisterEvent
from portal.offline.service import enrol
from portal.offline.signature import read_public_key
from portal.services.forms.applications import Beginning, begin_application
from tests.browser.setting.county import County, Farm, Person
from tests.browser.setting.moment import Moment
from tests.browser.setting.proxy import Proxy
from tests.browser.setting.server import Server
from tests.faults.answers import logged_answers
from tests.faults.ledger import ServerMark
from tests.faults.phone_process import PhoneProcess
from tests.faults.troubles import Memory
from tests.postgres import new_database

SESSIONS = [f"2026-11-{day}-{half}" for day in (17, 18, 19, 20, 23, 24) for half in ("am", "pm")]


@dataclass(frozen=True)
class Handset:
    """A phone and its network."""

    number: int
    phone: PhoneProcess
    proxy: Proxy
    memory: Memory
    answers_forms: bool


@dataclass(frozen=True)
class Setting:
    """All that a campaign plays with."""

    server: Server
    county: County
    farm: Farm
    handsets: list[Handset]
    form: str
    """The application that the lead fills in."""

    @property
    def leads(self) -> list[Handset]:
        return [each for each in self.handsets if each.answers_forms]

    def server_marks(self) -> list[ServerMark]:
        """The log of the provider's marks."""
        with Session(self.county.engine) as session:
            rows = session.execute(
                select(Mark, Register.day, Register.half)
                .join(Register, Register.id == Mark.register_id)
                .where(Register.provider_id == self.farm.provider_id)
            )
            return [
                ServerMark(
                    str(mark.id),
                    f"{SessionKey(day, half)}/{mark.placement_id}",
                    f"{mark.seen} {mark.arrived:%H:%M}" if mark.arrived else str(mark.seen),
                    mark.version,
                    mark.awaits_reason,
                )
                for mark, day, half in rows
            ]

    def server_answers(self) -> list[ServerMark]:
        """The log of the answers to the form."""
        with Session(self.county.engine) as session:
            return list(logged_answers(session, self.form))

    def server_signs(self) -> list[str]:
        """The numbers of the operations that finished registers."""
        with Session(self.county.engine) as session:
            rows = session.scalars(
                select(RegisterEvent.id)
                .join(Register, Register.id == RegisterEvent.register_id)
                .where(Register.provider_id == self.farm.provider_id)
            )
            return [str(each) for each in rows]


@contextmanager
def running_server(folder: Path) -> Iterator[tuple[Server, County]]:
    """A server with an empty county, on a Tuesday morning in term.

    On PostgreSQL where the tests run on it, otherwise on an SQLite file of its own.
    """
    moment = Moment.morning()
    instance = folder / "server"
    instance.mkdir(parents=True)
    server = Server(instance, moment.offset, _other_database())
    server.run("db", "upgrade")
    with ExitStack() as closing:
        server.start()
        closing.callback(server.stop)
        county = County(server.environment["PORTAL_DATABASE_URL"], moment.now())
        closing.callback(county.close)
        yield server, county


def _other_database() -> dict[str, str]:
    if "PORTAL_TEST_DATABASE_URL" not in os.environ:
        return {}
    return {"PORTAL_DATABASE_URL": new_database(f"faults_{os.getpid()}")}


@contextmanager
def with_phones(
    server: Server, county: County, folder: Path, pupils: int = 6, broken_rule: str = ""
) -> Iterator[Setting]:
    """A provider and four phones: two of a member of staff, two of the lead, who may choose."""
    farm = county.farm([f"Pupil{number}" for number in range(pupils)])
    moment = Moment.morning()
    form = _begin_form(county, farm)
    handsets = []
    with ExitStack() as closing:
        for number, person in enumerate([farm.staff, farm.staff, farm.lead, farm.lead]):
            proxy = Proxy(server.port)
            closing.callback(proxy.close)
            place = folder / f"phone-{number}"
            phone = PhoneProcess(place, proxy.url, moment.offset, broken_rule)
            closing.callback(phone.kill)
            _set_up(county, phone, person, moment)
            handsets.append(Handset(number, phone, proxy, Memory(), person == farm.lead))
        yield Setting(server, county, farm, handsets, form)


def _begin_form(county: County, farm: Farm) -> str:
    with county.changing() as build:
        provider = build.session.get_one(Provider, farm.provider_id)
        beginning = Beginning(farm.lead.user_id, build.now)
        return str(begin_application(build.session, provider, EDITION_2026, beginning).id)


def _set_up(county: County, phone: PhoneProcess, person: Person, moment: Moment) -> None:
    key = read_public_key(phone.ask("make_key")["public_key"])
    with county.changing() as build:
        membership = build.session.scalars(
            select(Membership).where(Membership.user_id == person.user_id)
        ).one()
        device = enrol(build.session, actor_of(membership), "Phone", key, None, moment.now())
        device_id = str(device.id)
    phone.ask("set_up", device_id=device_id, person={"id": person.user_id, "name": person.name})
    told = phone.ask("drain", tabs=1)
    assert told["network"] == "ok", told
