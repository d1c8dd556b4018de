"""The bar of links at the top: each feature adds its own, and each person sees what their role may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from portal.access.actor import Actor
from portal.access.current import signed_in_actor
from portal.access.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A page worth a link. `order` sorts; `count` gives the number that waits there."""

    endpoint: str
    text: str
    permission: Permission | None
    order: int
    count: Callable[[Actor], int] | None = None
    shown_to: Callable[[Actor], bool] = lambda actor: True


@dataclass(frozen=True)
class ShownPlace:
    href: str
    text: str
    count: int
    is_here: bool


def add(app: Flask, place: Place) -> None:
    places: list[Place] = app.extensions.setdefault("portal_places", [])
    places.append(place)
    places.sort(key=lambda each: each.order)


def shown_places() -> list[ShownPlace]:
    """The links of the signed-in person, in order."""
    actor = signed_in_actor()
    if actor is None:
        return []
    return [
        ShownPlace(
            href=url_for(place.endpoint),
            text=place.text,
            count=place.count(actor) if place.count else 0,
            is_here=_is_here(place),
        )
        for place in current_app.extensions.get("portal_places", [])
        if _may_open(actor, place)
    ]


def _may_open(actor: Actor, place: Place) -> bool:
    if place.permission is not None and not actor.holds(place.permission):
        return False
    return place.shown_to(actor)


def _is_here(place: Place) -> bool:
    endpoint = request.endpoint or ""
    return endpoint == place.endpoint or (
        place.endpoint != "home.start"
        and endpoint.split(".")[0] == place.endpoint.split(".")[0]
        and request.path.startswith(url_for(place.endpoint))
    )


def init_app(app: Flask) -> None:
    app.add_template_global(shown_places, "navigation")
    app.context_processor(lambda: {"actor": signed_in_actor()})
