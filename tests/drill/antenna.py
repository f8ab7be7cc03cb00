"""A module that hears tags in the drill's room: most of what stands there, some of what walks by.

It mishears as modules do: metal hides a tag, a wall does not, and now and then it is off. Its own
chance, so that a story without it is the same story.
"""

from random import Random

from kiosk.keeper.ports import Heard
from kiosk.rules.things import RackId, WeaponNumber
from tests.drill.truth import Truth

HIDDEN, NEAR, SILENT = 0.1, 0.2, 0.1
"""How often a tag is not heard, that of somebody nearby is, and the whole module is off."""

STRAY = "F" * 16
"""A tag that is nobody's."""


def tag_of(weapon: str) -> str:
    """Return the tag on a weapon: whoever makes the room knows it, the kiosk looks it up."""
    return f"E2{weapon}0000"


class Antenna:
    """The ears of the drill: one module for the whole bay, one for rack A alone."""

    since_ms = 0

    def __init__(self, truth: Truth, seed: int) -> None:
        """Listen in this room."""
        self._truth, self._random = truth, Random(seed)

    def begin(self) -> None:
        """Forget nothing: it is asked for what stands there now."""

    def heard(self) -> tuple[Heard, ...]:
        """Return what both modules hear now."""
        return self._module("bay", ()), self._module("rack A", ("A",))

    def _module(self, name: str, racks: tuple[str, ...]) -> Heard:
        chance, stands = self._random.random, tuple(map(RackId, racks))
        if chance() < SILENT:
            return Heard(name, stands, 0, whole=False, tags=())
        truth = self._truth
        here = [weapon for place, weapon in truth.stands.items() if self._near(place, racks)]
        heard: list[WeaponNumber] = [weapon for weapon in here if chance() > HIDDEN]
        heard += [weapon for weapon in truth.carried if chance() < NEAR]
        stray = (STRAY,) if chance() < NEAR else ()
        return Heard(name, stands, 99, whole=True, tags=(*map(tag_of, heard), *stray))

    @staticmethod
    def _near(place: str, racks: tuple[str, ...]) -> bool:
        return not racks or place[0] in racks
