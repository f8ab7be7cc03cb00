"""OSDP readers on a line, from the standard: SIA OSDP 2.2, chapters 5 to 7 and annex D.

They answer only inside their secure channel, but for ID and CHLNG, as an installed reader must. The
cipher and chance are handed in. The far end is `far_end.FarEnd(link, EmulatedLine(...).hear)`.
"""

from binascii import crc_hqx
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from drivers.protocols.aes import Aes, MakeAes, cbc_decrypt, cbc_encrypt

_ZERO: Final = bytes(16)
_ACK, _NAK, _PDID, _LSTATR, _RAW, _FMT = 0x40, 0x41, 0x45, 0x48, 0x50, 0x51
_CCRYPT, _RMAC_I = 0x76, 0x78
_POLL, _ID, _LSTAT, _LED, _BUZ, _CHLNG, _SCRYPT = 0x60, 0x61, 0x64, 0x69, 0x6A, 0x76, 0x77
_UNEXPECTED, _DEMANDS_SECURITY, _UNKNOWN = b"\x04", b"\x06", b"\x03"
_PURPOSES: Final = {"enc": b"\x01\x82", "mac1": b"\x01\x01", "mac2": b"\x01\x02"}


class EmulatedOsdpReader:
    """A reader with a base key of its own."""

    def __init__(
        self,
        addr: int,
        scbk: bytes,
        make_aes: MakeAes,
        chance: Callable[[int], bytes],
        *,
        uid: bytes = b"READER01",
    ) -> None:
        """Begin without a session.

        Args:
            addr: its address.
            scbk: its base key.
            make_aes: makes the cipher of a key.
            chance: gives so many bytes of chance.
            uid: the eight bytes it calls itself.
        """
        self.addr, self.scbk, self.uid = addr, scbk, uid
        self.tampered = self.power_failed = False
        self.key_named = 1
        """What it names in its channel: 0 says that it has only the default key."""
        self.plain = False
        """Whether it answers polls in plain text, as a forger on the line would."""
        self.lights: list[bytes] = []
        self.sounds: list[bytes] = []
        self.cards: deque[tuple[int, bytes]] = deque()
        """Replies that wait for a poll."""
        self._make_aes, self._chance = make_aes, chance
        self._sequence = -1
        self._asked = self._said = b""
        self._keys: dict[str, Aes] = {}
        self._rnd = (b"", b"")
        self._mac = _ZERO
        self._open = False

    def show(self, bits: str, *, form: int = 1) -> None:
        """Hold a card to it: its bits, zeros and ones, parities included."""
        count = len(bits)
        filled = bits.ljust(-(-count // 8) * 8, "0")
        number = bytes(int(filled[at : at + 8], 2) for at in range(0, len(filled), 8))
        self.cards.append((_RAW, bytes([0, form]) + count.to_bytes(2, "little") + number))

    def show_text(self, text: bytes) -> None:
        """Hold a card to it that it tells as characters."""
        self.cards.append((_FMT, bytes([0, 0, len(text)]) + text))

    def lose_power(self) -> None:
        """Forget the session."""
        self._sequence, self._open, self._said, self._keys = -1, False, b"", {}

    def answer(self, packet: bytes) -> bytes:
        """Take a whole packet, and return the answer; a repeated one gets the same again."""
        sequence = packet[4] & 3
        if packet == self._asked and self._said:
            return self._said
        if sequence == 0:
            self.lose_power()
        elif sequence != self._sequence % 3 + 1:
            return self._plain(sequence, _NAK, _UNEXPECTED)
        self._sequence, self._asked = sequence, packet
        block = packet[5 : 5 + packet[5]] if packet[4] & 8 else b""
        self._said = self._carried_out(packet, block, packet[5 + len(block) : -2], sequence)
        return self._said

    def _carried_out(self, packet: bytes, block: bytes, body: bytes, sequence: int) -> bytes:
        code = body[0]
        if self.plain and code == _POLL and self.cards:
            return self._plain(sequence, *self.cards.popleft())
        if block and code == _CHLNG:
            return self._challenged(body[1:], sequence)
        if block and code == _SCRYPT and self._keys:
            return self._proved(body[1:], sequence)
        if block and self._open:
            return self._commanded(packet, block[1], body, sequence)
        if not block and code == _ID:
            return self._plain(sequence, _PDID, b"\xc0\xff\xee\x01\x01" + bytes(7))
        return self._plain(sequence, _NAK, _DEMANDS_SECURITY)

    def _challenged(self, rnd_a: bytes, sequence: int) -> bytes:
        base = self._make_aes(self.scbk)
        self._keys = {
            name: self._make_aes(base.encrypt(purpose + rnd_a[:6] + bytes(8)))
            for name, purpose in _PURPOSES.items()
        }
        self._rnd = rnd_a, self._chance(8)
        proof = self._keys["enc"].encrypt(rnd_a + self._rnd[1])
        block = bytes([3, 0x12, self.key_named])
        return self._packet(sequence, block, bytes([_CCRYPT]) + self.uid + self._rnd[1] + proof)

    def _proved(self, proof: bytes, sequence: int) -> bytes:
        rnd_a, rnd_b = self._rnd
        self._open = proof == self._keys["enc"].encrypt(rnd_b + rnd_a)
        self._mac = self._keys["mac2"].encrypt(self._keys["mac1"].encrypt(proof))
        block = bytes([3, 0x14, self._open])
        return self._packet(sequence, block, bytes([_RMAC_I]) + self._mac)

    def _commanded(self, packet: bytes, scs: int, body: bytes, sequence: int) -> bytes:
        iv = _inverted(self._mac)
        mac = self._chained(packet[:-6])
        if packet[-6:-2] != mac[:4]:
            self.lose_power()
            return self._plain(sequence, _NAK, _DEMANDS_SECURITY)
        self._mac = mac
        payload = body[1:-4]
        if scs == 0x17:  # noqa: PLR2004 - SCS_17, encrypted
            payload = cbc_decrypt(self._keys["enc"], iv, payload).rstrip(b"\0")[:-1]
        code, said = self._meant(body[0], payload)
        if not said:
            return self._sealed(sequence, b"\x02\x16", bytes([code]))
        filled = said + b"\x80" + bytes(-(len(said) + 1) % 16)
        sent = cbc_encrypt(self._keys["enc"], _inverted(self._mac), filled)
        return self._sealed(sequence, b"\x02\x18", bytes([code]) + sent)

    def _meant(self, code: int, payload: bytes) -> tuple[int, bytes]:
        if code == _POLL:
            return self.cards.popleft() if self.cards else (_ACK, b"")
        if code == _LSTAT:
            return _LSTATR, bytes([self.tampered, self.power_failed])
        if code == _LED:
            self.lights.append(payload)
        elif code == _BUZ:
            self.sounds.append(payload)
        else:
            return _NAK, _UNKNOWN
        return _ACK, b""

    def _chained(self, message: bytes) -> bytes:
        if len(message) % 16:
            message += b"\x80" + bytes(-(len(message) + 1) % 16)
        before = (self._mac + cbc_encrypt(self._keys["mac1"], self._mac, message[:-16]))[-16:]
        return cbc_encrypt(self._keys["mac2"], before, message[-16:])

    def _plain(self, sequence: int, code: int, said: bytes) -> bytes:
        return self._packet(sequence, b"", bytes([code]) + said)

    def _packet(self, sequence: int, block: bytes, body: bytes) -> bytes:
        return _checked(self._head(sequence, block, len(body)) + block + body)

    def _sealed(self, sequence: int, block: bytes, body: bytes) -> bytes:
        packet = self._head(sequence, block, len(body) + 4) + block + body
        self._mac = self._chained(packet)
        return _checked(packet + self._mac[:4])

    def _head(self, sequence: int, block: bytes, size: int) -> bytes:
        length = 5 + len(block) + size + 2
        control = sequence | (0x0C if block else 0x04)
        return bytes([0x53, self.addr | 0x80]) + length.to_bytes(2, "little") + bytes([control])


class EmulatedLine:
    """The wire pair and the readers on it: each hears all, and answers to its own address."""

    def __init__(self, readers: Sequence[EmulatedOsdpReader]) -> None:
        """Begin with a silent line."""
        self.readers = {reader.addr: reader for reader in readers}
        self.away: set[int] = set()
        """Addresses whose wire is loose."""
        self.heard: list[bytes] = []
        """Every whole packet of the panel."""
        self._waiting = b""

    def hear(self, received: bytes) -> bytes:
        """Take bytes of the panel, and return what comes back."""
        self._waiting += received
        said = b""
        while (at := self._waiting.find(b"\x53")) >= 0:
            self._waiting = self._waiting[at:]
            length = int.from_bytes(self._waiting[2:4], "little")
            if len(self._waiting) < max(length, 5):
                break
            packet, self._waiting = self._waiting[:length], self._waiting[length:]
            if packet == _checked(packet[:-2]):
                self.heard.append(packet)
                reader = self.readers.get(packet[1])
                if reader is not None and reader.addr not in self.away:
                    said += reader.answer(packet)
        return said


def _checked(packet: bytes) -> bytes:
    return packet + crc_hqx(packet, 0x1D0F).to_bytes(2, "little")


def _inverted(block: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in block)
