"""The demonstration county on a real server, its people in the browser, and its database beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database.db import make_engine
from portal.demo.world.organisations import PASSWORD
from portal.features.accounts.passwords import hash_password
from portal.models import User
from tests.browser.setting.moment import Moment
from tests.browser.setting.server import Server

DEMO = {"PORTAL_ENV": "demo"}


def copy_of(prepared: Path, folder: Path, moment: Moment) -> Server:
    """A server on a copy of the county, for one module to change."""
    shutil.copytree(prepared, folder)
    return Server(folder, moment.offset, DEMO)


@contextmanager
def records_of(server: Server) -> Iterator[Session]:
    """The server's database; what was changed is committed at the end."""
    engine = make_engine(server.database_url)
    with Session(engine.execution_options(writes_first=True)) as session:
        yield session
        session.commit()
    engine.dispose()


def let_sign_in(session: Session, *emails: str) -> None:
    """Give the password of the demonstration to people who have one that nobody knows."""
    for user in session.scalars(select(User).where(User.email.in_(emails))):
        user.password_hash = hash_password(PASSWORD)


def user_of(session: Session, email: str) -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def open_browser(browser: Browser, width: int) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")


def sign_in(page: Page, server: Server, email: str) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
