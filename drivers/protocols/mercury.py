"""ThingMagic modules (M5e, M6e Nano): the serial protocol of the Mercury API.

FF, length, opcode, contents, CRC (2); what the module says has a status of two bytes before the
contents, which the length does not count. Nothing tells the directions apart but where the CRC
holds, so a frame is tried as a command first and as a reply with two bytes more. The CRC is over
everything between FF and itself. It is weaker than it looks: the last two bytes before it are only
added to it, so a bit that is wrong in one of them and in the CRC cancels. A data sheet prints 4BBE
where 4BBF is right.
"""

from collections.abc import Callable, Mapping
from typing import Final

from drivers.protocols.checks import crc_gen2, crc_mercury
from drivers.protocols.frames import Frame, Plain
from drivers.protocols.mercury_words import FAULTS, OPCODES, PROTOCOLS, REGIONS
from drivers.protocols.packets import Broken, PacketDecoder, Taken, Verdict
from drivers.protocols.reasons import BAD_CHECKSUM

_HEAD: Final = 3  # FF, length, opcode
_CRC: Final = 2
_STATUS: Final = 2
_LONGEST: Final = _HEAD + _STATUS + 255 + _CRC

_VERSION: Final = 0x03
_SINGLE_TAG: Final = 0x21
_MULTIPLE_TAGS: Final = 0x22
_NO_TAG: Final = 0x0400  # while reading continuously, once a second: the module is alive
_TEMPERATURE_LENGTH: Final = 0x0A

_POWERS: Final = frozenset({0x62, 0x64, 0x92, 0x94})
_PROTOCOL: Final = frozenset({0x63, 0x93})
_REGION: Final = frozenset({0x67, 0x97})
_POWER_MODE: Final = frozenset({0x68, 0x98})

_RECORD: Final = (
    (0x0001, "read_count", 1),
    (0x0002, "rssi_dbm", 1),
    (0x0004, "antenna", 1),
    (0x0008, "frequency_khz", 3),
    (0x0010, "timestamp_ms", 4),
    (0x0020, "phase_deg", 2),
    (0x0040, "protocol", 1),
)
"""Bits of the record's flags, in the order of its fields, with their bytes. Behind them come the
tag's memory (0x0080: bits, bytes) and the GPIO pins (0x0100)."""

_WITH_MEMORY: Final = 0x0080
_WITH_GPIO: Final = 0x0100
_BEFORE_RECORD: Final = 6  # option, search flags (2), record flags (2), number of tags


def decoder() -> PacketDecoder:
    """Return a decoder of what passes between host and module, either way."""
    return PacketDecoder(_read, longest=_LONGEST, starts=b"\xff")


def _read(piece: bytes) -> Verdict:
    if len(piece) < _HEAD:
        return None
    length, opcode = piece[1], piece[2]
    contents_end = _HEAD + length
    if _crc_holds(piece, contents_end):
        return Taken(contents_end + _CRC, _command(opcode, piece[_HEAD:contents_end]))
    reply_end = contents_end + _STATUS
    if len(piece) < reply_end + _CRC:
        return None
    if not _crc_holds(piece, reply_end):
        return Broken(BAD_CHECKSUM, contents_end + _CRC)
    status = int.from_bytes(piece[_HEAD : _HEAD + _STATUS], "big")
    return Taken(reply_end + _CRC, _reply(opcode, status, piece[_HEAD + _STATUS : reply_end]))


def _crc_holds(piece: bytes, end: int) -> bool:
    crc = piece[end : end + _CRC]
    return len(crc) == _CRC and crc_mercury(piece[1:end]) == int.from_bytes(crc, "big")


def _begun(opcode: int, contents: bytes) -> dict[str, Plain]:
    return {
        "len": len(contents),
        "opcode": f"0x{opcode:02X}",
        "crc_ok": True,
        "params": contents.hex(),
    }


def _named(names: dict[int, str], number: int) -> str:
    return names.get(number, f"0x{number:02X}")


def _command(opcode: int, contents: bytes) -> Frame:
    said = OPCODES.get(opcode, "unknown command")
    number = int.from_bytes(contents, "big")
    if opcode == _SINGLE_TAG and len(contents) >= 2:  # noqa: PLR2004 - a time in two bytes
        said += f", timeout {int.from_bytes(contents[:2], 'big')} ms"
    elif opcode in _PROTOCOL and contents:
        said += f" {_named(PROTOCOLS, number)}"
    elif opcode in _REGION and len(contents) == 1:
        said += f" {_named(REGIONS, number)} ({number})"
    elif opcode in _POWER_MODE and len(contents) == 1:
        said += f" {number}"
    decoded = _begun(opcode, contents) | {"cmd": said}
    if opcode in _POWERS and len(contents) == 2:  # noqa: PLR2004 - hundredths of a dBm
        decoded["power_dbm"] = number / 100
    return Frame(decoded)


