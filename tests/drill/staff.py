"""Those who keep the racks: custodians who answer and look, the chief, the registrar, strangers."""

from collections.abc import Callable
from typing import Any

from drivers.readings import Scan
from kiosk.keeper.eyes import Eyes
from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.labels import Command, Kind, number
from kiosk.rules.things import BadgeText, CableId, Moment, OfficerNumber, PinFit, PositionId, Role
from tests.drill.comparers import Comparer
from tests.drill.counters import Counter
from tests.drill.keepers import Keeper
from tests.drill.layout import Citizen, recruit
from tests.drill.losers import Reporter
from tests.drill.people import SECONDS, Button, Visitor
from tests.drill.posts import PostDesk
from tests.drill.rackers import Racker, may_rack
from tests.drill.senders import Sender
from tests.drill.visits import HandIn, Officer
from tests.drill.world import Life, World

BUTTONS: tuple[Button, ...] = (o.CancelAsked, o.ReturnAsked, o.ClearShown)


class Custodian(Visitor):
    """Somebody who comes when the siren sounds, and who settles doubts by looking."""

    def life(self) -> Life:
        """Walk past the racks every few minutes."""
        random, world = self.world.random, self.world
        while True:
            yield random.choice([60, 180, 300, 600])
            if world.at_hatch is None:
                yield from self._round()
                self.step_back()

    def _round(self) -> Life:
        world, screen = self.world, self.screen
        if screen is None:
            return
        left_open = [cable for cable, is_open in world.truth.open.items() if is_open]
        waits = alarms.waiting(screen)
        if not (left_open or waits or screen.doubts or screen.release):
            yield from self._bring_back()
            return
        world.at_hatch = self.who.number
        if self.errs(0.8):
            yield from self._shut(left_open)
        if world.screen is None or world.screen.session is not None or world.screen.release:
            return
        yield from self.identify()
        yield from self._look()
        self.leave()

    def _shut(self, left_open: list[CableId]) -> Life:
        world = self.world
        for cable in left_open:
            yield 5
            world.push(cable)
        screen = self.screen
        if screen is not None and screen.release is not None:
            yield 5
            self.count(screen.release.cable)

    def _look(self) -> Life:
        """Settle every doubt by the physical truth."""
        for place in sorted(self.screen.doubts) if self.screen is not None else ():
            screen = self.screen
            if not self.mine or screen is None or place not in screen.doubts:
                return
            weapon = screen.owner_of(place)
            found = self.world.truth.stands.get(place)
            there = found is not None and weapon in (None, found)
            if weapon is None and found is not None:
                self.world.truth.hide([found])  # nobody is at home there: a stranger, and an alarm
            self.say_seen(place, present=there)
            yield 4
            if self.session is not None and self.session.looked == place:
                yield from self.fetch_second()

    def _bring_back(self) -> Life:
        """Put a weapon that was left in the custodian's hands into the rack again."""
        carried = self.world.truth.carried_by(self.who.number)
        kept = sorted(weapon for weapon in carried if weapon in self.homes)
        if kept and self.free and self.errs(0.3):
            self.world.at_hatch = self.who.number
            yield from HandIn(self.world, self.who).visit(kept[0])


class Chief(Custodian):
    """The chief: also orders missions, and looks at the office pages."""

    def desk(self) -> Life:
        """Work at the desk, away from the racks."""
        random, world = self.world.random, self.world
        while True:
            yield random.choice([900, 2400])
            one = random.choice(world.layout.people)
            order = o.MissionOrder(one.number, world.new_mission(random.choice([4, 12, 48])))
            known = world.layout.officers[0]
            self.register((order,) if random.random() < 0.9 else (order, known), known.number)
            yield 30
            who = random.choice(world.layout.people)
            typed = random.choice([who.pin, who.pin, who.duress, "0000"])
            self._enter_office(who, typed)
            self._answer_calls(self.who, self.who.pin)
            self._answer_calls(who, typed)

    def _answer_calls(self, who: Citizen, typed: str) -> None:
        """Answer whoever called for help in secret, from the desk."""
        world = self.world
        screen = world.screen
        calls = (
            [one for one in screen.alarms.values() if one.cause in alarms.SILENT] if screen else []
        )
        for call in calls:
            signature = self._signature(who, typed)
            written = world.ask(_answering(signature, call.cause, call.about))
            if any(isinstance(entry, e.AlarmAnswered) for entry in written):
                may = who.role in SECONDS and signature.matches
                if call.cause is e.AlarmCause.CODE_9:
                    may = may and who.role is Role.CHIEF and who.number != call.about
                world.hold("P10", may, f"{who.number} answered {call.about}")

    def _signature(self, who: Citizen, typed: str) -> o.Signature:
        person, fit = (
            self.world.register.person(who.number),
            self.world.register.fit(who.number, typed),
        )
        number_ = OfficerNumber(who.number if person else "nobody")
        return o.Signature(number_, person, fit.matches, fit is PinFit.DURESS)

    def _enter_office(self, who: Citizen, typed: str) -> None:
        world = self.world
        signature = self._signature(who, typed)
        written = world.ask(lambda _, at: o.OfficeAsked(at, signature))
        if any(isinstance(entry, e.OfficeEntered) for entry in written):
            may = who.role in {*SECONDS, Role.REGISTRAR, Role.ARMOURER}
            world.hold("P10", may and signature.matches, f"{who.number} entered the office")


