"""The ears: what hears tags from afar, and what it means to a count. One thread: the keeper's.

What was heard is told to the rules as an observation of its own, once the first person of a count
is done. A program that ends before finds what its modules heard since its start.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from kiosk.keeper.ports import Ears, Heard, Register
from kiosk.rules.bay import Bay
from kiosk.rules.counts import witness
from kiosk.rules.hearing import Listened
from kiosk.rules.observations.counts import TagsHeard
from kiosk.rules.tags import tag_key
from kiosk.rules.things import Moment, WeaponNumber


class NoEars:
    """The ears of a bay that has no module."""

    since_ms = 0

    def begin(self) -> None:
        """Forget nothing."""

    def heard(self) -> Sequence[Heard]:
        """Hear nothing."""
        return ()


class Hearing:
    """Turns what was heard into an observation. The register says whose a tag is."""

    def __init__(self, ears: Ears, facts: Register, bay: Callable[[], Bay]) -> None:
        """Ask these ears, and look tags up here."""
        self._ears, self._facts, self._bay = ears, facts, bay

    def after(self, at: Moment) -> Iterator[TagsHeard]:
        """Yield what was heard, if a count waits for it and there is a module at all."""
        bay = self._bay()
        count = bay.count
        modules = self._ears.heard() if count is not None and witness.wanted(bay) else ()
        if count is None or not modules:
            return
        claims = self._facts.claims(tag for one in modules for tag in one.tags)
        yield TagsHeard(
            at,
            self._ears.since_ms,
            tuple(_listened(one, claims) for one in modules),
            self._facts.tagged(witness.named(count)),
            self._facts.sent(claims.values()),
        )


def _listened(one: Heard, claims: Mapping[str, WeaponNumber]) -> Listened:
    owners = {tag: claims.get(tag_key(tag)) for tag in one.tags}
    weapons = dict.fromkeys(owner for owner in owners.values() if owner is not None)
    unknown = tuple(tag for tag, owner in owners.items() if owner is None)
    return Listened(one.module, one.racks, one.looks, one.whole, tuple(weapons), unknown)
