"""The application of an NTAG 424 DNA: selection, AuthenticateEV2First, GetCardUID in full mode.

After NXP's NT4H2421Gx data sheet, chapter 9. The cipher is handed in, and so is chance. A DESFire
EV2 or EV3 differs here in how its application is selected (MF3DHx3 data sheet).
"""

from collections.abc import Callable
from typing import Final

from drivers.protocols.aes import MakeAes, cbc_decrypt, cbc_encrypt, cmac

_SELECT: Final = bytes.fromhex("00a4040007d276000085010100")
_ZERO: Final = bytes(16)
_REFUSED: Final = b"\x91\x1c"


class Ntag424:
    """What a card with these keys answers."""

    def __init__(
        self,
        make_aes: MakeAes,
        uid: str,
        keys: dict[int, bytes],
        chance: Callable[[int], bytes],
        *,
        desfire: bytes = b"",
    ) -> None:
        """Begin unselected.

        Args:
            make_aes: makes the cipher of a key.
            uid: seven bytes in hexadecimal.
            keys: the application's keys by number, sixteen bytes each.
            chance: gives so many bytes of chance.
            desfire: the number of the application, three bytes, when it is a DESFire's.
        """
        self._desfire = desfire
        self._make_aes = make_aes
        self._uid = bytes.fromhex(uid)
        self._keys = keys
        self._chance = chance
        self._selected = False
        self._challenge: tuple[bytes, bytes] | None = None
        self._session: tuple[bytes, bytes, bytes] | None = None
        self._counter = 0

    def answer(self, command: bytes) -> bytes:
        """Carry a command out, and return the answer with its status."""
        if command == (b"\x90\x5a\0\0\x03" + self._desfire + b"\0" if self._desfire else _SELECT):
            self._selected, self._session = True, None
            return b"\x91\x00" if self._desfire else b"\x90\x00"
        if not self._selected or command[:1] != b"\x90":
            return b"\x6a\x82"
        code, content = command[1], command[5:-1]
        if code == 0x71 and content[:1] and content[0] in self._keys:  # noqa: PLR2004 - its code
            return self._challenged(self._keys[content[0]])
        if code == 0xAF and len(content) == 32 and self._challenge:  # noqa: PLR2004 - its code
            return self._proved(content, *self._challenge)
        if code == 0x51 and self._session:  # noqa: PLR2004 - its code
            return self._named(content, *self._session)
        return _REFUSED

    def _challenged(self, key: bytes) -> bytes:
        self._challenge, self._session = (key, self._chance(16)), None
        return cbc_encrypt(self._make_aes(key), _ZERO, self._challenge[1]) + b"\x91\xaf"

    def _proved(self, content: bytes, key: bytes, rnd_b: bytes) -> bytes:
        self._challenge = None
        aes = self._make_aes(key)
        told = cbc_decrypt(aes, _ZERO, content)
        rnd_a = told[:16]
        if told[16:] != rnd_b[1:] + rnd_b[:1]:
            return b"\x91\xae"
        mixed = bytes(a ^ b for a, b in zip(rnd_a[2:8], rnd_b[:6], strict=True))
        vector = b"\x00\x01\x00\x80" + rnd_a[:2] + mixed + rnd_b[6:] + rnd_a[8:]
        ti = self._chance(4)
        self._session = (cmac(aes, b"\xa5\x5a" + vector), cmac(aes, b"\x5a\xa5" + vector), ti)
        self._counter = 0
        return cbc_encrypt(aes, _ZERO, ti + rnd_a[1:] + rnd_a[:1] + bytes(12)) + b"\x91\x00"

    def _named(self, content: bytes, enc_key: bytes, mac_key: bytes, ti: bytes) -> bytes:
        enc, mac = self._make_aes(enc_key), self._make_aes(mac_key)
        head = self._counter.to_bytes(2, "little") + ti
        if content != cmac(mac, b"\x51" + head)[1::2]:
            return b"\x91\x1e"
        self._counter += 1
        count = self._counter.to_bytes(2, "little")
        iv = enc.encrypt(b"\x5a\xa5" + ti + count + bytes(8))
        sent = cbc_encrypt(enc, iv, self._uid + b"\x80" + bytes(15 - len(self._uid)))
        return sent + cmac(mac, b"\x00" + count + ti + sent)[1::2] + b"\x91\x00"
