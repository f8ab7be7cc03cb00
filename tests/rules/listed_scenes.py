"""Scenes of the capital's lists: looked up as the eyes do, told before and after a step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from kiosk.keeper.listing import Listing
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.national import (
    Listed,
    ListedKind,
    NationalList,
    OtherWeapon,
    keys_besides,
    serial_key,
)
from kiosk.rules.things import OfficerNumber, Person, Weapon, WeaponNumber
from tests.rules.loss_scenes import LossScene
from tests.rules.racking_scenes import RackScene


def lost(serial: str, case: str = "PP 2016/88") -> Listed:
    """Return a weapon that is lost somewhere."""
    return Listed(ListedKind.LOST, serial, "7.62x39", "AKM", "", "", "", "2016-03-01", case)


def destroyed(serial: str) -> Listed:
    """Return a weapon that was destroyed in Battambang."""
    return Listed(
        ListedKind.DESTROYED, serial, "7.62x39", "Norinco Type 56", "BTB-08", "23 August 2006",
        "Em Sam An; D. de Beer", "2006-08-23", "",
    )  # fmt: skip


LISTING = NationalList("9f86d081884c7d65", "march.csv", "9f86", 1, 1, "reg")


class Capital:
    """Lists in memory. `lookups`: how often they were looked into."""

    def __init__(self, rows: Iterable[Listed] = ()) -> None:
        """Know these weapons."""
        self.rows = tuple(rows)
        self.settled_rows: dict[str, set[str]] = {}
        self.lookups = 0

    def some(self) -> bool:
        """Return whether there is any list."""
        return bool(self.rows)

    def named(self, keys: Iterable[str]) -> Mapping[str, tuple[Listed, ...]]:
        """Return the weapons of all lists by key."""
        self.lookups += 1
        found = {key: tuple(one for one in self.rows if key in _keys(one)) for key in keys}
        return {key: rows for key, rows in found.items() if rows}

    def settled(self, weapon: str) -> frozenset[str]:
        """Return what is known to be another weapon."""
        return frozenset(self.settled_rows.get(weapon, ()))


def _keys(one: Listed) -> Sequence[str]:
    return keys_besides(serial_key(one.serial), one.serial)


class ListedScene(RackScene, LossScene):
    """A bay that has lists of the capital. `written`: the kinds of the last step, and all of it."""

    def __init__(self, *rows: Listed) -> None:
        """Know these weapons of the lists, once the bay is founded."""
        self.capital = Capital()
        self.listing = Listing(self.capital, self)
        self.written: list[str] = []
        super().__init__()
        self.capital.rows = rows

    def person(self, number: OfficerNumber) -> Person | None:
        """Return a person, for the eyes."""
        return self.people.get(number)

    def weapon(self, number: WeaponNumber) -> Weapon | None:
        """Return a weapon, for the eyes."""
        return self.weapons.get(number)

    def see(self, seen: o.Observation) -> Self:
        """Let one thing be seen, as the keeper does: the lists before and after it."""
        self.written = []
        for met in self.listing.before(seen.at, seen):
            super().see(met)
            self.written += self.kinds
        super().see(seen)
        own, entries = self.last, self.last.entries
        self.written += self.kinds
        for entry in entries:
            if isinstance(entry, e.WeaponRegistered | e.WeaponCorrected):
                self.weapons[entry.weapon.number] = entry.weapon
        for met in self.listing.after(seen.at, entries):
            super().see(met)
            self.written += self.kinds
        self.last = own
        return self

    def other(self, weapon: str, why: str = "another maker", by: str = "nary") -> Self:
        """Say at a desk that a listed weapon is another one."""
        return self.request(OtherWeapon(WeaponNumber(weapon), why), by)
