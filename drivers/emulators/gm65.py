"""A barcode engine GM65 (Hangzhou Grow): codes with CR, and commands to its zones.

Written from section 8 of its manual.
"""

from binascii import crc_hqx
from pathlib import Path
from typing import Final

from drivers.emulators.talkers import LineScanner

_HEAD: Final = b"\x7e\x00"
_UNCHECKED: Final = b"\xab\xcd"
_LENGTH: Final = 3
"""Where a command says how many bytes it carries; 0 means 256."""

_AROUND: Final = 8
"""Bytes of a command beside its contents: head, type, length, address, check."""


class Gm65(LineScanner):
    """The engine on its cable. Its zones are what the host wrote, and zero before."""

    def __init__(self, link: Path) -> None:
        """Plug it in."""
        self.zones: dict[int, int] = {}
        """Address -> byte."""
        self._waiting = b""
        super().__init__(link, answer=self.hear)

    def hear(self, received: bytes) -> bytes:
        """Take some bytes of the host, and return the answers; what is no command gets none."""
        self._waiting += received
        said = b""
        while (at := self._waiting.find(_HEAD)) >= 0:
            self._waiting = self._waiting[at:]
            if len(self._waiting) <= _LENGTH:
                return said
            size = _AROUND + (self._waiting[_LENGTH] or 256)
            if len(self._waiting) < size:
                return said
            command, self._waiting = self._waiting[:size], self._waiting[size:]
            if command[-2:] in {_UNCHECKED, crc_hqx(command[2:-2], 0).to_bytes(2, "big")}:
                said += self._answer(command[2], int.from_bytes(command[4:6], "big"), command[6:-2])
        self._waiting = self._waiting[-1:]  # it may be the first half of a head
        return said

    def _answer(self, kind: int, zone: int, contents: bytes) -> bytes:
        match kind:
            case 0x0A:
                return _reply(b"\x03", b"\x00")
            case 0x07:
                wanted = range(zone, zone + (contents[0] or 256))
                return _reply(b"\x02", bytes(self.zones.get(each, 0) for each in wanted))
            case 0x08:
                self.zones |= {zone + place: byte for place, byte in enumerate(contents)}
            case 0x09:
                pass  # what was written is kept anyhow
            case _:
                return b""
        return _reply(b"\x02", b"\x00")


def _reply(head: bytes, contents: bytes) -> bytes:
    body = b"\x00" + bytes([len(contents) & 0xFF]) + contents
    return head + b"\x00" + body + crc_hqx(body, 0).to_bytes(2, "big")
