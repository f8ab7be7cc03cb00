"""PN532 on a serial line (HSU, 115200 baud): normal, extended, ACK, NACK and error frames.

00 FF, length and its complement, TFI (D4 from the host, D5 from the chip, 7F error), contents,
their complement, 00 (UM0701-02, section 6.2). Zeros before a frame are preamble; 55 55 00.. wakes
the chip. The two complements are sums: they can't see two errors that cancel.
"""

from typing import Final

from drivers.protocols.checks import sum_of
from drivers.protocols.frames import Frame, Plain
from drivers.protocols.packets import (
    BAD_END,
    BAD_HEADER,
    BAD_LENGTH,
    NOISE,
    Broken,
    PacketDecoder,
    Taken,
    Verdict,
)
from drivers.protocols.reasons import BAD_CHECKSUM

_START: Final = b"\x00\xff"
_ACK: Final = b"\x00\xff"
_NACK: Final = b"\xff\x00"
_EXTENDED: Final = b"\xff\xff"
_CONTENTS_LONGEST: Final = 265  # TFI included, UM0701-02 section 6.2.1.2
_NORMAL_HEAD: Final = 4
_EXTENDED_HEAD: Final = 7
_LONGEST: Final = _EXTENDED_HEAD + _CONTENTS_LONGEST + 2

_HOST, _CHIP, _ERROR = 0xD4, 0xD5, 0x7F
_DIRECTIONS: Final = {_HOST: "command", _CHIP: "response"}

_STATUS: Final = {
    0x00: "done",
    0x01: "time-out: no answer from the card",
    0x02: "CRC error",
    0x03: "parity error",
    0x04: "wrong bit count in anticollision",
    0x05: "framing error",
    0x06: "bit collision",
    0x07: "buffer too small",
    0x09: "RF buffer overflow",
    0x0A: "RF field not switched on in time",
    0x0B: "RF protocol error",
    0x0D: "chip too hot",
    0x0E: "internal buffer overflow",
    0x10: "invalid parameter",
    0x12: "command not supported as target",
    0x13: "card's data format wrong",
    0x14: "MIFARE: authentication failed",
    0x23: "UID check byte wrong",
    0x25: "invalid device state",
    0x26: "operation not allowed",
    0x27: "command not acceptable now",
    0x29: "released by the initiator",
    0x2A: "card was exchanged",
    0x2B: "card disappeared",
    0x2C: "NFCID3 mismatch",
    0x2D: "over-current",
    0x2E: "NAD missing",
}
"""UM0701-02, table 15: the first byte of an answer about a card."""

_WITH_STATUS: Final = frozenset({0x41, 0x43, 0x45, 0x47, 0x4F, 0x51, 0x53, 0x55, 0x57})
_FIRMWARE: Final = 0x03
_TARGETS: Final = 0x4B
_ISO14443_4: Final = 0x20  # bit of SEL_RES: an ATS follows


def decoder() -> PacketDecoder:
    """Return a decoder of what passes between host and chip, either way."""
    return PacketDecoder(_read, longest=_LONGEST, starts=b"\x00\x55", idle=b"\x00\x55")


def _read(piece: bytes) -> Verdict:  # noqa: PLR0911 - one return a verdict
    if not piece.startswith(_START[: len(piece)]):
        return Broken(NOISE)
    code = piece[2:4]
    if len(code) < 2:  # noqa: PLR2004 - a length and its complement
        return None
    if code in {_ACK, _NACK}:
        if len(piece) < _NORMAL_HEAD + 1:
            return None
        if piece[_NORMAL_HEAD]:
            return Broken(BAD_END, _NORMAL_HEAD + 1)
        return Taken(_NORMAL_HEAD + 1, Frame({"frame": "ACK" if code == _ACK else "NACK"}))
    if code != _EXTENDED:
        if sum_of(code) or code == b"\0\0":
            return Broken(BAD_LENGTH)
        return _read_contents(piece, _NORMAL_HEAD, code[0])
    if len(piece) < _EXTENDED_HEAD:
        return None
    length = int.from_bytes(piece[4:6], "big")
    if sum_of(piece[4:7]) or not 0 < length <= _CONTENTS_LONGEST:
        return Broken(BAD_LENGTH)
    return _read_contents(piece, _EXTENDED_HEAD, length)


def _read_contents(piece: bytes, begin: int, length: int) -> Verdict:
    end = begin + length
    known = _DIRECTIONS.keys() | ({_ERROR} if length == 1 else set())
    if len(piece) > begin and piece[begin] not in known:
        return Broken(BAD_HEADER)
    if len(piece) < end + 2:
        return None
    if sum_of(piece[begin : end + 1]):
        return Broken(BAD_CHECKSUM, end + 2)
    if piece[end + 1]:
        return Broken(BAD_END, end + 2)
    return Taken(end + 2, _said(piece[begin:end]))


def _said(contents: bytes) -> Frame:
    direction, said = contents[0], contents[1:]
    if direction == _ERROR:
        return Frame({"frame": "application error"})
    decoded: dict[str, Plain] = {
        "frame": _DIRECTIONS[direction],
        "tfi": f"{direction:02X}",
        "data": said.hex(),
    }
    if direction == _CHIP and said:
        decoded |= _answer(said[0], said[1:])
    return Frame(decoded)


def _answer(code: int, rest: bytes) -> dict[str, Plain]:
    if code == _FIRMWARE and len(rest) == 4:  # noqa: PLR2004 - chip, version, revision, support
        chip, version, revision, support = rest
        return {
            "chip": f"PN5{chip:02X}",
            "firmware": f"{version}.{revision}",
            "support": f"{support:02X}",
        }
    if code == _TARGETS and rest:
        targets = _targets(rest)
        return {} if targets is None else {"targets": targets}
    if code in _WITH_STATUS and rest:
        status = rest[0] & 0x3F  # above it: NAD present, more to come
        return {"status": status, "status_says": _STATUS.get(status, "unknown")}
    return {}


def _targets(rest: bytes) -> list[Plain] | None:
    """Read the cards found at 106 kbit/s type A; None when the answer is of another kind.

    The answer does not say which kind was looked for, so it must fit to the last byte.
    """
    targets: list[Plain] = []
    count, rest = rest[0], rest[1:]
    for _ in range(count):
        if len(rest) < 5 or len(rest) < 5 + rest[4] or rest[4] not in {4, 7, 10}:  # noqa: PLR2004 - before the UID, whose length is the fifth
            return None
        end = 5 + rest[4]
        target: dict[str, Plain] = {
            "sens_res": rest[1:3].hex().upper(),
            "sel_res": f"{rest[3]:02X}",
            "uid": rest[5:end].hex().upper(),
        }
        if rest[3] & _ISO14443_4 and len(rest) > end and 0 < rest[end] <= len(rest) - end:
            ats_end = end + rest[end]
            target["ats"] = rest[end:ats_end].hex().upper()
            end = ats_end
        targets.append(target)
        rest = rest[end:]
    return None if rest else targets
