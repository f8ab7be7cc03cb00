"""Lines about who answers for a weapon: asked for, counter-signed, issued, handed in."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.rules.entries.releases import Purpose
from kiosk.rules.things import (
    CableId,
    Condition,
    Grade,
    Moment,
    OfficerNumber,
    PositionId,
    Rounds,
    WeaponNumber,
)


@dataclass(frozen=True, slots=True)
class IssueAsked:
    """An officer asks for a weapon, all gates passed. `due_ms`: wall, when it must be back."""

    KIND: ClassVar[str] = "issue.asked"
    at: Moment
    officer: OfficerNumber
    weapon: WeaponNumber
    rounds: Rounds
    mission: str
    due_ms: int
    needs_second: bool


@dataclass(frozen=True, slots=True)
class SecondSeen:
    """The second person showed a badge; their PIN is awaited. `grade`: as in `session.opened`."""

    KIND: ClassVar[str] = "second.seen"
    at: Moment
    officer: OfficerNumber
    grade: Grade = Grade.PRINTED


@dataclass(frozen=True, slots=True)
class CounterSigned:
    """The second person stands by it."""

    KIND: ClassVar[str] = "counter.signed"
    at: Moment
    purpose: Purpose
    weapon: WeaponNumber
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class WeaponIssued:
    """Custody passed from the bay to an officer: the weapon was scanned outside.

    `rank`: the officer's at this moment, as the register spells it.
    """

    KIND: ClassVar[str] = "weapon.issued"
    at: Moment
    weapon: WeaponNumber
    officer: OfficerNumber
    position: PositionId
    mission: str
    due_ms: int
    rounds: Rounds
    rank: str = ""


@dataclass(frozen=True, slots=True)
class WrongWeapon:
    """A weapon scanned outside was not issued: another one, or the custodian is awaited."""

    KIND: ClassVar[str] = "weapon.wrong"
    at: Moment
    cable: CableId
    text: str
    wanted: WeaponNumber


@dataclass(frozen=True, slots=True)
class WrongWeaponCleared:
    """The custodian came after a second wrong weapon; the officer may go on."""

    KIND: ClassVar[str] = "weapon.wrong_cleared"
    at: Moment
    cable: CableId
    by: OfficerNumber


@dataclass(frozen=True, slots=True)
class NothingTaken:
    """The cable was opened for an issue and shut again, and no weapon was scanned outside."""

    KIND: ClassVar[str] = "nothing.taken"
    at: Moment
    cable: CableId
    weapon: WeaponNumber


@dataclass(frozen=True, slots=True)
class ReturnWanted:
    """Somebody pressed Return before scanning a weapon."""

    KIND: ClassVar[str] = "return.wanted"
    at: Moment
    bearer: OfficerNumber | None


@dataclass(frozen=True, slots=True)
class ReturnBegun:
    """A weapon is handed in, by anybody. `position`: where it goes; None: to the custodian's hands.

    `weapon` is None when the register does not know the label in `text`.
    """

    KIND: ClassVar[str] = "return.begun"
    at: Moment
    text: str
    weapon: WeaponNumber | None
    bearer: OfficerNumber | None
    holder: OfficerNumber | None
    position: PositionId | None
    needs_witness: bool


@dataclass(frozen=True, slots=True)
class ReturnKept:
    """A weapon is brought in while something else must be finished first; it comes next (P6)."""

    KIND: ClassVar[str] = "return.kept"
    at: Moment
    weapon: WeaponNumber
    bearer: OfficerNumber | None


@dataclass(frozen=True, slots=True)
class ShownClear:
    """The weapon handed in was shown clear: the bearer says so, and `witness` if one is needed."""

    KIND: ClassVar[str] = "return.shown_clear"
    at: Moment
    text: str
    bearer: OfficerNumber | None
    witness: OfficerNumber | None


@dataclass(frozen=True, slots=True)
class ReturnTold:
    """What the bearer reported about weapon and rounds."""

    KIND: ClassVar[str] = "return.told"
    at: Moment
    text: str
    back: Rounds
    fired: int
    lost: int
    ticks: tuple[str, ...]
    report: str


@dataclass(frozen=True, slots=True)
class RoundsDiffered:
    """Rounds out are not rounds back + fired + lost (R15); the holder answers for it."""

    KIND: ClassVar[str] = "rounds.differed"
    at: Moment
    weapon: WeaponNumber
    holder: OfficerNumber
    out: Rounds
    back: Rounds
    fired: int
    lost: int


@dataclass(frozen=True, slots=True)
class WorkOrdered:
    """A weapon came back needing hands; it is not issued until somebody saw to it."""

    KIND: ClassVar[str] = "work.ordered"
    at: Moment
    weapon: WeaponNumber
    ticks: tuple[str, ...]
    condition: Condition


@dataclass(frozen=True, slots=True)
class WeaponReturned:
    """Custody passed back to the bay: the weapon's cable is shut again."""

    KIND: ClassVar[str] = "weapon.returned"
    at: Moment
    weapon: WeaponNumber
    bearer: OfficerNumber | None
    holder: OfficerNumber | None
    position: PositionId


@dataclass(frozen=True, slots=True)
class WeaponReceived:
    """A weapon without a place here was taken into the custodian's hands: never refused (P6)."""

    KIND: ClassVar[str] = "weapon.received"
    at: Moment
    text: str
    weapon: WeaponNumber | None
    bearer: OfficerNumber | None
    custodian: OfficerNumber
