"""A small bay with a real keeper behind a real hatch; clock and register are made by hand.

Two cables with two positions each, four weapons, an officer, a custodian, a chief, a registrar. The
keeper turns on a thread of its own, as in the kiosk; a test moves the clock.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drivers.readings import Edge, Scan
from drivers.simulated import SimulatedOutput
from kiosk.config import Settings, settings_from
from kiosk.keeper.eyes import Wiring
from kiosk.keeper.hands import Hands
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, Keeper, is_scan
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Certificate,
    ClockQuality,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    PositionId,
    Role,
    Signal,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.service import protocol as p
from kiosk.service.client import RemoteService
from kiosk.service.local import LocalService
from kiosk.service.office import RemoteOffice
from kiosk.service.server import SocketServer, answers, office_answers
from kiosk.service.service_mode import service_answers
from kiosk.service.views import BayView, Stage
from tests.pin_seals import sealed_as
from tests.service.far_store import FarStore
from tests.service.hand_book import HandBook

NOON_MS = 1_767_247_200_000
"""1 January 2026, 13:00 in Phnom Penh."""

FAR_MS = NOON_MS + 10**9
OFFICER, CUSTODIAN, CHIEF, REGISTRAR = map(OfficerNumber, ("O-1", "C-1", "H-1", "G-1"))
BADGES = {
    who: BadgeText(number(Kind.BADGE, 1, place))
    for place, who in enumerate((OFFICER, CUSTODIAN, CHIEF, REGISTRAR), 1)
}
FRESH_BADGE = number(Kind.BADGE, 1, 99)
PINS = {OFFICER: "493817", CUSTODIAN: "572618", CHIEF: "863025", REGISTRAR: "291574"}
RIFLE, OTHER = (WeaponNumber(number(Kind.WEAPON, 1, place)) for place in (1, 2))
WIRING = Wiring(
    {"any": "any"},
    {f"cable {cable}": CableId(cable) for cable in "AB"},
    signals={
        "button": Signal.DURESS,
        "mains": Signal.MAINS,
        "battery": Signal.BATTERY,
        "housing": Signal.TAMPER,
    },
)
PATIENCE_S = 10.0


@dataclass
class HandClock:
    """A clock that a test moves. `jump_ms`: how far its wall time jumped."""

    mono_ms: int = 100_000
    jump_ms: int = 0

    def now(self) -> Moment:
        """Return this moment."""
        return Moment(NOON_MS + self.mono_ms + self.jump_ms, self.mono_ms, "boot", ClockQuality.NTP)

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.mono_ms += int(1000 * seconds)


def small_settings(folder: str = "/nowhere") -> Settings:
    """Return the configuration of the small bay."""
    dry = {"kind": "simulated"}
    return settings_from(
        {
            "kiosk": {"name": "small", "folder": folder, "socket": f"{folder}/kiosk.sock"},
            "policy": {"profile": "cambodia"},
            "reader": [{"name": "any", "kind": "simulated", "reads": "any"}],
            "cable": [
                {"id": "A", "rack": "R1", "positions": ["A1", "A2"], "lock": dry, "contact": dry},
                {"id": "B", "rack": "R1", "positions": ["B1", "B2"], "lock": dry, "contact": dry},
            ],
        },
        "small.toml",
    )


def register_facts() -> tuple[o.Fact, ...]:
    """Return everybody and everything of the small bay."""
    rifle = WeaponType("rifle")
    people = [
        Officer(OFFICER, "Sok Dara", "សុខ ដារ៉ា", certificates=(Certificate(rifle, FAR_MS),)),
        Officer(CUSTODIAN, "Heng Kosal", role=Role.CUSTODIAN),
        Officer(CHIEF, "Tep Borey", role=Role.CHIEF),
        Officer(REGISTRAR, "Chea Sreymom", role=Role.REGISTRAR),
    ]
    weapons = [
        Weapon(WeaponNumber(number(Kind.WEAPON, 1, place)), "AK-47", rifle, f"S-{place}", rounds=90)
        for place in range(1, 5)
    ]
    places = map(PositionId, ("A1", "A2", "B1", "B2"))
    return (
        *people,
        *weapons,
        *(o.Racking(weapon.number, place) for weapon, place in zip(weapons, places, strict=True)),
        o.MissionOrder(OFFICER, Mission("M-1", 0, FAR_MS)),
        *(o.BadgeGift(who, badge, sealed_as(PINS[who])) for who, badge in BADGES.items()),
    )


class SmallBay:
    """The bay, turning. `face` is how a test asks: the hatch itself, or the hatch over a socket."""

    def __init__(self, folder: Path) -> None:
        """Build it; `turning` sets it going."""
        self.clock, self.book = HandClock(), HandBook()
        self.inbox: Inbox[Item] = Inbox(is_scan)
        self.settings = small_settings(str(folder))
        self.bolts = {CableId(cable): SimulatedOutput(cable) for cable in "AB"}
        self.siren = SimulatedOutput("siren")
        self.local = LocalService(
            "small",
            self.inbox,
            clock=self.clock,
            facts=self.book,
            pins=self.book,
            read_lines=self._lines,
            own_key=FarStore().own_key,
            simulated=True,
        )
        self.keeper = Keeper(
            Bay(self.settings.policy),
            wiring=WIRING,
            clock=self.clock,
            journal=self.book,
            facts=self.book,
            pins=self.book,
            hands=Hands(self.bolts, {}, self.siren, Silence()),
            health=self.book,
            tell=self._told,
            mail=FarStore(),
        )
        self.face: p.Service = self.local
        self.office: RemoteOffice | None = None
        self.broken = threading.Event()
        self.decided: list[tuple[e.Entry, ...]] = []

    @contextmanager
    def turning(self, *, over_socket: bool) -> Iterator["SmallBay"]:
        """Turn until the test is over."""
        self.keeper.start(self.settings.positions(), dict.fromkeys(WIRING.cables, True))
        self.keeper.step(o.RegisterAsked(self.clock.now(), "founding", register_facts()))
        self.local.beat(self.clock.now())
        stop = threading.Event()
        thread = threading.Thread(target=self._turn, args=(stop,), name="keeper")
        thread.start()
        path = Path(self.settings.kiosk.socket)
        asked = answers(self.local, None) | office_answers(self.local)
        asked |= service_answers(self.local.ask)
        try:
            with SocketServer(path, asked) as server:
                server.open()
                self.office = RemoteOffice(path)
                if over_socket:
                    self.face = RemoteService(path)
                try:
                    yield self
                finally:
                    server.shutdown()
        finally:
            stop.set()
            thread.join(PATIENCE_S)

    def shows(self, badge: str) -> None:
        """Hold a badge or a weapon before the reader."""
        self.clock.pass_s(1)  # or it is the same scan, held too long
        self.inbox.put(Scan("any", badge))

    def pulls(self, cable: str, *, opened: bool) -> None:
        """Open or shut a cable."""
        self.inbox.put(Edge(f"cable {cable}", closed=not opened))

    def until(self, stage: Stage) -> BayView:
        """Return the bay once it stands at a stage."""
        return self.wait_for(lambda view: view.stage is stage)

    def wait_for(self, wanted: Callable[[BayView], bool]) -> BayView:
        """Return the bay once it is as wanted."""
        view = self.face.view()
        for _ in range(200):
            if wanted(view):
                return view
            view = self.face.wait(view.version, PATIENCE_S / 100)
        raise AssertionError(f"still {view.stage} on {view.page}; last said: {view.outcome}")

    def until_answered(self) -> BayView:
        """Return the bay once somebody answers for it again."""
        for _ in range(100):
            try:
                return self.face.view()
            except p.KioskSilent:
                self.broken.wait(PATIENCE_S / 100)
        raise AssertionError("nobody answers any more")

    def enters(self, who: OfficerNumber = OFFICER) -> BayView:
        """Show a badge and type its PIN."""
        self.shows(BADGES[who])
        self.until(Stage.PIN)
        return self.face.tap(p.Pin(PINS[who]))

    def vouch(self, *people: OfficerNumber) -> BayView:
        """Let people stand by what is asked for, each with badge and PIN."""
        view = self.until(Stage.VOUCH)
        for who in people:
            self.shows(BADGES[who])
            self.until(Stage.VOUCH_PIN)
            view = self.face.tap(p.Pin(PINS[who]))
        return view

    def opens(self, weapon: str = RIFLE) -> BayView:
        """Go from badge to open cable, the custodian signing."""
        self.enters()
        self.face.tap(p.Choose(weapon))
        self.shows(BADGES[CUSTODIAN])
        self.until(Stage.COUNTER_SIGN_PIN)
        self.face.tap(p.Pin(PINS[CUSTODIAN]))
        self.until(Stage.OPEN_NOW)
        self.pulls("A", opened=True)
        return self.until(Stage.CABLE_OPEN)

    def takes_out(self) -> BayView:
        """Go from badge to a weapon issued and counted."""
        self.opens()
        self.shows(RIFLE)
        self.until(Stage.SHUT_NOW)
        self.pulls("A", opened=False)
        self.until(Stage.COUNT)
        return self.face.tap(p.Count(1))

    def _turn(self, stop: threading.Event) -> None:
        while not stop.is_set() and not self.broken.is_set():
            try:
                self.keeper.take(self.inbox, 0.02)
            except BookUnwritable:
                self.broken.set()

    def _told(self, bay: Bay, entries: Sequence[e.Entry], seq: int) -> None:
        self.decided.append(tuple(entries))
        self.local.beat(self.clock.now())
        self.local.told(bay, entries, seq, f"head {seq}")

    def _lines(self, before: int, limit: int) -> list[tuple[int, e.Entry]]:
        numbered = [*enumerate(self.book.lines, 1)]
        return [line for line in reversed(numbered) if not before or line[0] < before][:limit]


class Silence:
    """A buzzer nobody hears."""

    def play(self, pattern: Sequence[tuple[int, int]]) -> None:
        """Be silent."""
