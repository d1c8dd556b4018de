"""All tables, one file per aggregate. Importing this package knows them all."""

from portal.models.audit import AuditEvent
from portal.models.base import Base
from portal.models.devices import Device, Enrolment, Op, OpStatus
from portal.models.organisations import (
    CalendarDay,
    Council,
    CouncilService,
    DayKind,
    Household,
    ListingStatus,
    Organisation,
    OrganisationKind,
    Provider,
    ProviderKind,
    School,
    ServiceArea,
    Site,
    Term,
)
from portal.models.outbox import Message, ServerFact
from portal.models.people import LinkPurpose, Membership, OneTimeLink, Role, SignInAttempt, User
from portal.models.placements import Placement, PlacementReason, PlacementSlot, StandingDecision
from portal.models.pupils import Pupil, Sen, Sex
from portal.models.registers import (
    Attention,
    CurrentMark,
    Decision,
    Mark,
    Register,
    RegisterEvent,
    RegisterState,
)

__all__ = [
    "Attention",
    "AuditEvent",
    "Base",
    "CalendarDay",
    "Council",
    "CouncilService",
    "CurrentMark",
    "DayKind",
    "Decision",
    "Device",
    "Enrolment",
    "Household",
    "LinkPurpose",
    "ListingStatus",
    "Mark",
    "Membership",
    "Message",
    "OneTimeLink",
    "Op",
    "OpStatus",
    "Organisation",
    "OrganisationKind",
    "Placement",
    "PlacementReason",
    "PlacementSlot",
    "Provider",
    "ProviderKind",
    "Pupil",
    "Register",
    "RegisterEvent",
    "RegisterState",
    "Role",
    "School",
    "Sen",
    "ServerFact",
    "ServiceArea",
    "Sex",
    "SignInAttempt",
    "Site",
    "StandingDecision",
    "Term",
    "User",
]
