"""The bay: the racks one kiosk guards, who stands there, and who is out with what.

Values and questions about them; how a line of the journal changes them stands in `rules.fold`.
Every `until` and `*_ms` deadline in here is `Moment.mono_ms` of the running boot. What lines change
has no slots: `rules.change` copies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.rules.counting import Counting
from kiosk.rules.entries import (
    AdjustmentAsked,
    AlarmCause,
    CountCertified,
    CountKind,
    DoubtCause,
    Fault,
    ListedMet,
    Purpose,
    ReleaseGranted,
    StandToAsked,
)
from kiosk.rules.losing import OpenLoss
from kiosk.rules.mustering import NO_MUSTERS, Musters
from kiosk.rules.pending import Pending
from kiosk.rules.policy import Policy
from kiosk.rules.rungs import Tells
from kiosk.rules.serving import Serving, ToServe
from kiosk.rules.shifts import Handing, Key, Shift
from kiosk.rules.stacks import CardStack, LettingIn
from kiosk.rules.standing import Pairing, StandTo
from kiosk.rules.supply import FROM_MAINS, Supply
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Grade,
    OfficerNumber,
    Position,
    PositionId,
    Role,
    Rounds,
    Signal,
    WeaponNumber,
)
from kiosk.rules.to_pass import ToPass
from kiosk.rules.to_rack import ToRack
from kiosk.rules.transferring import NO_TRANSFERS, Transfers


@dataclass(frozen=True, slots=True)
class Custody:
    """Who answers for a weapon that is out. `since_ms` and `due_ms` are wall times.

    `rank`: the holder's, when the weapon was issued.
    """

    holder: OfficerNumber
    since_ms: int
    due_ms: int
    mission: str
    rounds: Rounds
    rank: str = ""


@dataclass(frozen=True)
class Asked:
    """A weapon an officer asked for, all gates passed. `signed`: who counter-signed."""

    weapon: WeaponNumber
    rounds: Rounds
    mission: str
    due_ms: int
    needs_second: bool
    signed: OfficerNumber | None = None


@dataclass(frozen=True)
class Returning:
    """A weapon handed in. `shown`: the bearer says it is clear; `told`: the report is given."""

    text: str
    weapon: WeaponNumber | None
    holder: OfficerNumber | None
    position: PositionId | None
    needs_witness: bool
    shown: bool = False
    witness: OfficerNumber | None = None
    told: bool = False

    def is_about(self, text: str, weapon: WeaponNumber | None) -> bool:
        """Return whether a scan only says again what is being handed in."""
        return self.text == text if weapon is None else self.weapon == weapon


@dataclass(frozen=True)
class Enrolling:
    """A badge being given to an officer; two people vouch, then the badge, then the PIN.

    `until_ms`: as in `things.Badge`. `keeps_pin`: who is only lent one has a PIN already.
    """

    officer: OfficerNumber
    vouchers: tuple[OfficerNumber, ...] = ()
    badge: BadgeText | None = None
    until_ms: int = 0
    keeps_pin: bool = False


@dataclass(frozen=True)
class Session:
    """One visit to the bay. `officer` is None for a bearer without badge.

    `grade`: how far their badge may be believed to be no copy. `passed`: the PIN was right;
    `fumbled`: but not at once. `second`: whose PIN is awaited now, shown with a badge of
    `second_grade`.
    `looked`: where a weapon that is out was seen, until a second person says so too.
    `counting`: they were drawn for the count that runs, and are at it. `adjusting`: what they want
    the book to have, until a second person wants it too. `handing`: a shift that changes hands.
    `standing`: a stand-to that is to begin or to end; `pairing`: one that they stand at.
    `racking`: the weapon they give a place; `passing`: one they hand to another officer. `serving`:
    service mode or a trial in it, that waits for the two who open it.
    """

    officer: OfficerNumber | None
    until: int
    passed: bool = False
    fumbled: bool = False
    second: OfficerNumber | None = None
    asked: Asked | None = None
    wants_return: bool = False
    returning: Returning | None = None
    looked: PositionId | None = None
    enrolling: Enrolling | None = None
    pending: Pending | None = None
    counting: bool = False
    adjusting: AdjustmentAsked | None = None
    racking: ToRack | None = None
    passing: ToPass | None = None
    serving: ToServe | None = None
    handing: Handing | None = None
    standing: StandToAsked | None = None
    pairing: Pairing | None = None
    grade: Grade = Grade.PRINTED
    second_grade: Grade = Grade.PRINTED

    @property
    def vouching(self) -> bool:
        """Whether two people stand by something asked for from afar, and nobody draws."""
        serving = self.serving is not None and not self.serving.granted
        return self.enrolling is not None or self.pending is not None or serving

    @property
    def by_pin(self) -> bool:
        """Whether the second person types a PIN whatever the policy says of a counter-signature."""
        wants = (self.looked, self.adjusting, self.handing, self.standing)
        return any(want is not None for want in wants)


@dataclass(frozen=True)
class Release:
    """One cable that may be opened, and what happened to it since."""

    grant: ReleaseGranted
    until: int
    opened_ms: int | None = None
    held_open: bool = False
    taken: bool = False
    wrong: int = 0
    shut_ms: int | None = None

    @property
    def cable(self) -> CableId:
        """The cable released."""
        return self.grant.cable

    @property
    def is_open(self) -> bool:
        """Whether the cable was opened and not shut again."""
        return self.opened_ms is not None and self.shut_ms is None


@dataclass(frozen=True)
class PinTries:
    """Wrong PINs in a row, and how often they led to a wait; no clock can shorten it.

    A start begins the whole wait anew: nobody can tell how long the kiosk was off.
    """

    refused: int = 0
    locks: int = 0
    until: int = 0
    wait_ms: int = 0


@dataclass(frozen=True)
class Alarm:
    """Somebody must come. `answered`: who did; `since_ms`: wall."""

    cause: AlarmCause
    about: str
    since_ms: int
    answered: OfficerNumber | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """The book may be wrong about a position. `officer`: who was there; `since_ms`: wall."""

    cause: DoubtCause
    since_ms: int
    officer: OfficerNumber | None = None


LOUD = frozenset(
    {
        AlarmCause.FORCED,
        AlarmCause.LEFT_OPEN,
        AlarmCause.TAMPER,
        AlarmCause.BOLT_POWER,
        AlarmCause.CONTACT_LOST,
        AlarmCause.DESTROYED,
    }
)
"""Alarms that sound the siren and stop every issue until somebody comes."""

STOPPING = frozenset({Signal.BOLT_POWER, Signal.SERVICE_KEY, Signal.BATTERY})
"""Signals that stop every issue for as long as their line is active: `rules.signals` says why."""

AlarmKey = tuple[AlarmCause, str]
FaultKey = tuple[Fault, str]


@dataclass(frozen=True)
class Bay:
    """All that the rules may look at between one observation and the next.

    `signals`: the lines beside those of the cables that are active, and what each tells of.
    `blind`: the faults by which the contact of a cable is lost, and which cable that is.
    `count`: the one that is under way; `counts`: the number of the newest; `last_count`: the newest
    certificate. `counted`: when each cable was counted last, by what the count was for (wall).
    `transfers`: what is on its way to another store, and what is awaited from one. `losses`: what
    was reported lost and not found yet: the hot list.
    `shift`: who answers for the bay, None before the first one began. `stand_to`: the newest.
    `stirred`: weapons that the book moved since the count that runs found them, or began.
    `fell_due_ms`: when a count was looked for last that nobody had ordered (wall). `appointed`:
    since when each custodian and chief is one (wall). `late`: who was told of each weapon that is
    out for too long.
    `musters`: what is kept at posts that have no kiosk. `listed`: what is here and on a list of
    the capital, by what it is called; the lists themselves are looked up by the eyes. `service`:
    service mode while it lasts.
    """

    policy: Policy
    positions: Mapping[PositionId, Position] = field(default_factory=dict)
    cables: Mapping[CableId, tuple[PositionId, ...]] = field(default_factory=dict)
    homes: Mapping[WeaponNumber, PositionId] = field(default_factory=dict)
    inside: Mapping[PositionId, WeaponNumber] = field(default_factory=dict)
    out: Mapping[WeaponNumber, Custody] = field(default_factory=dict)
    missing: frozenset[WeaponNumber] = frozenset()
    open_cables: frozenset[CableId] = frozenset()
    doubts: Mapping[PositionId, Doubt] = field(default_factory=dict)
    alarms: Mapping[AlarmKey, Alarm] = field(default_factory=dict)
    faults: frozenset[FaultKey] = frozenset()
    blind: Mapping[FaultKey, CableId] = field(default_factory=dict)
    signals: Mapping[str, Signal] = field(default_factory=dict)
    pin_tries: Mapping[OfficerNumber, PinTries] = field(default_factory=dict)
    session: Session | None = None
    release: Release | None = None
    count: Counting | None = None
    counts: int = 0
    last_count: CountCertified | None = None
    counted: Mapping[tuple[CountKind, CableId], int] = field(default_factory=dict)
    transfers: Transfers = NO_TRANSFERS
    losses: Mapping[WeaponNumber, OpenLoss] = field(default_factory=dict)
    shift: Shift | None = None
    keys: Mapping[str, Key] = field(default_factory=dict)
    stand_to: StandTo | None = None
    stirred: frozenset[WeaponNumber] = frozenset()
    fell_due_ms: int = 0
    appointed: Mapping[tuple[Role, OfficerNumber], int] = field(default_factory=dict)
    late: Mapping[WeaponNumber, frozenset[Tells]] = field(default_factory=dict)
    musters: Musters = NO_MUSTERS
    listed: Mapping[str, ListedMet] = field(default_factory=dict)
    service: Serving | None = None
    supply: Supply = FROM_MAINS
    founded: bool = False
    latest_wall_ms: int = 0

    def place_of(self, weapon: WeaponNumber) -> PositionId | None:
        """Return where the book says a weapon stands, or None if it is not in this bay."""
        home = self.homes.get(weapon)
        if home is not None and self.inside.get(home) == weapon:
            return home
        return next((place for place, found in self.inside.items() if found == weapon), None)

    def on_cable(self, cable: CableId) -> tuple[WeaponNumber, ...]:
        """Return the weapons that opening a cable exposes, by the book."""
        return tuple(
            self.inside[position] for position in self.cables[cable] if position in self.inside
        )

    def held_by(self, officer: OfficerNumber) -> tuple[WeaponNumber, ...]:
        """Return the weapons an officer is out with."""
        return tuple(weapon for weapon, custody in self.out.items() if custody.holder == officer)

    @property
    def letting_in(self) -> CardStack | None:
        """The stack that waits for its second person now: nothing it was held against may move."""
        pending = None if self.session is None else self.session.pending
        matter = None if pending is None else pending.matter
        return matter.stack if isinstance(matter, LettingIn) else None

    @property
    def unknown_holders(self) -> tuple[WeaponNumber, ...]:
        """The weapons that left in a stand-to, and nobody's badge was shown for them since."""
        taken = self.stand_to.taken if self.stand_to is not None else {}
        return tuple(
            weapon
            for weapon, unnamed in taken.items()
            if (custody := self.out.get(weapon)) is not None
            if (custody.holder, custody.mission) == (unnamed.answers, unnamed.order)
        )

    @property
    def standing_to(self) -> bool:
        """Whether a stand-to runs."""
        return self.stand_to is not None and self.stand_to.running

    @property
    def sounding(self) -> bool:
        """Whether the siren must sound: a loud alarm that nobody answered."""
        return any(alarm.cause in LOUD and alarm.answered is None for alarm in self.alarms.values())

    def unseen(self, cable: CableId) -> bool:
        """Return whether nobody would see this cable open or shut: its contact is lost."""
        return cable in self.blind.values()

    @property
    def testing(self) -> bool:
        """Whether a cable is released, open or uncounted because its lock is tried."""
        return self.release is not None and self.release.grant.purpose is Purpose.TEST

    @property
    def troubled(self) -> bool:
        """Whether anything stands that lets no cable open for an issue, whoever asks (P8)."""
        return bool(
            self.sounding
            or self.faults
            or self.open_cables
            or self.supply.held_back
            or not STOPPING.isdisjoint(self.signals.values())
        )

    def owner_of(self, position: PositionId) -> WeaponNumber | None:
        """Return the weapon that stands at a position, or else the one that is not at home there.

        A weapon that stands elsewhere, in a quarantine position say, is not expected at home.
        """
        if position in self.inside:
            return self.inside[position]
        elsewhere = set(self.inside.values())
        homed = (weapon for weapon, home in self.homes.items() if home == position)
        return next((weapon for weapon in homed if weapon not in elsewhere), None)

    def next_deadline(self) -> int | None:
        """Return the mono moment at which `TimePassed` is due, or None."""
        of_service = None if self.service is None or self.testing else self.service.due
        of_supply = self.supply.due(self.policy, at_rest=self.at_rest)
        moments = (self.visit_deadline(), of_service, of_supply)
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def at_rest(self) -> bool:
        """Whether nobody stands at the bay, nothing is released, and every cable is shut."""
        return self.session is None and self.release is None and not self.open_cables

    def visit_deadline(self) -> int | None:
        """Return the mono moment at which who stands there is out of time, or None."""
        if self.release is not None:
            return self._release_deadline(self.release)
        return None if self.session is None else self.session.until

    def _release_deadline(self, release: Release) -> int | None:
        if release.opened_ms is None:
            return release.until
        if release.shut_ms is not None:
            return release.shut_ms + 1000 * self.policy.count_s
        opened_ms = release.opened_ms + self._pairs_ms(release.grant)
        if not release.held_open:
            return opened_ms + 1000 * self.policy.held_open_s
        called = (AlarmCause.LEFT_OPEN, release.cable) in self.alarms
        if not called or self.unseen(release.cable):
            return opened_ms + 1000 * self.policy.left_open_s
        return None

    def _pairs_ms(self, grant: ReleaseGranted) -> int:
        """Return how much longer a cable may be open for as many officers as it has weapons."""
        many = len(grant.exposed) if grant.purpose is Purpose.STAND_TO else 0
        return 1000 * self.policy.stand_to_pair_s * many