class Registrar(Visitor):
    """Enrols recruits: two people must vouch, at the kiosk's own reader."""

    def life(self) -> Life:
        """Bring a recruit every few hours."""
        random, world = self.world.random, self.world
        sequence = 0
        while True:
            yield random.choice([3600, 9000, 20_000])
            yield from self.step_up()
            if not self.stands_there():
                continue
            sequence += 1
            officer, newcomer = recruit(sequence)
            facts = (officer, o.MissionOrder(officer.number, world.new_mission(48)))
            self.register(facts)
            yield from self._enrol(newcomer)
            self.step_back()
            if world.register.badges_with(newcomer.badge):
                world.live(Officer(world, newcomer).life())

    def _enrol(self, newcomer: Citizen) -> Life:
        world, random = self.world, self.world.random
        person = world.register.person(newcomer.number)
        if person is None:
            return
        world.ask(lambda _, at: o.EnrolAsked(at, person, person.number))
        vouchers = [world.layout.people[index] for index in (0, 2, 1)]
        if self.errs(0.2):
            vouchers.insert(1, random.choice([vouchers[0], *world.layout.people]))
        for one in vouchers:
            yield 4
            enrolling = self.session.enrolling if self.session is not None else None
            if enrolling is None:
                return
            if len(enrolling.vouchers) > 1:
                break
            Visitor(world, one).badge()
            yield 2
            Visitor(world, one).type_pin("1" if self.errs(0.1) else one.pin)
        yield 3
        if self.errs(0.2):
            Visitor(world, random.choice(world.layout.people)).badge()
        Visitor(world, newcomer).badge()
        yield 5
        problem = "pin_too_short" if self.errs(0.2) else ""
        sealed = "" if problem else world.register.seal(newcomer.pin, newcomer.duress)
        world.ask(lambda _, at: o.PinChosen(at, sealed, problem, duress=True))
        yield 2
        world.ask(lambda _, at: o.PinChosen(at, world.register.seal(newcomer.pin)))
        self.tap(o.CancelAsked)


class Stranger(Visitor):
    """Somebody without a badge, who touches whatever can be touched."""

    def life(self) -> Life:
        """Do one odd thing, and come back later."""
        random = self.world.random
        while True:
            yield random.choice([120, 400, 1500])
            self._odd(random.randrange(9))

    def _odd(self, what: int) -> None:
        world, random = self.world, self.world.random
        reader = random.choice(sorted(world.plugged))
        if what < 4:
            self._odd_scan(what, reader)
        match what:
            case 4:
                self.card(random.choice([1, *(card.value for card in Command)]))
            case 5:
                self.tap(random.choice(BUTTONS))
            case 6:
                self.tap(o.HelpAsked)
            case 7:
                world.say_count(random.randrange(5))
            case 8:
                self._lie(random.choice(world.layout.positions).id)
            case _:
                pass

    def _lie(self, place: PositionId) -> None:
        """Say what is not so, perhaps on the screen of a custodian who turned away.

        That a weapon is back which is out; or that a place is empty.
        """
        truth, screen = self.world.truth, self.screen
        owner = screen.owner_of(place) if screen is not None else None
        if screen is not None and owner in screen.out:
            self.say_seen(place, present=True)
            return
        believed = self.session is not None and self.session.passed
        if believed and place in truth.stands:
            truth.hide([truth.stands[place]])
        self.say_seen(place, present=False)

    def _odd_scan(self, what: int, reader: str) -> None:
        world, random = self.world, self.world.random
        if not world.scan_works(reader):
            return
        match what:
            case 0:
                text = random.choice(["", "\x00\x07", "ខ្មែរ", "DROP TABLE", "9" * 4096, "04FFEE"])
                world.put(Scan(reader, text))
            case 1:
                kind = random.choice([Kind.POSITION, Kind.BATCH, Kind.BADGE, Kind.COMMAND])
                world.put(Scan(reader, number(kind, 7, random.randrange(60))))
            case 2:
                copied = random.choice(world.layout.weapons).number
                if world.screen is not None and world.screen.release is not None:
                    world.truth.tricked.add(copied)
                world.put(Scan(reader, copied))
            case _:
                world.put(Scan(reader, random.choice(world.layout.people).badge))


def everybody(world: World) -> None:
    """Let all people of the room begin their day."""
    for one in world.layout.people:
        world.live(Counter(world, one).life(), world.random.randrange(1800))
        if one.role in {"registrar", "chief"}:
            world.live(PostDesk(world, one).life(), world.random.randrange(1800))
        if may_rack(racker := Racker(world, one)):
            world.live(racker.life(), world.random.randrange(1800))
        if one.role == "registrar":
            world.live(Registrar(world, one).life())
            world.live(Sender(world, one).life())
            world.live(Comparer(world, one).life())
        elif one.role == "chief":
            world.live(Chief(world, one).life())
            world.live(Chief(world, one).desk())
            world.live(Reporter(world, one).life())
            world.live(Officer(world, one).life())
            world.live(Keeper(world, one).life(), 600)
        else:
            if one.role == "custodian":
                world.live(Custodian(world, one).life())
                world.live(Keeper(world, one).life(), world.random.randrange(1800))
            world.live(Officer(world, one).life(), world.random.randrange(1800))
    nobody = Citizen(OfficerNumber("nobody"), world.layout.people[-1].role, BadgeText("X"), "")
    world.live(Stranger(world, nobody).life())


def _answering(*asked: Any) -> Callable[[Eyes, Moment], o.Observation]:  # noqa: ANN401 - what an answer is made of
    """Return the question that answers an alarm from the desk."""
    return lambda _, at: o.AnswerAsked(at, *asked)
