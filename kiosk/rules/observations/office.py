"""What is asked from afar: work on the register, cards, corrections, and looks into the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules.entries import (
    AlarmCause,
    CardImported,
    CardsClosed,
    CardStack,
    OfficerCorrected,
    WeaponCorrected,
)
from kiosk.rules.observations.signature import Signature
from kiosk.rules.pending import Known, OtherMatter
from kiosk.rules.tags import Claims
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Certificate,
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
    """Somebody asks to give a person a badge; two people must now show theirs.

    `person`: None when the register has no such `number`. `hours`: for how long it is lent, 0 for
    one that is given. `badges`: what they have already. `by`: who signed for it, or "".
    """

    at: Moment
    person: Person | None
    number: OfficerNumber
    hours: int = 0
    badges: tuple[Badge, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class OfficeAsked:
    """Somebody wants to enter the office pages with number and PIN."""

    at: Moment
    signature: Signature


@dataclass(frozen=True, slots=True)
class AnswerAsked:
    """Somebody at the office answers an alarm that nobody may answer at the bay, with their PIN."""

    at: Moment
    signature: Signature
    cause: AlarmCause | None
    about: str


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """Somebody writes facts into the register; `by` names who.

    `known` names every officer and weapon these facts speak of that the register has already;
    `claims`: whose the tags of their weapons are.
    """

    at: Moment
    by: str
    facts: tuple[Fact, ...]
    known: frozenset[str] = frozenset()
    claims: Claims = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """Somebody asks to correct the register; two people must now show their badges.

    `wanted` and `before`: the person or weapon as they are to stand, and as whoever asks saw them.
    `stands`: how they stand in the register now, None when there are none. `by`: the account, or
    the officer who signed for it. `badges`: those of the person, if it is one; `claims`: whose the
    tags of the weapon are, if it is one.
    """

    at: Moment
    by: str
    why: str
    wanted: Officer | Weapon
    before: Officer | Weapon
    stands: Officer | Weapon | None
    badges: tuple[BadgeText, ...] = ()
    claims: Claims = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What the book has of a line that somebody wants to take back.

    `correction`: None when that line is none, or of somebody else. `taken_back`: the line that took
    it back already, 0 for none. `papers`: the certificates that its person had before it: of those
    a line says only in words which came and went. `since`: of each field that was written after
    it, the newest line that did (`undoing.written_since`).
    """

    correction: OfficerCorrected | WeaponCorrected | None = None
    taken_back: int = 0
    papers: tuple[Certificate, ...] = ()
    since: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReversalAsked:
    """Somebody asks to take a correction back; two people must now show their badges.

    `line`: its number in the book, `written` what stands there. `by`, `stands`, `badges` and
    `claims` as in `CorrectionAsked`; the tags are those that the weapon is to have.
    """

    at: Moment
    by: str
    why: str
    line: int
    written: Written
    stands: Officer | Weapon | None
    badges: tuple[BadgeText, ...] = ()
    claims: Claims = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatterAsked:
    """Somebody at a desk asks for something that two people must now show their badges for.

    `known`: what the register has of whom and what it speaks of.
    """

    at: Moment
    signature: Signature
    matter: OtherMatter
    known: Known


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
    """Somebody asks that a badge is nobody's from now on. `officer`: whose it is, if anybody's.

    `lost`: so that nobody knows who has it now.
    """

    at: Moment
    by: str
    why: str
    badge: BadgeText
    officer: OfficerNumber | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class CardsVouched:
    """Two people ask to let a stack of cards in. `vouching` is empty while nobody has a PIN."""

    at: Moment
    stack: CardStack
    vouching: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsRead:
    """Cards of a stack that was let in, and with the last of them its end."""

    at: Moment
    cards: tuple[CardImported, ...]
    closed: CardsClosed | None = None


OfficeObservation = (
    EnrolAsked | OfficeAsked | AnswerAsked | RegisterAsked | CorrectionAsked | HoldAsked
    | ReversalAsked | MatterAsked | WithdrawalAsked | CardsVouched | CardsRead
)  # fmt: skip
