"""A count that is under way: what was ordered, what two people found, and how its lines move it.

Values only, and no decision. It follows from its own lines alone, so that the registry keeps their
numbers and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.change import replace
from kiosk.rules.things import OfficerNumber, WeaponNumber

QUANTITIES = frozenset({e.CountKind.DAILY, e.CountKind.HANDOVER})
"""Counts of how many weapons hang on each cable; the others go from position to position."""

CountLine = (
    e.CountOrdered | e.CountBegun | e.EngravingAsked | e.PlaceCounted | e.CountPassed
    | e.CountHeard
    | e.AdjustmentAsked | e.CountAdjusted | e.CountCertified | e.CountDropped
)  # fmt: skip


class Pass(StrEnum):
    """How far a count is."""

    FIRST = "first"
    AGAIN = "again"
    SIGN = "sign"


@dataclass(frozen=True)
class Counting:
    """One count. `first` and `again`: what each of its two people found, place by place.

    `asked`: the label whose engraving is asked for, and `owed`: the place where it was asked for
    and never read; `challenged`: how many were read so. `adjusted`: where two more people let the
    book have what was found. `heard`: what modules heard by radio until the first person was done.
    """

    order: e.CountOrdered
    begun: bool = False
    at: Pass = Pass.FIRST
    first: Mapping[str, e.PlaceCounted] = field(default_factory=dict)
    again: Mapping[str, e.PlaceCounted] = field(default_factory=dict)
    asked: e.EngravingAsked | None = None
    owed: str = ""
    challenged: int = 0
    adjusted: frozenset[str] = frozenset()
    heard: e.CountHeard | None = None

    @property
    def by_quantity(self) -> bool:
        """Whether weapons are only numbered, cable by cable."""
        return self.order.what in QUANTITIES

    @property
    def found(self) -> Mapping[str, e.PlaceCounted]:
        """What was found in this pass so far."""
        return self.first if self.at is Pass.FIRST else self.again

    @property
    def places(self) -> tuple[str, ...]:
        """The places of this pass, in the order of the racks."""
        return self.order.places if self.at is Pass.FIRST else self.differing

    @property
    def left(self) -> tuple[str, ...]:
        """The places of this pass that nobody has seen yet."""
        return tuple(place for place in self.places if place not in self.found)

    @property
    def whose(self) -> OfficerNumber | None:
        """Who counts now, or None when nobody does: the certificate waits for its signature."""
        if self.at is Pass.SIGN:
            return None
        return self.order.counter if self.at is Pass.FIRST else self.order.recounter

    @property
    def differing(self) -> tuple[str, ...]:
        """The places that another person must see: they differ, or share a weapon with another."""
        twice = _twice(self.first.values())
        return tuple(
            place
            for place in self.order.places
            if (seen := self.first.get(place)) is not None
            if seen.difference or seen.weapon in twice
        )

    @property
    def last(self) -> e.PlaceCounted | None:
        """What was found last in this pass."""
        return next(reversed([*self.found.values()]), None)

    def settled(self) -> tuple[e.PlaceCounted, ...]:
        """Return what counts in the end: the second person's word where there is one."""
        return tuple((self.again.get(place) or seen) for place, seen in self.first.items())

    def standing(self) -> tuple[e.PlaceDifference, ...]:
        """Return what still differs, in the order of the racks; a weapon is missing only once.

        A weapon that stands elsewhere is told where it stands, and not where it is lacking. One
        that was seen at two places is two weapons with one label, and nobody knows which is which.
        """
        settled = self.settled()
        twice = _twice(settled)
        there = {seen.weapon for seen in settled if seen.weapon is not None}
        found = []
        for seen in settled:
            lacking = _lacking(seen, there)
            if seen.weapon in twice:
                found.append(e.PlaceDifference(seen.place, e.Difference.DUPLICATE, seen.weapon))
            elif seen.difference is not e.Difference.MISSING and seen.difference:
                found.append(e.PlaceDifference(seen.place, seen.difference, seen.weapon))
            if lacking is not None:
                found.append(e.PlaceDifference(seen.place, e.Difference.MISSING, lacking))
        return tuple(found)


def _twice(found: Iterable[e.PlaceCounted]) -> set[WeaponNumber | None]:
    """Return the weapons that were seen at more than one place."""
    times = Counter(seen.weapon for seen in found if seen.weapon is not None)
    return {weapon for weapon, often in times.items() if often > 1}


def _lacking(seen: e.PlaceCounted, there: set[WeaponNumber]) -> WeaponNumber | None:
    """Return the weapon that should stand at a place and was found nowhere."""
    gone = seen.expected is not None and seen.expected not in there
    unsure = seen.finding is e.Finding.NO_MARK or seen.difference in _UNSURE
    return seen.expected if gone and not unsure else None


_UNSURE = frozenset({e.Difference.ENGRAVING_DIFFERS, e.Difference.ONE_CHARACTER_OFF})
"""Something stands there, and nobody can say that it is not the weapon that is expected."""


def counting(count: Counting | None, entry: CountLine) -> Counting | None:  # noqa: PLR0911 - one return a line
    """Return the count as it stands after one of its lines; None when it is over."""
    if isinstance(entry, e.CountOrdered):
        return Counting(entry)
    assert count is not None, "this line belongs to a count"
    assert count.order.count == entry.count, "and to this one"
    match entry:
        case e.CountBegun():
            return _come_back(count)
        case e.EngravingAsked():
            return replace(count, asked=entry)
        case e.PlaceCounted():
            return _seen(count, entry)
        case e.CountPassed(differing=differing):
            return replace(count, at=Pass.AGAIN if differing else Pass.SIGN, asked=None)
        case e.CountHeard():
            return replace(count, heard=entry)
        case e.AdjustmentAsked():
            return count
        case e.CountAdjusted(position=position):
            return replace(count, adjusted=count.adjusted | {position})
        case e.CountCertified() | e.CountDropped():
            return None
        case _:
            assert_never(entry)


def _come_back(count: Counting) -> Counting:
    """Let somebody begin, or go on: what they saw when they left may be gone, and is seen anew.

    A weapon whose engraving was asked for is asked for it again, so that leaving spares nobody.
    """
    asked = count.asked
    owed = asked.place if asked is not None and asked.text else count.owed
    return replace(count, begun=True, asked=None, owed=owed)


def _seen(count: Counting, entry: e.PlaceCounted) -> Counting:
    """Write down one place. A weapon that was chosen for its bad label is no challenge."""
    assert entry.place in count.places, "a count goes by its own places"
    found = {**count.found, entry.place: entry}
    read = count.asked is not None and count.asked.text != ""
    after = replace(count, asked=None, owed="", challenged=count.challenged + read)
    if count.at is Pass.FIRST:
        return replace(after, first=found)
    return replace(after, again=found)
