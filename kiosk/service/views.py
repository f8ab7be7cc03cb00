"""What a screen is told: the bay as people see it. Values only; imports no rule and no book.

Times named `*_ms` are wall milliseconds for people, `*_mono` the kiosk's monotonic milliseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.service.call_views import CallView
from kiosk.service.listed_view import ListedFace
from kiosk.service.loss_view import Losable, LossClocks
from kiosk.service.rack_view import RackView
from kiosk.service.service_views import ServiceView
from kiosk.service.shift_views import NO_SHIFT, HandoverView, ShiftView, StandToView
from kiosk.service.witness_view import WitnessView


class Stage(StrEnum):
    """Where the person at the bay stands; every stage has its page."""

    IDLE = "idle"
    PIN = "pin"
    CHOOSE = "choose"
    COUNTER_SIGN = "counter_sign"
    COUNTER_SIGN_PIN = "counter_sign_pin"
    DOUBT_SECOND = "doubt_second"
    OPEN_NOW = "open_now"
    CABLE_OPEN = "cable_open"
    WRONG_WEAPON = "wrong_weapon"
    WRONG_BLOCKED = "wrong_blocked"
    SHUT_NOW = "shut_now"
    COUNT = "count"
    RETURN_SCAN = "return_scan"
    RETURN_CLEAR = "return_clear"
    RETURN_WITNESS = "return_witness"
    RETURN_WITNESS_PIN = "return_witness_pin"
    RETURN_REPORT = "return_report"
    ENROL_VOUCHER = "enrol_voucher"
    ENROL_VOUCHER_PIN = "enrol_voucher_pin"
    ENROL_BADGE = "enrol_badge"
    ENROL_PIN = "enrol_pin"
    VOUCH = "vouch"
    VOUCH_PIN = "vouch_pin"
    COUNT_SCAN = "count_scan"
    COUNT_STEEL = "count_steel"
    COUNT_CABLE = "count_cable"
    COUNT_SECOND = "count_second"
    RACK_LABEL = "rack_label"
    RACK_STEEL = "rack_steel"
    RACK_CHECK = "rack_check"
    RACK_CLEAN = "rack_clean"
    RACK_PHOTO = "rack_photo"
    RACK_PLACE = "rack_place"
    RACK_SECOND = "rack_second"
    HANDOVER_SECOND = "handover_second"
    HANDOVER_CABLE = "handover_cable"
    HANDOVER_KEY = "handover_key"
    HANDOVER_SEAL = "handover_seal"
    HANDOVER_POINT = "handover_point"
    HANDOVER_SIGN = "handover_sign"
    STAND_TO_SECOND = "stand_to_second"
    STAND_TO = "stand_to"
    STAND_TO_PAIRS = "stand_to_pairs"
    PASSING_SCAN = "passing_scan"
    PASSING_BADGE = "passing_badge"
    PASSING_PIN = "passing_pin"
    PASSING_SIGN = "passing_sign"
    SERVICE_BADGE = "service_badge"
    SERVICE_PIN = "service_pin"
    HALTED = "halted"


@dataclass(frozen=True, slots=True)
class PersonFace:
    """A person as a screen names them."""

    number: str
    name: str
    name_km: str = ""
    rank: str = ""
    role: str = "officer"


@dataclass(frozen=True, slots=True)
class WeaponFace:
    """A weapon as a screen names it."""

    number: str
    name: str
    serial: str
    type: str = ""
    condition: str = "fit"
    magazines: int = 0
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class PositionView:
    """One position. `state`: in, out, empty, doubt or missing."""

    id: str
    rack: str
    cable: str
    state: str
    weapon: WeaponFace | None = None
    holder: PersonFace | None = None
    since_ms: int = 0
    due_ms: int = 0
    overdue: bool = False
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CableView:
    """One cable: shut, released (may be opened) or open."""

    id: str
    rack: str
    open: bool
    released: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """What somebody must have done about a missing weapon by a moment."""

    name: str
    due_ms: int
    late: bool


@dataclass(frozen=True, slots=True)
class AlarmView:
    """An alarm that stands. `answered` names who came, empty when nobody did.

    `steps`: what is due, and by when, if it is about a missing weapon; `listed`: what a list of the
    capital says of it; `elsewhere`: nobody at the racks can have it.
    """

    cause: str
    about: str
    since_ms: int
    answered: str = ""
    steps: tuple[StepView, ...] = ()
    listed: tuple[ListedFace, ...] = ()
    elsewhere: bool = False

    @property
    def sentence(self) -> str:
        """Return the name of the sentence that says it."""
        return f"{self.cause}_elsewhere" if self.elsewhere else self.cause


@dataclass(frozen=True, slots=True)
class FaultView:
    """Something that keeps the kiosk from issuing."""

    fault: str
    device: str


@dataclass(frozen=True, slots=True)
class SignalView:
    """A line that tells of something every screen shows: service key, mains or battery."""

    signal: str
    line: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last thing that ended, for the screen to say: issued, returned, refused and so on.

    `kind` is the wire kind of the entry, `reason` a refusal's wire name, `facts` what the sentence
    needs (`name`, `position`, `rack`, `tries`, `due`).
    """

    seq: int
    kind: str
    at_mono: int
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One field of the register that two people are asked to correct."""

    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Visit:
    """The running session: who stands there and what they are at.

    `matter`: what two people are asked to stand by (`rules.matters.tag`), with `changes` and `why`.
    `reverses`: the line with the correction that this one takes back, 0 for none.
    `scanned`: the wrong weapon held before the scanner last; one nobody knows has only its number,
    the text that was read. `lent_ms`: until when a badge that is enrolled is lent; 0: it is given.
    `duress_pin`: with the new PIN a second one may be chosen. `may_pass`: a weapon may be handed to
    another officer; `taker`: who takes it. `losable`: what they may say is lost.
    """

    person: PersonFace | None = None
    second: PersonFace | None = None
    weapon: WeaponFace | None = None
    position: str = ""
    cable: str = ""
    until_mono: int = 0
    tries_left: int = 0
    wrong: int = 0
    scanned: WeaponFace | None = None
    held_open: bool = False
    taken: bool = False
    purpose: str = ""
    magazines: int = 0
    rounds: int = 0
    text: str = ""
    exposed: tuple[WeaponFace, ...] = ()
    vouchers: int = 0
    matter: str = ""
    changes: tuple[ChangeView, ...] = ()
    why: str = ""
    reverses: int = 0
    racking: RackView | None = None
    lent_ms: int = 0
    duress_pin: bool = False
    may_pass: bool = False
    taker: PersonFace | None = None
    losable: tuple[Losable, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What two counters found otherwise than the book.

    `adjustable`: two more people may let the book have it so; `adjusted`: they did.
    """

    place: str
    difference: str
    weapon: WeaponFace | None = None
    adjustable: bool = False
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class CountView:
    """The count that is under way. `state`: waits, first, again or sign; `counter`: whose turn.

    `differences` and `witness` are told only once it waits for its signature: a count is blind.
    """

    number: int
    what: str
    scope: str
    state: str
    counter: PersonFace | None
    done: int
    of: int
    since_ms: int
    differences: tuple[DifferenceView, ...] = ()
    hasty: int = 0
    witness: WitnessView | None = None


