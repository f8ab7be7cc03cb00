"""In which way a place differs from the book, judged at the moment it is seen.

What was issued or returned meanwhile is so netted by itself: each place is held against the book of
its own moment. No line is written in here.
"""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.labels import KHMER_DIGITS
from kiosk.rules.things import PositionId, Weapon, WeaponNumber

ENGRAVED_DIGITS = 4
"""How many digits of a serial are read from the steel, its last ones (domain W4). Letters are read
in too many ways, and the pad has none."""


def last_digits(serial: str) -> str:
    """Return what a counter must read from a weapon with this serial; "" if it has no digits."""
    plain = serial.translate(KHMER_DIGITS)
    return "".join(one for one in plain if one in "0123456789")[-ENGRAVED_DIGITS:]


def placed(bay: Bay, position: PositionId, weapon: WeaponNumber | None) -> e.Difference:
    """Return how a weapon that stands at a position differs from where the book has it."""
    if weapon is None:
        return e.Difference.UNREGISTERED
    book = bay.place_of(weapon)
    if book == position:
        return e.Difference.NONE
    if weapon in bay.out:
        return e.Difference.ON_ISSUE
    if weapon in bay.missing:
        return e.Difference.FOUND_AGAIN
    if book is None:
        return e.Difference.CARD_ONLY
    there = bay.positions.get(book)
    same_rack = there is not None and there.rack == bay.positions[position].rack
    return e.Difference.WRONG_POSITION if same_rack else e.Difference.WRONG_RACK


def engraved(weapon: Weapon | None, digits: str) -> e.Difference:
    """Return how the digits read from the steel differ from the serial of a weapon."""
    wanted = "" if weapon is None else last_digits(weapon.serial)
    read = digits[-len(wanted) :] if wanted else ""
    if not read:
        return e.Difference.NO_MARK
    if read == wanted:
        return e.Difference.NONE
    off = sum(one != other for one, other in zip(read, wanted, strict=False))
    near = off == 1 and len(read) == len(wanted)
    return e.Difference.ONE_CHARACTER_OFF if near else e.Difference.ENGRAVING_DIFFERS
