"""What is seen at the bay: by readers, contacts and the screen, and of the kiosk itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules.entries import BookPart, Fault
from kiosk.rules.observations.racking import NO_RACK_FACTS, RackFacts
from kiosk.rules.pending import NOTHING_KNOWN, Known
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Grade,
    Moment,
    Person,
    Position,
    PositionId,
    Rounds,
    Signal,
    Weapon,
)


@dataclass(frozen=True, slots=True)
class Mended:
    """A part of the book that was made again from the rest, and which entries in it."""

    part: BookPart
    first_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class KeeperStarted:
    """The keeper started. Nothing before this moment can be assumed; levels were read.

    `mended`: what was put right in the book since the start before, and no entry says yet.
    `policy_before`: the digest of the policy that the newest start in the book names, or "".
    `signals`: the lines beside those of the cables that are active, and what each tells of.
    `config`: the digest of kiosk.toml but for its policy, `config_before` that of the newest start.
    """

    at: Moment
    open_cables: tuple[CableId, ...] = ()
    positions: tuple[Position, ...] = ()
    mended: tuple[Mended, ...] = ()
    policy_before: str = ""
    signals: Mapping[str, Signal] = field(default_factory=dict)
    config: str = ""
    config_before: str = ""


@dataclass(frozen=True, slots=True)
class BadgeSeen:
    """A badge was read; `person` is whose it is, or None if nobody has it.

    `until_ms`: as in `things.Badge`. `racked`: the weapon that is being racked.
    `asker` and `asked`: the person of the running session, and the weapon they asked for or that
    waits for a badge. `kind`: of its number, or "" for a text; `grade`: how far it may be believed
    to be no copy. `taker`: who takes a weapon from another officer, as they stand now.
    """

    at: Moment
    badge: BadgeText
    person: Person | None
    asker: Person | None = None
    asked: Weapon | None = None
    kind: str = ""
    grade: Grade = Grade.PRINTED
    until_ms: int = 0
    racked: Weapon | None = None
    taker: Person | None = None

    @property
    def expired(self) -> bool:
        """Whether it was lent, and its hour is over: it is nobody's."""
        return 0 < self.until_ms <= self.at.wall_ms


@dataclass(frozen=True, slots=True)
class WeaponSeen:
    """A weapon's label or tag was read, or a weapon was chosen on the screen (`tapped`).

    `weapon` is None when the register does not know it; `text` is what was read. `lot`: a number
    that nobody could choose. `shown`: whose badge was shown last at a stand-to. `facts`: of a
    weapon that is to be racked. `away`: the transfer with which another store took it over, while
    it was nowhere here since.
    """

    at: Moment
    text: str
    weapon: Weapon | None
    asker: Person | None = None
    tapped: bool = False
    lot: int = 999
    shown: Person | None = None
    facts: RackFacts = NO_RACK_FACTS
    away: str = ""


@dataclass(frozen=True, slots=True)
class ScanSpoiled:
    """A reader sent something that is no label of ours; `reason` is a `refusals` wire name."""

    at: Moment
    reader: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class PinEntered:
    """Somebody typed a PIN and it was compared; nobody has been told yet.

    `person`: whose PIN was asked for. `asker`, `asked` and `racked` as in `BadgeSeen`. `head`: the
    chain's, of this moment, for what a PIN signs. `known`: what the register has of the matter that
    two people stand by, if they do. `duress`: it is their second PIN, typed under threat. `taker`:
    as in `BadgeSeen`.
    """

    at: Moment
    person: Person | None
    matches: bool
    asker: Person | None = None
    asked: Weapon | None = None
    head: str = ""
    known: Known = NOTHING_KNOWN
    racked: Weapon | None = None
    duress: bool = False
    taker: Person | None = None


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """Somebody wants to hand a weapon in."""

    at: Moment


@dataclass(frozen=True, slots=True)
class RoundsSaid:
    """How many magazines and rounds go out with the weapon asked for."""

    at: Moment
    rounds: Rounds


@dataclass(frozen=True, slots=True)
class ClearShown:
    """The bearer says the weapon was shown clear."""

    at: Moment


@dataclass(frozen=True, slots=True)
class ReturnReported:
    """The bearer's report about a weapon handed in."""

    at: Moment
    back: Rounds
    fired: int = 0
    lost: int = 0
    ticks: tuple[str, ...] = ()
    report: str = ""


@dataclass(frozen=True, slots=True)
class RemainingCounted:
    """Somebody counted the weapons left on the cable that was open."""

    at: Moment
    counted: int


@dataclass(frozen=True, slots=True)
class PositionLooked:
    """A person looked at a position in doubt and says what stands there (None: nothing)."""

    at: Moment
    position: PositionId
    present: bool
    asker: Person | None


@dataclass(frozen=True, slots=True)
class CancelAsked:
    """Somebody wants to stop and leave."""

    at: Moment


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """Somebody calls the chief."""

    at: Moment


@dataclass(frozen=True, slots=True)
class CableOpened:
    """The contact of a cable opened."""

    at: Moment
    cable: CableId


@dataclass(frozen=True, slots=True)
class CableShut:
    """The contact of a cable closed.

    `present` names the positions whose presence sensors see a weapon, or None without sensors.
    """

    at: Moment
    cable: CableId
    present: tuple[PositionId, ...] | None = None


@dataclass(frozen=True, slots=True)
class SignalSeen:
    """A line beside those of the cables settled; `active` when it is not at rest."""

    at: Moment
    signal: Signal
    line: str
    active: bool


@dataclass(frozen=True, slots=True)
class ContactLost:
    """A line cannot be seen any more: its chip is away, or its loop is cut or shorted.

    `cable` or `signal`: what the line tells of. `FaultGone` says that it can be seen again.
    """

    at: Moment
    line: str
    cable: CableId | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """Something the kiosk needs is not as it must be."""

    at: Moment
    fault: Fault
    device: str


@dataclass(frozen=True, slots=True)
class FaultGone:
    """It is as it must be again."""

    at: Moment
    fault: Fault
    device: str


@dataclass(frozen=True, slots=True)
class PinChosen:
    """The new holder of a badge typed a PIN twice; only its sealed form comes here.

    `problem` is a `refusals` wire name when the PIN is not good enough, and nothing is sealed.
    `duress`: a second one for use under threat is sealed with it. The line in the book is the same.
    """

    at: Moment
    sealed: str
    problem: str = ""
    duress: bool = False


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nothing happened, and a deadline came.

    `calendar`: the wall clock may be believed, and something that waits for one of its moments may
    have come. Then `people` is everybody of the register, and `lot` draws among them.
    """

    at: Moment
    calendar: bool = False
    people: tuple[Person, ...] = ()
    lot: int = 0


BayObservation = (
    KeeperStarted | BadgeSeen | WeaponSeen | ScanSpoiled | PinEntered | PinChosen
    | ReturnAsked | RoundsSaid | ClearShown | ReturnReported | RemainingCounted | PositionLooked
    | CancelAsked | HelpAsked | CableOpened | CableShut | SignalSeen | ContactLost
    | FaultSeen | FaultGone | TimePassed
)  # fmt: skip
