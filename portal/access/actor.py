"""The person who acts, in the role that they hold now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from portal.access.permissions import Permission, role_holds
from portal.models import Membership, OrganisationKind, Role

LONGEST_SIGN_IN: Final = timedelta(hours=12)
"""However busy somebody is: after this long they sign in again."""


@dataclass(frozen=True)
class Actor:
    user_id: int
    name: str
    email: str
    membership_id: int
    role: Role
    position: str
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind

    def holds(self, permission: Permission) -> bool:
        return role_holds(self.role, permission)

    @property
    def is_provider(self) -> bool:
        return self.organisation_kind is OrganisationKind.PROVIDER

    @property
    def is_council(self) -> bool:
        """One of the council's own people: what they may see, they see of the whole county."""
        return self.organisation_kind is OrganisationKind.COUNCIL

    @property
    def is_school(self) -> bool:
        return self.organisation_kind is OrganisationKind.SCHOOL


def actor_of(membership: Membership) -> Actor:
    """The actor behind a membership; reads its user and organisation."""
    user, organisation = membership.user, membership.organisation
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        membership_id=membership.id,
        role=membership.role,
        position=membership.position,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        organisation_kind=organisation.kind,
    )
