"""All tables, one file per aggregate. Importing this package knows them all."""

from portal.domain.attendance.register_states import RegisterState
from portal.domain.catalogue.application_states import (
    ApplicationState,
    DecisionOutcome,
    ItemVerdict,
)
from portal.domain.catalogue.listing import ListingStatus
from portal.domain.catalogue.non_listed import Outcome as ReviewOutcome
from portal.domain.catalogue.review_states import ReviewState
from portal.models.attendance import (
    AbsenceProposal,
    Attention,
    CurrentMark,
    Decision,
    Mark,
    Register,
    RegisterEvent,
)
from portal.models.audit import AuditEvent
from portal.models.base import Base
from portal.models.catalogue import (
    ApiToken,
    CouncilSetting,
    ListingEvent,
    Offer,
    OfferTag,
    PostcodePoint,
)
from portal.models.central_record import StaffCheck, StaffConfirmation, StaffMember
from portal.models.devices import Device, Enrolment, Op, OpStatus
from portal.models.evidence import Evidence, FileState, PackAcceptance, StoredFile, Upload
from portal.models.forms.applications import (
    Application,
    ApplicationDecision,
    ApplicationEvent,
    Condition,
)
from portal.models.forms.long_forms import (
    AnswerEntry,
    AnswerField,
    ItemCheck,
    ItemQuestion,
    LongForm,
    LongFormKind,
)
from portal.models.forms.reviews import (
    NonListedReport,
    ReportedPupil,
    Review,
    ToldPerson,
)
from portal.models.organisations import (
    CalendarDay,
    Council,
    CouncilService,
    DayKind,
    Household,
    Organisation,
    OrganisationKind,
    Provider,
    ProviderKind,
    School,
    ServiceArea,
    Site,
    Term,
)
from portal.models.outbox import Message, SentForm, ServerFact
from portal.models.people import (
    EndedSignIn,
    LinkPurpose,
    Membership,
    OneTimeLink,
    Role,
    SignInAttempt,
    User,
)
from portal.models.placements import Placement, PlacementReason, PlacementSlot, StandingDecision
from portal.models.pupils import Pupil, Sen, Sex

__all__ = [
    "AbsenceProposal",
    "AnswerEntry",
    "AnswerField",
    "ApiToken",
    "Application",
    "ApplicationDecision",
    "ApplicationEvent",
    "ApplicationState",
    "Attention",
    "AuditEvent",
    "Base",
    "CalendarDay",
    "Condition",
    "Council",
    "CouncilService",
    "CouncilSetting",
    "CurrentMark",
    "DayKind",
    "Decision",
    "DecisionOutcome",
    "Device",
    "EndedSignIn",
    "Enrolment",
    "Evidence",
    "FileState",
    "Household",
    "ItemCheck",
    "ItemQuestion",
    "ItemVerdict",
    "LinkPurpose",
    "ListingEvent",
    "ListingStatus",
    "LongForm",
    "LongFormKind",
    "Mark",
    "Membership",
    "Message",
    "NonListedReport",
    "Offer",
    "OfferTag",
    "OneTimeLink",
    "Op",
    "OpStatus",
    "Organisation",
    "OrganisationKind",
    "PackAcceptance",
    "Placement",
    "PlacementReason",
    "PlacementSlot",
    "PostcodePoint",
    "Provider",
    "ProviderKind",
    "Pupil",
    "Register",
    "RegisterEvent",
    "RegisterState",
    "ReportedPupil",
    "Review",
    "ReviewOutcome",
    "ReviewState",
    "Role",
    "School",
    "Sen",
    "SentForm",
    "ServerFact",
    "ServiceArea",
    "Sex",
    "SignInAttempt",
    "Site",
    "StaffCheck",
    "StaffConfirmation",
    "StaffMember",
    "StandingDecision",
    "StoredFile",
    "Term",
    "ToldPerson",
    "Upload",
    "User",
]