@dataclass(frozen=True, slots=True)
class DueCountView:
    """A count that the policy asks for; `due_ms` is 0 when there never was one."""

    what: str
    due_ms: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class LastCountView:
    """The newest certificate. `people`: who counted, and last who signed; `head`: the chain's."""

    number: int
    what: str
    scope: str
    at_ms: int
    people: tuple[PersonFace, ...]
    places: int
    differences: int
    hasty: int
    head: str
    witness: WitnessView | None = None


@dataclass(frozen=True, slots=True)
class LateView:
    """A weapon that is out, of which somebody was told that it is due. `told`: who, first to last.

    `position`: its home, or empty.
    """

    weapon: WeaponFace
    holder: PersonFace | None
    position: str
    mission: str
    due_ms: int
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BayView:
    """The whole bay at one moment. `version` grows with every change, `seq` is the journal's.

    `own_key`: the fingerprint of the key that seals it; `key_vouched`: two people stood by that.

    `page` names what the person at the bay is asked; a tap carries it back, so that it counts only
    while that is still the question. `unreturned` is a weapon in somebody's hand whose return was
    broken off. `calls` are no alarms that a screen may show: `web_ui.office_face.calls_for`.
    """

    stage: Stage
    page: str = ""
    version: int = 0
    seq: int = 0
    head: str = ""
    own_key: str = ""
    key_vouched: bool = False
    kiosk: str = ""
    now_ms: int = 0
    now_mono: int = 0
    visit: Visit = Visit()
    outcome: Outcome | None = None
    positions: tuple[PositionView, ...] = ()
    cables: tuple[CableView, ...] = ()
    alarms: tuple[AlarmView, ...] = ()
    faults: tuple[FaultView, ...] = ()
    signals: tuple[SignalView, ...] = ()
    unreturned: WeaponFace | None = None
    count: CountView | None = None
    due_counts: tuple[DueCountView, ...] = ()
    last_count: LastCountView | None = None
    shift: ShiftView = NO_SHIFT
    handover: HandoverView | None = None
    stand_to: StandToView | None = None
    late: tuple[LateView, ...] = ()
    calls: tuple[CallView, ...] = ()
    loss_clocks: tuple[LossClocks, ...] = ()
    service: ServiceView | None = None
    simulated: bool = False
    training: bool = False

    @property
    def picture(self) -> "BayView":
        """The view without its moment: equal for as long as nothing changes."""
        return replace(self, now_ms=0, now_mono=0)

    @property
    def registered(self) -> int:
        """How many weapons belong here: those in the rack, out, in doubt and missing, together."""
        return sum(position.weapon is not None for position in self.positions)

    @property
    def in_rack(self) -> int:
        """How many weapons stand in their place beyond doubt."""
        return self._weapons("in")

    @property
    def in_doubt(self) -> int:
        """How many weapons somebody must look for, wherever the book has them: never positions."""
        return self._weapons("doubt")

    @property
    def missing(self) -> int:
        """How many weapons were looked for and not found."""
        return self._weapons("missing")

    @property
    def out(self) -> int:
        """How many weapons are in somebody's hands, or not yet in the rack."""
        return self.registered - self.in_rack - self.in_doubt - self.missing

    @property
    def overdue(self) -> int:
        """How many weapons should have been back by now; one in doubt may be back."""
        return sum(position.overdue and position.state == "out" for position in self.positions)

    def _weapons(self, state: str) -> int:
        return sum(
            position.weapon is not None and position.state == state for position in self.positions
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal as the office reads it."""

    seq: int
    at_ms: int
    kind: str
    facts: Mapping[str, str]
