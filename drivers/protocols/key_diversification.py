"""One key for every card, from one master key: NXP AN10922, AES-128.

Whoever breaks one card knows one card's key. The master key is never in a card, and never here
longer than a call.
"""

from typing import Final

from drivers.protocols.aes import BLOCK, KEY, MakeAes, cmac

INPUT_MAX: Final = 31
"""Bytes of a diversification input: with its constant, two blocks (AN10922, 2.2)."""

_AES_128: Final = b"\x01"


def diversified_key(make_aes: MakeAes, master: bytes, diversifier: bytes) -> bytes:
    """Return the key of one card.

    Args:
        make_aes: makes the cipher of a key.
        master: the master key.
        diversifier: 1 to 31 bytes that no other card has: the UID, then application and system.
    """
    assert len(master) == KEY, "a master key has sixteen bytes"
    assert 0 < len(diversifier) <= INPUT_MAX, "a diversifier has 1 to 31 bytes"
    return cmac(make_aes(master), _AES_128 + diversifier, pad_to=2 * BLOCK)
