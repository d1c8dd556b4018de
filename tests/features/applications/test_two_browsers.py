"""One person with the same section open in two browsers."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from portal.services.forms.answers import fields_of
from tests.features.applications.conftest import Applying
from tests.page import PageClient

NAME = "organisation.legal_name"


def test_the_later_browser_does_not_write_over_what_it_has_not_shown(
    applying: Applying, app: Flask, session: Session
) -> None:
    path = f"/application/{applying.application.id}/organisation"
    laptop, tablet = PageClient(app, session), PageClient(app, session)
    pages = {}
    for browser in (laptop, tablet):
        browser.sign_in(applying.lead)
        pages[browser] = browser.get(path).fields()

    laptop.post(path, **{**pages[laptop], NAME: "New Leaf Ltd", "do": "back"})
    tablet.post(path, **{**pages[tablet], NAME: "New Leaf CIC", "do": "back"})

    field = fields_of(session, applying.application.id)[NAME]
    assert field.value == "New Leaf Ltd"
    assert [each.value for each in field.differing] == ["New Leaf Ltd", "New Leaf CIC"]


def test_going_back_in_the_same_browser_and_saving_again_is_a_change_of_mind(
    applying: Applying, client: PageClient, session: Session
) -> None:
    path = f"/application/{applying.application.id}/organisation"
    client.sign_in(applying.lead)
    page = client.get(path).fields()
    client.post(path, **{**page, NAME: "New Leaf Ltd", "do": "back"})

    client.post(path, **{**page, NAME: "New Leaf CIC", "do": "back"})

    field = fields_of(session, applying.application.id)[NAME]
    assert (field.value, field.differing) == ("New Leaf CIC", [])
