"""Chafon UHF readers: UHFReader18 (CF-RU5102) and UHFReader288 (CF-RU6402).

Length, address, command, status, contents, CRC (2, low byte first). The length counts what stands
behind it. There is no byte to begin with, so every byte of a noisy line may be a length: the CRC
alone decides, and lets one of 65,536 accidents pass. Nor does anything tell a command from an
answer but its length, its address, and a status that no reader gives to that command. Both
readers speak alike but for an inventory: the 288 tells the antenna, and the RSSI behind each EPC
(readers' manuals; wabson/chafon-rfid).
"""

from typing import Final

from drivers.protocols.checks import crc_chafon
from drivers.protocols.frames import Frame, Plain
from drivers.protocols.packets import (
    BAD_LAYOUT,
    NOISE,
    Broken,
    PacketDecoder,
    Taken,
    Verdict,
)
from drivers.protocols.reasons import BAD_CHECKSUM

_SHORTEST: Final = 4  # address, command, CRC: a host's command without contents
_LONGEST: Final = 1 + 255
_BROADCAST: Final = 0xFF  # only hosts say it
_INVENTORY: Final = 0x01
_READER: Final = 0x21
_WITH_TAGS: Final = frozenset({0x01, 0x02, 0x03, 0x04})
_SETTINGS: Final = frozenset({0x22, 0x24, 0x25, 0x28, 0x2F, 0x33, 0x35, 0x40, 0x76})
"""Commands that are answered with a status and nothing behind it (chafon-rfid, command.py)."""

_OF_INVENTORIES: Final = _WITH_TAGS | {0x26, 0xEE} | set(range(0xF8, 0x100))
_OF_SETTINGS: Final = frozenset({0x00, 0x13, 0x14} | set(range(0xF8, 0x100)))
_ANTENNAS: Final = range(0x80, 0x90)  # as a host names one
_SHORT_INVENTORY: Final = 2  # bytes that a host gives to a UHFReader18's inventory
_LONG_INVENTORY: Final = 8  # and at least to a 288's: the antenna is the last but one

_STATUS: Final = {
    0x00: "done",
    0x01: "inventory complete",
    0x02: "inventory time is over",
    0x03: "more to come",
    0x04: "reader's memory is full",
    0x05: "access password wrong",
    0x09: "kill password wrong",
    0x0A: "kill password must not be zero",
    0x0B: "tag does not know the command",
    0x0C: "access password must not be zero",
    0x0D: "read protection is set already",
    0x0E: "read protection is not set",
    0x10: "a locked byte was not written",
    0x11: "not locked",
    0x12: "locked already",
    0x13: "parameters not saved",
    0x14: "power not set",
    0x15: "inventory complete, 6B",
    0x16: "inventory time is over, 6B",
    0x17: "more to come, 6B",
    0x18: "reader's memory is full, 6B",
    0x19: "EAS not set, or no such tag",
    0x26: "statistics of an inventory",
    0xEE: "tags as they come",
    0xF8: "antenna not connected",
    0xF9: "command failed",
    0xFA: "tag is there, talking to it failed",
    0xFB: "no tag",
    0xFC: "tag answered an error",
    0xFD: "command of a wrong length",
    0xFE: "command not known",
    0xFF: "parameter wrong",
}

_BANDS: Final = {
    1: ("China 2", 920125, 250),
    2: ("US", 902750, 500),
    3: ("Korea", 917100, 200),
    4: ("EU", 865100, 200),
    6: ("Ukraine", 868000, 100),
    7: ("Peru", 916200, 900),
    8: ("China 1", 840125, 250),
    9: ("EU 3", 865700, 600),
    10: ("Taiwan", 922250, 500),
    12: ("US 3", 902000, 500),
}
"""Two bits each of the two frequency bytes -> name, first channel in kHz, kHz between channels."""


