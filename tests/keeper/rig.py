"""A whole keeper on fakes: two cables, three weapons, four people, and nothing left to set up.

Rules of residence: what a test needs to say a sentence stands here; what it wants to show does not.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import kiosk.rules
from drivers.readings import Edge, Reading, Scan
from kiosk.keeper.eyes import Wiring
from kiosk.keeper.hands import Hands
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, Keeper, Question, is_scan
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Command, Kind, number
from kiosk.rules.policy import CounterSign, Policy, policy_from
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Certificate,
    Mission,
    Officer,
    OfficerNumber,
    Position,
    PositionId,
    RackId,
    Role,
    Signal,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.keeper.fakes import (
    Diary,
    FakeBuzzer,
    FakeClock,
    FakeEars,
    FakeHealth,
    FakeJournal,
    FakeOutput,
    FakeRegister,
    bolts,
)

FAR_MS = 4_000_000_000_000

SOK, VANN, DARA = OfficerNumber("1001"), OfficerNumber("2001"), OfficerNumber("3001")
"""An officer, the custodian, the chief."""

BADGES = {
    SOK: BadgeText(number(Kind.BADGE, 1, 1)),
    VANN: BadgeText(number(Kind.BADGE, 1, 2)),
    DARA: BadgeText("04A1B2C3D4"),
}
"""The chief's badge is a tag nobody here printed."""

PINS = {SOK: "1234", VANN: "2345", DARA: "3456"}

RIFLE, PISTOL, CARBINE = (WeaponNumber(number(Kind.WEAPON, 1, sequence)) for sequence in (1, 2, 3))

A, B = CableId("A"), CableId("B")
POSITIONS = (
    Position(PositionId("A-1"), RackId("1"), A),
    Position(PositionId("A-2"), RackId("1"), A),
    Position(PositionId("B-1"), RackId("1"), B),
)
WIRING = Wiring(
    readers={"badge": "badge", "weapon": "weapon", "desk": "any"},
    cables={"contact A": A, "contact B": B},
    presence={"sensor B-1": PositionId("B-1")},
    signals={
        "housing": Signal.TAMPER,
        "button": Signal.DURESS,
        "mains": Signal.MAINS,
        "battery": Signal.BATTERY,
    },
)
AT_REST = dict.fromkeys((*WIRING.cables, *WIRING.signals), True)
"""How every line stands while nothing is going on."""


def policy(**changes: object) -> Policy:
    """Return the policy of a unit that draws alone; nobody needs to counter-sign."""
    folder = Path(kiosk.rules.__file__).parent / "profiles"
    profile = policy_from(tomllib.loads((folder / "self_service.toml").read_text()))
    changed: dict[str, object] = {"counter_sign": CounterSign.NEVER, **changes}
    return replace(profile, **changed)  # type: ignore[arg-type]  # the names are a policy's own


def command(card: Command) -> str:
    """Return the text on a command card."""
    return number(Kind.COMMAND, 0, card.value)


def digit(figure: int) -> str:
    """Return the text on a digit card."""
    return number(Kind.COMMAND, 0, figure)


