"""A phone without a screen: its own key, signed batches, and a count of what it sent."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from itertools import count
from random import getrandbits
from time import time_ns
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PATH = "/api/v1/sync"
Json = dict[str, Any]


def _time_ordered_id() -> UUID:
    """As the app makes them (outbox/ids.mjs): version 7 of RFC 9562."""
    number = (time_ns() // 1_000_000) << 80 | 0x7 << 76 | getrandbits(12) << 64
    return UUID(int=number | 0b10 << 62 | getrandbits(62))


class Phone:
    """Makes operations and signed requests; who carries them is up to the test."""

    def __init__(self, device_id: UUID | None = None, actor: int = 0) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.device_id = device_id or uuid4()
        self.actor = actor
        self._numbers = count(1)

    @property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def public_key_text(self) -> str:
        return base64.b64encode(self.public_key).decode()

    def mark(
        self,
        placement: UUID,
        seen: str = "here",
        session: str = "2026-11-24-am",
        base_version: int | None = None,
        at: datetime | None = None,
        prev: str | None = None,
        **body: object,
    ) -> Json:
        """A mark.set operation."""
        said = {"seen": seen, "arrived": None, "left": None, "heard": "", "action": ""}
        return self.op(
            "mark.set", f"{session}/{placement}", {**said, **body}, base_version, at, prev
        )

    def op(
        self,
        kind: str,
        entity: str,
        body: Json,
        base_version: int | None = None,
        at: datetime | None = None,
        prev: str | None = None,
    ) -> Json:
        moment = at or datetime(2026, 11, 24, 9, 2, 11, tzinfo=UTC)
        return {
            "op_id": str(_time_ordered_id()),
            "seq": next(self._numbers),
            "prev": prev,
            "kind": kind,
            "schema": 1,
            "entity": entity,
            "base_version": base_version,
            "captured_at": moment.isoformat().replace("+00:00", "Z"),
            "actor": self.actor,
            "roster_version": None,
            "body": body,
        }

    def batch(self, ops: list[Any], sent_at: datetime, **fields: object) -> Json:
        return {
            "proto": 1,
            "batch_id": str(uuid4()),
            "device_id": str(self.device_id),
            "app": "2026.11.1",
            "sent_at": sent_at.isoformat().replace("+00:00", "Z"),
            "cursor": None,
            "roster_version": None,
            "ops": ops,
            **fields,
        }

    def signed(self, batch: Json | bytes, sent_at: datetime) -> tuple[bytes, dict[str, str]]:
        """The body and headers of a request."""
        body = batch if isinstance(batch, bytes) else json.dumps(batch).encode()
        return body, self.sign("POST", PATH, body, sent_at)

    def sign(self, method: str, target: str, body: bytes, sent_at: datetime) -> dict[str, str]:
        """The headers of a request; `target` is the path with its query."""
        stamp = sent_at.isoformat().replace("+00:00", "Z")
        text = f"{method}\n{target}\n{hashlib.sha256(body).hexdigest()}\n{stamp}"
        r, s = utils.decode_dss_signature(self._key.sign(text.encode(), ec.ECDSA(SHA256())))
        signature = base64.urlsafe_b64encode(r.to_bytes(32) + s.to_bytes(32)).decode().rstrip("=")
        return {
            "Content-Type": "application/json",
            "Authorization": (
                f"Portal device={self.device_id},sent_at={stamp},signature={signature}"
            ),
        }
