"""Those who answer for the racks: shifts handed over, keys looked for, now and then a stand-to.

They count with their eyes and slip now and then; at a stand-to officers come with and without their
badge, and some take a weapon that nobody scans.
"""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.handover.points import Step, cable_left, key_left, step_of
from kiosk.rules.observations import handover as h
from kiosk.rules.observations import stand_to as s
from kiosk.rules.stand_to.begin import lapsed
from kiosk.rules.things import CableId, Role
from tests.drill.layout import Citizen
from tests.drill.people import SECONDS, Visitor
from tests.drill.world import Life, Meaning


class Keeper(Visitor):
    """A custodian or chief who begins, hands over and takes over shifts."""

    def life(self) -> Life:
        """Come to the racks every few hours."""
        random = self.world.random
        while True:
            yield from self._register_keys()
            yield random.choice([3600, 5400, 9000])
            yield from self.step_up()
            if not self.stands_there():
                continue
            yield from self.identify()
            if self.mine:
                yield from self._stand_to() if self.errs(0.3) else self._shift()
            yield 2
            self.leave()
            self.step_back()

    # ------------------------------------------------------------------ keys and shifts
    def _register_keys(self) -> Life:
        """Register the keys that nobody told of yet, and a new seal now and then, with a second."""
        world = self.world
        person = world.register.person(self.who.number)
        signature = o.Signature(self.who.number, person, matches=True)
        for key, seal in (("K1", ""), ("second set", world.random.choice(["0417", "0418"]))):
            known = None if self.screen is None else self.screen.keys.get(key)
            if known is not None and not (seal and self.errs(0.05)):
                continue
            if self.who.role is not Role.CHIEF and not self.errs(0.1):
                continue
            yield from self.step_up()
            if not self.stands_there():
                continue
            world.ask(_key_told(signature, key, seal))
            for one in (self.who, self._other()):
                yield 4
                if self.session is not None and self.session.pending is not None:
                    yield from Visitor(world, one).sign()
            self.tap(o.CancelAsked)
            self.step_back()

    def _shift(self) -> Life:
        world, screen = self.world, self.screen
        if screen is None:
            return
        has = screen.shift is not None and screen.shift.officer == self.who.number
        offers = has != self.errs(0.05)
        world.ask(lambda eyes, at: eyes.handover_wanted(at, offers=offers))
        on_shift = screen.shift.officer if screen.shift is not None else None
        other = self._other() if self.errs(0.1) or has else self._citizen(on_shift) or self._other()
        yield 5
        yield from Visitor(world, other).sign()
        yield from self._go_through()

    def _go_through(self) -> Life:
        for _ in range(80):
            screen, session = self.screen, self.session
            handing = session.handing if session is not None else None
            if screen is None or handing is None or handing.begun is None or self.errs(0.005):
                return
            yield self.world.random.choice([1, 3, 9])
            if self.session is not session or self.screen is not screen:
                continue
            match step_of(screen, handing):
                case Step.CABLE:
                    self._number(cable_left(screen, handing))
                case Step.KEY:
                    self.world.ask(_key_looked(present=not self.errs(0.05)))
                case Step.SEAL:
                    key = key_left(screen, handing)
                    read = "" if key is None or self.errs(0.05) else key.seal
                    self.world.ask(_seal_said(read))
                case Step.POINT:
                    self.world.ask(lambda _, at: h.PointKnown(at))
                case _:
                    incoming = self._citizen(handing.begun.incoming)
                    assert incoming is not None, "whoever takes over stands there"
                    Visitor(self.world, incoming).type_pin(incoming.pin)

    def _number(self, cable: CableId | None) -> None:
        if cable is None:
            return
        seen = len(self.world.truth.on(cable)) + self.errs(0.03)
        self.world.ask(lambda eyes, at: eyes.cable_counted(at, seen))

    def _other(self) -> Citizen:
        people = [one for one in self.world.layout.people if one.role in SECONDS]
        return self.world.random.choice(people)

    def _citizen(self, number: str | None) -> Citizen | None:
        return next((one for one in self.world.layout.people if one.number == number), None)

    # ------------------------------------------------------------------ a stand-to
    def _stand_to(self) -> Life:
        world, screen = self.world, self.screen
        if screen is None:
            return
        if screen.standing_to and not lapsed(screen, world.clock.now().wall_ms):
            world.ask(lambda eyes, at: s.StandToManning(at, eyes.asker()))
        else:
            why = world.random.choice([*e.StandToReason])
            world.ask(lambda eyes, at: s.StandToWanted(at, why, eyes.asker()))
            yield 4
            yield from Visitor(world, self._other()).sign()
        cables = sorted(world.truth.open)
        for cable in world.random.sample(cables, k=min(2, len(cables))):
            world.ask(_cable_wanted(cable))
            yield 1
            yield from self._at_open_cable()
        if not self.errs(0.2):
            world.ask(lambda eyes, at: s.StandToEnding(at, eyes.asker()))
            yield 4
            yield from Visitor(world, self._other()).sign()

    def _at_open_cable(self) -> Life:
        world, release = self.world, self.screen.release if self.screen is not None else None
        if release is None or release.grant.purpose is not e.Purpose.STAND_TO:
            return
        cable = self.open_it()
        if cable is None:
            return
        for weapon in sorted(world.truth.on(cable)):
            one = world.random.choice(world.layout.people)
            officer, way = Visitor(world, one), world.random.random()
            if not world.truth.open[cable] or weapon not in world.truth.on(cable) or way < 0.1:
                continue
            if way > 0.25:
                officer.badge()
                yield 2
            if not world.truth.open[cable] or weapon not in world.truth.on(cable):
                continue
            world.take(weapon, one.number)
            yield 2
            if way > 0.15:
                officer.scan_weapon(weapon)
                yield 1
            if 0.15 < way < 0.2:
                officer.badge()
        yield from self.shut_and_count(cable)


def _key_told(signature: o.Signature, key: str, seal: str) -> Meaning:
    return lambda _, at: h.KeyTold(at, signature, key, "A", seal)


def _key_looked(*, present: bool) -> Meaning:
    return lambda _, at: h.KeyLooked(at, present)


def _seal_said(read: str) -> Meaning:
    return lambda _, at: h.SealSaid(at, read)


def _cable_wanted(cable: CableId) -> Meaning:
    return lambda eyes, at: s.CableWanted(at, cable, eyes.asker())
