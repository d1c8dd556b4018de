"""Which rows an actor may see. Every query of a page starts here; what is outside answers 404."""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.domain.evidence.pack import PACK_KINDS
from portal.models import (
    Application,
    ApplicationDecision,
    Condition,
    CurrentMark,
    Device,
    Evidence,
    ListingStatus,
    Membership,
    NonListedReport,
    OrganisationKind,
    Placement,
    Provider,
    Pupil,
    Register,
    Review,
    StaffMember,
)

_COMMISSIONS = frozenset(
    {
        OrganisationKind.SCHOOL,
        OrganisationKind.COUNCIL_SERVICE,
        OrganisationKind.HOUSEHOLD,
    }
)


def may_see_placement(actor: Actor) -> ColumnElement[bool]:
    """The condition on Placement: own provider, own commissioning, own school's roll, the county."""
    if not actor.holds(Permission.PLACEMENT_READ):
        return false()
    match actor.organisation_kind:
        case OrganisationKind.COUNCIL:
            return true()
        case OrganisationKind.PROVIDER:
            return Placement.provider_id == actor.organisation_id
        case (
            OrganisationKind.SCHOOL | OrganisationKind.COUNCIL_SERVICE | OrganisationKind.HOUSEHOLD
        ):
            return _commissioned_or_on_roll(actor)
        case _:
            assert_never(actor.organisation_kind)


def _commissioned_or_on_roll(actor: Actor) -> ColumnElement[bool]:
    return or_(
        Placement.commissioner_id == actor.organisation_id,
        Placement.pupil_id.in_(
            select(Pupil.id).where(Pupil.home_school_id == actor.organisation_id)
        ),
    )


def counts_in_summary(actor: Actor) -> ColumnElement[bool]:
    """The condition on Placement for numbers without names: a governor's own school, the county."""
    if not actor.holds(Permission.SUMMARY_READ):
        return false()
    if actor.is_council:
        return true()
    if actor.organisation_kind in _COMMISSIONS:
        return _commissioned_or_on_roll(actor)
    return false()


def placements(actor: Actor) -> Select[Placement]:
    return select(Placement).where(may_see_placement(actor))


def pupils(actor: Actor) -> Select[Pupil]:
    """Pupils of the placements that the actor may see, and all of its own school."""
    if not actor.holds(Permission.PUPIL_READ):
        return select(Pupil).where(false())
    if actor.is_council:
        return select(Pupil)
    mine = select(Placement.pupil_id).where(may_see_placement(actor))
    if actor.organisation_kind is OrganisationKind.SCHOOL:
        return select(Pupil).where(
            or_(Pupil.id.in_(mine), Pupil.home_school_id == actor.organisation_id)
        )
    return select(Pupil).where(Pupil.id.in_(mine))


def current_marks(actor: Actor) -> Select[CurrentMark]:
    return (
        select(CurrentMark)
        .join(Placement, Placement.id == CurrentMark.placement_id)
        .where(may_see_placement(actor))
    )


def registers(actor: Actor) -> Select[Register]:
    """Whole registers: the provider's own, or all for the Virtual AP Headteacher."""
    if not actor.holds(Permission.REGISTER_READ):
        return select(Register).where(false())
    if actor.is_council:
        return select(Register)
    if actor.is_provider:
        return select(Register).where(Register.provider_id == actor.organisation_id)
    return select(Register).where(false())


def providers(actor: Actor) -> Select[Provider]:
    """The provider itself, or those that hold placements which the actor may see."""
    if not actor.holds(Permission.PLACEMENT_READ):
        return select(Provider).where(false())
    if actor.is_provider:
        return select(Provider).where(Provider.id == actor.organisation_id)
    if actor.is_council:
        return select(Provider)
    return select(Provider).where(
        Provider.id.in_(select(Placement.provider_id).where(may_see_placement(actor)))
    )


def listed() -> ColumnElement[bool]:
    """The condition on Provider for those that every commissioner may see."""
    return Provider.listing == ListingStatus.LISTED


def in_catalogue(actor: Actor) -> ColumnElement[bool]:
    """The condition on Provider: the listed ones; a suspended one for whom it concerns.

    Those are officers, and commissioners who have had a pupil there. A provider sees itself alone:
    prices, free places, conditions and lapses are for those who choose, not for its rivals.
    """
    if not actor.holds(Permission.CATALOGUE_READ):
        return false()
    if actor.is_provider:
        in_it = (ListingStatus.LISTED, ListingStatus.SUSPENDED)
        return and_(Provider.id == actor.organisation_id, Provider.listing.in_(in_it))
    concerned: ColumnElement[bool]
    if actor.holds(Permission.LISTING_CHANGE):
        concerned = true()
    else:
        concerned = Provider.id.in_(select(Placement.provider_id).where(may_see_placement(actor)))
    return or_(listed(), and_(Provider.listing == ListingStatus.SUSPENDED, concerned))


