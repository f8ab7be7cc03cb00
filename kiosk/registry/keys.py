"""The kiosk's key: signs the head of every commit, so that nobody else can go on with its journal.

Ed25519, in the forms of C2SP signed notes. `registry.book` makes the key once and keeps it.
"""

import base64
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

_ED25519 = b"\x01"
"""The signature type of Ed25519 in C2SP signed-note."""


class HeadKey:
    """The public half: says whether a head was signed by one kiosk."""

    def __init__(self, kiosk: str, public: bytes) -> None:
        """Take 32 bytes of public key.

        Raises:
            BookBroken: they are no Ed25519 key.
        """
        try:
            self._public = Ed25519PublicKey.from_public_bytes(public)
        except ValueError as wrong:
            raise BookBroken("The public key of the kiosk is not 32 bytes of Ed25519.") from wrong
        self.kiosk = kiosk
        self._name = f"armoury-kiosk/{kiosk}"
        self._raw = public
        self.id = sha256(self._name.encode() + b"\n" + _ED25519 + public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as C2SP writes it: name, key id, type and key. May be given to anybody."""
        encoded = base64.b64encode(_ED25519 + self._raw).decode()
        return f"{self._name}+{self.id.hex()}+{encoded}"

    def vouches(self, head: Head, signature: bytes) -> bool:
        """Return whether this key signed that head."""
        if len(signature) != SIGNATURE_BYTES or signature[:4] != self.id:
            return False
        try:
            self._public.verify(signature[4:], head_text(self.kiosk, head))
        except InvalidSignature:
            return False
        return True

    def note(self, head: Head, signature: bytes) -> str:
        """Return a head as a C2SP signed note, the form in which it leaves the box."""
        signed = base64.b64encode(signature).decode()
        return f"{head_text(self.kiosk, head).decode()}\n— {self._name} {signed}\n"


class SigningKey(HeadKey):
    """The private half: signs the head of every commit."""

    def __init__(self, kiosk: str, secret: bytes) -> None:
        """Take 32 secret bytes.

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
        super().__init__(kiosk, self._private.public_key().public_bytes_raw())

    def sign(self, head: Head) -> bytes:
        """Return the signature of a head in C2SP form (about 50 us here)."""
        return self.id + self._private.sign(head_text(self.kiosk, head))


def key_from_text(text: str) -> HeadKey:
    """Return the public key that `HeadKey.text` wrote.

    Raises:
        BookBroken: the text is no such key.
    """
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
    return HeadKey(name.removeprefix("armoury-kiosk/"), raw[1:])
