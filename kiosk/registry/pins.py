"""Seals PINs. A PIN has so few digits that only the pepper, which is on no card, protects it.

    s2$ salt $ scrypt(HMAC-SHA256(pepper, pin), salt, n=2^14, r=8, p=1) $ the same of a second PIN

scrypt takes 57 ms and 16 MiB here; a copy of the tables without the pepper gives no PIN away.

Every officer has a second part. Of who chose no second PIN it is the seal of digits nobody knows:
neither book nor tables tell who has one. Both parts have one salt, so that what is typed is stirred
once and held against both, whatever it is: no clock tells which of them it was. In the form before
(s1) there is one part.
"""

import base64
import hmac
import os
import secrets
import sqlite3
import threading
from hashlib import scrypt

from kiosk.rules.things import OfficerNumber, PinFit

_N, _R, _P = 2**14, 8, 1
_SALT_BYTES = 16
_SEALED_BYTES = 32
_NOBODYS_BYTES = 16
"""Of digits that nobody knows, and nobody can type: they are too many."""

_FITS = {
    (False, False): PinFit.WRONG,
    (True, False): PinFit.RIGHT,
    (False, True): PinFit.DURESS,
    (True, True): PinFit.RIGHT,  # the rules let nobody choose one twice; it would call each time
}


class Pins:
    """Seals PINs and compares them. May be asked from any thread."""

    def __init__(self, tables: sqlite3.Connection, pepper: bytes) -> None:
        """Take a reading connection of its own and the pepper."""
        self._tables = tables
        self._pepper = pepper
        self._turn = threading.Lock()

    def seal(self, pin: str, duress: str = "") -> str:
        """Return a PIN in the only form that may be written down, with or without a second one."""
        salt = os.urandom(_SALT_BYTES)
        both = (pin, duress or secrets.token_hex(_NOBODYS_BYTES))
        return "$".join(("s2", _text(salt), *(_text(self._stirred(one, salt)) for one in both)))

    def fit(self, number: OfficerNumber, pin: str) -> PinFit:
        """Return which PIN of the officer's this is; takes as long for somebody without one."""
        with self._turn:
            found = self._tables.execute(
                "SELECT sealed FROM pin WHERE officer = ?", (number,)
            ).fetchone()
        sealed = _read(found[0]) if found else None
        salt, first, second = sealed or (bytes(_SALT_BYTES), b"", b"")
        stirred = self._stirred(pin, salt)
        fits = (hmac.compare_digest(stirred, first), hmac.compare_digest(stirred, second))
        return _FITS[fits]

    def close(self) -> None:
        """Let go of the database."""
        with self._turn:
            self._tables.close()

    def _stirred(self, pin: str, salt: bytes) -> bytes:
        peppered = hmac.digest(self._pepper, pin.encode(), "sha256")
        return scrypt(peppered, salt=salt, n=_N, r=_R, p=_P, dklen=_SEALED_BYTES)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _read(sealed: str) -> tuple[bytes, bytes, bytes] | None:
    """Return the salt and both parts, or None for a form this program does not know."""
    match sealed.split("$"):
        case ["s1", salt, first]:
            return base64.b64decode(salt), base64.b64decode(first), bytes(_SEALED_BYTES)
        case ["s2", salt, first, second]:
            return base64.b64decode(salt), base64.b64decode(first), base64.b64decode(second)
        case _:
            return None
