"""Weapons in somebody's hand at the racks, as the lines tell of them; the bay itself forgets them.

The wrong one that was scanned last, and one whose return was broken off or comes next. Pure;
decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kiosk.rules import entries as e

_BROKEN_OFF = frozenset({e.Farewell.ANOTHER, e.Farewell.TIME, e.Farewell.PIN_LOCKED})
"""How a visit ends that its bearer did not end: a custodian came for an alarm, or time ran out."""


@dataclass(frozen=True, slots=True)
class InHand:
    """Weapons by registration number, or by the text that was read when nobody knows them.

    `wrong`: held before the scanner at an open cable, and not the one that was released.
    `returning`: scanned for a return that goes on. `unreturned`: its return was broken off, or
    waits for something else, and neither was it scanned again nor any weapon issued since.
    """

    wrong: str = ""
    returning: str = ""
    unreturned: str = ""

    def after(self, entries: Iterable[e.Entry]) -> "InHand":
        """Return what is in somebody's hand after some lines."""
        hand = self
        for entry in entries:
            hand = hand._after(entry)
        return hand

    def _after(self, entry: e.Entry) -> "InHand":  # noqa: PLR0911 - one return a line
        match entry:
            case e.WrongWeapon(_, _, text):
                return replace(self, wrong=text)
            case e.WrongWeaponCleared():
                return replace(self, wrong="")
            case e.ReleaseGranted(purpose=e.Purpose.ISSUE):
                return InHand()
            case e.ReturnBegun(_, text, weapon):
                return self._scanned(weapon or text)
            case e.ReturnKept(_, kept):
                return replace(self, unreturned=kept)
            case e.WeaponReturned() | e.WeaponReceived():
                return replace(self, returning="")
            case e.SessionClosed(why=why) if self.returning:
                left = self.returning if why in _BROKEN_OFF else self.unreturned
                return replace(self, returning="", unreturned=left)
            case _:
                return self

    def _scanned(self, weapon: str) -> "InHand":
        """Begin a return: of the weapon whose return was broken off, or of one more."""
        left = self.unreturned if self.returning in {"", weapon} else self.returning
        return replace(self, returning=weapon, unreturned="" if left == weapon else left)