def _reply(opcode: int, status: int, contents: bytes) -> Frame:
    name = OPCODES.get(opcode, "unknown command")
    decoded = _begun(opcode, contents) | {"reply": name.removeprefix("get "), "status": status}
    if opcode == _MULTIPLE_TAGS and status == _NO_TAG and not contents:
        return Frame(decoded | {"reply": "keep-alive"})
    if status:
        fault = FAULTS.get(status, f"fault 0x{status:04X}")
        # An empty field is an answer and no failure: it is said first.
        if (opcode, status) == (_SINGLE_TAG, _NO_TAG):
            decoded["reply"] = fault
        return Frame(decoded | {"fault": fault})
    if opcode in _CONTENTS:
        decoded |= _CONTENTS[opcode](contents)
    elif opcode in _PROTOCOL and contents:
        number = int.from_bytes(contents, "big")
        decoded["reply"] = f"protocol {_named(PROTOCOLS, number)} ({number})"
    elif opcode in _REGION and len(contents) == 1:
        decoded["reply"] = f"region {_named(REGIONS, contents[0])} ({contents[0]})"
    elif opcode in _POWER_MODE and len(contents) == 1:
        decoded["reply"] = f"power mode {contents[0]}"
    return Frame(decoded)


def _power(contents: bytes) -> dict[str, Plain]:
    """Read a power in hundredths of a dBm, behind the option that asked for it."""
    whole = len(contents) >= 3  # noqa: PLR2004 - the option, then two bytes
    return {"power_dbm": int.from_bytes(contents[1:3], "big") / 100} if whole else {}


def _version(contents: bytes) -> dict[str, Plain]:
    parts = [contents[at : at + 4].hex() for at in range(0, len(contents), 4)]
    names = ("bootloader", "hardware", "firmware_date", "firmware", "protocols")
    return dict(zip(names, parts, strict=False))


def _single_tag(contents: bytes) -> dict[str, Plain]:
    """Read EPC and tag CRC. An EPC has whole words, so an odd length begins with the option."""
    tag = contents[len(contents) % 2 :]
    if len(tag) < _CRC:
        return {}
    return {
        "reply": "single tag",
        "epc": tag[:-_CRC].hex().upper(),
        "tag_crc": tag[-_CRC:].hex().upper(),
    }


def _record(contents: bytes) -> dict[str, Plain]:
    """Read one tag of continuous reading, with everything its flags promise."""
    if len(contents) == _TEMPERATURE_LENGTH:
        return {"reply": "temperature"}
    if len(contents) < _BEFORE_RECORD:
        return {}
    flags = int.from_bytes(contents[3:5], "big")
    decoded: dict[str, Plain] = {"reply": "tag record"}
    place = _BEFORE_RECORD
    for bit, name, width in _RECORD:
        if flags & bit:
            field = contents[place : place + width]
            decoded[name] = int.from_bytes(field, "big", signed=name == "rssi_dbm")
            place += width
    if flags & _WITH_MEMORY:
        memory_bytes = (int.from_bytes(contents[place : place + 2], "big") + 7) // 8
        decoded["memory"] = contents[place + 2 : place + 2 + memory_bytes].hex()
        place += 2 + memory_bytes
    place += bool(flags & _WITH_GPIO)
    tag_bytes = int.from_bytes(contents[place : place + 2], "big") // 8
    tag = contents[place + 2 : place + 2 + tag_bytes]
    if len(tag) < tag_bytes or tag_bytes < 2 + _CRC:
        return {"reply": "read multiple tags"}
    pc, epc, crc = tag[:2], tag[2:-_CRC], tag[-_CRC:]
    return decoded | {
        "pc": pc.hex().upper(),
        "epc": epc.hex().upper(),
        "tag_crc": crc.hex().upper(),
        "tag_crc_ok": crc_gen2(pc + epc).to_bytes(2, "big") == crc,
    }


_CONTENTS: Final[Mapping[int, Callable[[bytes], dict[str, Plain]]]] = {
    _VERSION: _version,
    _SINGLE_TAG: _single_tag,
    _MULTIPLE_TAGS: _record,
    **dict.fromkeys(_POWERS, _power),
}
"""Opcode -> what the contents of its reply say."""
