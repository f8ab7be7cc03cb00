"""Those who rack weapons that come in: the custodian and the armourer, with the steel in hand.

A weapon is taken in at the desk, now and then by a clerk who hits the wrong key, and carried to the
bay. Whoever racks it reads what is engraved on the thing itself, and knows nothing of the book.
"""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.keeper.racking import IntakeForm
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.entries import Source
from kiosk.rules.observations import racking as r
from kiosk.rules.things import PositionId, Weapon, WeaponNumber
from kiosk.rules.to_rack import Step
from tests.drill.layout import collected
from tests.drill.people import SECONDS, Visitor
from tests.drill.world import Life

FORM = IntakeForm(Source.CACHE, "", "", "", another=False)


class Racker(Visitor):
    """Somebody who racks what comes in; those who may not try as well."""

    def life(self) -> Life:
        """Bring a weapon every few hours."""
        random = self.world.random
        while True:
            yield random.choice([3600, 5400, 14_000])
            weapon = self._weapon_at_hand()
            if weapon is None:
                continue
            yield from self.step_up()
            if not self.stands_there():
                continue
            yield from self._rack(weapon)
            self._forget_what_nobody_saw(weapon.number)
            yield 2
            self.leave()
            self.step_back()

    def _weapon_at_hand(self) -> Weapon | None:
        """Return a weapon without a place that this person carries, or one that just came in."""
        world = self.world
        carried = sorted(world.truth.carried_by(self.who.number))
        mine = [one for one in carried if one not in self.homes and world.register.weapon(one)]
        if mine and self.errs(0.8):
            return world.register.weapon(world.random.choice(mine))
        return self._taken_in() if len(mine) < 2 else None

    def _taken_in(self) -> Weapon | None:
        world, random = self.world, self.world.random
        weapon = collected(1 + random.randrange(90))
        if weapon.number in world.truth.carried or world.truth.place_of(weapon.number) is not None:
            return None
        clerk = random.choice([one for one in world.layout.people if one.role != "officer"])
        person = world.register.person(clerk.number)
        signature = o.Signature(clerk.number, person, matches=not self.errs(0.1))
        told = replace(weapon, serial="S9999") if self.errs(0.1) else weapon
        written = world.ask(lambda eyes, at: eyes.racking.intake(at, signature, told, FORM))
        if any(isinstance(entry, e.WeaponTakenIn) for entry in written):
            may = clerk.role in {"registrar", "chief"} and signature.matches
            world.hold("P10", may, f"{clerk.number} took a weapon in")
            world.truth.carried[weapon.number] = self.who.number
            return weapon
        return None

    # ------------------------------------------------------------------ at the bay
    def _rack(self, weapon: Weapon) -> Life:
        world = self.world
        yield from self.identify()
        world.ask(lambda eyes, at: eyes.racking.wanted(at))
        yield 2
        if self._step() is not Step.LABEL:
            return
        if self.errs(0.2):
            world.ask(lambda eyes, at: eyes.weapon_seen(at, weapon.number, tapped=True))
        else:
            self.scan_weapon(weapon.number)
        yield 10
        for _ in range(8):
            step = self._step()
            if step is None or self.errs(0.01):
                return
            if step is Step.SECOND:
                yield from self.fetch_second()
                break
            self._answered(step, weapon)
            yield world.random.choice([2, 5, 20])
        yield from self._at_the_cable(weapon.number)

    def _answered(  # noqa: PLR0911 - one return a step
        self, step: Step, weapon: Weapon
    ) -> Sequence[e.Entry]:
        """Say what is asked, as it is on the weapon in the hand; now and then something else."""
        world, random = self.world, self.world.random
        if self.errs(0.03):
            step = random.choice([*Step])
        match step:
            case Step.STEEL:
                steel = weapon.serial[1:] if not self.errs(0.05) else "0"
                written = world.ask(lambda eyes, at: eyes.racking.steel(at, steel))
                return self._judged(written, weapon, steel)
            case Step.CHECK:
                differing = ("calibre",) if self.errs(0.05) else ()
                return world.ask(lambda _, at: r.AgreementSaid(at, differing))
            case Step.CLEAN:
                if self.errs(0.3):
                    return Visitor(world, random.choice(world.layout.people)).badge()
                return world.ask(lambda _, at: r.CleaningSaid(at))
            case Step.PHOTO:
                return world.ask(lambda eyes, at: eyes.racking.photo(at, "no_camera"))
            case Step.PLACE:
                anywhere = random.choice(world.layout.positions).id if self.errs(0.1) else ""
                return world.ask(lambda eyes, at: eyes.racking.place(at, anywhere))
            case _:
                return self.scan_weapon(random.choice(world.layout.weapons).number)

    def _judged(self, written: Sequence[e.Entry], weapon: Weapon, steel: str) -> Sequence[e.Entry]:
        """Hold that what was read otherwise than the register says never goes on."""
        known = self.world.register.weapon(weapon.number)
        if known is not None and any(isinstance(entry, e.RackingRead) for entry in written):
            self.world.hold("P6", known.serial[1:] == steel, f"{steel} passed for {known.serial}")
        return written

    def _at_the_cable(self, weapon: WeaponNumber) -> Life:
        world = self.world
        release = self.screen.release if self.screen is not None else None
        if release is None or release.grant.weapon != weapon:
            return
        place = release.grant.position
        yield world.random.choice([1, 2, 4])
        cable = self.open_it()
        if cable is None:
            return
        yield 3
        self._put_in(weapon, place)
        yield from self.shut_and_count(cable, lies=self.errs(0.02))

    def _put_in(self, weapon: WeaponNumber, place: PositionId) -> None:
        truth = self.world.truth
        there = truth.open[truth.cable_of[place]] and place not in truth.stands
        if there and truth.carried.get(weapon) == self.who.number and not self.errs(0.03):
            self.world.place(weapon, place)

    def _forget_what_nobody_saw(self, weapon: WeaponNumber) -> None:
        """Note that no line can tell where a weapon went whose racking was cut short."""
        truth, screen = self.world.truth, self.screen
        stands = truth.place_of(weapon)
        booked = screen.place_of(weapon) if screen is not None else None
        if stands != booked:
            truth.hide([weapon])

    def _step(self) -> Step | None:
        session = self.session
        racking = session.racking if session is not None and self.mine else None
        return None if racking is None else racking.step


def may_rack(one: Visitor) -> bool:
    """Return whether somebody comes with weapons to rack: some of those who may, and a chief."""
    return one.who.role == "armourer" or one.who.role in SECONDS