def decoder(*, antennas: bool) -> PacketDecoder:
    """Return a decoder; `antennas`: of the 288, which tells antenna and RSSI."""

    def read(piece: bytes) -> Verdict:
        length = piece[0]
        if length < _SHORTEST:
            return Broken(NOISE)
        whole = 1 + length
        if len(piece) < whole:
            return None
        if crc_chafon(piece[: whole - 2]) != int.from_bytes(piece[whole - 2 : whole], "little"):
            return Broken(BAD_CHECKSUM, whole)
        said = _said(piece[: whole - 2], antennas=antennas)
        return Taken(whole, said) if said else Broken(BAD_LAYOUT, whole)

    return PacketDecoder(read, longest=_LONGEST)


def _said(body: bytes, *, antennas: bool) -> Frame | None:
    """Return what a frame says, or None when its tags do not fit into it."""
    length, address, command = body[:3]
    decoded: dict[str, Plain] = {
        "len": length,
        "addr": address,
        "cmd": f"0x{command:02X}",
        "crc_ok": True,
    }
    if length == _SHORTEST or address == _BROADCAST:
        return Frame(decoded | {"params": body[3:].hex()})
    if _is_command(command, body[3:], antennas=antennas):
        return Frame(decoded | {"params": body[3:].hex()})
    status, contents = body[3], body[4:]
    decoded["status"] = f"0x{status:02X}"
    decoded["status_says"] = _STATUS[status]
    decoded["params"] = contents.hex()
    if command == _INVENTORY and status in _WITH_TAGS:
        tags = _tags(contents, antennas=antennas)
        return None if tags is None else Frame(decoded | tags)
    if command == _READER and status == 0 and len(contents) >= 8:  # noqa: PLR2004 - bytes needed
        decoded |= _reader(contents)
    return Frame(decoded)


def _is_command(command: int, rest: bytes, *, antennas: bool) -> bool:
    """Say whether a host sends this: where a status stands, it has what no reader answers."""
    status = rest[0]
    if command in _SETTINGS:
        return status not in _OF_SETTINGS or len(rest) > 1
    if command != _INVENTORY:
        return status not in _STATUS
    if status not in _WITH_TAGS or _tags(rest[1:], antennas=antennas) is not None:
        return status not in _OF_INVENTORIES
    if not antennas:
        return len(rest) == _SHORT_INVENTORY
    return len(rest) >= _LONG_INVENTORY and rest[-2] in _ANTENNAS


def _tags(contents: bytes, *, antennas: bool) -> dict[str, Plain] | None:
    if not contents:
        return {"tags": []}
    decoded: dict[str, Plain] = {}
    if antennas:
        mask, contents = contents[0], contents[1:]
        # One bit an antenna; a reader that tells several at once is believed as it stands.
        decoded["antenna"] = mask.bit_length() if mask.bit_count() == 1 else mask
        decoded["antenna_mask"] = mask
    if not contents:
        return None
    count, rest = contents[0], contents[1:]
    tags: list[Plain] = []
    for _ in range(count):
        end = 1 + rest[0] if rest else 1
        whole = end + antennas
        if len(rest) < whole:
            return None
        epc = rest[1:end].hex().upper()
        tags.append({"epc": epc, "rssi": rest[end]} if antennas else {"epc": epc})
        rest = rest[whole:]
    return None if rest else decoded | {"tags": tags}


def _reader(contents: bytes) -> dict[str, Plain]:
    high, low = contents[4], contents[5]
    decoded: dict[str, Plain] = {
        "firmware": f"{contents[0]}.{contents[1]}",
        "reader_type": f"0x{contents[2]:02X}",
        "power_dbm": contents[6],
        "scan_time_ms": contents[7] * 100,
    }
    band = _BANDS.get((high >> 6) << 2 | low >> 6)
    if band:
        name, first, step = band
        decoded["band"] = name
        decoded["lowest_khz"] = first + step * (low & 0x3F)
        decoded["highest_khz"] = first + step * (high & 0x3F)
    return decoded
