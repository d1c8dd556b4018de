"""Packs answers for a slow line, for browsers that can unpack them.

Only answers whose size tells a stranger nothing: none of them holds both a secret and words that a
stranger chose.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache

from flask import Response, request

WORTH_PACKING = 1000  # bytes: a smaller answer fits into one packet as it is


def pack(response: Response) -> Response:
    """Compress an answer that is made anew each time."""
    return _packed_by(response, _quickly)


def pack_page(response: Response) -> Response:
    """Compress a page that is the same each time, as well as can be, once."""
    return _packed_by(response, _well)


def _quickly(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)


@lru_cache(maxsize=8)
def _well(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


def _packed_by(response: Response, compress: Callable[[bytes], bytes]) -> Response:
    body = response.get_data()
    if len(body) > WORTH_PACKING:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0:
            response.set_data(compress(body))
            response.headers["Content-Encoding"] = "gzip"
    return response
