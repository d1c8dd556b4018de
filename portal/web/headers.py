"""Headers that every answer carries."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from flask import Flask, Response, current_app, request


def content_security_policy(*, script: str | None = None, style: str | None = None) -> str:
    """What a page may load: files of ours. `script` and `style` are texts that stand within it."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self'{_allowed(script)}",
            f"style-src 'self'{_allowed(style)}",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )


def _allowed(text: str | None) -> str:
    if text is None:
        return ""
    return f" 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


ALWAYS = {
    "Content-Security-Policy": content_security_policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if current_app.config["PORTAL"].is_production and request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    app.after_request(_add_headers)
