"""Sends a file from a phone, piece by piece."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from portal.services.evidence.uploads import MOST_PIECE
from tests.worlds import SendingPhone

UPLOADS = "/api/v1/uploads"


def announced(content: bytes, name: str = "policy.pdf", **other: object) -> bytes:
    sha256 = hashlib.sha256(content).hexdigest()
    given = {"sha256": sha256, "size": len(content), "file_name": name, **other}
    return json.dumps(given).encode()


def begin(phone: SendingPhone, content: bytes, name: str = "policy.pdf") -> dict[str, Any]:
    response = phone.ask("POST", UPLOADS, announced(content, name))
    assert response.status_code == 201, response.get_data(as_text=True)
    return dict(response.get_json())


def put(phone: SendingPhone, upload_id: str, offset: int, piece: bytes) -> dict[str, Any]:
    response = phone.ask("PUT", f"{UPLOADS}/{upload_id}?offset={offset}", piece)
    return {"status": response.status_code, **response.get_json()}


def send(phone: SendingPhone, content: bytes, name: str = "policy.pdf") -> dict[str, Any]:
    """Send what is missing, in pieces."""
    answer = begin(phone, content, name)
    while answer["state"] == "receiving":
        offset = answer["received"]
        piece = content[offset : offset + MOST_PIECE]
        answer = put(phone, answer["upload_id"], offset, piece)
    return answer
