"""UHF modules, from their makers' protocols: R200 and YRM100 (MagicRF), Chafon's readers.

They answer what a host asks, and see the tags that lie before them. They share no code with the
drivers; the far end is `far_end.FarEnd(link, module.hear)`.
"""

from binascii import crc_hqx
from typing import Final

_REFUSED: Final = 0xFF


class EmulatedMagicRf:
    """A module with one antenna."""

    def __init__(self, header: int = 0xAA, end: int = 0xDD) -> None:
        """Begin as its factory left it: region China 900, 26 dBm, no tag."""
        self.tags: list[str] = []
        """EPCs before its antenna, in hexadecimal."""
        self.region, self.power = 1, 2600
        self.power_max = 2600
        """Hundredths of a dBm; more is refused."""
        self.deaf = False
        """Whether it takes settings and forgets them."""
        self.error = 0
        """What it answers to an inventory instead of tags; 0: tags."""
        self._header, self._end = header, end
        self._waiting = b""

    def hear(self, received: bytes) -> bytes:
        """Take some bytes of the host, and return the answers."""
        self._waiting += received
        said = b""
        while (at := self._waiting.find(self._header)) >= 0:
            self._waiting = self._waiting[at:]
            size = 7 + int.from_bytes(self._waiting[3:5], "big")
            if len(self._waiting) < max(size, 7):
                break
            frame, self._waiting = self._waiting[:size], self._waiting[size:]
            if sum(frame[1:-2]) & 0xFF == frame[-2]:
                said += self._answer(frame[2], frame[5:-2])
        return said

    def _answer(self, command: int, params: bytes) -> bytes:
        match command:
            case 0x03:
                return self._frame(1, command, b"\x00M100 26dBm V1.0")
            case 0x07:
                self.region = self.region if self.deaf else params[0]
            case 0x08:
                return self._frame(1, command, bytes([self.region]))
            case 0xB6:
                power = int.from_bytes(params, "big")
                if power > self.power_max:
                    return self._frame(1, _REFUSED, b"\x17")
                self.power = self.power if self.deaf else power
            case 0xB7:
                return self._frame(1, command, self.power.to_bytes(2, "big"))
            case 0x22:
                return self._inventory()
            case _:
                pass  # whatever else it is told, it says that it has done
        return self._frame(1, command, b"\x00")

    def _inventory(self) -> bytes:
        if self.error or not self.tags:
            return self._frame(1, _REFUSED, bytes([self.error or 0x15]))
        return b"".join(self.notice(epc) for epc in self.tags)

    def notice(self, epc: str, *, spoilt: bool = False) -> bytes:
        """Return what it says of one tag; `spoilt`: a bit was wrong on the way from the tag."""
        body = (len(epc) // 4 << 11).to_bytes(2, "big") + bytes.fromhex(epc)
        crc = crc_hqx(body, 0xFFFF) ^ 0xFFFF ^ spoilt
        return self._frame(2, 0x22, b"\xc9" + body + crc.to_bytes(2, "big"))

    def _frame(self, kind: int, command: int, params: bytes) -> bytes:
        body = bytes([kind, command]) + len(params).to_bytes(2, "big") + params
        return bytes([self._header]) + body + bytes([sum(body) & 0xFF, self._end])


class EmulatedChafon:
    """A UHFReader18, or with antennas a UHFReader288."""

    def __init__(self, *, antennas: bool) -> None:
        """Begin as its factory left it: US band, 30 dBm, no tag."""
        self.tags: dict[int, list[str]] = {1: [], 2: [], 3: [], 4: []}
        """Antenna -> EPCs before it, in hexadecimal."""
        self.band = bytes([0x31, 0x80])
        self.power = 30
        self.power_max = 30
        self.deaf = False
        """Whether it takes settings and forgets them."""
        self.error = 0
        """What it answers to an inventory instead of tags; 0: tags."""
        self._antennas = antennas
        self._waiting = b""

    def hear(self, received: bytes) -> bytes:
        """Take some bytes of the host, and return the answers."""
        self._waiting += received
        said = b""
        while self._waiting and len(self._waiting) > self._waiting[0]:
            size = 1 + self._waiting[0]
            frame, self._waiting = self._waiting[:size], self._waiting[size:]
            if size > 4 and _sealed(frame[:-2]) == frame:  # noqa: PLR2004 - the shortest
                said += self._answer(frame[2], frame[3:-2])
        return said

    def _answer(self, command: int, params: bytes) -> bytes:
        match command:
            case 0x01:
                return self._inventory(params)
            case 0x21:
                return self._frame(command, 0, b"\x00\x16\x0c\x03" + self.band + bytes([
                    self.power, 10, 1, 0, 0, 0, 0]))  # fmt: skip
            case 0x22 if not self.deaf:
                self.band = params
            case 0x2F if params[0] > self.power_max:
                return self._frame(command, 0xFF, b"")
            case 0x2F if not self.deaf:
                self.power = params[0]
            case _:
                pass  # whatever else it is told, it says that it has done
        return self._frame(command, 0, b"")

    def _inventory(self, params: bytes) -> bytes:
        antenna = params[7] - 0x7F if self._antennas else 1
        tags = self.tags[antenna]
        if self.error or not tags:
            return self._frame(0x01, self.error or 0xFB, b"")
        told = b"".join(self._tag(epc, antenna) for epc in tags)
        return told + self._frame(0x01, 0x01, self._head(antenna, 0))

    def _tag(self, epc: str, antenna: int) -> bytes:
        tag = bytes([len(epc) // 2]) + bytes.fromhex(epc) + (b"\x40" if self._antennas else b"")
        return self._frame(0x01, 0x03, self._head(antenna, 1) + tag)

    def _head(self, antenna: int, count: int) -> bytes:
        return (bytes([1 << antenna - 1]) if self._antennas else b"") + bytes([count])

    def _frame(self, command: int, status: int, params: bytes) -> bytes:
        return _sealed(bytes([5 + len(params), 0, command, status]) + params)


def _sealed(body: bytes) -> bytes:
    register = 0xFFFF
    for byte in body:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x8408 if register & 1 else 0)
    return body + register.to_bytes(2, "little")