class Rig:
    """A keeper that was started and whose register is founded. Fields are its fakes."""

    def __init__(self, **changes: object) -> None:
        """Build it under a policy with some changes, and write the first register."""
        self.diary: Diary = []
        self.clock, self.journal = FakeClock(), FakeJournal(self.diary)
        self.register, self.health = FakeRegister(), FakeHealth()
        self.bolts = bolts(self.diary, [A, B])
        self.siren = FakeOutput("siren", self.diary)
        self.lights = {PositionId("A-1"): FakeOutput("light A-1", self.diary)}
        self.buzzer = FakeBuzzer(self.diary)
        self.told: list[tuple[Bay, tuple[e.Entry, ...], int]] = []
        self.inbox: Inbox[Item] = Inbox(is_scan)
        self.ears = FakeEars(self.diary)
        self.hands = Hands(self.bolts, self.lights, self.siren, self.buzzer, self.ears)
        self.keeper = Keeper(
            Bay(policy(**changes)),
            wiring=WIRING,
            clock=self.clock,
            journal=self.journal,
            facts=self.register,
            pins=self.register,
            hands=self.hands,
            health=self.health,
            tell=self._tell,
            ears=self.ears,
        )
        self.keeper.start(POSITIONS, AT_REST)
        self._found()

    @property
    def bay(self) -> Bay:
        """The bay as the keeper has it."""
        return self.keeper.bay

    def take(self, *items: Item) -> tuple[e.Entry, ...]:
        """Put items into the inbox, let the keeper take each, and return the lines written."""
        before = len(self.journal.lines)
        for item in items:
            self.inbox.put(item)
        for _ in items:
            self.keeper.take(self.inbox, 0)
        return tuple(self.journal.lines[before:])

    def look_around(self) -> None:
        """Let the keeper notice what time and health bring now."""
        self.keeper.look_around(self.clock.now())

    def see(self, *readings: Reading) -> tuple[e.Entry, ...]:
        """Take readings, a second apart."""
        before = len(self.journal.lines)
        for reading in readings:
            self.clock.pass_ms(1_000)
            self.take(reading)
        return tuple(self.journal.lines[before:])

    def scan(self, *texts: str, reader: str = "desk") -> tuple[e.Entry, ...]:
        """Scan texts at one reader, a second apart."""
        return self.see(*(Scan(reader, text) for text in texts))

    def ask(self, question: Question) -> Question:
        """Ask something at the hatch."""
        self.take(question)
        return question

    def type_pin(self, pin: str) -> tuple[e.Entry, ...]:
        """Show a PIN with the command cards."""
        return self.scan(*(digit(int(figure)) for figure in pin), command(Command.CONFIRM))

    def identify(self, who: OfficerNumber = SOK) -> None:
        """Let somebody pass with badge and PIN."""
        self.scan(BADGES[who])
        self.type_pin(PINS[who])

    def open_for(self, weapon: WeaponNumber, line: str) -> None:
        """Let the officer pass, ask for a weapon, open its cable and scan it outside."""
        self.identify()
        self.scan(weapon)
        self.see(Edge(line, closed=False))
        self.scan(weapon)

    def draw(self, weapon: WeaponNumber = RIFLE, line: str = "contact A") -> None:
        """Let the officer draw a weapon and shut the cable."""
        self.open_for(weapon, line)
        self.see(Edge(line, closed=True))

    def _tell(self, bay: Bay, entries: Sequence[e.Entry], seq: int) -> None:
        self.diary.append("told")
        self.told.append((bay, tuple(entries), seq))
        self.register.follow(entries)

    def _found(self) -> None:
        courses = (
            Certificate(WeaponType("rifle"), FAR_MS),
            Certificate(WeaponType("pistol"), FAR_MS),
        )
        people = [
            Officer(SOK, "Sok", certificates=courses),
            Officer(VANN, "Vann", role=Role.CUSTODIAN),
            Officer(DARA, "Dara", role=Role.CHIEF),
        ]
        weapons = [
            Weapon(RIFLE, "AK-47", WeaponType("rifle"), "1", magazines=2, rounds=60),
            Weapon(PISTOL, "K-54", WeaponType("pistol"), "2"),
            Weapon(CARBINE, "SKS", WeaponType("rifle"), "3"),
        ]
        racked = zip(weapons, POSITIONS, strict=True)
        homes = [o.Racking(weapon.number, position.id) for weapon, position in racked]
        gifts = [o.BadgeGift(who, BADGES[who], self.register.seal(PINS[who])) for who in BADGES]
        orders = [o.MissionOrder(SOK, Mission("M-1", 0, FAR_MS))]
        facts: tuple[o.Fact, ...]
        facts = (*people, *weapons, *homes, *gifts, *orders)
        self.ask(Question(lambda _, at: o.RegisterAsked(at, "founding", facts)))
