"""Checks that a request was signed by the key that a phone made (ECDSA P-256, SHA-256)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from portal.domain.errors import InvalidError

_HEADER = re.compile(
    r"Portal device=([0-9a-f-]{36}),sent_at=([0-9T:.Z+-]{20,35}),signature=([A-Za-z0-9_-]{86})"
)
_ALGORITHM = ec.ECDSA(SHA256())
KEY_MESSAGE = "The phone’s key cannot be read. Set the phone up again."


@dataclass(frozen=True)
class SignedHeader:
    device_id: UUID
    sent_at: str
    signature: bytes


def read_header(text: str) -> SignedHeader | None:
    """The parts of an Authorization header, or None where it is not ours."""
    found = _HEADER.fullmatch(text)
    if found is None:
        return None
    try:
        datetime.fromisoformat(found[2].replace("Z", "+00:00"))
        return SignedHeader(UUID(found[1]), found[2], base64.urlsafe_b64decode(found[3] + "=="))
    except (ValueError, binascii.Error):
        return None


def read_public_key(text: str) -> bytes:
    """A P-256 public key from base64 SPKI. Raises InvalidError for anything else."""
    try:
        der = base64.b64decode(text, validate=True)
        key = _load(der)
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        raise InvalidError.of("public_key", KEY_MESSAGE) from None
    if key is None or len(der) > 200:
        raise InvalidError.of("public_key", KEY_MESSAGE)
    return der


def is_signed(header: SignedHeader, public_key: bytes, method: str, path: str, body: bytes) -> bool:
    """Whether this key signed this request."""
    key = _load(public_key)
    if key is None or len(header.signature) != 64:
        return False
    text = f"{method}\n{path}\n{hashlib.sha256(body).hexdigest()}\n{header.sent_at}"
    r, s = (int.from_bytes(part) for part in (header.signature[:32], header.signature[32:]))
    try:
        key.verify(utils.encode_dss_signature(r, s), text.encode(), _ALGORITHM)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def _load(der: bytes) -> ec.EllipticCurvePublicKey | None:
    key = load_der_public_key(der)
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    return None
