"""What a role does not hold it neither sees nor does, whatever its organisation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from itertools import product
from typing import Any

import pytest

from portal.access import permissions, policies, scopes
from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.models import (
    Application,
    ApplicationState,
    Device,
    Enrolment,
    Evidence,
    ListingStatus,
    OrganisationKind,
    Placement,
    Provider,
    Pupil,
    Role,
)

P = Permission
ORGANISATION, PERSON, OTHER = 7, 3, 8

SCOPES: dict[str, set[Permission]] = {
    "applications": {P.APPLICATION_CHECK, P.APPLICATION_EDIT},
    "conditions": {P.APPLICATION_CHECK, P.APPLICATION_EDIT},
    "counts_in_summary": {P.SUMMARY_READ},
    "current_marks": {P.PLACEMENT_READ},
    "devices": {P.DEVICE_ENROL, P.DEVICE_READ},
    "evidence": {P.APPLICATION_CHECK, P.EVIDENCE_EDIT, P.EVIDENCE_READ},
    "in_catalogue": {P.CATALOGUE_READ},
    "may_see_placement": {P.PLACEMENT_READ},
    "members": {P.MEMBER_READ},
    "placements": {P.PLACEMENT_READ},
    "providers": {P.PLACEMENT_READ},
    "pupils": {P.PUPIL_READ},
    "registers": {P.REGISTER_READ},
    "reviews": {P.REVIEW_ANSWER, P.REVIEW_READ, P.REVIEW_SCORE},
    "shown_providers": {P.EVIDENCE_READ},
    "staff_members": {P.STAFF_RECORD_EDIT, P.STAFF_RECORD_READ},
}
"""By scope, the permissions of which one at least is needed to see a row."""


def actor(role: Role, kind: OrganisationKind) -> Actor:
    return Actor(PERSON, "Ann", "ann@example.org", 1, role, "Officer", ORGANISATION, "Own", kind)


def public_functions(module: object, first: str) -> dict[str, Callable[..., Any]]:
    return {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == getattr(module, "__name__", "")
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == first
    }


def sees_nothing(query: object) -> bool:
    """Whether the database is asked for no row: the condition of the query is false."""
    return str(query) == "false" or str(query).endswith("WHERE false")


def test_every_scope_names_its_permissions() -> None:
    assert set(SCOPES) == set(public_functions(scopes, "actor"))


@pytest.mark.parametrize("name", SCOPES)
def test_who_holds_all_but_the_permissions_of_a_scope_sees_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for role, kind in product(Role, OrganisationKind):
        monkeypatch.setitem(permissions.ROLE_PERMISSIONS, role, frozenset(P) - SCOPES[name])

        assert sees_nothing(getattr(scopes, name)(actor(role, kind))), (role, kind)


@pytest.mark.parametrize("name", SCOPES)
def test_a_role_sees_nothing_of_a_scope_whose_permissions_it_does_not_hold(name: str) -> None:
    strangers = [
        role for role, held in permissions.ROLE_PERMISSIONS.items() if not held & SCOPES[name]
    ]
    assert strangers

    for role, kind in product(strangers, OrganisationKind):
        assert sees_nothing(getattr(scopes, name)(actor(role, kind))), (role, kind)


@pytest.mark.parametrize("name", SCOPES)
def test_some_actor_sees_something_of_each_scope(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(permissions.ROLE_PERMISSIONS, Role.GOVERNOR, frozenset(P))
    asked = [getattr(scopes, name)(actor(Role.GOVERNOR, kind)) for kind in OrganisationKind]

    assert not all(sees_nothing(query) for query in asked)


@pytest.mark.parametrize("kind", sorted(set(OrganisationKind) - {OrganisationKind.PROVIDER}))
def test_who_neither_checks_nor_accepts_a_pack_opens_none(
    monkeypatch: pytest.MonkeyPatch, kind: OrganisationKind
) -> None:
    monkeypatch.setitem(
        permissions.ROLE_PERMISSIONS, Role.GOVERNOR, frozenset({P.EVIDENCE_READ, P.PLACEMENT_READ})
    )

    assert sees_nothing(scopes.shown_providers(actor(Role.GOVERNOR, kind)))


def a_provider(listing: ListingStatus = ListingStatus.LISTED, own: bool = True) -> Provider:
    return Provider(id=ORGANISATION if own else OTHER, name="Hill Farm", listing=listing)


def a_placement() -> Placement:
    return Placement(
        provider_id=OTHER, commissioner_id=ORGANISATION, pupil=Pupil(home_school_id=ORGANISATION)
    )


def a_placement_of_another_schools_pupil() -> Placement:
    return Placement(
        provider_id=OTHER, commissioner_id=ORGANISATION, pupil=Pupil(home_school_id=OTHER)
    )


def an_application(state: ApplicationState) -> Application:
    return Application(provider_id=ORGANISATION, state=state)


def a_phone() -> Device:
    return Device(provider_id=ORGANISATION, revoked_at=None, enrolments=[Enrolment(user_id=PERSON)])


Case = tuple[OrganisationKind, tuple[Any, ...], Collection[Collection[Permission]]]
SCHOOL, PROVIDER, COUNCIL = (
    OrganisationKind.SCHOOL,
    OrganisationKind.PROVIDER,
    OrganisationKind.COUNCIL,
)
SENT, ASKED = ApplicationState.SUBMITTED, ApplicationState.ASKED
DRAFT, RECOMMENDED = ApplicationState.DRAFT, ApplicationState.RECOMMENDED
EVIDENCE = Evidence(provider_id=OTHER, uploaded_by_id=99, replaced_by_id=None, removed_at=None)
# By policy: an actor and records of which it may, and what is needed: one of each set.
POLICIES: dict[str, Case] = {
    "may_take_register": (PROVIDER, (a_provider(),), [{P.REGISTER_TAKE}]),
    "may_answer_forms": (PROVIDER, (), [{P.APPLICATION_EDIT, P.REVIEW_ANSWER}]),
    "may_set_up_phone": (PROVIDER, (a_provider(),), [{P.DEVICE_ENROL}]),
    "may_read_register": (COUNCIL, (a_provider(),), [{P.REGISTER_READ}]),
    "may_decide_absence": (SCHOOL, (a_placement(),), [{P.ABSENCE_DECIDE}]),
    "may_propose_code": (SCHOOL, (a_placement_of_another_schools_pupil(),), [{P.ABSENCE_PROPOSE}]),
    "may_name_a_code": (SCHOOL, (), [{P.ABSENCE_DECIDE}]),
    "may_see_penalty_threshold": (SCHOOL, (), [{P.PUPIL_READ}]),
    "may_make_standing_decision": (SCHOOL, (a_placement(),), [{P.STANDING_DECIDE}]),
    "may_settle_marks": (SCHOOL, (a_placement(),), [{P.MARK_SETTLE}]),
    "may_revoke_device": (PROVIDER, (a_phone(),), [{P.DEVICE_REVOKE, P.DEVICE_ENROL}]),
    "may_invite": (COUNCIL, (SCHOOL, OTHER, Role.GOVERNOR), [{P.MEMBER_INVITE}]),
    "may_apply": (PROVIDER, (a_provider(),), [{P.APPLICATION_EDIT}]),
    "may_answer_application": (PROVIDER, (an_application(DRAFT),), [{P.APPLICATION_EDIT}]),
    "may_withdraw_application": (PROVIDER, (an_application(SENT),), [{P.APPLICATION_EDIT}]),
    "may_check_application": (COUNCIL, (an_application(ASKED), ()), [{P.APPLICATION_CHECK}]),
    "may_recommend": (COUNCIL, (an_application(SENT), ()), [{P.APPLICATION_DECIDE}]),
    "may_agree": (COUNCIL, (an_application(RECOMMENDED), 99, ()), [{P.APPLICATION_DECIDE}]),
    "may_judge_review": (COUNCIL, ((),), [{P.REVIEW_SCORE}]),
    "may_edit_evidence": (PROVIDER, (ORGANISATION,), [{P.EVIDENCE_EDIT}]),
    "may_check_evidence": (COUNCIL, (EVIDENCE, ()), [{P.APPLICATION_CHECK}]),
    "may_edit_staff_record": (PROVIDER, (ORGANISATION,), [{P.STAFF_RECORD_EDIT}]),
    "may_edit_offer": (PROVIDER, (a_provider(),), [{P.OFFER_EDIT}]),
    "may_change_listing": (COUNCIL, (a_provider(own=False), ()), [{P.LISTING_CHANGE}]),
    "may_enter_qa_outcome": (
        COUNCIL,
        (a_provider(own=False), ()),
        [{P.QA_OUTCOME_ENTER}, {P.LISTING_CHANGE}],
    ),
}


def test_every_policy_names_its_permissions() -> None:
    asked = public_functions(policies, "actor")
    assert set(POLICIES) == {name for name in asked if name.startswith("may_")}


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_turns_on_its_permissions(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    kind, records, needed = POLICIES[name]
    may = getattr(policies, name)

    for role in Role:
        monkeypatch.setitem(permissions.ROLE_PERMISSIONS, role, frozenset(P))
        assert may(actor(role, kind), *records)
        for one_of in needed:
            monkeypatch.setitem(permissions.ROLE_PERMISSIONS, role, frozenset(P).difference(one_of))
            assert not may(actor(role, kind), *records)