def devices(actor: Actor) -> Select[Device]:
    """The provider's own phones, for those who look after them and those who use one."""
    may_see = actor.holds(Permission.DEVICE_READ) or actor.holds(Permission.DEVICE_ENROL)
    if may_see and actor.is_provider:
        return select(Device).where(Device.provider_id == actor.organisation_id)
    return select(Device).where(false())


def members(actor: Actor) -> Select[Membership]:
    """The people of the actor's own organisation; for the council's administrator, everybody."""
    if not actor.holds(Permission.MEMBER_READ):
        return select(Membership).where(false())
    if actor.is_council:
        return select(Membership)
    return select(Membership).where(Membership.organisation_id == actor.organisation_id)


def applications(actor: Actor) -> Select[Application]:
    """The provider's own for its lead; for those who check, every one that was ever sent."""
    if actor.is_provider and actor.holds(Permission.APPLICATION_EDIT):
        return select(Application).where(Application.provider_id == actor.organisation_id)
    if actor.holds(Permission.APPLICATION_CHECK):
        return select(Application).where(Application.submitted_at.is_not(None))
    return select(Application).where(false())


def conditions(actor: Actor) -> Select[Condition]:
    """Conditions of decisions that stand: all for those who check, the provider's own for its lead."""
    agreed = select(ApplicationDecision.id).where(ApplicationDecision.agreed_at.is_not(None))
    query = select(Condition).where(Condition.decision_id.in_(agreed))
    if actor.holds(Permission.APPLICATION_CHECK):
        return query
    if actor.is_provider and actor.holds(Permission.APPLICATION_EDIT):
        return query.where(Condition.provider_id == actor.organisation_id)
    return query.where(false())


def shown_providers(actor: Actor) -> Select[Provider]:
    """Whose evidence pack the actor may open.

    A provider its own; those who check every one; a commissioner those listed, and a suspended one
    where it has pupils.
    """
    if not actor.holds(Permission.EVIDENCE_READ):
        return select(Provider).where(false())
    if actor.is_provider:
        return select(Provider).where(Provider.id == actor.organisation_id)
    if actor.holds(Permission.APPLICATION_CHECK):
        return select(Provider)
    if not actor.holds(Permission.PACK_ACCEPT):
        return select(Provider).where(false())
    used = select(Placement.provider_id).where(may_see_placement(actor))
    return select(Provider).where(
        or_(
            Provider.listing == ListingStatus.LISTED,
            and_(Provider.listing == ListingStatus.SUSPENDED, Provider.id.in_(used)),
        )
    )


def evidence(actor: Actor) -> Select[Evidence]:
    """Documents: the provider's own, all for those who check, and for a commissioner those of a pack."""
    if actor.is_provider and actor.holds(Permission.EVIDENCE_EDIT):
        return select(Evidence).where(Evidence.provider_id == actor.organisation_id)
    if actor.holds(Permission.APPLICATION_CHECK):
        return select(Evidence)
    if not actor.holds(Permission.EVIDENCE_READ):
        return select(Evidence).where(false())
    shown = shown_providers(actor).with_only_columns(Provider.id)
    return select(Evidence).where(
        Evidence.provider_id.in_(shown),
        Evidence.kind.in_(PACK_KINDS),
        Evidence.removed_at.is_(None),
        Evidence.replaced_by_id.is_(None),
    )


def staff_members(actor: Actor) -> Select[StaffMember]:
    """The single central record: the provider's own for its lead, all for those who check."""
    if actor.is_provider and actor.holds(Permission.STAFF_RECORD_EDIT):
        return select(StaffMember).where(StaffMember.provider_id == actor.organisation_id)
    if actor.holds(Permission.STAFF_RECORD_READ) and not actor.is_provider:
        return select(StaffMember)
    return select(StaffMember).where(false())


def reviews(actor: Actor) -> Select[Review]:
    """Officers all; a commissioner those it reported or has pupils in; the contact its own."""
    if actor.holds(Permission.REVIEW_SCORE):
        return select(Review)
    if actor.is_provider and actor.holds(Permission.REVIEW_ANSWER):
        return select(Review).where(Review.provider_id == actor.organisation_id)
    if actor.organisation_kind in _COMMISSIONS and actor.holds(Permission.REVIEW_READ):
        reported = select(NonListedReport.review_id).where(
            NonListedReport.organisation_id == actor.organisation_id
        )
        placed = select(Placement.provider_id).where(may_see_placement(actor))
        return select(Review).where(or_(Review.id.in_(reported), Review.provider_id.in_(placed)))
    return select(Review).where(false())
