"""A browser without scripts: every page that a test fetches is checked as a reader would meet it."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.models import Membership
from tests.build import PASSWORD
from tests.default_button import default_button_faults

_CONTROLS = {"input", "select", "textarea"}
_VERSION = re.compile(r"(^|[-~_])(base|base_version|version|last|fingerprint)$")
"""Fields that say what the page showed. A browser that goes back draws the page anew and would put the
old choice over the new version; `autocomplete="off"` keeps it from that."""
_NO_LABEL_NEEDED = {"hidden", "submit", "button"}


class Page:
    """A parsed HTML page."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.html)
        self.markup_errors = [
            code for _, code, _ in parser.errors if code not in ("expected-doctype-but-got-chars",)
        ]

    def all(self, tag: str) -> list[Element]:
        return list(self.root.iter(tag))

    @property
    def title(self) -> str:
        return words_of(self.all("title")[0])

    @property
    def h1(self) -> str:
        return words_of(self.all("h1")[0])

    @property
    def words(self) -> str:
        """Everything that a person reads, with single spaces."""
        return words_of(self.all("body")[0])

    def csrf_token(self) -> str:
        return next(
            each.get("value", "") for each in self.all("input") if each.get("name") == "csrf_token"
        )

    def fields(self) -> dict[str, list[str]]:
        """What the page's forms would send if nothing were changed, without the buttons."""
        found: dict[str, list[str]] = {}
        for control in self.root.iter():
            if control.tag in _CONTROLS and control.get("name") and _is_sent(control):
                found.setdefault(control.get("name", ""), []).append(_value_of(control))
        return found

    def link(self, text: str) -> str:
        """Where the link with these words leads."""
        return next(a.get("href", "") for a in self.all("a") if text in words_of(a))

    def faults(self) -> list[str]:
        """What is wrong with the page, as one would tell its author."""
        return [*self._heading_faults(), *self._control_faults(), *self._other_faults()]

    def _heading_faults(self) -> list[str]:
        headings = self.all("h1")
        if len(headings) != 1:
            return [f"{len(headings)} h1 elements"]
        title = self.title.removeprefix("Error: ")
        return [] if title.startswith(self.h1) else [f"title “{title}” does not start with the h1"]

    def _control_faults(self) -> list[str]:
        labelled = {label.get("for") for label in self.all("label")}
        wrapped = {id(c) for label in self.all("label") for c in label.iter() if c.tag in _CONTROLS}
        return [
            f"no label for {control.get('name')}"
            for tag in _CONTROLS
            for control in self.all(tag)
            if control.get("type") not in _NO_LABEL_NEEDED
            and control.get("id") not in labelled
            and id(control) not in wrapped
            and not control.get("aria-label")
        ]

    def _other_faults(self) -> list[str]:
        ids = Counter(each.get("id") for each in self.root.iter() if each.get("id"))
        faults = [f"id {name} stands {number} times" for name, number in ids.items() if number > 1]
        faults += [f"markup: {code}" for code in self.markup_errors]
        faults += default_button_faults(self.root, words_of)
        faults += ["inline script" for s in self.all("script") if (s.text or "").strip()]
        faults += ["inline style" for each in self.root.iter() if each.get("style")]
        faults += [
            "empty link" for a in self.all("a") if not words_of(a) and not a.get("aria-label")
        ]
        faults += [
            f"no CSRF token in the form to {form.get('action', 'this page')}"
            for form in self.all("form")
            if form.get("method", "").lower() == "post"
            and not any(i.get("name") == "csrf_token" for i in form.iter("input"))
        ]
        faults += [
            f"the form to {form.get('action', 'this page')} knows a version: Back must not fill it again"
            for form in self.all("form")
            if form.get("autocomplete") != "off"
            and any(
                i.get("type") == "hidden" and _VERSION.search(i.get("name", ""))
                for i in form.iter("input")
            )
        ]
        if re.search(r"\bNone\b|\bUndefined\b|Traceback", self.words):
            faults.append("shows None, Undefined or a traceback")
        return faults


def _is_sent(control: Element) -> bool:
    kind = control.get("type", "text")
    if kind in ("checkbox", "radio"):
        return control.get("checked") is not None
    return kind not in ("submit", "button", "file")


def _value_of(control: Element) -> str:
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        chosen = [each for each in control.iter("option") if each.get("selected") is not None]
        return chosen[0].get("value", "") if chosen else ""
    return control.get("value", "on" if control.get("type") == "checkbox" else "")


def words_of(element: Element) -> str:
    parts = (text for each in _shown(element) for text in each)
    return " ".join(" ".join(parts).split())


def _shown(element: Element) -> list[list[str]]:
    """Texts of an element in order, without scripts and templates."""
    if element.tag in ("script", "style", "template"):
        return []
    found = [[element.text or ""]]
    for child in element:
        found += _shown(child)
        found.append([child.tail or ""])
    return found


class PageClient:
    """Fetches pages and sends forms, with the CSRF token of the page before."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.flask: FlaskClient = app.test_client()
        self._session = session
        self._token = ""

    def get(self, path: str, status: int = 200, /) -> Page:
        """The page, which must have this status and no fault."""
        response = self.flask.get(path, follow_redirects=True)
        return self._checked(response, path, status)

    def post(self, path: str, status: int = 200, /, **fields: object) -> Page:
        """Send a form and follow where it leads; the page there must have no fault."""
        data = {"csrf_token": self._token, **fields}
        response = self.flask.post(path, data=data, follow_redirects=True)
        return self._checked(response, path, status)

    def _checked(self, response: TestResponse, path: str, status: int) -> Page:
        self._session.commit()  # what the test holds is read again, as the request left it
        page = Page(response)
        assert page.status == status, f"{path} answered {page.status}: {page.words[:300]}"
        faults = page.faults()
        assert faults == [], f"{path}: {faults}"
        if 'name="csrf_token"' in page.html:
            self._token = page.csrf_token()
        return page

    def sign_in(self, membership: Membership) -> Page:
        """Sign in through the page, as a person does."""
        self.get("/sign-in")
        return self.post("/sign-in", email=membership.user.email, password=PASSWORD)
