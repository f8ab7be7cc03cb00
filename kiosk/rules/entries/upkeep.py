"""Lines about the book and its program: drills, a book put back, its key, another version."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.things import Moment, OfficerNumber


@dataclass(frozen=True, slots=True)
class RestoreDrilled:
    """A copy was put back beside the book, as a drill, and compared with everything known of it.

    `by`: the account that did it; `source`: the copy. `last_seq` and `head`: where it ended, the
    hash in hex. `known_seq`: the last entry known then, of the book or of a head that left it; what
    lies between would be lost. `took_ms`: how long it all took.
    """

    KIND: ClassVar[str] = "book.drilled"
    at: Moment
    by: str
    source: str
    last_seq: int
    head: str
    known_seq: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class DrillFailed:
    """A drill found a copy that is of no use. `text`: what was found, as the technician read it."""

    KIND: ClassVar[str] = "book.drill_failed"
    at: Moment
    by: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class BookPutBack:
    """The book was lost and is put back from a copy; this line is the first with its new key.

    `by`: the account that did it; `source`: the copy. `last_seq` and `head`: where it ended, the
    hash in hex. `known_seq`: the last entry that anybody knows of; those after `last_seq` are lost,
    and as many more as nobody knows of. `key_before`: the public key that signed up to here.
    """

    KIND: ClassVar[str] = "book.put_back"
    at: Moment
    by: str
    source: str
    last_seq: int
    head: str
    known_seq: int
    key_before: str


@dataclass(frozen=True, slots=True)
class KioskEnrolled:
    """Two people stood by the key that seals this book, from the line of its first use on.

    `fingerprint`: of the public key, as people compare it (`registry.keys`). A book put back has
    another key, for which this line says nothing.
    """

    KIND: ClassVar[str] = "kiosk.enrolled"
    at: Moment
    fingerprint: str
    by: tuple[OfficerNumber, ...]


@dataclass(frozen=True, slots=True)
class UpdateBegun:
    """Another version of the program is about to take this one's place; the kiosk stops for it.

    `by`: the account that does it. `version`: of the new one, `version_before`: of this one.
    `digest`: SHA-256 of the package, hex; `signers`: whose signatures are on it, none for a package
    that was in force here before.
    """

    KIND: ClassVar[str] = "update.begun"
    at: Moment
    by: str
    version_before: str
    version: str
    digest: str
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateDone:
    """The version that took the place of another keeps it: it runs, and answers."""

    KIND: ClassVar[str] = "update.done"
    at: Moment
    by: str
    version: str


@dataclass(frozen=True, slots=True)
class UpdateRolledBack:
    """A version was no good, and `version` is in force again. `text`: what was wrong."""

    KIND: ClassVar[str] = "update.rolled_back"
    at: Moment
    by: str
    version: str
    text: str
