"""Orders at the bench: a name and words, one order a line. What they do is the device's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

DAY_S: Final = 86_400


class OrderWrong(Exception):
    """An order that can't be carried out, and nothing happened; the text says why, and the cure."""


@dataclass(frozen=True, slots=True)
class Order:
    """What may be ordered of a device.

    `usage` shows its words: `UID [KEY]` takes one or two, `CODE...` takes the rest of the line.
    """

    usage: str
    does: str
    carry_out: Callable[..., str]
    """Takes the words, and returns in one sentence what happened."""


Orders = Mapping[str, Order]
"""By their names."""


def carried_out(orders: Orders, line: str) -> str:
    """Carry out one line, and return what happened.

    Raises:
        OrderWrong: nothing happened.
    """
    name, _, rest = line.strip().partition(" ")
    order = orders.get(name)
    if order is None:
        raise OrderWrong(f"{name!a} is no order here: {', '.join(orders)}, help")
    shown = order.usage.split()
    words = [rest.strip()] if order.usage.endswith("...") and rest.strip() else rest.split()
    if not sum(not word.startswith("[") for word in shown) <= len(words) <= len(shown):
        raise OrderWrong(f"it is ordered so: {name} {order.usage}".rstrip())
    return order.carry_out(*words)


def digits(word: str, *lengths: int) -> str:
    """Return a word of hexadecimal digits as capitals; it must have one of these lengths."""
    if len(word) not in lengths or not set(word) <= set("0123456789abcdefABCDEF"):
        wanted = " or ".join(map(str, lengths))
        raise OrderWrong(f"{word!a}: expected {wanted} hexadecimal digits")
    return word.upper()


def some_bytes(word: str) -> bytes:
    """Return the bytes that hexadecimal text names, however it is spaced."""
    try:
        return bytes.fromhex(word)
    except ValueError:
        raise OrderWrong(f"{word!a}: expected bytes in hexadecimal, two digits each") from None


def seconds(word: str) -> float:
    """Return a time: 3600s, or 0.5s."""
    number = word.removesuffix("s")
    if word != number and number.replace(".", "", 1).isdecimal() and float(number) <= DAY_S:
        return float(number)
    raise OrderWrong(f"{word!a}: expected a time in seconds, as 3600s; a day at most")


def one_of(word: str, *allowed: str) -> str:
    """Return a word, if it is one of these."""
    if word not in allowed:
        raise OrderWrong(f"{word!a}: expected {' or '.join(allowed)}")
    return word


def number(word: str, allowed: range) -> int:
    """Return a whole number of a range."""
    try:
        found = int(word, 0)
    except ValueError:
        found = allowed.start - 1
    if found not in allowed:
        raise OrderWrong(f"{word!a}: expected a number from {allowed.start} to {allowed.stop - 1}")
    return found
