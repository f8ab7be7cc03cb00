"""Those who hand a weapon to a colleague at the kiosk, as they should."""

from kiosk.rules import observations as o
from kiosk.rules.things import WeaponNumber
from tests.drill.people import Visitor
from tests.drill.world import Life


class PassOn(Visitor):
    """Somebody with a weapon in the hand, and a colleague beside them."""

    def visit(self, weapon: WeaponNumber) -> Life:
        """Hand a weapon over, or try to: the colleague may have no right to it, or walk away."""
        random, world = self.world.random, self.world
        yield from self.identify()
        if self.mine:
            world.ask(lambda eyes, at: o.PassingAsked(at, eyes.asker()))
            yield 2
            self.scan_weapon(weapon)
            yield 3
            taker = Visitor(world, random.choice(world.layout.people))
            taker.badge()
            yield 2
            if not self.errs(0.1):
                taker.type_pin("1" if self.errs(0.1) else taker.who.pin)
                yield 2
            if self._signature_awaited():
                yield from self.fetch_second()
        yield 2
        self.leave()

    def _signature_awaited(self) -> bool:
        passing = self.session.passing if self.session is not None else None
        return passing is not None and passing.taken is not None
