"""Password hashes (argon2id), and what is wrong with a new password."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when there is no such account, so that an answer takes as long either way.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))

SHORTEST = 12
LONGEST = 200
_LONG_NAME = 4  # a shorter one, such as “jo”, is part of many good passwords
_COMMON = frozenset(
    {"password1234", "123456789012", "qwertyuiop12", "letmeinletmein", "administrator"}
)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes the same time where there is no hash."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def weakness_of(password: str, email: str) -> str | None:
    """What is wrong with a new password, in words, or None."""
    lowered = password.lower()
    if len(password) < SHORTEST:
        return f"Password must be at least {SHORTEST} characters"
    if len(password) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer"
    own_name = email.split("@")[0].lower()
    has_own_name = len(own_name) >= _LONG_NAME and own_name in lowered
    if lowered in _COMMON or len(set(lowered)) < 5 or has_own_name:
        return "Choose a password that is harder to guess"
    return None
