"""Barcode engines GM65, GM861 and GM805 (Hangzhou Grow): commands, replies and codes.

Command: 7E 00, type, length, zone address (2), bytes, CRC (2). Reply: 02 00 00, length, bytes,
CRC (2); the reply to a heartbeat begins with 03. A length of 0 means 256 bytes. The CRC stands over
everything from the type on; a host may send AB CD and is then believed unchecked (manual of the
GM65, section 8). The first byte is outside the CRC: a heartbeat's reply with its one bit wrong is
the acknowledgement of a command, and nobody can tell.

Codes come between the replies, as text with its end, or with zone 0x60 set to 0x81 as 03, length
(2), text, and no check at all.
"""

from typing import Final

from drivers.protocols.barcodes import WITH_SEPARATORS, aim_code_of, code_of
from drivers.protocols.checks import crc_xmodem
from drivers.protocols.frames import Found, Rejected
from drivers.protocols.gs1 import prepare
from drivers.protocols.lines import AIM_PREFIX
from drivers.protocols.packets import (
    BAD_HEADER,
    BAD_LENGTH,
    HALF_FRAME,
    NOISE,
    Broken,
    PacketDecoder,
    Taken,
    Verdict,
    frame,
)
from drivers.protocols.reasons import BAD_CHECKSUM, NOT_TEXT
from drivers.protocols.texts import Text, TextFramer

_COMMANDS: Final = {
    0x07: "read zone",
    0x08: "write zone",
    0x09: "save to flash",
    0x0A: "heartbeat",
}
_REPLIES: Final = {0x02: "command result", 0x03: "heartbeat reply"}
_UNCHECKED: Final = b"\xab\xcd"
_CODE_MARK: Final = 0x03
_HEARTBEAT: Final = b"\x03\x00\x00\x01\x00\x33\x31"  # the only reply that begins with 03
_CODE_LONGEST: Final = 2000  # ours: the manual gives no limit, and memory needs one
_TEXT_LONGEST: Final = 1500  # ours too; both and a reply stay under 4 KiB together
_AROUND_CODE: Final = 3

COMMAND_LONGEST: Final = 2 + 2 + 2 + 256 + 2
REPLY_LONGEST: Final = 3 + 1 + 256 + 2


def read_command(piece: bytes) -> Verdict:
    """Look at what a host says to the engine."""
    if piece[1:2] not in {b"", b"\0"} or (len(piece) > 2 and piece[2] not in _COMMANDS):  # noqa: PLR2004 - the third byte
        return Broken(BAD_HEADER)
    if len(piece) < 4:  # noqa: PLR2004 - up to the length
        return None
    length = piece[3] or 256
    whole = 6 + length + 2
    if len(piece) < whole:
        return None
    check = piece[whole - 2 : whole]
    if check == crc_xmodem(piece[2 : whole - 2]).to_bytes(2, "big"):
        said = "ok"
    elif check == _UNCHECKED:
        said = "unchecked (ABCD)"
    else:
        return Broken(BAD_CHECKSUM, whole)
    return Taken(
        whole,
        frame(
            type=_COMMANDS[piece[2]],
            len=length,
            zone=f"0x{int.from_bytes(piece[4:6], 'big'):04X}",
            data=piece[6 : whole - 2].hex(),
            crc=said,
        ),
    )


def read_reply(piece: bytes) -> Verdict:
    """Look at what the engine answers."""
    if any(piece[1:3]):
        return Broken(BAD_HEADER)
    if len(piece) < 4:  # noqa: PLR2004 - up to the length
        return None
    length = piece[3] or 256
    whole = 4 + length + 2
    if piece[0] == _CODE_MARK and not _HEARTBEAT.startswith(piece[: len(_HEARTBEAT)]):
        return Broken(BAD_HEADER)
    if len(piece) < whole:
        return None
    if crc_xmodem(piece[2 : whole - 2]).to_bytes(2, "big") != piece[whole - 2 : whole]:
        return Broken(BAD_CHECKSUM, whole)
    said = frame(type=_REPLIES[piece[0]], len=length, data=piece[4 : whole - 2].hex(), crc_ok=True)
    return Taken(whole, said)


