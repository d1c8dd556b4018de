"""Search the catalogue, read an entry, and compare up to four side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import policies, scopes
from portal.access.current import current_actor
from portal.access.gate import requires
from portal.access.permissions import Permission
from portal.clock import today
from portal.database.db import db
from portal.features.catalogue.entries import Entry, entries_of
from portal.features.catalogue.facts import FACTS
from portal.features.catalogue.forms.search import SearchForm
from portal.features.catalogue.queries import MOST_COUNTED, Found, find, listing_events
from portal.features.catalogue.routes.blueprint import bp
from portal.models import Provider
from portal.services.people.memberships import people_of
from portal.web.pages import one_or_404

MOST_COMPARED = 4


@bp.get("/catalogue")
@requires(Permission.CATALOGUE_READ)
def search() -> ResponseReturnValue:
    if current_actor().is_provider:
        return _own_entry()
    form = SearchForm(db.session)
    found: Found | None = None
    entries: list[Entry] = []
    if form.validate():
        page = request.args.get("page", 1, type=int)
        shown = scopes.in_catalogue(current_actor())
        found = find(db.session, shown, form.wanted(), page, today())
        entries = entries_of(db.session, found.provider_ids, today(), found.nearest)
    return render_template(
        "catalogue/search.html",
        form=form,
        found=found,
        entries=entries,
        most_counted=MOST_COUNTED,
        page_address=_page_address,
        chosen=_entries(_chosen_ids()),
        is_narrowed=any(
            value for name, value in request.args.items() if name not in ("page", "sort", "id")
        ),
    )


def _own_entry() -> ResponseReturnValue:
    """A provider sees itself alone, so there is nothing to search."""
    own = _entries([current_actor().organisation_id])
    if not own:
        return render_template("catalogue/no_entry.html")
    return redirect(url_for("catalogue.show_entry", provider_id=own[0].provider_id))


@bp.get("/catalogue/<int:provider_id>")
@requires(Permission.CATALOGUE_READ)
def show_entry(provider_id: int) -> ResponseReturnValue:
    actor = current_actor()
    provider = one_or_404(
        db.session,
        select(Provider).where(scopes.in_catalogue(actor), Provider.id == provider_id),
    )
    people = people_of(db.session, provider.id)
    entries = entries_of(db.session, [provider.id], today())
    if not entries:
        abort(404)
    return render_template(
        "catalogue/show_entry.html",
        entry=entries[0],
        facts=FACTS,
        may_edit=policies.may_edit_offer(actor, provider),
        may_change_listing=policies.may_change_listing(actor, provider, people),
        may_enter_qa=policies.may_enter_qa_outcome(actor, provider, people),
        events=listing_events(db.session, provider.id),
    )


@bp.get("/catalogue/compare")
@requires(Permission.CATALOGUE_READ)
def compare() -> ResponseReturnValue:
    entries = _entries(_chosen_ids())
    return render_template(
        "catalogue/compare.html",
        entries=entries[:MOST_COMPARED],
        left_out=entries[MOST_COMPARED:],
        facts=FACTS,
        most=MOST_COMPARED,
    )


def _chosen_ids() -> list[int]:
    """The providers to compare, as the address names them."""
    chosen = dict.fromkeys(request.args.getlist("id", type=int))
    return [each for each in chosen if 0 < each < 2**31][: 2 * MOST_COMPARED]


def _entries(provider_ids: Iterable[int]) -> list[Entry]:
    """Those of the providers that the reader may see."""
    wanted = list(provider_ids)
    seen = set(
        db.session.scalars(
            select(Provider.id).where(scopes.in_catalogue(current_actor()), Provider.id.in_(wanted))
        )
    )
    return entries_of(db.session, [each for each in wanted if each in seen], today())


def _page_address(number: int) -> str:
    """The same search on another page."""
    kept: dict[str, Any] = {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name != "page" and any(values)
    }
    return url_for("catalogue.search", **kept, page=number)
