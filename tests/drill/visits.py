"""What officers come for: to draw a weapon, and to hand one in."""

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Release
from kiosk.rules.entries import Purpose
from kiosk.rules.labels import Command
from kiosk.rules.things import CableId, Condition, PositionId, Rounds, WeaponNumber
from tests.drill.passers import PassOn
from tests.drill.people import SECONDS, Visitor
from tests.drill.world import Life

Act = TypeVar("Act")


class Officer(Visitor):
    """Somebody who draws and returns, all day long."""

    def life(self) -> Life:
        """Come to the bay again and again."""
        random = self.world.random
        while True:
            yield random.choice([300, 900, 1800, 2700]) * (1 if self.world.by_day else 6)
            person = self.world.register.person(self.who.number)
            assert person is not None, "everybody who lives here is registered"
            if (person.officer.hold or not person.officer.active) and not self.errs(0.1):
                continue
            yield from self.step_up()
            if not self.stands_there():
                continue
            self._hand_over()
            carried = sorted(self.world.truth.carried_by(self.who.number))
            if self.who.role in SECONDS:  # who received what has no place here, keeps it
                carried = [weapon for weapon in carried if weapon in self.homes]
            if carried and self.world.layout.policy.passing_on and self.errs(0.15):
                yield from PassOn(self.world, self.who).visit(random.choice(carried))
            elif carried and not self.errs(0.1):
                yield from HandIn(self.world, self.who).visit(random.choice(carried))
            else:
                yield from self.draw()
            self.step_back()

    def _hand_over(self) -> None:
        """Give a weapon to a colleague now and then, behind the kiosk's back."""
        carried, random = self.world.truth.carried, self.world.random
        mine = sorted(self.world.truth.carried_by(self.who.number))
        if mine and self.errs(0.4 if self.who.role in SECONDS else 0.15):
            carried[random.choice(mine)] = random.choice(self.world.layout.people).number

    # ------------------------------------------------------------------ drawing
    def draw(self) -> Life:
        """Draw a weapon, or try to."""
        random, world = self.world.random, self.world
        yield from self.identify()
        screen = self.screen
        if not self.mine or screen is None or not screen.inside:
            self.leave()
            return
        wanted = random.choice(self._fitting(sorted(screen.inside.values())))
        self._choose(wanted)
        yield 2
        if self.session is not None and self.session.asked is not None and self.errs(0.1):
            world.ask(lambda _, at: o.RoundsSaid(at, Rounds(1, random.choice([15, 2000]))))
        if self._awaits_second():
            yield from self.fetch_second()
        release = self._my_release()
        if release is not None:
            yield random.choice([1, 1, 2, 3, 6])
            cable = self.open_it()
            if cable is not None:
                yield from self._at_the_open_cable(cable, release.grant.weapon)
        yield 2
        self.leave()

    def _fitting(self, inside: list[WeaponNumber]) -> list[WeaponNumber]:
        """Return the weapons this person may hope for; some people hope for any."""
        weapons, person = self.world.register.weapons, self.world.register.officers
        courses = {course.type for course in person[self.who.number].certificates}
        fit = [
            one
            for one in inside
            if weapons[one].type in courses and weapons[one].condition is Condition.FIT
        ]
        return inside if self.errs(0.1) or not fit else fit

    def _choose(self, wanted: WeaponNumber) -> None:
        if self.world.random.random() < 0.6:
            self.world.ask(lambda eyes, at: eyes.weapon_seen(at, wanted, tapped=True))
        else:
            self.scan_weapon(wanted)

    def _awaits_second(self) -> bool:
        session = self.session
        asked = session.asked if session is not None and self.mine else None
        return asked is not None and asked.needs_second and asked.signed is None

    def _my_release(self) -> Release | None:
        release = self.screen.release if self.screen is not None else None
        if release is None or release.grant.officer != self.who.number:
            return None
        return release if release.grant.purpose is Purpose.ISSUE else None

    def _at_the_open_cable(self, cable: CableId, wanted: WeaponNumber) -> Life:
        truth, random = self.world.truth, self.world.random
        others = [weapon for weapon in truth.on(cable) if weapon != wanted]
        way = random.random()
        lies = False
        if way < 0.04 or wanted not in truth.on(cable):
            yield 3  # takes nothing
        elif way < 0.12 and others:
            yield from self._wrong_weapon(random.choice(others), wanted, cable)
            lies = self.errs(0.2)
        elif way < 0.16 and others:
            yield from self._take(wanted)
            yield 2
            self._steal(random.choice(others), cable)
            lies = self.errs(0.5)
        elif way < 0.18 and others:
            yield from self._swap(wanted, random.choice(others), cable)
        elif way < 0.20:
            yield from self._take(wanted)
            if truth.open[cable] and wanted in truth.carried:
                self._put_back(wanted, cable)
        elif way < 0.23:
            yield from self._take(wanted)
            return  # walks away from an open cable
        else:
            yield from self._take(wanted)
        yield random.choice([2, 5])
        yield from self.shut_and_count(cable, lies=lies)

    def _take(self, weapon: WeaponNumber) -> Life:
        """Take a weapon out and scan it outside, until the screen says it was issued."""
        world = self.world
        place = world.truth.place_of(weapon)
        if place is None or not world.truth.open[world.truth.cable_of[place]]:
            return
        world.take(weapon, self.who.number)
        for _ in range(4):
            yield 2
            if weapon not in world.truth.carried:
                return
            self.scan_weapon(weapon)
            release = self._my_release()
            if release is None or release.taken:
                return

    def _wrong_weapon(self, wrong: WeaponNumber, wanted: WeaponNumber, cable: CableId) -> Life:
        """Take the wrong weapon, perhaps twice; the custodian comes, or nobody does."""
        world = self.world
        for _ in range(world.random.randint(1, 2)):
            yield from self._take(wrong)
            if self.errs(0.15):
                return  # keeps it
            if not self._put_back(wrong, cable):
                return
            yield 3
        release = self._my_release()
        if release is not None and release.wrong > 1 and not self.errs(0.2):
            custodian = Visitor(world, world.random.choice(world.layout.people[:3]))
            yield 20
            custodian.badge()
        yield from self._take(wanted)

    def _swap(self, wanted: WeaponNumber, other: WeaponNumber, cable: CableId) -> Life:
        """Scan the right weapon, put it back, and go off with another one."""
        yield from self._take(wanted)
        if not self._put_back(wanted, cable):
            return
        self._steal(other, cable)
        self.world.truth.tricked |= {wanted, other}

    def _steal(self, weapon: WeaponNumber, cable: CableId) -> None:
        truth = self.world.truth
        if truth.open[cable] and weapon in truth.on(cable):
            self.world.take(weapon, self.who.number)

    def _put_back(self, weapon: WeaponNumber, cable: CableId) -> bool:
        truth = self.world.truth
        place = truth.came_from.get(weapon)
        if place is None or place in truth.stands or weapon not in truth.carried:
            return False
        if not truth.open[cable] or truth.cable_of[place] != cable:
            return False
        self.world.place(weapon, place)
        return True


