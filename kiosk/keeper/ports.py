"""What the keeper needs from the world outside its room. Assembly plugs the real things in."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from kiosk.rules.entries import Entry, Fault
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Moment,
    OfficerNumber,
    Person,
    Weapon,
    WeaponNumber,
)


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> Moment:
        """Return this moment."""
        ...


class Journal(Protocol):
    """The book: keeps lines for ever, on two copies."""

    def append(self, entries: Sequence[Entry]) -> int:
        """Write all lines durably and return the number of the last one.

        Raises:
            BookUnwritable: not all are certainly durable. The caller must end the program.
        """
        ...


class Facts(Protocol):
    """Questions about people and weapons, answered from the register."""

    def person(self, number: OfficerNumber) -> Person | None:
        """Return a person by officer number."""
        ...

    def weapon(self, number: WeaponNumber) -> Weapon | None:
        """Return a weapon by registration number."""
        ...


class Register(Facts, Protocol):
    """The same register, which also knows whose a badge is. Only the keeper's eyes ask that."""

    def badges_with(self, text: BadgeText) -> Sequence[Badge]:
        """Return every badge with this text, of whatever kind."""
        ...

    def people(self) -> Sequence[Person]:
        """Return everybody, without certificates and mission orders: who counts is drawn of them.

        A few milliseconds with 450 people; asked when a count is ordered.
        """
        ...


Lots = Callable[[], int]
"""Returns a number that nobody could choose, 0 or more."""

Head = Callable[[], str]
"""Returns the head of the chain, as people compare it."""


class Pins(Protocol):
    """Seals PINs and compares them; slow on purpose (about 60 ms here)."""

    def seal(self, pin: str) -> str:
        """Return a PIN in the only form that may be written down."""
        ...

    def matches(self, number: OfficerNumber, pin: str) -> bool:
        """Return whether this is the officer's PIN."""
        ...


class Health(Protocol):
    """How the kiosk itself is: disk, book. The clock is judged by the keeper."""

    def faults(self) -> Iterable[tuple[Fault, str]]:
        """Return what is wrong now, each with the device it is about. Quick: asked every turn."""
        ...


class Output(Protocol):
    """A line with two states: a bolt, a siren, a lamp."""

    def on(self) -> None:
        """Drive the line."""
        ...

    def off(self) -> None:
        """Release the line to its safe state."""
        ...


class Buzzer(Protocol):
    """The small voice of the bay."""

    def play(self, pattern: Sequence[tuple[int, int]]) -> None:
        """Sound for so many ms and be silent for so many, in turn; returns at once."""
        ...
