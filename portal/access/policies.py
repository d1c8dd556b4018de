"""Pure answers to “may this actor do that to this record, as it is now?”."""

from __future__ import annotations

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.models import Device, ListingStatus, OrganisationKind, Placement, Provider, Role

_LEADS_INVITE = {
    OrganisationKind.PROVIDER: frozenset({Role.PROVIDER_STAFF, Role.PROVIDER_LEAD}),
    OrganisationKind.SCHOOL: frozenset(
        {Role.ATTENDANCE_OFFICER, Role.SENIOR_LEADER, Role.GOVERNOR}
    ),
}
ROLES_OF_KIND = {
    **_LEADS_INVITE,
    OrganisationKind.COUNCIL_SERVICE: frozenset({Role.SERVICE_OFFICER}),
    OrganisationKind.COUNCIL: frozenset(
        {
            Role.VIRTUAL_AP_HEAD,
            Role.QUALITY_OFFICER,
            Role.PROCUREMENT_OFFICER,
            Role.ADMINISTRATOR,
        }
    ),
    OrganisationKind.HOUSEHOLD: frozenset({Role.PARENT}),
}


def may_take_register(actor: Actor, provider: Provider) -> bool:
    """Provider staff take their own provider's registers, once it is past its application."""
    return (
        actor.holds(Permission.REGISTER_TAKE)
        and provider.id == actor.organisation_id
        and provider.listing is not ListingStatus.UNDER_REVIEW
    )


def may_read_register(actor: Actor, provider: Provider) -> bool:
    """The provider itself, and the Virtual AP Headteacher."""
    if not actor.holds(Permission.REGISTER_READ):
        return False
    return provider.id == actor.organisation_id or actor.role is Role.VIRTUAL_AP_HEAD


def is_commissioner_or_home_school(actor: Actor, placement: Placement) -> bool:
    return actor.organisation_id in (
        placement.commissioner_id,
        placement.pupil.home_school_id,
    )


def may_decide_absence(actor: Actor, placement: Placement) -> bool:
    """Only the commissioner of the placement or the pupil's home school; never the provider."""
    return actor.holds(Permission.ABSENCE_DECIDE) and is_commissioner_or_home_school(
        actor, placement
    )


def may_make_standing_decision(actor: Actor, placement: Placement) -> bool:
    return actor.holds(Permission.STANDING_DECIDE) and is_commissioner_or_home_school(
        actor, placement
    )


def may_settle_marks(actor: Actor, placement: Placement) -> bool:
    """Two different marks: the provider's lead or the commissioner chooses."""
    if not actor.holds(Permission.MARK_SETTLE):
        return False
    if actor.is_provider:
        return placement.provider_id == actor.organisation_id
    return is_commissioner_or_home_school(actor, placement)


def may_revoke_device(actor: Actor, device: Device) -> bool:
    """The provider's lead any phone; everyone the phone that only they use."""
    if device.provider_id != actor.organisation_id or device.revoked_at is not None:
        return False
    if actor.holds(Permission.DEVICE_REVOKE):
        return True
    people = {enrolment.user_id for enrolment in device.enrolments}
    return actor.holds(Permission.DEVICE_ENROL) and people == {actor.user_id}


def may_invite(actor: Actor, kind: OrganisationKind, organisation_id: int, role: Role) -> bool:
    """An administrator anyone into a role that fits; a lead people into their own organisation."""
    if not actor.holds(Permission.MEMBER_INVITE) or role not in ROLES_OF_KIND[kind]:
        return False
    return actor.role is Role.ADMINISTRATOR or organisation_id == actor.organisation_id