class HandIn(Visitor):
    """Somebody who brings a weapon back; in good faith until they err."""

    def visit(self, weapon: WeaponNumber) -> Life:
        """Hand one weapon in. Each step that the screen asks for is accepted (P6)."""
        random, world = self.world.random, self.world
        if not self.errs(0.25):
            yield from self.identify()  # with a badge; the others come without
        if random.random() < 0.7 or (self.screen is not None and self.screen.place_of(weapon)):
            self._do(self.tap, o.ReturnAsked)
            yield 2
        if not (yield from self._read(weapon)):
            self.leave()
            return
        for _ in range(3):
            yield from self._shown_and_told()
            release = self.screen.release if self.screen is not None else None
            if release is not None and release.grant.weapon == weapon:
                yield random.choice([1, 1, 2, 3, 6])
                cable = self.open_it()
                if cable is not None:
                    yield from self._put_away(weapon, cable, release.grant.position)
                    break
                yield 3
            if world.truth.carried.get(weapon) != self.who.number:
                break  # in the custodian's hands now
        yield 1
        self.leave()

    def _read(self, weapon: WeaponNumber) -> Generator[float, None, bool]:
        world = self.world
        for _ in range(6):
            screen = self.screen
            session = self.session
            believed = screen.place_of(weapon) if screen is not None else None
            stranger = world.register.weapon(weapon) is None
            welcome = (
                screen is not None
                and screen.release is None
                and (session is None or session.racking is None)
                and not (stranger and session is not None and session.enrolling is not None)
                and (believed is None or (session is not None and session.wants_return))
            )
            cuts, halts = world.cuts, world.halts
            written = self.scan_weapon(weapon)
            if written and welcome and (cuts, halts) == (world.cuts, world.halts):
                begun = any(isinstance(entry, e.ReturnBegun) for entry in written)
                refused = any(isinstance(entry, e.Refused) for entry in written)
                world.hold("P6", begun and not refused, f"{weapon} was refused: {written}")
            yield 2
            session = self.session
            if session is not None and session.returning is not None:
                if session.returning.weapon == weapon:
                    return True
            elif self.errs(0.3):
                self.tap(o.ReturnAsked)
        return False

    def _shown_and_told(self) -> Life:
        random, world = self.world.random, self.world
        session = self.session
        if session is None or session.returning is None:
            return
        if not session.returning.shown:
            if random.random() < 0.2:
                self.card(Command.CONFIRM.value)
            else:
                self._do(self.tap, o.ClearShown)
            yield 3
        session = self.session
        if session is None or session.returning is None or not session.returning.shown:
            return
        if session.returning.needs_witness and session.returning.witness is None:
            yield from self.fetch_second()
        session = self.session
        returning = session.returning if session is not None else None
        if returning is None or (returning.needs_witness and returning.witness is None):
            return
        if random.random() < 0.1:
            self.card(Command.CONFIRM.value)
        elif self.screen is not None and self.screen.release is None:
            back, ticks = self._report(returning.weapon)
            self._do(
                world.ask, lambda _, at: o.ReturnReported(at, back, fired=1, lost=0, ticks=ticks)
            )
        yield 1

    def _report(self, weapon: WeaponNumber | None) -> tuple[Rounds, tuple[str, ...]]:
        custody = self.screen.out.get(weapon) if self.screen is not None and weapon else None
        given = custody.rounds if custody is not None else Rounds()
        fired = min(given.rounds, 1)
        way = self.world.random.random()
        ticks = ("damaged",) if way < 0.02 else ("wet", "unheard_of") if way < 0.04 else ()
        return Rounds(given.magazines, given.rounds - fired), ticks

    def _put_away(self, weapon: WeaponNumber, cable: CableId, place: PositionId) -> Life:
        world = self.world
        yield 3
        lies = False
        if self.errs(0.02):
            lies = self.errs(0.5)  # keeps it
        elif (
            world.truth.open[cable]
            and place not in world.truth.stands
            and world.truth.carried.get(weapon) == self.who.number
        ):
            world.place(weapon, place)
        yield from self.shut_and_count(cable, lies=lies)
        after = self.screen
        if after is not None and world.truth.place_of(weapon) == place and after.release is None:
            world.good_returns += after.inside.get(place) == weapon

    def _do(self, act: Callable[[Act], Sequence[e.Entry]], what: Act) -> Sequence[e.Entry]:
        """Do what the screen asks for; nothing of it may be refused, if nothing came between."""
        world = self.world
        cuts, halts = world.cuts, world.halts
        written = act(what)
        if world.screen is not None and (cuts, halts) == (world.cuts, world.halts):
            refused = [entry for entry in written if isinstance(entry, e.Refused)]
            world.hold("P6", not refused or self._disturbed(), f"a return met {refused}")
        return written

    def _disturbed(self) -> bool:
        """Return whether the screen shows somebody else's business."""
        screen, session = self.screen, self.session
        if screen is None or screen.release is not None:
            return True
        return session is not None and (
            session.officer not in (None, self.who.number) or session.enrolling is not None
        )
