"""The pages to which emails lead. A test follows each of them to its route."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass
class _Portal:
    """Where people open this portal: set once, by `create_app`, from PORTAL_BASE_URL."""

    base_url: str = ""

    def __call__(self, path: str) -> str:
        return f"{self.base_url}{path}"


portal = _Portal()


def start() -> str:
    return portal("/")


def sign_in() -> str:
    return portal("/sign-in")


def your_account() -> str:
    return portal("/account")


def choose_password(token: str) -> str:
    return portal(f"/set-password/{token}")


def renew_evidence(evidence_id: UUID) -> str:
    return portal(f"/evidence/{evidence_id}/renew")


def staff_checks() -> str:
    return portal("/staff/")


def catalogue_entry(provider_id: int) -> str:
    return portal(f"/catalogue/{provider_id}")


def review(review_id: UUID) -> str:
    return portal(f"/reviews/{review_id}")


def review_questions(token: str) -> str:
    return portal(f"/review/{token}")
