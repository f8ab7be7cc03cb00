"""The people at the racks: what they do with their hands, and the mistakes they make.

A person looks at the screen and at the room, never into the kiosk. Each `Life` yields the seconds
that pass before its person goes on; anything may have happened meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from drivers.protocols.rejections import REJECTIONS
from drivers.readings import Reading, Scan, ScanRejected
from kiosk.keeper.eyes import Eyes
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, Session
from kiosk.rules.labels import Command, Kind, number
from kiosk.rules.things import (
    CableId,
    Moment,
    OfficerNumber,
    PinFit,
    PositionId,
    Role,
    WeaponNumber,
)
from tests.drill.faults import unplug
from tests.drill.layout import Citizen
from tests.drill.world import Life, World

SECONDS = (Role.CUSTODIAN, Role.CHIEF)


Button = Callable[[Moment], o.Observation]
"""A button of the screen that says nothing but that it was touched."""


@dataclass
class Visitor:
    """Somebody who can stand at the bay, with their badge, their PIN and their ways of erring."""

    world: World
    who: Citizen

    # ------------------------------------------------------------------ the senses
    @property
    def screen(self) -> Bay | None:
        """What the screen shows; None when it is dark."""
        return self.world.screen

    @property
    def session(self) -> Session | None:
        """The visit that the screen shows."""
        return self.screen.session if self.screen is not None else None

    @property
    def mine(self) -> bool:
        """Whether the screen shows this person, with the PIN accepted."""
        session = self.session
        return session is not None and session.officer == self.who.number and session.passed

    @property
    def free(self) -> bool:
        """Whether the screen invites the next person."""
        screen = self.screen
        return screen is not None and screen.session is None and screen.release is None

    @property
    def homes(self) -> Mapping[WeaponNumber, PositionId]:
        """The weapons that have a place here, as the screen shows it."""
        return self.screen.homes if self.screen is not None else {}

    def errs(self, chance: float) -> bool:
        """Return whether this person errs this time."""
        return self.world.random.random() < chance

    # ------------------------------------------------------------------ the hands
    def scan(self, reader: str, text: str) -> Sequence[e.Entry]:
        """Hold a text before a reader, as people do: too short, too long, twice."""
        world = self.world
        if not world.scan_works(reader):
            return ()
        if self.errs(0.02):
            world.put(ScanRejected(reader, world.random.choice(REJECTIONS)))
        reading = Scan(reader, text)
        written = world.put(reading)
        if self.errs(0.04):
            self._held(reading)
        return written

    def _held(self, reading: Reading) -> None:
        world = self.world
        for _ in range(world.random.randint(1, 4)):
            keeper = world.keeper
            repeats = keeper.eyes.repeats if keeper is not None else 0
            world.pass_ms(60)
            world.put(reading)
            if keeper is not None and keeper is world.keeper:
                world.hold("P9", keeper.eyes.repeats == repeats + 1, "a held tag was two scans")

    def scan_weapon(self, weapon: WeaponNumber) -> Sequence[e.Entry]:
        """Scan the tag on a weapon; a bad one is read wrongly now and then."""
        if weapon in self.world.truth.bad_tags and self.errs(0.4):
            spoiled = weapon[:-1] + str((int(weapon[-1]) + 1) % 10)
            self.scan("weapon", spoiled)
            return ()
        return self.scan("weapon", weapon)

    def card(self, sequence: int) -> Sequence[e.Entry]:
        """Show a command card."""
        self.world.pass_ms(400)
        if not self.world.scan_works("desk"):
            return ()
        return self.world.put(Scan("desk", number(Kind.COMMAND, 0, sequence)))

    def badge(self) -> Sequence[e.Entry]:
        """Show the own badge."""
        return self.scan("badge", self.who.badge)

    def tap(self, seen: Button) -> Sequence[e.Entry]:
        """Touch one of the plain buttons."""
        return self.world.ask(lambda _, at: seen(at))

    def say_seen(self, place: PositionId, *, present: bool) -> Sequence[e.Entry]:
        """Say what stands at a position, as a custodian does who looked."""
        return self.world.ask(lambda eyes, at: eyes.looked(at, place, present=present))

    def register(self, facts: tuple[o.Fact, ...], *known: str) -> Sequence[e.Entry]:
        """Write facts into the register, from the office."""
        return self.world.ask(
            lambda _, at: o.RegisterAsked(at, self.who.number, facts, frozenset(known))
        )

    def type_pin(self, pin: str) -> Sequence[e.Entry]:
        """Type a PIN on the screen, or show it with the cards."""
        world = self.world
        if world.keeper is None:
            return ()
        if pin == self.who.pin and self.errs(0.03):
            pin = self.who.duress  # somebody stands behind them
        if world.random.random() < 0.2 and world.scan_works("desk"):
            self.card(Command.DELETE.value)
            for digit in pin:
                self.card(int(digit))
            return self.card(Command.CONFIRM.value)
        owner = world.keeper.eyes.pin_owner()
        fit = PinFit.WRONG if owner is None else world.register.fit(owner.number, pin)
        for_whom = owner.number if owner is not None else None

        def entered(eyes: Eyes, at: Moment) -> o.Observation:
            return eyes.pin_entered(at, for_whom, fit)

        if self.errs(0.01):
            self.world.put(Scan("badge", self.world.random.choice(self.world.layout.people).badge))
        return world.ask(entered)

    def leave(self) -> None:
        """Log out in one of the ways people have, or forget to."""
        way = self.world.random.random()
        if way < 0.5:
            self.tap(o.CancelAsked)
        elif way < 0.7:
            self.badge()
        elif way < 0.8:
            self.card(Command.CANCEL.value)

    # ------------------------------------------------------------------ what both visits share
    def step_up(self) -> Life:
        """Wait until the bay is free; some do not wait."""
        for _ in range(30):
            if (self.world.at_hatch is None and self.free) or self.errs(0.01):
                self.world.at_hatch = self.who.number
                return
            yield 15

    def stands_there(self) -> bool:
        """Return whether this person is the one at the bay."""
        return self.world.at_hatch == self.who.number

    def step_back(self) -> None:
        """Make room for the next."""
        if self.stands_there():
            self.world.at_hatch = None

    def identify(self) -> Life:
        """Show badge and PIN."""
        self.badge()
        yield 2
        if self.errs(0.03):
            for _ in range(self.world.random.randint(1, 6)):
                self.type_pin(f"{self.world.random.randrange(10_000):04}")
                yield 3
            if self._locked_out() and self.errs(0.6):
                self.world.cut_power(1)  # pulls the plug, and hopes that the kiosk forgets
                yield 8
                self.badge()
                yield 2
        self.type_pin(self.who.pin)
        yield 1

    def _locked_out(self) -> bool:
        tries = self.screen.pin_tries.get(self.who.number) if self.screen is not None else None
        return tries is not None and tries.wait_ms > 0

    def fetch_second(self) -> Life:
        """Ask somebody to sign; it may be the wrong one, and nobody may come."""
        world = self.world
        people = world.layout.people
        fitting = [one for one in people if one.role in SECONDS and one.number != self.who.number]
        holder = self._relieved()
        fitting = [one for one in fitting if one.number != holder] or fitting
        if self.errs(0.04):
            return
        if self.errs(0.03):
            self._trouble_comes()
        wrong = [self.who, *(one for one in people if one.number == holder)]
        tempted = any(one.role in SECONDS for one in wrong)  # it spares a walk
        if self.errs(0.3 if tempted else 0.1):
            tries = world.random.choice([*wrong, world.random.choice(people)])
            yield from Visitor(world, tries).sign()
        yield world.random.choice([2, 5, 12])
        yield from Visitor(world, world.random.choice(fitting)).sign()

    def _relieved(self) -> OfficerNumber | None:
        """Return who answers for the weapon until somebody signs."""
        screen, session = self.screen, self.session
        if screen is None or session is None:
            return None
        if session.looked is not None:
            weapon = screen.owner_of(session.looked)
            custody = screen.out.get(weapon) if weapon is not None else None
            return custody.holder if custody is not None else None
        return session.returning.holder if session.returning is not None else None

    def sign(self) -> Life:
        """Stand by what another person is at, with badge and PIN."""
        self.badge()
        yield 2
        for pin in ("0", self.who.pin) if self.errs(0.03) else (self.who.pin,):
            session = self.session
            if session is not None and session.second == self.who.number:
                self.type_pin(pin)
                yield 1

    def _trouble_comes(self) -> None:
        """Let something go wrong just while the second person is on the way."""
        world = self.world
        if self.errs(0.5):
            world.live(unplug(world, "desk", 40))
        else:
            world.force(world.random.choice(sorted(world.truth.open)))

    def open_it(self) -> CableId | None:
        """Pull out the released cable, if the bolt is still up."""
        screen = self.screen
        if screen is None or screen.release is None:
            return None
        cable = screen.release.cable
        return cable if self.world.pull(cable) else None

    def shut_and_count(self, cable: CableId, *, lies: bool = False) -> Life:
        """Push the cable in and say how many weapons are left."""
        world = self.world
        if self.errs(0.03):
            self.tap(o.CancelAsked)
        if self.errs(0.02):
            yield world.random.choice([100, 200, 400])
        if self.errs(0.02):
            return
        world.push(cable)
        yield world.random.choice([2, 4, 9])
        if self.errs(0.05):
            return
        self.count(cable, lies=lies)

    def count(self, cable: CableId, *, lies: bool = False) -> None:
        """Count with the eyes and say it: the truth, a slip, or what the book wants to hear."""
        world = self.world
        release = self.screen.release if self.screen is not None else None
        if release is None or release.cable != cable or release.shut_ms is None:
            return
        left = len(world.truth.on(cable))
        if lies and self.screen is not None:
            left = len(self.screen.on_cable(cable))
        elif self.errs(0.02):
            left += world.random.choice([-1, 1])
        world.say_count(left)
