"""The worked example of OSDP's secure channel, as the standard prints it (SIA OSDP, annex E).

A technician checks with it what a device or a library calculates from the example's key and random
numbers. The key is SCBK-D, which everybody knows: it opens no session (`osdp_session`).
"""

from collections.abc import Mapping
from typing import Final

from drivers.protocols.card_reasons import HALF_FRAME, NOT_THE_EXAMPLE
from drivers.protocols.frames import Found, Frame, Rejected

SCBK_D: Final = bytes(range(0x30, 0x40))
"""The default key of every device. Named so that it can be refused."""

RND_A: Final = bytes(range(0xB0, 0xB8))
RND_B: Final = bytes(range(0xA0, 0xA8))

EXAMPLE: Final[Mapping[str, bytes]] = {
    "S-ENC": bytes.fromhex("bf8dc2a8329acb8c67c6d0cd9a451682"),
    "S-MAC1": bytes.fromhex("5e86c676603bdee2d8beafe178637332"),
    "S-MAC2": bytes.fromhex("6fda86e857777e81132035758239172e"),
    "PD (client) cryptogram": bytes.fromhex("fde5d2f428ec16312471ea3c02bd7796"),
    "ACU (host) cryptogram": bytes.fromhex("26d3356e07762d262801fc8e6665a891"),
    "R-MAC-I": bytes.fromhex("b2a30057eb98ba2229ec1f875662b524"),
}
"""What comes out of the key and the two random numbers. A test calculates all of it again."""

_NAMES: Final = {value: name for name, value in EXAMPLE.items()}
_LENGTH: Final = 16


class ExampleDecoder:
    """Names the values of the worked example, sixteen bytes after sixteen bytes."""

    def __init__(self) -> None:
        """Begin before the first byte of a value."""
        self._held = b""

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their value."""
        return len(self._held)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and name the values they complete."""
        waiting = self._held + received
        whole = len(waiting) - len(waiting) % _LENGTH
        self._held = waiting[whole:]
        return [_named(waiting[at : at + _LENGTH]) for at in range(0, whole, _LENGTH)]

    def pause(self) -> list[Found]:
        """Say that nothing more came: half a value is rejected."""
        half = self._held
        self._held = b""
        return [Rejected(HALF_FRAME)] if half else []


def _named(value: bytes) -> Found:
    name = _NAMES.get(value)
    if name is None:
        return Rejected(NOT_THE_EXAMPLE)
    return Frame({"name": name, "scbk": SCBK_D.hex(), "rnd_a": RND_A.hex(), "rnd_b": RND_B.hex()})


def osdp_sc() -> ExampleDecoder:
    """Make a decoder of the worked example's values."""
    return ExampleDecoder()
