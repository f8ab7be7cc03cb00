"""Those who send weapons to another store: a registrar who asks, two who vouch, one who carries.

The other store is not in the room: what arrives there leaves the world, and its receipt comes back.
"""

from collections.abc import Callable, Sequence

from kiosk.keeper.eyes import Eyes
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.manifests import ArrivalDifference, Discrepancy, Receipt
from kiosk.rules.observations import transfers as t
from kiosk.rules.things import Moment, WeaponNumber
from kiosk.rules.transfers import sending
from tests.drill.far_store import HERE, THERE
from tests.drill.layout import Citizen
from tests.drill.people import Visitor
from tests.drill.visits import HandIn, Officer
from tests.drill.world import Life, World

LOST = 0.15
"""How often a weapon does not arrive."""


Wish = Callable[[Eyes, Moment, o.Signature], o.Observation]


class Carrier(Officer):
    """Somebody who draws what a transfer names."""

    def __init__(self, world: World, who: Citizen, load: Sequence[WeaponNumber]) -> None:
        """Carry these weapons."""
        super().__init__(world, who)
        self._load = load

    def _fitting(self, inside: list[WeaponNumber]) -> list[WeaponNumber]:
        return [one for one in inside if one in self._load] or inside


class Sender(Visitor):
    """A registrar who sends weapons now and then, and reads what comes back."""

    def life(self) -> Life:
        """Look after what is under way, every hour or so."""
        random = self.world.random
        while True:
            yield random.choice([1500, 3000, 5000])
            screen = self.screen
            if screen is None:
                continue
            sent = next(iter(screen.transfers.sent.values()), None)
            loose = next(iter(screen.transfers.loose.values()), None)
            if loose is not None and self.errs(0.5):
                yield from self._end_paper(loose)
            elif sent is None:
                yield from self._ask_and_vouch(self._wish(screen))
            elif sent.number in screen.transfers.left and self.errs(0.8):
                yield from self._on_the_road(screen, sent)
            elif not sending.loaded(screen, sent) and self.errs(0.3):
                yield from self._ask_and_vouch(_back(sent))
            else:
                yield from self._load(screen, sent)

    def _on_the_road(self, screen: Bay, sent: e.TransferSent) -> Life:
        """Let the other store take it over; now and then its carrier brings some of it back."""
        carried = [one.number for one in sent.weapons if sending.carried(screen, sent, one.number)]
        if carried and self.errs(0.3):
            yield from self._brought_back(sent, carried)
        elif carried:
            self._receive(sent, carried)
        else:
            yield from self._ask_and_vouch(_back(sent))

    def _brought_back(self, sent: e.TransferSent, carried: Sequence[WeaponNumber]) -> Life:
        one = next(who for who in self.world.layout.people if who.number == sent.carrier)
        mine = [each for each in carried if each in self.world.truth.carried_by(one.number)]
        carrier = HandIn(self.world, one)
        yield from carrier.step_up()
        if mine and carrier.stands_there():
            yield from carrier.visit(mine[0])
            carrier.step_back()

    def _end_paper(self, sent: e.TransferSent) -> Life:
        """Say that a manifest is destroyed; or it was not, and its receipt comes."""
        if self.errs(0.7):
            yield from self._ask_and_vouch(_void(sent))
            return
        self._read(sent, [weapon.number for weapon in sent.weapons], ())

    def _wish(self, screen: Bay) -> Wish:
        random = self.world.random
        inside = sorted(screen.inside.values())
        load = random.sample(inside, min(len(inside), random.choice([1, 1, 2])))
        carrier = random.choice(self.world.layout.people).number
        to = THERE if random.random() < 0.9 else "nowhere"
        hours = random.choice([0, 1, 24, 48])

        def wish(eyes: Eyes, at: Moment, by: o.Signature) -> o.Observation:
            return eyes.despatch.sending(
                at, by, to=to, weapons=load, carrier=carrier, hours=hours, why="drill", route="",
                vehicle="", seal="",
            )  # fmt: skip

        return wish

    def _ask_and_vouch(self, wish: Wish) -> Life:
        world, random = self.world, self.world.random
        yield from self.step_up()
        if not self.stands_there():
            return
        who = self.who.number
        signature = o.Signature(who, world.register.person(who), random.random() < 0.95)
        world.ask(lambda eyes, at: wish(eyes, at, signature))
        vouchers = [world.layout.people[index] for index in (0, 2, 1)]
        if self.errs(0.2):
            vouchers.insert(1, random.choice([vouchers[0], *world.layout.people]))
        for one in vouchers:
            yield 4
            if self.session is None or self.session.pending is None:
                break
            Visitor(world, one).badge()
            yield 2
            Visitor(world, one).type_pin("1" if self.errs(0.1) else one.pin)
        self.tap(o.CancelAsked)
        self.step_back()

    def _load(self, screen: Bay, sent: e.TransferSent) -> Life:
        world = self.world
        one = next((one for one in world.layout.people if one.number == sent.carrier), None)
        load = [w.number for w in sent.weapons if screen.place_of(w.number) is not None]
        if one is None or not load:
            return
        carrier = Carrier(world, one, load)
        yield from carrier.step_up()
        if carrier.stands_there():
            yield from carrier.draw()
            carrier.step_back()

    def _receive(self, sent: e.TransferSent, carried: Sequence[WeaponNumber]) -> None:
        """Let the other store take over what is really outside; it leaves the world."""
        world = self.world
        if not all(number in world.truth.carried for number in carried):
            return
        taken = [number for number in carried if world.random.random() >= LOST]
        lost = [one.number for one in sent.weapons if one.number not in taken]
        if any(isinstance(entry, e.TransferClosed) for entry in self._read(sent, taken, lost)):
            for number in taken:
                del world.truth.carried[number]

    def _read(
        self, sent: e.TransferSent, taken: Sequence[WeaponNumber], lost: Sequence[WeaponNumber]
    ) -> Sequence[e.Entry]:
        """Read a receipt of the other store."""
        world, who = self.world, self.who.number
        odd = tuple(ArrivalDifference(number, Discrepancy.MISSING) for number in lost)
        now_ms = world.clock.now().wall_ms
        receipt = Receipt(sent.number, THERE, HERE, now_ms, tuple(taken), odd)
        signature = o.Signature(who, world.register.person(who), matches=True)
        return world.ask(lambda _, at: t.ReceiptRead(at, signature, receipt))


def _void(sent: e.TransferSent) -> Wish:
    return lambda eyes, at, by: eyes.despatch.voiding(at, by, sent.number, "torn up")


def _back(sent: e.TransferSent) -> Wish:
    return lambda eyes, at, by: eyes.despatch.recall(at, by, sent.number, "flood")
