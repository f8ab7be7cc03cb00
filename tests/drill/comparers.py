"""Those who compare what is here with the capital's lists, and say that it is another weapon."""

from kiosk.rules import observations as o
from kiosk.rules.national import ListedKind, OtherWeapon
from kiosk.rules.pending import Known
from kiosk.rules.things import WeaponNumber
from tests.drill.people import Visitor
from tests.drill.world import Life


class Comparer(Visitor):
    """The registrar: compares what is listed with the list now and then, and two people agree."""

    def life(self) -> Life:
        """Look at what is here and on a list."""
        random = self.world.random
        while True:
            yield random.choice([9000, 13_000, 21_000])
            screen = self.screen
            here = [one for one in screen.listed.values() if one.weapon] if screen else []
            kept = [one for one in here if one.matches[0].listed.kind is ListedKind.LOST]
            if kept and self.errs(0.5):
                yield from self._settle(kept[0].weapon)

    def _settle(self, weapon: WeaponNumber) -> Life:
        world, who = self.world, self.who.number
        why = "" if self.errs(0.2) else "another maker"
        yield from self.step_up()
        if not self.stands_there():
            return
        signature = o.Signature(who, world.register.person(who), world.random.random() < 0.9)
        matter = OtherWeapon(weapon, why)
        world.ask(lambda _, at: o.MatterAsked(at, signature, matter, Known()))
        for index in (0, 2, 1):
            yield 4
            if self.session is None or self.session.pending is None:
                break
            one = world.layout.people[index]
            Visitor(world, one).badge()
            yield 2
            Visitor(world, one).type_pin(one.pin)
        self.tap(o.CancelAsked)
        self.step_back()
