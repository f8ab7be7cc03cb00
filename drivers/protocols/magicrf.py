"""UHF modules with the MagicRF chips: R200 (AA..DD), YRM100 and M100 (BB..7E).

Header, type (0 command, 1 response, 2 notice), command, length (2), parameters, sum, end. The sum
is of everything from the type on, modulo 256; contents may hold the end byte, and the sum may equal
it, so only the length says where a frame ends (module's user protocol V2.3.3). The printed examples
of two makers have wrong sums. A sum can't see two errors that cancel; the tag's own CRC can.
"""

from collections.abc import Callable, Mapping
from typing import Final

from drivers.protocols.checks import crc_gen2, sum_of
from drivers.protocols.frames import Frame, Plain
from drivers.protocols.packets import (
    BAD_END,
    BAD_HEADER,
    BAD_LENGTH,
    Broken,
    PacketDecoder,
    Taken,
    Verdict,
)
from drivers.protocols.reasons import BAD_CHECKSUM

_TYPES: Final = ("command", "response", "notice")
_, _RESPONSE, _NOTICE = _TYPES

_HEAD: Final = 5  # header, type, command, length
_AROUND: Final = _HEAD + 2
_PARAMS_LONGEST: Final = 2048
"""Ours: the longest answer of the protocol is a bank of memory, 512 bytes."""

_INVENTORY: Final = 0x22
_SET_POWER: Final = 0xB6

_ERRORS: Final = {
    0x09: "read failed, no tag",
    0x10: "write failed, no tag",
    0x12: "kill failed, no tag",
    0x13: "lock failed, no tag",
    0x14: "block permalock failed, no tag",
    0x15: "no tag / inventory CRC error",
    0x16: "access password wrong",
    0x17: "command wrong",
    0x1A: "change config failed, no tag",
    0x1B: "change EAS failed, no tag",
    0x1D: "EAS alarm failed, no tag",
    0x20: "frequency hopping time-out",
    0x2A: "read protect failed, no tag",
    0x2B: "reset read protect failed, no tag",
    0x2E: "QT command failed, no tag",
}
_ERRORS_OF_TAGS: Final = {0xA: "read", 0xB: "write", 0xC: "lock", 0xD: "kill", 0xE: "permalock"}
_TAG_SAYS: Final = {
    0x0: "other error",
    0x3: "memory overrun",
    0x4: "memory locked",
    0xB: "insufficient power",
    0xF: "non-specific error",
}
"""EPC Gen2, annex I: what the tag answered; the high digit says to what."""

_REGIONS: Final = {1: "China 900", 2: "US", 3: "EU", 4: "China 800", 6: "Korea"}


def decoder(header: int, end: int) -> PacketDecoder:
    """Return a decoder of the frames between this header and this end."""

    def read(piece: bytes) -> Verdict:  # noqa: PLR0911 - one return a verdict
        if len(piece) > 1 and piece[1] >= len(_TYPES):
            return Broken(BAD_HEADER)
        if len(piece) < _HEAD:
            return None
        length = int.from_bytes(piece[3:5], "big")
        if length > _PARAMS_LONGEST:
            return Broken(BAD_LENGTH)
        whole = _AROUND + length
        if len(piece) < whole:
            return None
        if piece[whole - 1] != end:
            return Broken(BAD_END, whole)
        if sum_of(piece[1 : whole - 2]) != piece[whole - 2]:
            return Broken(BAD_CHECKSUM, whole)
        return Taken(whole, _said(_TYPES[piece[1]], piece[2], piece[_HEAD : whole - 2]))

    return PacketDecoder(read, longest=_AROUND + _PARAMS_LONGEST, starts=bytes([header]))


def _said(kind: str, command: int, params: bytes) -> Frame:
    decoded: dict[str, Plain] = {
        "type": kind,
        "cmd": f"0x{command:02X}",
        "params": params.hex(),
        "checksum_ok": True,
    }
    if kind == _NOTICE and command == _INVENTORY:
        decoded |= _tag(params)
    elif kind == _RESPONSE and command in _ANSWERS:
        decoded |= _ANSWERS[command](params)
    elif command == _SET_POWER:
        decoded |= _power(params)
    return Frame(decoded)


