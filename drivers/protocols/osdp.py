"""Packets of OSDP v2 on an RS-485 line, in both directions (SIA OSDP 2.2, IEC 60839-11-5).

Divides and checks packets, and names what they say. Keys, cryptograms and MACs are in
`osdp_session`: here a packet with a security block is told as it stands, never believed.
"""

from binascii import crc_hqx
from collections.abc import Mapping
from typing import Final

from drivers.protocols.card_reasons import BAD_LENGTH, HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.osdp_payloads import COMMANDS, REPLIES, fields
from drivers.protocols.reasons import BAD_CHECKSUM

MARK: Final = 0xFF
SOM: Final = 0x53
"""Start of message. An idle line, or a driver that wakes it, puts marks before it."""

PACKET_MAX: Final = 1440
"""Bytes of the longest packet (SIA OSDP 2.2, 5.7), and so the most that a decoder waits for."""

HEADER: Final = 5  # SOM, address, length (two bytes, low first), control
REPLY_BIT: Final = 0x80
CONTROL_CRC: Final = 0x04
CONTROL_BLOCK: Final = 0x08
CONTROL_SEQUENCE: Final = 0x03
CRC_LENGTH: Final = 2
CHECKSUM_LENGTH: Final = 1
MAC_LENGTH: Final = 4
BLOCK_MIN: Final = 2  # its own length and its type

WITH_MAC: Final = 0x15  # security blocks from this type on end with a MAC
BLOCK_NOTES: Final[Mapping[int, str]] = {
    0x11: "SCS_11 = challenge",
    0x12: "SCS_12 = client cryptogram",
    0x13: "SCS_13 = server cryptogram",
    0x14: "SCS_14 = initial R-MAC",
    0x15: "SCS_15 = authenticated, no data",
    0x16: "SCS_16 = authenticated, no data",
    0x17: "SCS_17 = authenticated, data encrypted",
    0x18: "SCS_18 = authenticated, data encrypted",
}
ENCRYPTED: Final = frozenset({0x17, 0x18})

_MARKS_MAX: Final = 255  # counted no further: an idle line may send them for hours


def crc(packet: bytes) -> bytes:
    """Return the two bytes of CRC, low first: polynomial 1021, initial value 1D0F (annex C)."""
    return crc_hqx(packet, 0x1D0F).to_bytes(2, "little")


def checksum(packet: bytes) -> int:
    """Return the byte that makes the sum of all bytes zero (annex C)."""
    return -sum(packet) & 0xFF


def sealed(packet: bytes, *, crc16: bool = True) -> bytes:
    """Return a packet with its check; its length must already count it."""
    return packet + (crc(packet) if crc16 else bytes([checksum(packet)]))


class OsdpDecoder:
    """Turns the bytes of a line into packets. What is no packet is one rejection a run.

    After a packet that fails its check the search goes on at the byte after its SOM: a SOM that
    noise made up hides no packet.
    """

    def __init__(self) -> None:
        """Begin on an idle line."""
        self._waiting = bytearray()
        self._marks = 0
        self._noisy = False

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their packet."""
        return len(self._waiting)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return the packets they complete."""
        found: list[Found] = []
        for begin in range(0, len(received), PACKET_MAX):
            self._waiting += received[begin : begin + PACKET_MAX]
            found += self._search()
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came: a SOM whose packet did not end was none."""
        found: list[Found] = []
        while self._waiting:
            found += self._skip(HALF_FRAME)
            found += self._search()
        self._marks = 0
        self._noisy = False
        return found

    def _search(self) -> list[Found]:
        found: list[Found] = []
        while self._waiting:
            if self._waiting[0] == MARK:
                self._marks = min(self._marks + 1, _MARKS_MAX)
                del self._waiting[0]
            elif self._waiting[0] != SOM:
                found += self._skip(NO_FRAME)
            elif len(self._waiting) < HEADER:
                break
            elif not HEADER < self._length() <= PACKET_MAX:
                found += self._skip(BAD_LENGTH)
            elif len(self._waiting) < self._length():
                break
            else:
                found += self._take()
        return found

    def _length(self) -> int:
        return int.from_bytes(self._waiting[2:4], "little")

    def _take(self) -> list[Found]:
        packet = bytes(self._waiting[: self._length()])
        told = read_packet(packet, self._marks)
        if isinstance(told, Rejected):
            return self._skip(told.reason)
        del self._waiting[: len(packet)]
        self._marks = 0
        self._noisy = False
        return [told]

    def _skip(self, reason: str) -> list[Found]:
        """Give up the first byte; of neighbouring bytes that are given up, only the first tells."""
        del self._waiting[0]
        self._marks = 0
        told: list[Found] = [] if self._noisy else [Rejected(reason)]
        self._noisy = True
        return told


def read_packet(packet: bytes, marks: int = 0) -> Frame | Rejected:
    """Check one whole packet, from its SOM to its check, and tell what it says.

    Args:
        packet: as many bytes as its length field says.
        marks: how many marks stood before it.
    """
    control = packet[4]
    crc16 = bool(control & CONTROL_CRC)
    check = CRC_LENGTH if crc16 else CHECKSUM_LENGTH
    body, sent = packet[:-check], packet[-check:]
    block_length = packet[HEADER] if control & CONTROL_BLOCK else 0
    if len(body) <= HEADER + block_length or (control & CONTROL_BLOCK and block_length < BLOCK_MIN):
        return Rejected(BAD_LENGTH)
    if sent != (crc(body) if crc16 else bytes([checksum(body)])):
        return Rejected(BAD_CHECKSUM)
    reply = bool(packet[1] & REPLY_BIT)
    told: dict[str, Plain] = {
        "marks": marks,
        "dir": "PD->ACU" if reply else "ACU->PD",
        "addr": packet[1] & ~REPLY_BIT,
        "len": len(packet),
        "seq": control & CONTROL_SEQUENCE,
        "crc16": crc16,
        "check_ok": True,
    }
    block = body[HEADER : HEADER + block_length]
    return Frame(told | _said(body, block, reply=reply))


def _said(body: bytes, block: bytes, *, reply: bool) -> dict[str, Plain]:
    code, payload = body[HEADER + len(block)], body[HEADER + len(block) + 1 :]
    name = (REPLIES if reply else COMMANDS).get(code, f"0x{code:02X}")
    told: dict[str, Plain] = {"code": name}
    encrypted = False
    if block:
        scs = block[1]
        told |= {"scs": f"SCS_{scs:02X}", "scb": block.hex()}
        if scs in BLOCK_NOTES:
            told["sc_note"] = BLOCK_NOTES[scs]
        if scs >= WITH_MAC:
            # The MAC is the last four bytes before the check, also where a packet is too short
            # for one: libosdp's own tests send such. `mac_whole` says whether it is.
            told |= {"mac": body[-MAC_LENGTH:].hex(), "mac_whole": len(payload) >= MAC_LENGTH}
            payload = payload[:-MAC_LENGTH]
        encrypted = scs in ENCRYPTED
    told["payload"] = payload.hex()
    return told if encrypted else told | fields(name, payload)


def osdp() -> OsdpDecoder:
    """Make a decoder of packets."""
    return OsdpDecoder()
