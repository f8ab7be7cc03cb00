"""Who may release a version: a package is signed beside it, as a C2SP signed note.

The note says version, architecture and SHA-256 of the package, and may carry several signatures.
Whose count stands in a folder of public keys that root alone may change; nobody at the kiosk's
account can let a package in.
"""

import base64
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from kiosk.registry.keys import NOTE_ENDS, HeadKey, SigningKey, key_from_text
from kiosk.registry.plainly import plainly
from kiosk.rules.broken import BookBroken, ConfigWrong

RELEASERS = "/etc/armoury-kiosk/releasers"
"""The public keys of those who may release, each a file NAME.pub."""

NOTE_SUFFIX = ".note"
"""What the name of a package's note has more than the package's own."""

NOTE_MAX = 16 << 10

_BEGINS = "armoury-kiosk package v1"
_OF = "release/"
_LINES = 4


class Unsigned(Exception):
    """A package that nobody vouches for; the text says why."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a note says of a package. `digest`: SHA-256 in hex."""

    version: str
    architecture: str
    digest: str

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{_BEGINS}\n{self.version}\n{self.architecture}\n{self.digest}\n"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def releaser(name: str, secret: bytes) -> SigningKey:
    """Return the key of somebody who releases; `secret`: 32 bytes."""
    return SigningKey(f"{_OF}{name}", secret)


def new_key(name: str) -> str:
    """Return a new key of somebody who releases, as a file holds it."""
    return f"{name} {base64.b64encode(os.urandom(32)).decode()}\n"


def key_of(text: str) -> SigningKey:
    """Return the key that a file holds.

    Raises:
        ConfigWrong: it holds none.
    """
    name, _, secret = text.strip().partition(" ")
    try:
        return releaser(name, base64.b64decode(secret, validate=True))
    except (ValueError, BookBroken):
        raise ConfigWrong("This is no key to sign packages with.") from None


def sign(key: SigningKey, release: Release, note: str = "") -> str:
    """Return a note about a release: a new one, or one more signature on the one given.

    Raises:
        Unsigned: the note given is about another package.
    """
    signed = key.signed_note(release.text)
    if not note:
        return signed
    text, signatures = _parts(note)
    if f"{text}\n" != release.text:
        raise Unsigned("The note that is there is about another package. Nothing was signed.")
    mine = signed.rpartition(NOTE_ENDS)[2].rstrip("\n")
    return text + NOTE_ENDS + "\n— ".join([*signatures, mine]) + "\n"


def read_keys(folder: Path, owner: int = 0) -> tuple[HeadKey, ...]:
    """Return the keys of those who may release; `owner`: who alone may change them, root.

    Raises:
        ConfigWrong: there are none, or somebody else than root may change them.
    """
    try:
        paths = sorted(folder.glob("*.pub"))
        for path in (folder, *paths):
            found = path.stat()
            if found.st_uid != owner or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise ConfigWrong(
                    f"{path}: others than root may change it: chown root, chmod go-w. Nothing was"
                    " changed."
                )
        keys = [key_from_text(path.read_text(encoding="ascii")) for path in paths]
    except FileNotFoundError:
        keys = []
    except (OSError, ValueError, BookBroken) as wrong:
        raise ConfigWrong(f"{folder}: a key cannot be read: {plainly(wrong)}") from wrong
    own = tuple(key for key in keys if key.kiosk.startswith(_OF))
    if not own:
        raise ConfigWrong(
            f"{folder}: there is no public key of anybody who may release. Put it there, NAME.pub,"
            " from a stick that you trust. Nothing was changed."
        )
    return own


def read_release(note: str, keys: Iterable[HeadKey]) -> tuple[Release, tuple[str, ...]]:
    """Return what a note says, and whose signatures on it are good.

    Raises:
        Unsigned: it is no note of ours, or nobody who may release has signed it.
    """
    text, signatures = _parts(note)
    keys = tuple(keys)
    names = tuple(
        key.kiosk.removeprefix(_OF)
        for key in keys
        if any(key.vouches_for(f"{text}{NOTE_ENDS}{one}\n") for one in signatures)
    )
    if not names:
        raise Unsigned(
            "Nobody who may release has signed this package: it was changed, or it is not for this"
            " kiosk. Throw it away, and ask where it came from."
        )
    lines = text.split("\n")
    if len(lines) != _LINES or lines[0] != _BEGINS:
        raise Unsigned("The note is of another kind than this program knows.")
    return Release(*lines[1:]), names


def _parts(note: str) -> tuple[str, list[str]]:
    text, _, signed = note.partition(NOTE_ENDS)
    return text, signed.rstrip("\n").split("\n— ")
