"""The bar of links at the top: each feature adds its own, and each person sees what their role may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from portal.access.actor import Actor
from portal.access.current import signed_in_actor
from portal.access.permissions import Permission


@dataclass(frozen=True)
class NavLink:
    """A page worth a link. `order` sorts; `count` gives the number that waits there."""

    endpoint: str
    text: str
    permission: Permission | None
    order: int
    count: Callable[[Actor], int] | None = None
    shown_to: Callable[[Actor], bool] = lambda actor: True


@dataclass(frozen=True)
class ShownLink:
    href: str
    text: str
    count: int
    is_here: bool


def add(app: Flask, link: NavLink) -> None:
    links: list[NavLink] = app.extensions.setdefault("portal_places", [])
    links.append(link)
    links.sort(key=lambda each: each.order)


def shown_links() -> list[ShownLink]:
    """The links of the signed-in person, in order."""
    actor = signed_in_actor()
    if actor is None:
        return []
    return [
        ShownLink(
            href=url_for(link.endpoint),
            text=link.text,
            count=link.count(actor) if link.count else 0,
            is_here=_is_here(link),
        )
        for link in current_app.extensions.get("portal_places", [])
        if _may_open(actor, link)
    ]


def _may_open(actor: Actor, link: NavLink) -> bool:
    if link.permission is not None and not actor.holds(link.permission):
        return False
    return link.shown_to(actor)


def _is_here(link: NavLink) -> bool:
    endpoint = request.endpoint or ""
    return endpoint == link.endpoint or (
        link.endpoint != "home.start"
        and endpoint.split(".")[0] == link.endpoint.split(".")[0]
        and request.path.startswith(url_for(link.endpoint))
    )


def init_app(app: Flask) -> None:
    app.add_template_global(shown_links, "navigation")
    app.context_processor(lambda: {"actor": signed_in_actor()})
