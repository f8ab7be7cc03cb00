"""Those who count: whoever was drawn, the chief who orders it, the custodian who signs for it.

A counter looks at the room and never into the kiosk, and slips now and then; another one looks at
what differs. What an honest counter says is held against the physical truth.
"""

from collections.abc import Sequence

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.counting import Counting
from kiosk.rules.labels import Command
from kiosk.rules.observations import counts as c
from kiosk.rules.things import CableId, PositionId
from tests.drill.people import SECONDS, Visitor
from tests.drill.world import Life

SCOPES = ("", "A", "B", "A1", "L3")


class Counter(Visitor):
    """Somebody who counts when they were drawn; those who keep the racks order counts and sign."""

    def life(self) -> Life:
        """Look at the first screen every half hour."""
        random, world = self.world.random, self.world
        while True:
            yield random.choice([1200, 1800, 2700])
            count = self._count()
            if self.who.role in SECONDS and (count is None or count.whose is None):
                yield from self._come(sign=count is not None)
            elif count is not None and count.whose == self.who.number:
                yield from self._come(sign=False)
            if self.who.role == "chief" and count is not None and self.errs(0.05):
                self._order_afar(random.choice([*e.CountKind]))
            world.hold("P10", self._count_is_fair(), "the counter is the one who counted last")

    def _count(self) -> Counting | None:
        return self.screen.count if self.screen is not None else None

    def _count_is_fair(self) -> bool:
        count, screen = self._count(), self.screen
        last = screen.last_count if screen is not None else None
        return count is None or last is None or count.order.counter != last.counters[0]

    def _come(self, *, sign: bool) -> Life:
        yield from self.step_up()
        if not self.stands_there():
            return
        yield from self.identify()
        count = self._count()
        if self.mine and count is not None and count.whose == self.who.number:
            yield from self._go_round()
        elif self.mine and sign:
            self.world.ask(lambda eyes, at: eyes.count_signed(at))
        elif self.mine and self.who.role in SECONDS and count is None:
            self._order(self.world.random.choice([*e.CountKind]))
        yield 2
        self.leave()
        self.step_back()

    def _order(self, what: e.CountKind) -> None:
        scope = self.world.random.choice(SCOPES)
        self.world.ask(lambda eyes, at: eyes.count_asked(at, what, scope))

    def _order_afar(self, what: e.CountKind) -> None:
        world, who = self.world, self.who.number
        scope, person = world.random.choice(SCOPES), world.register.person(who)
        matches = world.random.random() < 0.8
        world.ask(
            lambda eyes, at: eyes.count_asked_afar(
                at, o.Signature(who, person, matches), what, scope
            )
        )

    # ------------------------------------------------------------------ counting
    def _go_round(self) -> Life:
        if self.errs(0.3):
            self.card(Command.CONFIRM.value)
        else:
            self.world.ask(lambda eyes, at: eyes.counting_wanted(at))
        for _ in range(60):
            count = self._count()
            session = self.session
            if session is None or not session.counting or count is None or not count.left:
                return
            yield self.world.random.choice([1, 4, 5, 6, 9])
            if self.errs(0.01):
                return
            self._look_at(count)

    def _look_at(self, count: Counting) -> None:
        if self._count() is not count or not count.left:
            return  # something else happened meanwhile
        if count.by_quantity:
            self._number(CableId(count.left[0]))
        else:
            self._say(PositionId(count.left[0]))

    def _number(self, cable: CableId) -> None:
        screen, truth = self.screen, self.world.truth
        assert screen is not None
        there, booked = len(truth.on(cable)), len(screen.on_cable(cable))
        slips = self.errs(0.03)
        said = there + slips
        written = self.world.ask(lambda _, at: o.RemainingCounted(at, said))
        self._judged(written, honest=not slips, agrees=there == booked)

    def _say(self, place: PositionId) -> None:
        """Say what stands at a place: scan it, or say that it is empty or has no mark."""
        screen, world = self.screen, self.world
        assert screen is not None
        found, book = world.truth.stands.get(place), screen.inside.get(place)
        slips = self.errs(0.02)
        if found is None or slips:
            said = world.ask(lambda _, at: c.EmptySaid(at))
        elif found in world.truth.bad_tags and self.errs(0.5):
            said = world.ask(lambda _, at: c.NoMarkSaid(at))
        else:
            said = self.scan("weapon", found)
        count = self._count()
        if count is not None and count.asked is not None and found is not None:
            weapon = world.register.weapon(found)
            digits = "".join(one for one in (weapon.serial if weapon else "") if one.isdigit())
            said = world.ask(lambda eyes, at: eyes.engraving_said(at, digits))
        self._judged(said, honest=not slips, agrees=found == book)

    def _judged(self, written: Sequence[e.Entry], *, honest: bool, agrees: bool) -> None:
        """Hold that an honest word differs from the book exactly where the truth does."""
        for entry in written:
            if isinstance(entry, e.PlaceCounted) and honest:
                same = not entry.difference
                self.world.hold("P5", same == agrees, f"{entry.place}: {entry.difference}")
