"""Signs requests to an S3 store (AWS Signature Version 4, as Amazon publishes it).

The secret itself is never sent: each request carries a proof made with it for that day.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

_ALGORITHM = "AWS4-HMAC-SHA256"
EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Credentials:
    key: str
    secret: str = field(repr=False)
    region: str


def signed_headers(
    credentials: Credentials, method: str, host: str, path: str, body_sha256: str, at: datetime
) -> dict[str, str]:
    """The headers that prove who sends the request. `path` is as it stands in the request."""
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    signed = {"host": host, "x-amz-content-sha256": body_sha256, "x-amz-date": stamp}
    names = ";".join(signed)
    lines = [f"{name}:{value}" for name, value in signed.items()]
    request = "\n".join([method, path, "", *lines, "", names, body_sha256])
    scope = f"{stamp[:8]}/{credentials.region}/s3/aws4_request"
    text = "\n".join([_ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    signature = hmac.digest(_key_of_day(credentials, stamp[:8]), text.encode(), "sha256").hex()
    return {
        **signed,
        "authorization": f"{_ALGORITHM} Credential={credentials.key}/{scope},"
        f"SignedHeaders={names},Signature={signature}",
    }


def _key_of_day(credentials: Credentials, day: str) -> bytes:
    key = f"AWS4{credentials.secret}".encode()
    for part in (day, credentials.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
