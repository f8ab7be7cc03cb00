"""What makes a PIN good enough to be set. Pure form: nobody's PIN is known in here."""

from itertools import pairwise

MIN_DIGITS, MAX_DIGITS = 6, 12
"""ISO 9564-1 allows 4 to 12; 6 asked for because 26 % of 4-digit PINs are among twenty (PIN data
quoted with ISO 9564-1)."""


def pin_problem(digits: str, again: str) -> str:
    """Return why a PIN typed twice is not accepted, as a `refusals` wire name, or nothing."""
    if digits != again:
        return "pins_differ"
    if not (digits.isascii() and digits.isdigit() and MIN_DIGITS <= len(digits) <= MAX_DIGITS):
        return "pin_too_simple"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    half = len(digits) // 2
    repeated = digits[:half] * 2 == digits or len(set(digits)) < 3  # noqa: PLR2004 - two digits, as in 112211
    if repeated or steps in ({0}, {1}, {9}):
        return "pin_too_simple"
    return ""
