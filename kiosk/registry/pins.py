"""Seals PINs. A PIN has so few digits that only the pepper, which is on no card, protects it.

    s1$ salt $ scrypt(HMAC-SHA256(pepper, pin), salt, n=2^14, r=8, p=1)

scrypt takes 57 ms and 16 MiB here; a copy of the tables without the pepper gives no PIN away.
"""

import base64
import hmac
import os
import sqlite3
import threading
from hashlib import scrypt

from kiosk.rules.things import OfficerNumber

_N, _R, _P = 2**14, 8, 1
_SALT_BYTES = 16
_SEALED_BYTES = 32


class Pins:
    """Seals PINs and compares them. May be asked from any thread."""

    def __init__(self, tables: sqlite3.Connection, pepper: bytes) -> None:
        """Take a reading connection of its own and the pepper."""
        self._tables = tables
        self._pepper = pepper
        self._turn = threading.Lock()

    def seal(self, pin: str) -> str:
        """Return a PIN in the only form that may be written down."""
        salt = os.urandom(_SALT_BYTES)
        return "$".join(("s1", _text(salt), _text(self._stirred(pin, salt))))

    def matches(self, number: OfficerNumber, pin: str) -> bool:
        """Return whether this is the officer's PIN; takes as long for somebody without one."""
        with self._turn:
            found = self._tables.execute(
                "SELECT sealed FROM pin WHERE officer = ?", (number,)
            ).fetchone()
        sealed = _read(found[0]) if found else None
        salt, expected = sealed or (bytes(_SALT_BYTES), b"")
        return hmac.compare_digest(self._stirred(pin, salt), expected)

    def close(self) -> None:
        """Let go of the database."""
        with self._turn:
            self._tables.close()

    def _stirred(self, pin: str, salt: bytes) -> bytes:
        peppered = hmac.digest(self._pepper, pin.encode(), "sha256")
        return scrypt(peppered, salt=salt, n=_N, r=_R, p=_P, dklen=_SEALED_BYTES)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _read(sealed: str) -> tuple[bytes, bytes] | None:
    """Return salt and sealed bytes, or None for a form this program does not know."""
    form, _, rest = sealed.partition("$")
    salt, _, stirred = rest.partition("$")
    if form != "s1":
        return None
    return base64.b64decode(salt), base64.b64decode(stirred)
