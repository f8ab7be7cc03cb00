"""What a keyboard scanner sends for a text. Written from the key tops, and not from our decoder."""

from typing import Final

# include/uapi/linux/input-event-codes.h, row by row as on the key tops. Not the driver's own map:
# a wrong key there must not be hidden by the same wrong key here.
_KEY_TOPS: Final = {
    2: "1!", 3: "2@", 4: "3#", 5: "4$", 6: "5%", 7: "6^", 8: "7&", 9: "8*", 10: "9(", 11: "0)",
    12: "-_", 13: "=+", 16: "qQ", 17: "wW", 18: "eE", 19: "rR", 20: "tT", 21: "yY", 22: "uU",
    23: "iI", 24: "oO", 25: "pP", 26: "[{", 27: "]}", 30: "aA", 31: "sS", 32: "dD", 33: "fF",
    34: "gG", 35: "hH", 36: "jJ", 37: "kK", 38: "lL", 39: ";:", 40: "'\"", 41: "`~", 43: "\\|",
    44: "zZ", 45: "xX", 46: "cC", 47: "vV", 48: "bB", 49: "nN", 50: "mM", 51: ",<", 52: ".>",
    53: "/?", 57: "  ",
}  # fmt: skip
_ENTER: Final = 28
_LEFT_SHIFT: Final = 42

Record = tuple[int, int, int]
"""Type, code and value of one input record."""


def presses(text: str) -> list[Record]:
    """Return what a scanner sends for a text and Enter: every key down and up, in reports.

    Raises:
        ValueError: a character that no key types.
    """
    keys = {
        top: (code, place) for code, tops in _KEY_TOPS.items() for place, top in enumerate(tops)
    }
    records: list[Record] = []

    def stroke(code: int, value: int) -> None:
        records.extend([(4, 4, 0x70000 + code), (1, code, value), (0, 0, 0)])

    for character in text:
        if character not in keys:
            raise ValueError(f"{character!a}: no key of a US keyboard types it")
        code, shifted = keys[character]
        shifted = shifted and character != " "
        if shifted:
            stroke(_LEFT_SHIFT, 1)
        stroke(code, 1)
        stroke(code, 0)
        if shifted:
            stroke(_LEFT_SHIFT, 0)
    stroke(_ENTER, 1)
    stroke(_ENTER, 0)
    return records
