"""How entries are sealed: each hash covers all bytes before it, each commit's head is signed.

    hash of an entry = SHA-256(hash of the entry before + the entry's exact bytes)

A line of the line file is `entry TAB hash TAB signature LF`; JSON escapes TAB and LF, so no entry
holds one. Only the last line of a commit carries a signature; the others say `-`. What is signed is
a C2SP tlog-checkpoint (origin, size, hash), so that any signed-note tool can check a head.
"""

import base64
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from kiosk.rules.encoding import prefix

GENESIS = sha256(b"armoury-kiosk journal v1\n" + bytes(32)).digest()
"""What stands before the first entry."""

SIGNATURE_BYTES = 4 + 64
"""C2SP form: four bytes that name the key, then the Ed25519 signature."""

_WELL_FORMED = re.compile(
    rb'(\{"v":[0-9]+,"seq":([0-9]+),[^\x00-\x1f]*\})\t([0-9a-f]{64})\t(-|[A-Za-z0-9+/]{91}=)\n'
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends: its last entry's number and hash. What leaves the box as a promise."""

    seq: int
    hash: bytes

    @property
    def hex(self) -> str:
        """The hash in the form printed on receipts."""
        return self.hash.hex()


class Line(NamedTuple):
    """One entry as both copies keep it. `signature` is None inside a commit."""

    seq: int
    body: bytes
    hash: bytes
    signature: bytes | None = None

    @property
    def head(self) -> Head:
        """The head of a journal that ends here."""
        return Head(self.seq, self.hash)


def seal(previous: bytes, body: bytes) -> bytes:
    """Return the hash of an entry that follows the one with hash `previous`."""
    return sha256(previous + body).digest()


def follows(line: Line, head: Head) -> bool:
    """Return whether a line is sealed to the head before it."""
    return (
        line.seq == head.seq + 1
        and line.body.startswith(prefix(line.seq))
        and seal(head.hash, line.body) == line.hash
    )


def spelled(body: bytes, digest: bytes, signature: bytes | None) -> bytes:
    """Return one line of the line file."""
    signed = b"-" if signature is None else base64.b64encode(signature)
    return b"%b\t%b\t%b\n" % (body, digest.hex().encode(), signed)


def size(line: Line) -> int:
    """Return how many bytes `spelled` makes of a line, without making them."""
    signed = 1 if line.signature is None else -(-len(line.signature) // 3) * 4
    return len(line.body) + 1 + 2 * len(line.hash) + 1 + signed + 1


def read_line(raw: bytes) -> Line | None:
    """Return what a line of the line file says, or None if the bytes are no well-formed line.

    Torn and destroyed blocks are never well-formed; an edit usually is.
    """
    found = _WELL_FORMED.fullmatch(raw)
    if found is None:
        return None
    body, seq, digest, signed = found.groups()
    try:
        body.decode()
    except UnicodeDecodeError:
        return None
    signature = None if signed == b"-" else base64.b64decode(signed)
    return Line(int(seq), body, bytes.fromhex(digest.decode()), signature)


def head_text(kiosk: str, head: Head) -> bytes:
    """Return the text whose signature vouches for a head (C2SP tlog-checkpoint)."""
    root = base64.b64encode(head.hash).decode()
    return f"armoury-kiosk/{kiosk}\n{head.seq}\n{root}\n".encode()
