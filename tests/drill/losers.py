"""Those who report a weapon lost, and say later that it is found, while everybody goes on."""

from collections.abc import Sequence

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.reports import Circumstances
from tests.drill.people import Visitor
from tests.drill.world import Life


class Reporter(Visitor):
    """The chief at the desk: reports what is out as lost now and then, and closes reports."""

    def life(self) -> Life:
        """Look at the list every hour or two."""
        random = self.world.random
        while True:
            yield random.choice([4000, 7000, 11_000])
            screen = self.screen
            if screen is None:
                continue
            if screen.losses and self.errs(0.3):
                self._hand_over(screen)
            elif screen.losses and self.errs(0.7):
                yield from self._close(screen)
            elif self.errs(0.3):
                self._report(screen)
            elif self.errs(0.7):
                yield from self._tell(screen)

    def _told(self) -> Circumstances:
        place = "" if self.errs(0.1) else "Samlot"
        return Circumstances(self.world.clock.now().wall_ms, place, "drill", "BTB", "7")

    def _signature(self) -> o.Signature:
        who, random = self.who.number, self.world.random
        return o.Signature(who, self.world.register.person(who), random.random() < 0.9)

    def _report(self, screen: Bay) -> None:
        known = sorted([*screen.out, *screen.inside.values()])
        if not known:
            return
        weapon, told, by = self.world.random.choice(known), self._told(), self._signature()
        written = self.world.ask(
            lambda eyes, at: eyes.reporting.loss(at, by, weapon, "stolen", told)
        )
        lost = [entry for entry in written if isinstance(entry, e.LossReported)]
        self.world.hold("P10", not lost or by.matches, f"{weapon} was lost without a PIN")

    def _tell(self, screen: Bay) -> Life:
        """Show badge and PIN, and say that something is lost; sometimes the rest at the desk."""
        yield from self.step_up()
        yield from self.identify()
        if not self.mine or not screen.out:
            self.leave()
            self.step_back()
            return
        world = self.world
        weapon = world.random.choice(sorted(screen.out))
        when = world.random.choice(["now", "today", "yesterday", "unknown", "never"])
        written = world.ask(
            lambda eyes, at: eyes.reporting.tapped(at, eyes.asker(), weapon, "lost", when)
        )
        told = any(isinstance(entry, e.LossReported) for entry in written)
        yield 3
        self.leave()
        self.step_back()
        if told and self.errs(0.6):
            more, by = self._told(), self._signature()
            world.ask(lambda eyes, at: eyes.reporting.filled_in(at, by, weapon, more))

    def _hand_over(self, screen: Bay) -> None:
        """Say at the desk that a paper was handed over; sometimes twice, sometimes to nobody."""
        weapon, by, random = next(iter(screen.losses)), self._signature(), self.world.random
        to, receiver = random.choice(["province", "nation"]), random.choice(["Keo", "Keo", ""])
        self.world.ask(lambda eyes, at: eyes.reporting.handed(at, by, weapon, to, receiver))

    def _close(self, screen: Bay) -> Life:
        world = self.world
        weapon, told, by = next(iter(screen.losses)), self._told(), self._signature()
        yield from self.step_up()
        if not self.stands_there():
            return
        world.ask(lambda eyes, at: eyes.reporting.find(at, by, weapon, told))
        for index in (0, 2, 1):
            yield 4
            if self.session is None or self.session.pending is None:
                break
            one = world.layout.people[index]
            Visitor(world, one).badge()
            yield 2
            closed = Visitor(world, one).type_pin(one.pin)
            self._two_people(closed)
        self.tap(o.CancelAsked)
        self.step_back()

    def _two_people(self, written: Sequence[e.Entry]) -> None:
        for entry in written:
            if isinstance(entry, e.LossClosed):
                self.world.hold("P10", len(set(entry.by)) > 1, f"{entry.by} closed a report")
