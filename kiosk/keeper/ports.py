"""What the keeper needs from the world outside its room. Assembly plugs the real things in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.rules.entries import Entry, Fault
from kiosk.rules.manifests import Manifest, Receipt
from kiosk.rules.observations import Written
from kiosk.rules.own_key import OwnKey
from kiosk.rules.tags import Claims
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Moment,
    OfficerNumber,
    Person,
    PinFit,
    RackId,
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
    """The same register, which also knows whose a badge or a tag is. Only the eyes ask that."""

    def badges_with(self, text: BadgeText) -> Sequence[Badge]:
        """Return every badge with this text, of whatever kind."""
        ...

    def badges_of(self, officer: OfficerNumber) -> Sequence[Badge]:
        """Return every badge that is an officer's, also one that was lent and is over."""
        ...

    def badge_given_by(self, entry: int) -> Badge | None:
        """Return the badge that an entry gave to somebody who has it still."""
        ...

    def written(self, line: int) -> Written:
        """Return what the book has of a correction, by its line."""
        ...

    def people(self) -> Sequence[Person]:
        """Return everybody, without certificates and mission orders: who counts is drawn of them.

        A few milliseconds with 450 people; asked when a count is ordered.
        """
        ...

    def claims(self, tags: Iterable[str]) -> Claims:
        """Return whose some tags are."""
        ...

    def tagged(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that have a tag."""
        ...

    def sent(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that another store ever took over."""
        ...

    def away(self, weapon: WeaponNumber) -> str:
        """Return with which transfer another store took a weapon over that is not here again."""
        ...


class Mail(Protocol):
    """Papers between stores: what signs here, whose can be checked, and what was read of one."""

    @property
    def name(self) -> str:
        """What this store is called."""
        ...

    def own_key(self) -> OwnKey:
        """Return the key that signs here, and whether two people stood by it."""
        ...

    def stores(self) -> frozenset[str]:
        """Return the other stores whose papers can be checked."""
        ...

    def read_manifest(self, note: str) -> Manifest | str:
        """Return the manifest of a note, or what is wrong with it (`manifests.PAPER_PROBLEMS`)."""
        ...

    def read_receipt(self, note: str) -> Receipt | str:
        """Return the receipt of a note, or what is wrong with it."""
        ...


Lots = Callable[[], int]
"""Returns a number that nobody could choose, 0 or more."""

Head = Callable[[], str]
"""Returns the head of the chain, as people compare it."""


class Pins(Protocol):
    """Seals PINs and compares them; slow on purpose (about 60 ms here)."""

    def seal(self, pin: str, duress: str = "") -> str:
        """Return a PIN in the only form that may be written down, with or without a second one."""
        ...

    def fit(self, number: OfficerNumber, pin: str) -> PinFit:
        """Return which PIN of the officer's this is, if it is one; as slowly, whichever it is."""
        ...


class Health(Protocol):
    """How the kiosk itself is: disk, book. The clock is judged by the keeper."""

    def faults(self) -> Iterable[tuple[Fault, str]]:
        """Return what is wrong now, each with the device it is about. Quick: asked every turn."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What one module heard since it was told to begin: tags that nobody showed it.

    `racks`: those it stands at, () for the whole bay. `looks`: how often it asked, 0 if it did not
    listen; `whole`: it still listens, and what it heard is all there. `tags`: as it writes them.
    """

    module: str
    racks: tuple[RackId, ...]
    looks: int
    whole: bool
    tags: tuple[str, ...]


class Machine(Protocol):
    """What the kiosk runs on."""

    def switch_off(self) -> None:
        """Ask for it to print its sheet and to be switched off; never raises."""
        ...

    def set_clock(self, wall_ms: int) -> None:
        """Set its wall clock, milliseconds since 1970 UTC; never raises."""
        ...


class Ears(Protocol):
    """The modules that hear tags from afar, through clothes and walls. Nothing opens for it.

    They are asked, and put nothing into the inbox from which something opens.
    """

    @property
    def since_ms(self) -> int:
        """Since when they listen (wall)."""
        ...

    def begin(self) -> None:
        """Let every module forget what it heard."""
        ...

    def heard(self) -> Sequence[Heard]:
        """Return what each module heard since then; nothing where there is no module. Quick."""
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
