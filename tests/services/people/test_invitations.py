"""A person gets a role: the first by a link, the next by word, and one that ended is taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidError
from portal.models import Membership, Message, OneTimeLink, Provider, Role, User
from portal.services.people.invitations import Invitation, invite
from tests.build import Build
from tests.conftest import NOW

LATER = NOW + timedelta(days=30)


@pytest.fixture
def provider(build: Build) -> Provider:
    return build.provider()


@pytest.fixture
def invitation(provider: Provider) -> Invitation:
    return Invitation("Jo@Example.com", "Jo Lindley", Role.PROVIDER_STAFF, "Tutor", provider.id)


def number_of(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_somebody_new_gets_an_account_and_a_link(session: Session, invitation: Invitation) -> None:
    membership = invite(session, invitation, NOW)

    assert membership.user.email == "jo@example.com"
    assert number_of(session, OneTimeLink) == 1
    [message] = session.scalars(select(Message)).all()
    assert message.subject.startswith("You have been invited")


def test_somebody_who_has_a_password_is_told_of_the_role_and_gets_no_link(
    build: Build, session: Session, invitation: Invitation
) -> None:
    build.member(build.school(), Role.ATTENDANCE_OFFICER, email="jo@example.com")
    before = number_of(session, User)

    membership = invite(session, invitation, NOW)

    assert number_of(session, User) == before
    assert number_of(session, OneTimeLink) == 0
    [message] = session.scalars(select(Message)).all()
    assert message.to == "jo@example.com"
    assert membership.role.words in message.body
    assert "Hill Farm Learning" in message.body


def test_a_role_that_somebody_has_is_not_given_twice(
    session: Session, invitation: Invitation
) -> None:
    invite(session, invitation, NOW)

    with pytest.raises(InvalidError) as caught:
        invite(session, replace(invitation, email="JO@example.com"), LATER)

    assert [error.field for error in caught.value.errors] == ["email"]
    assert number_of(session, Message) == 1


def test_a_role_that_ended_is_taken_up_again_in_the_new_position(
    session: Session, invitation: Invitation
) -> None:
    first = invite(session, invitation, NOW)
    first.ended_at = NOW + timedelta(days=1)
    session.flush()

    again = invite(session, replace(invitation, position="Senior tutor"), LATER)

    assert again is first
    assert (again.ended_at, again.position) == (None, "Senior tutor")
    assert number_of(session, Membership) == 1


def test_another_role_at_the_same_place_stands_beside_the_first(
    session: Session, invitation: Invitation
) -> None:
    invite(session, invitation, NOW)
    invite(session, replace(invitation, role=Role.PROVIDER_LEAD), NOW)

    assert set(session.scalars(select(Membership.role))) == {
        Role.PROVIDER_STAFF,
        Role.PROVIDER_LEAD,
    }
