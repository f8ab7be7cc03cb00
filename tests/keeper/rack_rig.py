"""A rig with a free position, a weapon without a place, and what the register knows of it."""

from kiosk.keeper.keeper import Keeper, Question
from kiosk.keeper.racking import Shelf
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Kind, number
from kiosk.rules.observations.racking import RackFacts
from kiosk.rules.things import Position, PositionId, RackId, Weapon, WeaponNumber, WeaponType
from tests.keeper.rig import AT_REST, CARBINE, POSITIONS, WIRING, B, Rig, policy

NEW = WeaponNumber(number(Kind.WEAPON, 1, 17))
FREE = Position(PositionId("B-2"), RackId("1"), B)
CARD = e.CardSays("C-7", "4711")


class FakeIncoming:
    """What the register knows of weapons that come in: what a test says."""

    def __init__(self) -> None:
        self.photos, self.marks = 0, 0
        self.asked: list[tuple[str, str]] = []

    def facts(self, weapon: WeaponNumber, kind: WeaponType) -> RackFacts:
        self.asked.append((weapon, kind))
        return RackFacts((CARD,), self.photos, (RackId("1"),))

    def photos_of(self, _: str) -> int:
        return self.photos

    def marks_stand(self, _: str) -> int:
        return self.marks

    def twins(self, serial: str, _: str) -> tuple[WeaponNumber, ...]:
        return (CARBINE,) if serial == "3" else ()


class RackRig(Rig):
    """A rig with a free position, and a weapon that has no place yet."""

    def __init__(self) -> None:
        self.incoming, self.album = FakeIncoming(), set[str]()
        super().__init__()
        rest, self.journal.lines[:] = [*self.journal.lines], []
        self.keeper = Keeper(
            Bay(policy(counter_sign="never")),
            wiring=WIRING, clock=self.clock, journal=self.journal, facts=self.register,
            pins=self.register, hands=self.hands, health=self.health, tell=self._tell,
            shelf=Shelf(self.incoming, self.album.__contains__),
        )  # fmt: skip
        assert rest
        self.keeper.start((*POSITIONS, FREE), AT_REST)
        self._found()
        weapon = Weapon(NEW, "AKM", WeaponType("rifle"), "AB 4711")
        self.ask(Question(lambda _, at: o.RegisterAsked(at, "nary", (weapon,))))
