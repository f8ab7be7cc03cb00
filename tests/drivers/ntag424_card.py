"""An NTAG 424 DNA behind its block protocol, written from ISO/IEC 14443-4 and NXP's data sheet.

It shares no code with the drivers: chaining and CMAC are the library's own.
"""

from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC

from tests.drivers.aes_block import cbc

ZERO = bytes(16)
SELECT = bytes.fromhex("00a4040007d276000085010100")


def cmac(key: bytes, message: bytes) -> bytes:
    made = CMAC(algorithms.AES(key))
    made.update(message)
    return made.finalize()


class Ntag424Card:
    """The card's application: selection, AuthenticateEV2First, and GetCardUID in full mode."""

    def __init__(self, uid: str, keys: dict[int, bytes], rnd_b: bytes) -> None:
        self.uid = bytes.fromhex(uid)
        self.keys, self.rnd_b, self.ti = keys, rnd_b, b"\x01\x02\x03\x04"
        self.selected = False
        self.key = b""
        self.session: tuple[bytes, bytes] | None = None
        self.counter = 0

    def answer(self, command: bytes) -> bytes:
        """Take an APDU and return the answer with its status."""
        if command == SELECT:
            self.selected = True
            return b"\x90\x00"
        if not self.selected or command[0] != 0x90:
            return b"\x6a\x82"
        code, content = command[1], command[5:-1] if len(command) > 5 else b""
        if code == 0x71 and content[0] in self.keys:
            self.key = self.keys[content[0]]
            return cbc(self.key, ZERO, self.rnd_b) + b"\x91\xaf"
        if code == 0xAF and len(content) == 32 and self.key:
            return self._proved(content)
        if code == 0x51 and self.session:
            return self._named(content)
        return b"\x91\x1c"

    def _proved(self, content: bytes) -> bytes:
        told = cbc(self.key, ZERO, content, decrypt=True)
        rnd_a, turned = told[:16], told[16:]
        if turned != self.rnd_b[1:] + self.rnd_b[:1]:
            return b"\x91\xae"
        mixed = bytes(a ^ b for a, b in zip(rnd_a[2:8], self.rnd_b[:6], strict=True))
        vector = rnd_a[:2] + mixed + self.rnd_b[6:] + rnd_a[8:]
        self.session = (
            cmac(self.key, bytes.fromhex("a55a00010080") + vector),
            cmac(self.key, bytes.fromhex("5aa500010080") + vector),
        )
        self.counter = 0
        proof = self.ti + rnd_a[1:] + rnd_a[:1] + bytes(12)
        return cbc(self.key, ZERO, proof) + b"\x91\x00"

    def _named(self, content: bytes) -> bytes:
        assert self.session is not None
        enc, mac = self.session
        head = self.counter.to_bytes(2, "little") + self.ti
        if content != cmac(mac, b"\x51" + head)[1::2]:
            return b"\x91\x1e"
        self.counter += 1
        count = self.counter.to_bytes(2, "little")
        iv = cbc(enc, ZERO, b"\x5a\xa5" + self.ti + count + bytes(8))
        sent = cbc(enc, iv, self.uid + b"\x80" + bytes(16 - len(self.uid) - 1))
        return sent + cmac(mac, b"\x00" + count + self.ti + sent)[1::2] + b"\x91\x00"


class BlockCard:
    """The card's side of the block protocol: its rules D, E and 8 to 13 (7.5.4 and 7.5.5)."""

    def __init__(self, application: Ntag424Card, *, piece: int = 13, waits: int = 0) -> None:
        self.application = application
        self.piece, self.waits = piece, waits
        self.number = 1
        self.command = b""
        self.pieces: list[bytes] = []
        self.last = b""
        self.commands: list[bytes] = []
        self.waiting = 0

    def take(self, block: bytes) -> bytes:
        """Take a block without its CRC and return the answer."""
        control, content = block[0], block[1:]
        if control & 0xE2 == 0x02:
            self.number ^= 1  # rule D
            self.command += content
            if control & 0x10:
                return self._say(bytes([0xA2 | self.number]))
            return self._carried_out()
        if control & 0xE6 == 0xA2:
            return self._asked(control)
        if control == 0xF2:
            self.waiting -= 1
            return self._wait() if self.waiting else self._next()
        raise AssertionError(f"no card knows {block.hex()}")

    def _asked(self, control: int) -> bytes:
        if control & 1 == self.number:
            return self.last  # rule 11
        if control & 0x10:
            return bytes([0xA2 | self.number])  # rule 12
        self.number ^= 1  # rules E and 13
        return self._next()

    def _carried_out(self) -> bytes:
        command, self.command = self.command, b""
        self.commands.append(command)
        told = self.application.answer(command)
        self.pieces = [told[at : at + self.piece] for at in range(0, len(told), self.piece)]
        self.waiting = self.waits
        return self._wait() if self.waiting else self._next()

    def _wait(self) -> bytes:
        return self._say(b"\xf2\x07")

    def _next(self) -> bytes:
        piece = self.pieces.pop(0)
        return self._say(bytes([0x02 | (0x10 if self.pieces else 0) | self.number]) + piece)

    def _say(self, block: bytes) -> bytes:
        self.last = block
        return block
