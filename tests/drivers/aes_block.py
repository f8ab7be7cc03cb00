"""The cipher that the program's assembly will hand to the drivers: AES from `cryptography`."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class AesBlock:
    """The bare cipher under one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - the bare block is asked for

    def encrypt(self, block: bytes) -> bytes:
        return self._cipher.encryptor().update(block)

    def decrypt(self, block: bytes) -> bytes:
        return self._cipher.decryptor().update(block)


def cbc(key: bytes, iv: bytes, message: bytes, *, decrypt: bool = False) -> bytes:
    """Chain whole blocks by the library's own CBC, to compare ours with."""
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv))
    end = cipher.decryptor() if decrypt else cipher.encryptor()
    return end.update(message) + end.finalize()
