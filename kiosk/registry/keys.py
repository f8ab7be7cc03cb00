"""The kiosk's key: signs the head of every commit, so that nobody else can go on with its journal.

Ed25519, in the forms of C2SP signed notes. `registry.book` makes the key once and keeps it. A book
that is put back from a copy gets a new one; those before it vouch up to where the copy ended.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from kiosk.registry.chain import SIGNATURE_BYTES, Head, head_text
from kiosk.rules.broken import BookBroken

PUBLIC_KEY = "kiosk.pub"
"""The file that holds `HeadKey.text`."""

NOTE_ENDS = "\n\n— "
"""What stands in a signed note between its text and its signature (C2SP signed-note)."""

FINGERPRINT = 32
"""Hexadecimal digits of a fingerprint: 128 bits of SHA-256, which nobody meets by trying. Ours."""

_ED25519 = b"\x01"
"""The signature type of Ed25519 in C2SP signed-note."""


class HeadKey:
    """The public half: says whether a head was signed by one kiosk.

    `fingerprint`: what people compare of it, in fours. It begins with the key id of C2SP.
    """

    def __init__(self, kiosk: str, public: bytes, before: Iterable["KeyBefore"] = ()) -> None:
        """Take 32 bytes of public key, and the keys that signed before this one, newest first.

        Raises:
            BookBroken: they are no Ed25519 key.
        """
        try:
            self._public = Ed25519PublicKey.from_public_bytes(public)
        except ValueError as wrong:
            raise BookBroken("The public key of the kiosk is not 32 bytes of Ed25519.") from wrong
        self.kiosk = kiosk
        self._name = f"armoury-kiosk/{kiosk}"
        self.raw = public
        digest = sha256(self._name.encode() + b"\n" + _ED25519 + public).digest()
        self.id = digest[:4]
        self.fingerprint = _in_fours(digest.hex()[:FINGERPRINT])
        self.before = tuple(before)

    @property
    def text(self) -> str:
        """The key as C2SP writes it: name, key id, type and key. May be given to anybody."""
        encoded = base64.b64encode(_ED25519 + self.raw).decode()
        return f"{self._name}+{self.id.hex()}+{encoded}"

    @property
    def file_text(self) -> str:
        """What `PUBLIC_KEY` holds: this key, and below it each key before, up to which entry."""
        before = "".join(f"{one.last_seq} {one.key.text}\n" for one in self.before)
        return f"{self.text}\n{before}"

    def vouches(self, head: Head, signature: bytes) -> bool:
        """Return whether this key signed that head, or one before it did in its time."""
        return self._signed(head, signature) or any(
            head.seq <= one.last_seq and one.key.vouches(head, signature) for one in self.before
        )

    def _signed(self, head: Head, signature: bytes) -> bool:
        if len(signature) != SIGNATURE_BYTES or signature[:4] != self.id:
            return False
        try:
            self._public.verify(signature[4:], head_text(self.kiosk, head))
        except InvalidSignature:
            return False
        return True

    def signed_text(self, note: str) -> str | None:
        """Return the text of a C2SP signed note, or None when this key did not sign it so."""
        text, _, last = note.rpartition(NOTE_ENDS)
        name, _, signed = last.rstrip("\n").partition(" ")
        try:
            signature = base64.b64decode(signed, validate=True)
        except ValueError:
            return None
        if name != self._name or signature[:4] != self.id or not text:
            return None
        try:
            self._public.verify(signature[4:], f"{text}\n".encode())
        except InvalidSignature:
            return None
        return f"{text}\n"

    def note(self, head: Head, signature: bytes) -> str:
        """Return a head as a C2SP signed note, the form in which it leaves the box."""
        signed = base64.b64encode(signature).decode()
        return f"{head_text(self.kiosk, head).decode()}\n— {self._name} {signed}\n"

    def vouches_for(self, note: str) -> bool:
        """Return whether this key signed a text, as `SigningKey.signed_note` gives it."""
        return self.signed_text(note) is not None


@dataclass(frozen=True, slots=True)
class KeyBefore:
    """A key that signed before another took its place; it vouches for no entry after `last_seq`."""

    key: HeadKey
    last_seq: int


class SigningKey(HeadKey):
    """The private half: signs the head of every commit."""

    def __init__(self, kiosk: str, secret: bytes, before: Iterable[KeyBefore] = ()) -> None:
        """Take 32 secret bytes, and the keys that signed before this one, newest first.

        Raises:
            BookBroken: they are not 32.
        """
        try:
            self._private = Ed25519PrivateKey.from_private_bytes(secret)
        except ValueError as wrong:
            raise BookBroken(
                "The key of the kiosk is not 32 bytes: put kiosk.key back from the backup. Nothing"
                " was written."
            ) from wrong
        self.secret = secret
        super().__init__(kiosk, self._private.public_key().public_bytes_raw(), before)

    def sign(self, head: Head) -> bytes:
        """Return the signature of a head in C2SP form (about 50 us here)."""
        return self.id + self._private.sign(head_text(self.kiosk, head))

    def signed_note(self, text: str) -> str:
        """Return a text as a C2SP signed note. Its first line says what it is: no head begins so.

        `text` ends with a line feed and is no checkpoint of ours.
        """
        assert text.endswith("\n"), "the text of a note ends with its line"
        signed = base64.b64encode(self.id + self._private.sign(text.encode())).decode()
        return f"{text}\n— {self._name} {signed}\n"


def key_from_text(text: str) -> HeadKey:
    """Return the public key that `HeadKey.file_text` wrote, with those before it.

    Raises:
        BookBroken: the text is no such key.
    """
    first, *others = text.strip().splitlines() or [""]
    return _key(first, map(_before, others))


def _before(line: str) -> KeyBefore:
    last, _, text = line.partition(" ")
    return KeyBefore(_key(text), int(last) if last.isascii() and last.isdigit() else 0)


def _key(text: str, before: Iterable[KeyBefore] = ()) -> HeadKey:
    name, _, rest = text.strip().partition("+")
    try:
        raw = base64.b64decode(rest.partition("+")[2], validate=True)
    except ValueError:
        raw = b""
    if not name.startswith("armoury-kiosk/") or raw[:1] != _ED25519:
        raise BookBroken(
            f"{PUBLIC_KEY} is not the public key of a kiosk: put it back from the backup. Nothing"
            " was changed."
        )
    return HeadKey(name.removeprefix("armoury-kiosk/"), raw[1:], before)


def _in_fours(digits: str) -> str:
    """Return digits as people read them to each other."""
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4)).upper()
