"""What stands in the QR code of a row, and below it to be typed: digits only, with a check.

Five digits of the sheet, ten of the weapon, two check digits over all of them (ISO 7064 MOD 97-10):
a slip of the hand and two swapped neighbours are found, and so is the row of another sheet. The
seventeen digits are what the smallest QR code holds with the most error correction (ISO/IEC 18004,
version 1-H).
"""

from itertools import pairwise

from kiosk.rules.labels import KHMER_DIGITS
from kiosk.rules.things import WeaponNumber

SHEET_DIGITS, WEAPON_DIGITS, CHECK_DIGITS = 5, 10, 2
DIGITS = SHEET_DIGITS + WEAPON_DIGITS + CHECK_DIGITS
SHEETS = 10**SHEET_DIGITS
"""Sheets are numbered round after so many; years at any warehouse."""


def code_of(muster: int, weapon: WeaponNumber) -> str:
    """Return the digits of one row.

    Raises:
        ValueError: the weapon has no number of ours.
    """
    if len(weapon) != WEAPON_DIGITS or not _digits(weapon):
        raise ValueError(f"no registration number of ours: {weapon!r}")
    body = f"{muster % SHEETS:0{SHEET_DIGITS}}{weapon}"
    return f"{body}{98 - int(body) * 100 % 97:0{CHECK_DIGITS}}"


def spoken(code: str) -> str:
    """Return a code as it is printed to be typed: in groups."""
    cuts = (0, 5, 9, 13, 15, DIGITS)
    return " ".join(code[begin:end] for begin, end in pairwise(cuts))


def read_code(text: str) -> tuple[int, WeaponNumber] | None:
    """Return sheet (of `SHEETS`) and weapon of a code that was scanned or typed; None if wrong.

    Spaces and Khmer digits do not matter.
    """
    plain = "".join(text.split()).translate(KHMER_DIGITS)
    if len(plain) != DIGITS or not _digits(plain) or int(plain) % 97 != 1:
        return None
    return int(plain[:SHEET_DIGITS]), WeaponNumber(plain[SHEET_DIGITS:-CHECK_DIGITS])


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
