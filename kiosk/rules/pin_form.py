"""What makes a PIN good enough to be set. Pure form: nobody's PIN is known in here."""

from itertools import pairwise

MIN_DIGITS, MAX_DIGITS = 6, 12
"""ISO 9564-1 allows 4 to 12; 6 asked for because 26 % of 4-digit PINs are among twenty (PIN data
quoted with ISO 9564-1)."""

LEAST_SLIPS = 3
"""The second PIN lies at least so many slips of the finger from the first. One slip is common, two
in one PIN are seldom, and three are another number. Ours."""

_BESIDE = {
    "1": "24", "2": "135", "3": "26", "4": "157", "5": "2468", "6": "359", "7": "48", "8": "5790",
    "9": "68", "0": "8",
}  # fmt: skip
"""What a hand that lies one key aside types instead, on a pad of three rows and 0 below the 8."""


def pin_problem(digits: str, again: str) -> str:
    """Return why a PIN typed twice is not accepted, as a `refusals` wire name, or nothing."""
    return "pins_differ" if digits != again else _too_simple(digits)


def duress_pin_problem(ordinary: str, digits: str, again: str) -> str:
    """Return why a second PIN, for use under threat, is not accepted beside the ordinary one.

    It must be as good as any, and nothing that comes of the ordinary one by slips or by a trick:
    a false call sends armed people, and a trick that everybody knows (one more, backwards) is what
    whoever threatens tries first.
    """
    problem = pin_problem(digits, again)
    if problem:
        return problem
    return "duress_pin_too_close" if _derived(ordinary, digits) else ""


def slips(meant: str, typed: str) -> int:
    """Return by how many slips of the finger one text became the other.

    A slip is a wrong digit, one too many, one too few, or two neighbours swapped (Damerau 1964: of
    misspelt words four in five are a single one of these).
    """
    rows: list[list[int]] = [list(range(len(typed) + 1))]
    for row, wanted in enumerate(meant, 1):
        costs = [row]
        for column, found in enumerate(typed, 1):
            least = min(
                rows[-1][column] + 1,
                costs[-1] + 1,
                rows[-1][column - 1] + (wanted != found),
            )
            swapped = (
                row > 1 and column > 1 and typed[column - 2 : column] == meant[row - 2 : row][::-1]
            )
            costs.append(min(least, rows[-2][column - 2] + 1) if swapped else least)
        rows.append(costs)
    return rows[-1][-1]


def _derived(ordinary: str, digits: str) -> bool:
    """Return whether a PIN is near another one, or is made of it by something said in a word."""
    if slips(ordinary, digits) < LEAST_SLIPS or digits == ordinary[::-1]:
        return True
    if len(ordinary) != len(digits):
        return False
    turned = digits in ordinary * 2
    added = len({(int(new) - int(old)) % 10 for old, new in zip(ordinary, digits, strict=True)})
    beside = all(new in _BESIDE[old] + old for old, new in zip(ordinary, digits, strict=True))
    return turned or added == 1 or beside


def _too_simple(digits: str) -> str:
    if not (digits.isascii() and digits.isdigit() and MIN_DIGITS <= len(digits) <= MAX_DIGITS):
        return "pin_too_simple"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    half = len(digits) // 2
    repeated = digits[:half] * 2 == digits or len(set(digits)) < 3  # noqa: PLR2004 - two digits, as in 112211
    if repeated or steps in ({0}, {1}, {9}):
        return "pin_too_simple"
    return ""
