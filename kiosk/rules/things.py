"""The things an armoury speaks of: people, weapons, racks, moments. Values only, no rules."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

WeaponNumber = NewType("WeaponNumber", str)
"""Our registration number of a weapon: ten digits, two of them check digits (`rules.labels`)."""

OfficerNumber = NewType("OfficerNumber", str)
"""The service number of an officer, as the police writes it. Never parsed."""

BadgeText = NewType("BadgeText", str)
"""What a badge reader reads from a badge: our ten digits, or the number of an enrolled tag."""

RackId = NewType("RackId", str)
CableId = NewType("CableId", str)
PositionId = NewType("PositionId", str)
WeaponType = NewType("WeaponType", str)
"""The kind of weapon a certificate is given for: `rifle`, `pistol`."""


class ClockQuality(StrEnum):
    """How far the wall clock may be believed (P13)."""

    RTC = "rtc"
    NTP = "ntp"
    SET = "set"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was seen.

    `wall_ms`: milliseconds since 1970 UTC; for people and papers, never for order.
    `mono_ms`: milliseconds since `boot`; for deadlines. `boot`: the kernel's boot id.
    """

    wall_ms: int
    mono_ms: int
    boot: str = ""
    clock: ClockQuality = ClockQuality.UNKNOWN


class Role(StrEnum):
    """What a person may do here; one role a person."""

    OFFICER = "officer"
    CUSTODIAN = "custodian"
    CHIEF = "chief"
    REGISTRAR = "registrar"
    ARMOURER = "armourer"
    TECHNICIAN = "technician"


class Signal(StrEnum):
    """What a line beside those of the cables tells of; a closed line is at rest."""

    TAMPER = "tamper"
    DURESS = "duress"
    SERVICE_KEY = "service_key"
    MAINS = "mains"
    BATTERY = "battery"
    BOLT_POWER = "bolt_power"


class PinFit(StrEnum):
    """What digits that somebody typed are to an officer."""

    WRONG = "wrong"
    RIGHT = "right"
    DURESS = "duress"
    """Their second PIN, typed under threat: it opens what the first one opens, and calls."""

    @property
    def matches(self) -> bool:
        """Whether they open what this officer may open."""
        return self is not PinFit.WRONG


class Grade(StrEnum):
    """How far a badge that was read may be believed to be no copy; the weakest first."""

    PRINTED = "printed"
    """A text: any printer makes another one. Also whatever a reader sends that names no kind."""
    CARD = "card"
    """The number of a card or tag, which can be written onto another one."""
    PROVED = "proved"
    """A card that proved to know a key of ours."""

    def reaches(self, wanted: "Grade") -> bool:
        """Return whether this is as good as what is wanted, or better."""
        order = [*Grade]
        return order.index(self) >= order.index(wanted)


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge as it was enrolled.

    `kind`: what kind of number a card has, or "" for a label of ours and for all that was enrolled
    without one. `grade`: how far it could be believed at its enrolment. `until_ms`: the wall moment
    at which one that was lent is nobody's again; 0 for one that was given.
    """

    text: BadgeText
    officer: OfficerNumber
    kind: str = ""
    grade: Grade = Grade.PRINTED
    until_ms: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """A course passed: the officer may draw weapons of this type until `expires_ms` (wall).

    `number` of the paper, the `course`, when it was issued (wall, 0: not known) and by whom.
    """

    type: WeaponType
    expires_ms: int
    course: str = ""
    issued_ms: int = 0
    issuer: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission order: the paper that lets an officer draw, between two wall moments."""

    number: str
    valid_from_ms: int
    valid_until_ms: int


@dataclass(frozen=True, slots=True)
class Officer:
    """A person of the register. A person on `hold` keeps their badge and draws nothing.

    `unit`: whom they belong to; `post`: where they serve.
    """

    number: OfficerNumber
    name: str
    name_km: str = ""
    rank: str = ""
    unit: str = ""
    role: Role = Role.OFFICER
    active: bool = True
    hold: bool = False
    certificates: tuple[Certificate, ...] = ()
    post: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as the register knew them at the moment of the observation."""

    officer: Officer
    has_pin: bool = False
    missions: tuple[Mission, ...] = ()

    @property
    def number(self) -> OfficerNumber:
        """The officer's number."""
        return self.officer.number

    @property
    def role(self) -> Role:
        """What this person may do here."""
        return self.officer.role


class Condition(StrEnum):
    """What a weapon is fit for; where it stands is another question."""

    FIT = "fit"
    INSPECT = "inspect"
    QUARANTINED = "quarantined"


class SerialStatus(StrEnum):
    """How far what is engraved can be read, and believed."""

    CLEAR = "clear"
    PARTIAL = "partial"
    ILLEGIBLE = "illegible"
    ALTERED = "altered"
    NONE = "none"


class MarkKind(StrEnum):
    """What a mark on a weapon tells of (MOSAIC 05.30)."""

    SERIAL = "serial"
    CALIBRE = "calibre"
    MAKER = "maker"
    YEAR = "year"
    PROOF = "proof"
    IMPORT = "import"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as it was read from the steel.

    `text`: what it says, or how it looks; `status`: how far it can be read; `where`: the part it
    stands on. `photo`: the SHA-256 of its picture, in hexadecimal digits, or "" without one.
    """

    kind: MarkKind
    text: str
    status: SerialStatus = SerialStatus.CLEAR
    where: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Weapon:
    """A registered small arm. `magazines` and `rounds` are its standard issue.

    `serial`: what is engraved, as far as `serial_status` says that it can be read. `tags`: the UHF
    tags on it, as they were written; each is a claim (`rules.tags`).
    """

    number: WeaponNumber
    name: str
    type: WeaponType
    serial: str
    calibre: str = ""
    condition: Condition = Condition.FIT
    magazines: int = 0
    rounds: int = 0
    serial_status: SerialStatus = SerialStatus.CLEAR
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a person or weapon that is corrected, as people read it."""

    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Correction:
    """How a person or a weapon, one of both, stands in the register from now on, and why.

    `badges`: of a person who leaves, what is nobody's from then on. `reverses`: the line of the
    book with the correction that this one takes back, 0 for none.
    """

    why: str
    changed: tuple[Changed, ...]
    officer: Officer | None = None
    weapon: Weapon | None = None
    badges: tuple[BadgeText, ...] = ()
    reverses: int = 0

    @property
    def leaving(self) -> bool:
        """Whether a person serves here no longer."""
        return any(one.field == "active" and one.becomes == "no" for one in self.changed)


@dataclass(frozen=True, slots=True)
class Position:
    """One weapon's numbered place in a rack, on one cable."""

    id: PositionId
    rack: RackId
    cable: CableId
    quarantine: bool = False


@dataclass(frozen=True, slots=True)
class Rounds:
    """Ammunition that goes with a weapon: magazines and loose-counted rounds."""

    magazines: int = 0
    rounds: int = 0


NO_ROUNDS = Rounds()
