"""What is engraved, held against what the register and the paper cards say of a weapon."""

from collections.abc import Iterable, Iterator

from kiosk.rules.entries import CardSays
from kiosk.rules.folding import folded
from kiosk.rules.labels import KHMER_DIGITS
from kiosk.rules.things import Weapon

DIGITS_MAX = 12
"""How many digits of a serial are read from the steel, its last ones: as many as the pad takes.
Letters are read in too many ways, and the pad has none."""

FIELDS = ("type", "calibre")
"""What is shown beside the weapon and held against it; the serial was read blind before."""


def digits_of(serial: str) -> str:
    """Return what must be read from a weapon with this serial; "" if it has no digits."""
    plain = serial.translate(KHMER_DIGITS)
    return "".join(one for one in plain if one in "0123456789")[-DIGITS_MAX:]


def same_steel(weapon: Weapon, digits: str) -> bool:
    """Return whether the digits that were read are the register's, or none where it has none.

    A serial of letters alone is compared with the eyes, in the next step: whatever was read, or
    nothing at all, is no difference.
    """
    wanted = digits_of(weapon.serial)
    if not wanted and weapon.serial.strip():
        return True
    return digits == wanted


def disputes(weapon: Weapon, digits: str, cards: Iterable[CardSays]) -> Iterator[str]:
    """Return what paper cards say otherwise than the steel and the register, as `card.serial`."""
    for card in cards:
        if card.serial and digits_of(card.serial) != digits:
            yield "card.serial"
        both = (folded(card.calibre), folded(weapon.calibre))
        if all(both) and both[0] != both[1]:
            yield "card.calibre"
