"""Pure answers to “may this actor do that to this record, as it is now?”."""

from __future__ import annotations

from collections.abc import Collection

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.domain.attendance.who_decides import decides
from portal.models import (
    Application,
    ApplicationState,
    Device,
    Evidence,
    ListingStatus,
    OrganisationKind,
    Placement,
    Provider,
    Role,
)

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


def may_answer_forms(actor: Actor) -> bool:
    """A provider's lead answers applications; its contact answers a desk-top review."""
    return actor.holds(Permission.APPLICATION_EDIT) or actor.holds(Permission.REVIEW_ANSWER)


def may_set_up_phone(actor: Actor, provider: Provider) -> bool:
    """Whoever takes the provider's registers or fills in its forms."""
    return (
        actor.holds(Permission.DEVICE_ENROL)
        and provider.id == actor.organisation_id
        and (may_take_register(actor, provider) or may_answer_forms(actor))
    )


def may_read_register(actor: Actor, provider: Provider) -> bool:
    """The provider itself, and the Virtual AP Headteacher."""
    if not actor.holds(Permission.REGISTER_READ):
        return False
    return provider.id == actor.organisation_id or actor.is_council


def is_commissioner_or_home_school(actor: Actor, placement: Placement) -> bool:
    return actor.organisation_id in (
        placement.commissioner_id,
        placement.pupil.home_school_id,
    )


def may_decide_absence(actor: Actor, placement: Placement) -> bool:
    """Only the one who decides (domain/attendance/who_decides.py); never the provider, never a parent."""
    return actor.holds(Permission.ABSENCE_DECIDE) and _decides(actor, placement)


def _decides(actor: Actor, placement: Placement) -> bool:
    return decides(actor.organisation_id, placement.pupil.home_school_id, placement.commissioner_id)


def may_propose_code(actor: Actor, placement: Placement) -> bool:
    """Whoever placed the pupil and does not decide says what they know."""
    return (
        actor.holds(Permission.ABSENCE_PROPOSE)
        and is_commissioner_or_home_school(actor, placement)
        and not may_decide_absence(actor, placement)
    )


def may_name_a_code(actor: Actor) -> bool:
    """A council service or a school proposes a code; a parent explains in words."""
    return actor.holds(Permission.ABSENCE_DECIDE)


def may_see_penalty_threshold(actor: Actor) -> bool:
    """The school and the council, who decide on penalty notices; no provider, no parent."""
    return actor.holds(Permission.PUPIL_READ) and actor.organisation_kind in (
        OrganisationKind.SCHOOL,
        OrganisationKind.COUNCIL_SERVICE,
        OrganisationKind.COUNCIL,
    )


def may_make_standing_decision(actor: Actor, placement: Placement) -> bool:
    return actor.holds(Permission.STANDING_DECIDE) and _decides(actor, placement)


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
    return actor.is_council or organisation_id == actor.organisation_id


_MAY_APPLY = frozenset({ListingStatus.UNDER_REVIEW, ListingStatus.LISTED, ListingStatus.NOT_LISTED})
_WITH_THE_PROVIDER = frozenset({ApplicationState.DRAFT, ApplicationState.ASKED})
_WITH_THE_COUNCIL = frozenset({ApplicationState.SUBMITTED, ApplicationState.ASKED})
_UNDECIDED = _WITH_THE_PROVIDER | _WITH_THE_COUNCIL | {ApplicationState.RECOMMENDED}


def may_apply(actor: Actor, provider: Provider) -> bool:
    """The lead of a provider that wants to join or applies again; not of a suspended one."""
    return (
        actor.holds(Permission.APPLICATION_EDIT)
        and provider.id == actor.organisation_id
        and provider.listing in _MAY_APPLY
    )


def may_answer_application(actor: Actor, application: Application) -> bool:
    """The provider's own lead, before it is sent and while the council waits for answers."""
    return _is_applicant(actor, application) and application.state in _WITH_THE_PROVIDER


def may_withdraw_application(actor: Actor, application: Application) -> bool:
    return _is_applicant(actor, application) and application.state in _UNDECIDED


def _is_applicant(actor: Actor, application: Application) -> bool:
    return (
        actor.holds(Permission.APPLICATION_EDIT)
        and application.provider_id == actor.organisation_id
    )


def may_check_application(
    actor: Actor, application: Application, provider_people: Collection[int]
) -> bool:
    """An officer who is not one of the provider's own people, until somebody has recommended."""
    return (
        actor.holds(Permission.APPLICATION_CHECK)
        and actor.user_id not in provider_people
        and application.state in _WITH_THE_COUNCIL
    )


def may_recommend(actor: Actor, application: Application, provider_people: Collection[int]) -> bool:
    """The first of two people who decide."""
    return (
        actor.holds(Permission.APPLICATION_DECIDE)
        and actor.user_id not in provider_people
        and application.state is ApplicationState.SUBMITTED
    )


def may_agree(
    actor: Actor,
    application: Application,
    recommended_by_id: int | None,
    provider_people: Collection[int],
) -> bool:
    """The second of two people: never the one who recommended, nor one of the provider's own."""
    return (
        actor.holds(Permission.APPLICATION_DECIDE)
        and application.state is ApplicationState.RECOMMENDED
        and recommended_by_id is not None
        and actor.user_id != recommended_by_id
        and actor.user_id not in provider_people
    )


def may_judge_review(actor: Actor, provider_people: Collection[int]) -> bool:
    """An officer who is not one of the provider's own people."""
    return actor.holds(Permission.REVIEW_SCORE) and actor.user_id not in provider_people


def may_edit_evidence(actor: Actor, provider_id: int) -> bool:
    """The provider's own lead, or its contact for a desk-top review."""
    return actor.holds(Permission.EVIDENCE_EDIT) and provider_id == actor.organisation_id


def may_check_evidence(actor: Actor, evidence: Evidence, provider_people: Collection[int]) -> bool:
    """An officer who is not one of the provider's own people, for a document that stands."""
    return (
        actor.holds(Permission.APPLICATION_CHECK)
        and actor.user_id not in {evidence.uploaded_by_id, *provider_people}
        and evidence.replaced_by_id is None
        and evidence.removed_at is None
    )


def may_edit_staff_record(actor: Actor, provider_id: int) -> bool:
    return actor.holds(Permission.STAFF_RECORD_EDIT) and provider_id == actor.organisation_id


_IN_THE_CATALOGUE = frozenset({ListingStatus.LISTED, ListingStatus.SUSPENDED})


def may_edit_offer(actor: Actor, provider: Provider) -> bool:
    """The lead of a provider that is in the catalogue; before that, the application says it."""
    return (
        actor.holds(Permission.OFFER_EDIT)
        and provider.id == actor.organisation_id
        and provider.listing in _IN_THE_CATALOGUE
    )


def may_change_listing(actor: Actor, provider: Provider, provider_people: Collection[int]) -> bool:
    """Suspend a listed provider, or reinstate a suspended one; never one's own."""
    return (
        actor.holds(Permission.LISTING_CHANGE)
        and actor.user_id not in provider_people
        and provider.listing in _IN_THE_CATALOGUE
    )


def may_enter_qa_outcome(
    actor: Actor, provider: Provider, provider_people: Collection[int]
) -> bool:
    """The quality team, of a provider that is in the catalogue and not their own."""
    return actor.holds(Permission.QA_OUTCOME_ENTER) and may_change_listing(
        actor, provider, provider_people
    )
