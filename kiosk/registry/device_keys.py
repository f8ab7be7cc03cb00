"""Keys that are shared with devices, each in a file of its own, and the cipher that they are for.

A key is never in kiosk.toml: that file is copied, mailed and read aloud on the telephone. The file
holds 32 hexadecimal digits, belongs to the kiosk's account, and nobody else may read it.
"""

import stat
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kiosk.registry.plainly import plainly
from kiosk.rules.broken import ConfigWrong

KEY_BYTES = 16
"""AES-128: what OSDP secure channel and NTAG 424 DNA use."""

OSDP_DEFAULT = bytes(range(0x30, 0x40))
"""SCBK-D, which every OSDP reader has when it is sold."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MOST = 1024


def read_device_key(path: Path) -> bytes:
    """Return the key that a file holds.

    Raises:
        ConfigWrong: it cannot be read, others may read it, or it holds no key.
    """
    try:
        with path.open("rb") as opened:
            mode = path.stat().st_mode
            text = opened.read(_MOST)
    except OSError as wrong:
        raise ConfigWrong(f"The key cannot be read: {plainly(wrong)}.") from wrong
    if mode & _OTHERS:
        raise ConfigWrong(f"{path}: others may read the key: chmod 600 it, and think of a new one")
    try:
        key = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) == KEY_BYTES and (len(set(key)) == 1 or key == OSDP_DEFAULT):
        raise ConfigWrong(f"{path}: holds a key that everybody knows: make one by chance")
    if len(key) != KEY_BYTES:
        raise ConfigWrong(f"{path}: holds no key: expected {2 * KEY_BYTES} hexadecimal digits")
    return key


class AesBlocks:
    """The bare AES of one key: sixteen bytes in, sixteen bytes out, no state. Any thread."""

    def __init__(self, key: bytes) -> None:
        """Take a key of 16 bytes."""
        self._cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - the chaining is the protocol's

    def encrypt(self, block: bytes) -> bytes:
        """Encrypt one block."""
        return self._cipher.encryptor().update(block)

    def decrypt(self, block: bytes) -> bytes:
        """Decrypt one block."""
        return self._cipher.decryptor().update(block)