def _tag(params: bytes) -> dict[str, Plain]:
    """Read one tag of an inventory: RSSI, PC, EPC, and the CRC that the tag itself sent."""
    rssi, pc, epc, crc = params[:1], params[1:3], params[3:-2], params[-2:]
    if len(params) < len(rssi) + len(pc) + len(crc):
        return {}
    return {
        "rssi_raw": rssi[0],
        "rssi_dbm": int.from_bytes(rssi, "big", signed=True),
        "pc": pc.hex(),
        "epc": epc.hex().upper(),
        "tag_crc": crc.hex(),
        "tag_crc_ok": crc_gen2(pc + epc).to_bytes(2, "big") == crc,
        "pc_words_match": pc[0] >> 3 == len(epc) / 2,
    }


def _module(params: bytes) -> dict[str, Plain]:
    """Read hardware, software or maker: one byte says which was asked for, then text."""
    return {"info": params[1:].decode("ascii", "replace").strip("\0")} if params else {}


def _power(params: bytes) -> dict[str, Plain]:
    """Read a power in hundredths of a dBm."""
    whole = len(params) == 2  # noqa: PLR2004 - a signed number of two bytes
    return {"tx_power_dbm": int.from_bytes(params, "big", signed=True) / 100} if whole else {}


def _region(params: bytes) -> dict[str, Plain]:
    return {"region": _REGIONS.get(params[0], f"0x{params[0]:02x}")} if params else {}


def _channel(params: bytes) -> dict[str, Plain]:
    return {"channel": params[0]} if params else {}


def _levels(params: bytes) -> dict[str, Plain]:
    """Read what the receiver hears on each channel from the first to the last."""
    levels = [int.from_bytes(params[at : at + 1], signed=True) for at in range(2, len(params))]
    if not levels:
        return {}
    return {"first_channel": params[0], "last_channel": params[1], "levels_dbm": levels}


def _error(params: bytes) -> dict[str, Plain]:
    if not params:
        return {}
    code = params[0]
    decoded: dict[str, Plain] = {"error": _ERRORS.get(code, f"error 0x{code:02x}")}
    if code >> 4 in _ERRORS_OF_TAGS and code & 0xF in _TAG_SAYS:
        decoded["tag_refused"] = _ERRORS_OF_TAGS[code >> 4]
        decoded["tag_says"] = _TAG_SAYS[code & 0xF]
    if len(params) > 1 and len(params) == params[1] + 2:
        decoded["tag_pc_epc"] = params[2:].hex()
    return decoded


def _memory(params: bytes) -> dict[str, Plain]:
    return _with_tag(params, "memory")


def _outcome(params: bytes) -> dict[str, Plain]:
    return _with_tag(params, "outcome")


def _with_tag(params: bytes, rest: str) -> dict[str, Plain]:
    """Read the length, PC and EPC of the tag that was worked on, and what follows."""
    if not params or params[0] < 2 or len(params) <= params[0]:  # noqa: PLR2004 - the PC
        return {}
    end = 1 + params[0]
    return {
        "pc": params[1:3].hex(),
        "epc": params[3:end].hex().upper(),
        rest: params[end:].hex(),
    }


_ANSWERS: Final[Mapping[int, Callable[[bytes], dict[str, Plain]]]] = {
    0x03: _module,
    0x08: _region,
    0x39: _memory,
    **dict.fromkeys((0x49, 0x65, 0x82, 0xD3, 0xE0, 0xE1, 0xE3, 0xE5), _outcome),
    0xAA: _channel,
    0xB7: _power,
    0xF2: _levels,
    0xF3: _levels,
    0xFF: _error,
}
"""Command -> what its response says beside its parameters."""
