"""The page that leads an administrator through the first set-up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models import Role, Term
from tests.build import Build
from tests.page import PageClient


def test_what_is_missing_is_shown_and_goes_when_it_is_there(
    build: Build, session: Session, client: PageClient
) -> None:
    client.sign_in(build.member(build.council(), Role.ADMINISTRATOR))
    session.query(Term).delete()
    session.commit()

    page = client.get("/imports/set-up")
    assert "No council service can place pupils yet" in page.words
    assert "No terms of the council cover today" in page.words
    assert "No provider is loaded" in page.words

    build.service()
    provider = build.provider()
    page = client.get("/imports/set-up")
    assert "No council service" not in page.words
    assert "1 of the providers have no lead who can sign in" in page.words

    build.member(provider, Role.PROVIDER_LEAD)
    assert "of the providers have no lead" not in client.get("/imports/set-up").words
