"""What keeps strangers out of the pages: hosts, headers, tokens on every form.

Flask as it comes checks no Host, sends no header, knows no token and sets no SameSite (measured on
3.1.3); every one of those is put right here, and a test asserts each by name.
"""

import hmac
import ipaddress
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request, session

TOKEN_FIELD = "token"  # noqa: S105 - the name of the field, not a token
LARGEST_FORM = 32_768
"""Bytes: our largest form, the report, has under 300; but the bench shows what a reader does with a
label of 4,096 characters."""

_LARGER = "larger forms"
_READ_AT_ONCE = 1 << 18
"""Bytes of a larger form in memory: Werkzeug reads a file by 64 KiB, and keeps it on the disk."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(  # noqa: PLR0913 - what differs between two apps, each by its name
    app: Flask,
    hosts: Iterable[str],
    *,
    cookie: str,
    tls: bool,
    framed: bool,
    largest: int = LARGEST_FORM,
) -> None:
    """Put the guard before every page of an app.

    Args:
        app: the app to guard.
        hosts: the names a browser may call us by. An IP literal always passes: DNS rebinding needs
            a name, and the chief may type whatever address the router gave us today.
        cookie: the name of the cookie.
        tls: whether the pages are served over TLS, so that the cookie may say Secure.
        framed: whether our own pages may frame us; only the demonstration of a simulated bay does.
        largest: bytes of the largest form.
    """
    names = frozenset(host.lower() for host in hosts)
    app.secret_key = secrets.token_bytes(32)
    app.config.update(
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=tls,
        MAX_CONTENT_LENGTH=largest,
        MAX_FORM_MEMORY_SIZE=largest,
        MAX_FORM_PARTS=50,
    )

    @app.before_request
    def _check() -> None:
        if not _host_known(request.host, names):
            abort(400)
        if request.method not in _SAFE_METHODS:
            _check_form()

    @app.after_request
    def _harden(response: Response) -> Response:
        return harden(response, framed=framed)


@dataclass(frozen=True, slots=True)
class Larger:
    """A form that may be larger than ours are: by how many bytes, and who may send it."""

    limit: int
    may: Callable[[], bool]


def allow_larger(app: Flask, endpoint: str, larger: Larger) -> None:
    """Let one form be larger, from whoever may send it; asked before anything of it is read."""
    app.extensions.setdefault(_LARGER, {})[endpoint] = larger


def token() -> str:
    """Return the token of this browser's session, made on first use."""
    known = session.get(TOKEN_FIELD)
    if not isinstance(known, str):
        known = session[TOKEN_FIELD] = secrets.token_urlsafe(24)
    return known


def harden(response: Response, *, framed: bool) -> Response:
    """Write the headers every answer carries."""
    own = "'self'" if framed else "'none'"
    response.headers.setdefault(
        "Content-Security-Policy",  # a paper has a stricter one: its styles stand in it
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-src {own}; frame-ancestors {own}",
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: browsers then send "Origin: null" with our own forms.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = (
        "camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()"
    )
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _check_form() -> None:
    """Refuse a form that did not come from a page of ours, shown to this very browser."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    larger = current_app.extensions.get(_LARGER, {}).get(request.endpoint)
    if larger is not None and larger.may():
        request.max_content_length = larger.limit
        request.max_form_memory_size = _READ_AT_ONCE
    known, shown = session.get(TOKEN_FIELD), request.form.get(TOKEN_FIELD, "")
    if not isinstance(known, str) or not hmac.compare_digest(known.encode(), shown.encode()):
        abort(403)


def _host_known(host: str, names: frozenset[str]) -> bool:
    """Return whether a Host header names us, by name or by address."""
    try:
        hostname = urlsplit(f"//{host}").hostname or ""
        if hostname in names:
            return True
        ipaddress.ip_address(hostname)
    except ValueError:
        return False
    return True