def read_marked_code(piece: bytes) -> Verdict:
    """Look at a code that tells its length; 03 00 00 begins the reply to a heartbeat."""
    if len(piece) < _AROUND_CODE:
        return None
    length = int.from_bytes(piece[1:3], "big")
    if length == 0:
        return read_reply(piece)
    if length > _CODE_LONGEST:
        return Broken(BAD_LENGTH)
    whole = _AROUND_CODE + length
    if len(piece) < whole:
        return None
    if not WITH_SEPARATORS.issuperset(piece[_AROUND_CODE:whole]):
        return Broken(NOT_TEXT, whole)
    said = frame(
        type="scan response in protocol mode (zone 96 = 0x81)",
        len=length,
        barcode=piece[_AROUND_CODE:whole].decode("ascii").replace("\x1d", "<GS>"),
    )
    return Taken(whole, said)


def command_decoder() -> PacketDecoder:
    """Return a decoder of what a host says to the engine."""
    return PacketDecoder(read_command, longest=COMMAND_LONGEST, starts=b"\x7e")


def reply_decoder() -> PacketDecoder:
    """Return a decoder of what the engine answers, and nothing else."""
    return PacketDecoder(read_reply, longest=REPLY_LONGEST, starts=b"\x02\x03")


class EngineDecoder:
    """Turns all that an engine sends into codes and replies.

    Text has no check and no beginning, so it is believed only where one can be: at the start,
    behind an end, behind a whole reply. Behind anything broken it is swallowed up to its end.
    """

    def __init__(self) -> None:
        prepare()
        self._framer = TextFramer("line", _TEXT_LONGEST, allowed=WITH_SEPARATORS, tell_crlf=True)
        self._buffer = bytearray()

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their reply or code."""
        return len(self._buffer) + self._framer.held

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        found: list[Found] = []
        for begin in range(0, len(received), REPLY_LONGEST):
            self._buffer += received[begin : begin + REPLY_LONGEST]
            found += self._drained(over=False)
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came."""
        return self._drained(over=True) + _codes(self._framer.pause())

    def _drained(self, *, over: bool) -> list[Found]:
        found: list[Found] = []
        place = 0
        while place < len(self._buffer):
            mark = self._next_mark(place)
            if mark > place:
                found += _codes(self._framer.feed(bytes(self._buffer[place:mark])))
                place = mark
                continue
            verdict = self._look(bytes(self._buffer[place:]))
            if verdict is None and not over:
                break
            told = self._framer.swallowing
            found += _codes(self._framer.pause())
            if isinstance(verdict, Taken):
                found.append(verdict.frame)
                place += verdict.length
                continue
            reason = HALF_FRAME if verdict is None else verdict.reason
            if not told or reason == BAD_CHECKSUM:
                found.append(Rejected(reason))
            self._framer.swallow()
            place += 1
        del self._buffer[:place]
        return found

    def _next_mark(self, place: int) -> int:
        marks = [at for mark in _REPLIES if (at := self._buffer.find(mark, place)) >= 0]
        return min(marks, default=len(self._buffer))

    def _look(self, piece: bytes) -> Verdict:
        if piece[0] != _CODE_MARK:
            return read_reply(piece)
        if self._framer.swallowing and piece[1:3] != b"\0\0"[: len(piece) - 1]:
            return Broken(NOISE)
        return read_marked_code(piece)


def _codes(found: list[Text | Rejected]) -> list[Found]:
    return [each if isinstance(each, Rejected) else _code(each) for each in found]


def _code(text: Text) -> Found:
    """Read a line; the engine is told by zone 0xD0 whether to send the AIM prefix."""
    if AIM_PREFIX.match(text.text):
        return aim_code_of(text.text, text.end)
    return code_of(text.text, text.end)
