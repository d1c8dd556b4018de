"""Every person of the demonstration signs in, and every link at the top opens."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy.orm import Session

from portal.demo.county import Portal, load_county
from portal.demo.world import tables
from portal.demo.world.day import DemoDay
from portal.demo.world.organisations import PASSWORD
from tests.conftest import NOW
from tests.page import Page, PageClient


def test_everybody_signs_in_and_opens_every_link_at_the_top(app: Flask, session: Session) -> None:
    load_county(session, Portal.of(app.config["PORTAL"]), DemoDay(NOW))
    session.commit()
    emails = dict.fromkeys(row.email for row in tables.people() if row.signs_in)

    opened = {email: pages_opened_by(email, PageClient(app, session)) for email in emails}

    assert all(paths for paths in opened.values())
    assert len(opened) == 14


def pages_opened_by(email: str, client: PageClient) -> list[str]:
    """The links of the navigation; the client checks each page."""
    client.get("/sign-in")
    page = client.post("/sign-in", email=email, password=PASSWORD)
    paths = [link.get("href", "") for link in navigation_of(page)]
    for path in paths:
        client.get(path)
    return paths


def navigation_of(page: Page) -> list[Element]:
    return [link for nav in page.all("nav") for link in nav.iter("a")]
