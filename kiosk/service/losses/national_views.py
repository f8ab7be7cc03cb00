"""What the desk of losses is told of lists of the capital. Values only; numbers are text."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.service.cards.views import Arrived, Done, Piece
from kiosk.service.listed_view import ListedFace


class ListState(StrEnum):
    """How far a list has come."""

    ARRIVING = "arriving"
    JUDGING = "judging"
    BAD = "bad"
    """Something in it is not whole; nothing of it is let in."""
    READY = "ready"
    AWAITED = "awaited"
    """One person signed; another is awaited at the kiosk's own reader."""
    COMING_IN = "coming_in"
    IN = "in"


@dataclass(frozen=True, slots=True)
class BadRowFace:
    """Row `row` is not whole. `why`: of `lists.file.WHYS`."""

    row: int
    why: str
    value: str


@dataclass(frozen=True, slots=True)
class ListFace:
    """One list. `done` of `total`: bytes or rows; `here`: weapons of ours that it may name.

    `why`: why it cannot be read, or does not go on, as a word; `detail`: as a sentence.
    """

    name: str
    state: str
    file: str = ""
    lost: int = 0
    destroyed: int = 0
    by: str = ""
    let_in_by: tuple[str, ...] = ()
    at_ms: int = 0
    done: int = 0
    total: int = 0
    here: int = 0
    bad: tuple[BadRowFace, ...] = ()
    why: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HereFace:
    """What is here and on a list. `weapon`: its registration number, if it has one."""

    about: str
    weapon: str
    where: str
    at_ms: int
    listed: tuple[ListedFace, ...]


@dataclass(frozen=True, slots=True)
class ListsPage:
    """Every list, the newest first, and what is here of them. `reason`: why nothing is told."""

    lists: tuple[ListFace, ...] = ()
    here: tuple[HereFace, ...] = ()
    reason: str = ""


class NationalLists(Protocol):
    """The lists at the desk of losses. Any thread; may raise `KioskSilent`."""

    def page(self, by: str) -> ListsPage:
        """Return every list; who looks at one that is coming in makes it go on."""
        ...

    def arrived(self, by: str, sha256: str) -> Arrived:
        """Return how much of a file is here already."""
        ...

    def piece(self, by: str, piece: Piece) -> Arrived:
        """Take the next piece of a file; one that is whole is looked into."""
        ...

    def sign(self, by: str, name: str, pin: str) -> Done:
        """Sign for a list; another person is then awaited at the kiosk's own reader."""
        ...

    def drop(self, by: str, name: str) -> Done:
        """Forget a list that is not in the book."""
        ...
