"""What the desk of weapons that come in is told. Values only, and what may be asked there.

Every number is text, as the register has it (P12). Times are wall milliseconds, for people.
"""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.found import StoryLine
from kiosk.service.marks import MarkFace
from kiosk.service.views import PersonFace, WeaponFace

LISTS = ("unplaced", "unready")
"""What waits: weapons that have no place here; weapons never checked or never cleaned."""


@dataclass(frozen=True, slots=True)
class WaitingWeapon:
    """One weapon of a list. `differing`: what was not so when it was checked last."""

    weapon: WeaponFace
    serial_status: str
    differing: tuple[str, ...]
    checked_ms: int
    cleaned_ms: int
    photos: int


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page of a list. `after`: where the next one begins, empty when this is the last.

    `reason`: why nothing is told, as a refusal's wire name; empty when nobody refused.
    """

    weapons: tuple[WaitingWeapon, ...] = ()
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IntakeFace:
    """How a weapon came."""

    source: str
    collected: str
    place: str
    document: str


@dataclass(frozen=True, slots=True)
class WeaponSheet:
    """One weapon as this desk works on it; `weapon` is None when nobody registered such a one.

    `corrections`: those that nobody took back, the newest first.
    """

    weapon: WeaponFace | None = None
    calibre: str = ""
    serial_status: str = "clear"
    state: str = ""
    position: str = ""
    intake: IntakeFace | None = None
    marks: tuple[MarkFace, ...] = ()
    differing: tuple[str, ...] = ()
    checked_ms: int = 0
    cleaned_ms: int = 0
    cleaner: PersonFace | None = None
    reason: str = ""
    tags: tuple[str, ...] = ()
    corrections: tuple[StoryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NextNumber:
    """The registration number that the next weapon of this site gets, empty when none is left."""

    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PieceTaken:
    """The answer to a piece of a photo, or to its last one: `photo` is its SHA-256 once it is kept.

    `reason`: why it was not taken, a name that pages have a sentence for.
    """

    reason: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class PhotoPiece:
    """A piece of a photo in base64. `kind`: jpeg, png or webp, and "" when there is none."""

    kind: str = ""
    size: int = 0
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, whole."""

    kind: str
    content: bytes


class Incoming(Protocol):
    """The desk of weapons that come in. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who asks, as they entered the office. Whether they may is decided anew each
    time; an answer that is refused says so in its `reason`.
    """

    def waiting(self, by: str, what: str, after: str = "") -> WaitingPage:
        """Return a page of one of `LISTS`, the weapons behind number `after`."""
        ...

    def sheet(self, by: str, number: str) -> WeaponSheet:
        """Return one weapon, by registration number."""
        ...

    def next_number(self, by: str) -> NextNumber:
        """Return the registration number that is free next."""
        ...

    def send_photo(self, by: str, content: bytes) -> PieceTaken:
        """Lay a photo beside the book; an entry must name it within a day."""
        ...

    def photo(self, by: str, photo: str) -> Photo | None:
        """Return a photo by its SHA-256; None when it is not there, or is not what it was."""
        ...
