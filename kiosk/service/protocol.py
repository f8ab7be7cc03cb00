"""What may be asked at the hatch. One kiosk and, later, the hub answer the same questions.

Taps, office work and questions come through here; readings never do: a face that was taken over can
show no badge and scan no weapon. Only the simulated bay has a `Bench`.
"""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.bench_views import BenchView
from kiosk.service.found import FoundPage, StoryPage
from kiosk.service.loss_taps import TellLoss
from kiosk.service.rack_taps import RackTap
from kiosk.service.views import BayView, Line
from kiosk.service.works import Work


@dataclass(frozen=True, slots=True)
class Pin:
    """Digits typed on the pad: the PIN of whoever is asked for one."""

    digits: str


@dataclass(frozen=True, slots=True)
class NewPin:
    """A new PIN, typed twice; and twice a second one for use under threat, by who wants one."""

    digits: str
    again: str
    duress: str = ""
    duress_again: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """A weapon chosen from the list on the screen, by registration number."""

    weapon: str


@dataclass(frozen=True, slots=True)
class SayRounds:
    """How many magazines and rounds go out."""

    magazines: int
    rounds: int


@dataclass(frozen=True, slots=True)
class WantReturn:
    """The Return button."""


@dataclass(frozen=True, slots=True)
class ShowClear:
    """The bearer says the weapon was shown clear."""


@dataclass(frozen=True, slots=True)
class Report:
    """The report at a return. `ticks`: fired, wet, dropped, damaged, part_missing."""

    magazines: int
    rounds: int
    fired: int = 0
    lost: int = 0
    ticks: tuple[str, ...] = ()
    report: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many weapons are left on the cable that was open."""

    counted: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a custodian sees at a position in doubt."""

    position: str
    present: bool


@dataclass(frozen=True, slots=True)
class OrderCount:
    """A count ordered at the bay. `what`: of `rules.entries.CountKind`; `scope`: "" is the bay."""

    what: str
    scope: str


@dataclass(frozen=True, slots=True)
class StartCount:
    """Whoever was drawn begins to count, or goes on."""


@dataclass(frozen=True, slots=True)
class SayEmpty:
    """Nothing stands at the place that is shown."""


@dataclass(frozen=True, slots=True)
class SayNoMark:
    """A weapon stands there whose label cannot be read."""


@dataclass(frozen=True, slots=True)
class Engraving:
    """The digits read from the steel; none: they cannot be read."""

    digits: str


@dataclass(frozen=True, slots=True)
class SignCount:
    """Somebody signs for the count."""


@dataclass(frozen=True, slots=True)
class AdjustCount:
    """Somebody wants the book to have what was found at a position."""

    position: str


@dataclass(frozen=True, slots=True)
class WantHandover:
    """A shift is offered, or asked for."""

    offers: bool


@dataclass(frozen=True, slots=True)
class CountCable:
    """How many weapons hang on the cable a hand-over asks for."""

    counted: int


@dataclass(frozen=True, slots=True)
class SeeKey:
    """Whether the key a hand-over asks for is in its place."""

    present: bool


@dataclass(frozen=True, slots=True)
class ReadSeal:
    """The number on the seal a hand-over asks for; none: it is broken or gone."""

    digits: str


@dataclass(frozen=True, slots=True)
class AcceptPoint:
    """The open thing that is shown is accepted."""


@dataclass(frozen=True, slots=True)
class BeginStandTo:
    """A stand-to is wanted. `reason`: of `rules.entries.StandToReason`."""

    reason: str


@dataclass(frozen=True, slots=True)
class ManStandTo:
    """Somebody goes on with the stand-to that runs."""


@dataclass(frozen=True, slots=True)
class FreeCable:
    """A cable is to be released for the stand-to."""

    cable: str


@dataclass(frozen=True, slots=True)
class EndStandTo:
    """The stand-to is to end."""


@dataclass(frozen=True, slots=True)
class WantPassing:
    """A weapon is to be handed to another officer."""


@dataclass(frozen=True, slots=True)
class EndService:
    """Service mode is to end."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The Cancel or Log out button."""


@dataclass(frozen=True, slots=True)
class CallChief:
    """The Call the chief button."""


