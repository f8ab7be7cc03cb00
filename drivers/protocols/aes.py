"""AES as the card and bus standards chain it: CBC, CMAC, padding. The cipher itself is handed in.

Keys and the library that knows them are kept elsewhere; here stands only what is done with one
block after the other. No function here compares secrets but `same`.
"""

from collections.abc import Callable
from hmac import compare_digest
from typing import Final, Protocol

BLOCK: Final = 16
KEY: Final = 16
"""Bytes of an AES-128 key, the only size that OSDP and NTAG 424 DNA use."""

NOTHING: Final = bytes(BLOCK)

_END_OF_MESSAGE: Final = 0x80
_RB: Final = 0x87  # the field's polynomial, NIST SP 800-38B, 5.3


class Aes(Protocol):
    """The bare cipher under one key: sixteen bytes in, sixteen bytes out, no state."""

    def encrypt(self, block: bytes) -> bytes:
        """Encrypt one block."""
        ...

    def decrypt(self, block: bytes) -> bytes:
        """Decrypt one block."""
        ...


MakeAes = Callable[[bytes], Aes]
"""Makes the cipher of a 16-byte key."""


def exclusive_or(left: bytes, right: bytes) -> bytes:
    """Combine two strings of bytes of the same length, bit by bit."""
    return bytes(one ^ other for one, other in zip(left, right, strict=True))


def same(left: bytes, right: bytes) -> bool:
    """Compare two secrets, in a time that tells nothing of where they differ."""
    return compare_digest(left, right)


def cbc_encrypt(aes: Aes, iv: bytes, plain: bytes) -> bytes:
    """Encrypt whole blocks, each chained to the one before (NIST SP 800-38A, 6.2)."""
    last, told = iv, b""
    for at in range(0, len(plain), BLOCK):
        last = aes.encrypt(exclusive_or(plain[at : at + BLOCK], last))
        told += last
    return told


def cbc_decrypt(aes: Aes, iv: bytes, sent: bytes) -> bytes:
    """Decrypt whole blocks, each chained to the one before."""
    last, told = iv, b""
    for at in range(0, len(sent), BLOCK):
        block = sent[at : at + BLOCK]
        told += exclusive_or(aes.decrypt(block), last)
        last = block
    return told


def padded(message: bytes) -> bytes:
    """Add 80 and as many zeros as fill the last block; a full message gets a block more."""
    ended = message + bytes([_END_OF_MESSAGE])
    return ended + bytes(-len(ended) % BLOCK)


def unpadded(message: bytes) -> bytes | None:
    """Take the padding off again, or return None if it is not one."""
    text = message.rstrip(b"\0")
    if not text or text[-1] != _END_OF_MESSAGE or len(message) - len(text) >= BLOCK:
        return None
    return text[:-1]


def cmac(aes: Aes, message: bytes, pad_to: int = BLOCK) -> bytes:
    """Return the 16 bytes of AES-CMAC (NIST SP 800-38B).

    Args:
        aes: the cipher of the key.
        message: what is authenticated.
        pad_to: bytes that a message is filled up to. The standard says one block; NXP's key
            diversification (AN10922) says two.
    """
    whole = len(message) >= pad_to and len(message) % BLOCK == 0
    subkey = _doubled(aes.encrypt(NOTHING))
    if not whole:
        subkey = _doubled(subkey)
        message = padded(message)
        message += bytes(max(0, pad_to - len(message)))
    last = exclusive_or(message[-BLOCK:], subkey)
    chained = cbc_encrypt(aes, NOTHING, message[:-BLOCK] + last)
    return chained[-BLOCK:]


def _doubled(block: bytes) -> bytes:
    number = int.from_bytes(block) << 1
    carry = number >> (8 * BLOCK)
    number &= (1 << 8 * BLOCK) - 1
    return (number ^ (_RB if carry else 0)).to_bytes(BLOCK)
