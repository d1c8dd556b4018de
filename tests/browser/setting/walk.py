"""Walks the site as a person does, from the start page along the links, one page of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

_LINKS = """() => [...document.querySelectorAll("a[href]")].map((a) => a.href)"""


@dataclass
class Walk:
    """The kinds of pages met so far, by endpoint. `app` knows which address is which endpoint."""

    app: Flask
    base: str
    met: set[str] = field(default_factory=set)

    def endpoint_of(self, address: str) -> str | None:
        parts = urlsplit(address)
        if parts.netloc and parts.netloc != urlsplit(self.base).netloc:
            return None
        try:
            endpoint, _ = self.app.url_map.bind("localhost").match(parts.path, method="GET")
        except HTTPException:
            return None
        return str(endpoint)

    def pages(self, page: Page, skip: frozenset[str], also: list[str]) -> Iterator[str]:
        """Open each kind of page once, the start page first; yields its address while it is open."""
        waiting = [f"{self.base}/", *(f"{self.base}{path}" for path in also)]
        seen = set(skip)
        while waiting:
            address = waiting.pop(0)
            endpoint = self.endpoint_of(address)
            if endpoint is None or endpoint in seen:
                continue
            seen.add(endpoint)
            try:
                response = page.goto(address)
            except PlaywrightError as error:
                if "Download is starting" not in str(error):
                    raise
                self.met.add(endpoint)
                continue
            if response is None or response.status != 200:
                continue
            landed = self.endpoint_of(page.url)
            if landed is not None and landed != endpoint:
                seen.add(landed)
            self.met |= {endpoint, landed or endpoint}
            waiting += page.evaluate(_LINKS)
            yield address