ShiftTap = (
    WantHandover | CountCable | SeeKey | ReadSeal | AcceptPoint
    | BeginStandTo | ManStandTo | FreeCable | EndStandTo
)  # fmt: skip
CountTap = (
    OrderCount | StartCount | SayEmpty | SayNoMark | Engraving | SignCount | AdjustCount
)  # fmt: skip
Tap = (
    Pin | NewPin | Choose | SayRounds | WantReturn | ShowClear | Report | Count | Look
    | CountTap | ShiftTap | RackTap | WantPassing | EndService | TellLoss | Cancel | CallChief
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficePass:
    """The answer to somebody who wants to enter the office pages.

    `granted`: role and name may be shown the pages named in `desks` (`rules.desks`), the first of
    them first. Otherwise `reason` is a refusal's wire name.
    """

    granted: bool
    reason: str = ""
    number: str = ""
    name: str = ""
    role: str = ""
    desks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkDone:
    """The answer to work on the register: the last line written, or why nothing was, about what.

    `called`: the alarm it raised because of a lost or a listed weapon, about `about`.
    """

    seq: int = 0
    reason: str = ""
    about: str = ""
    called: str = ""


class KioskSilent(Exception):
    """Nobody answers behind the hatch: the keeper's program is not running or hangs."""


class Service(Protocol):
    """The hatch. Every method may be called from any thread and may raise `KioskSilent`."""

    def view(self) -> BayView:
        """Return the bay as it stands now."""
        ...

    def wait(self, after: int, timeout_s: float) -> BayView:
        """Return the bay once its `version` is beyond `after`, or as it is after `timeout_s`."""
        ...

    def tap(self, tap: Tap, page: str = "") -> BayView:
        """Hand a tap to the keeper and return the bay after it was decided on.

        Args:
            tap: what was tapped.
            page: the `BayView.page` it was tapped on. A page is answered once: a tap on one that is
                gone was meant for something else, or somebody else. It is no attempt and no
                refusal; nothing is written, and the bay is returned as it stands. Only a call for
                the chief counts wherever it was tapped. Empty: on no page in particular.
        """
        ...

    def enter_office(self, number: str, pin: str) -> OfficePass:
        """Ask to enter the office pages. Each try is written down before it is answered."""
        ...

    def sign(self, number: str, pin: str, work: Work) -> WorkDone:
        """Do some work at a desk, as whoever signs for it. Each try is written down first."""
        ...

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        """Return lines of the journal, newest first, numbered below `before` (0: the newest)."""
        ...


class Register(Protocol):
    """The register, for who reads in it. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who reads, as they entered the office. Whether they may is decided anew each
    time; a page that is refused says so in its `reason`.
    """

    def find(self, by: str, text: str, after: str = "", kind: str = "") -> FoundPage:
        """Return a page of what is called so, or of all weapons when `text` is empty.

        Args:
            by: who asks.
            text: a number or name or any part of one, as it was typed or scanned.
            after: `FoundPage.after` of the page before, or empty for the first.
            kind: only `weapon`, `card` or `officer`; all when it is empty.
        """
        ...

    def story(self, by: str, weapon: str, before: int = 0, after: int = 0) -> StoryPage:
        """Return a page of the life story of a weapon; the newest one when neither is given.

        Args:
            by: who asks.
            weapon: its registration number.
            before: only entries numbered below this.
            after: only entries numbered above this.
        """
        ...


class Bench(Protocol):
    """The parts of the simulated bay. A real bay refuses every one of these."""

    def parts(self) -> BenchView:
        """Return what can be touched, and how it stands."""
        ...

    def scan(self, reader: str, text: str) -> BenchView:
        """Hold a badge or a label before a simulated reader."""
        ...

    def cable(self, cable: str, *, opened: bool) -> BenchView:
        """Pull a cable out or push it in; pulling a locked one is forcing it."""
        ...

    def plug(self, device: str, *, plugged: bool) -> BenchView:
        """Unplug a simulated reader, or plug it in again."""
        ...

    def pass_time(self, minutes: int) -> BenchView:
        """Let time pass at the wall."""
        ...
