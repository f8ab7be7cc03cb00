"""What is asked from afar: work on the register, cards, corrections, and looks into the office."""

from dataclasses import dataclass

from kiosk.rules.entries import AlarmCause, CardImported, CardsClosed, CardStack
from kiosk.rules.things import (
    BadgeText,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Person,
    PositionId,
    Weapon,
    WeaponNumber,
)


@dataclass(frozen=True, slots=True)
class Racking:
    """A weapon's home position."""

    weapon: WeaponNumber
    position: PositionId


@dataclass(frozen=True, slots=True)
class MissionOrder:
    """A mission order and the officer it is for."""

    officer: OfficerNumber
    mission: Mission


@dataclass(frozen=True, slots=True)
class BadgeGift:
    """A badge and a sealed PIN for an officer; only a founding may write them unvouched."""

    officer: OfficerNumber
    badge: BadgeText
    sealed_pin: str


Fact = Officer | Weapon | Racking | MissionOrder | BadgeGift


@dataclass(frozen=True, slots=True)
class EnrolAsked:
    """A technician or registrar asks to give a person a badge; two people must now show theirs."""

    at: Moment
    person: Person


@dataclass(frozen=True, slots=True)
class OfficeAsked:
    """Somebody wants to enter the office pages with number and PIN."""

    at: Moment
    number: OfficerNumber
    person: Person | None
    matches: bool


@dataclass(frozen=True, slots=True)
class AnswerAsked:
    """Somebody at the office answers an alarm that nobody may answer at the bay, with their PIN."""

    at: Moment
    number: OfficerNumber
    person: Person | None
    matches: bool
    cause: AlarmCause
    about: str


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """Somebody writes facts into the register; `by` names who.

    `known` names every officer and weapon these facts speak of that the register has already.
    """

    at: Moment
    by: str
    facts: tuple[Fact, ...]
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """Somebody asks to correct the register; two people must now show their badges.

    `wanted` and `before`: the person or weapon as they are to stand, and as whoever asks saw them.
    `stands`: how they stand in the register now, None when there are none. `by`: the account.
    """

    at: Moment
    by: str
    why: str
    wanted: Officer | Weapon
    before: Officer | Weapon
    stands: Officer | Weapon | None


@dataclass(frozen=True, slots=True)
class HoldAsked:
    """Somebody asks that a person draws nothing from now on."""

    at: Moment
    by: str
    why: str
    number: OfficerNumber
    officer: Officer | None


@dataclass(frozen=True, slots=True)
class WithdrawalAsked:
    """Somebody asks that a badge is nobody's from now on. `officer`: whose it is, if anybody's."""

    at: Moment
    by: str
    why: str
    badge: BadgeText
    officer: OfficerNumber | None


@dataclass(frozen=True, slots=True)
class Vouching:
    """One of the two people who stand by a stack of cards: number, person, whether the PIN fits."""

    number: OfficerNumber
    person: Person | None
    matches: bool


@dataclass(frozen=True, slots=True)
class CardsVouched:
    """Two people ask to let a stack of cards in. `vouching` is empty while nobody has a PIN."""

    at: Moment
    stack: CardStack
    vouching: tuple[Vouching, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsRead:
    """Cards of a stack that was let in, and with the last of them its end."""

    at: Moment
    cards: tuple[CardImported, ...]
    closed: CardsClosed | None = None
