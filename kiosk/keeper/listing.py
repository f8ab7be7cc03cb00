"""The eyes' part about lists of the capital: what is here is looked up in them.

What calls in a list is told to the rules as an observation of its own, before a weapon that is
scanned is decided on, and after a line that names one is durable. A program that ends between the
two finds it at the next scan.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from kiosk.keeper.ports import Facts
from kiosk.rules import observations as o
from kiosk.rules.entries import Entry, ListedMet, MetAt
from kiosk.rules.losses import serials
from kiosk.rules.losses.serials import Shown
from kiosk.rules.national import Likeness, Listed, ListedMatch, digits_key, serial_key
from kiosk.rules.observations.national import ListedSeen
from kiosk.rules.things import Moment, Weapon

AT_ONCE = 500
"""Serials in one question: cards come by the thousand."""


class Lists(Protocol):
    """What is looked up in the capital's lists."""

    def some(self) -> bool:
        """Return whether there is any list."""
        ...

    def named(self, keys: Iterable[str]) -> Mapping[str, tuple[Listed, ...]]:
        """Return the weapons of all lists by the keys of their serials."""
        ...

    def settled(self, weapon: str) -> frozenset[str]:
        """Return the rows that are known to be another weapon than this one."""
        ...


class NoLists:
    """The lists of a kiosk that has none."""

    def some(self) -> bool:
        """Have none."""
        return False

    def named(self, _: Iterable[str]) -> Mapping[str, tuple[Listed, ...]]:
        """Name nothing."""
        return {}

    def settled(self, _: str) -> frozenset[str]:
        """Know nothing."""
        return frozenset()


class Listing:
    """Looks serials up. Keeper's thread, or that of whoever has the book alone."""

    def __init__(self, lists: Lists, facts: Facts) -> None:
        """Look into these lists, with these facts."""
        self._lists, self._facts = lists, facts

    def before(self, at: Moment, seen: o.Observation) -> Iterator[ListedSeen]:
        """Yield what is to be known before an observation is decided on."""
        if isinstance(seen, o.WeaponSeen):
            yield from self.met(at, serials.before(seen))

    def after(self, at: Moment, entries: Iterable[Entry]) -> Iterator[ListedSeen]:
        """Yield what lines that were just written name of the lists."""
        waiting = list[Shown]()
        for entry in entries:
            waiting.extend(serials.after(entry))
            if len(waiting) >= AT_ONCE:
                yield from self.met(at, waiting)
                waiting = []
        yield from self.met(at, waiting)

    def met(self, at: Moment, several: Iterable[Shown]) -> Iterator[ListedSeen]:
        """Yield which of several things may be weapons of a list."""
        shown = list(several)
        if not shown or not self._lists.some():
            return
        weapons = {one.weapon: self._facts.weapon(one.weapon) for one in shown if one.weapon}
        asked = [(one, _texts(one, weapons.get(one.weapon))) for one in shown]
        keys = {key for one, texts in asked for key in _keys(one, texts)}
        found = self._lists.named(keys) if keys else {}
        if not found:
            return
        for one, texts in asked:
            matches = tuple(self._matches(one, texts, found))
            if matches:
                met = ListedMet(at, one.about, one.weapon, matches, one.where)
                yield ListedSeen(at, met, weapons.get(one.weapon))

    def _matches(
        self, one: Shown, texts: tuple[str, ...], found: Mapping[str, tuple[Listed, ...]]
    ) -> Iterator[ListedMatch]:
        """Yield each listed weapon once, as near as it comes."""
        settled = self._lists.settled(one.weapon) if one.weapon else frozenset()
        told = set[Listed]()
        for key in _keys(one, texts):
            for listed in found.get(key, ()):
                if listed in told or listed.row in settled:
                    continue
                told.add(listed)
                yield ListedMatch(listed, _likeness(listed, key, texts))


def _texts(one: Shown, weapon: Weapon | None) -> tuple[str, ...]:
    own = one.texts if weapon is None or one.where is MetAt.STEEL else (*one.texts, weapon.serial)
    return tuple(dict.fromkeys(own))


def _keys(one: Shown, texts: tuple[str, ...]) -> Iterator[str]:
    keys = (*map(serial_key, texts), digits_key(one.digits))
    yield from dict.fromkeys(filter(None, keys))


def _likeness(listed: Listed, key: str, texts: tuple[str, ...]) -> Likeness:
    if listed.serial in texts:
        return Likeness.EXACT
    return Likeness.NEAR if serial_key(listed.serial) == key else Likeness.DIGITS
