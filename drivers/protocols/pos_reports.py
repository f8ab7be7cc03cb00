"""The reports of a scanner in HID-POS mode: report number, length, and up to 62 bytes.

After Newland's FM30 note and FM420 guide: report 04 carries a command to the scanner, report 02 a
code that was read, or the answer to a command. A report is 64 bytes; its zeros may be left off.
"""

from binascii import crc_hqx
from typing import Final

from drivers.protocols.card_reasons import BAD_LENGTH, HALF_FRAME, NO_FRAME
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.reasons import BAD_CHECKSUM

REPORT: Final = 64
TO_SCANNER: Final = 0x04
FROM_SCANNER: Final = 0x02

_HEADER: Final = 2
_CODE_MAX: Final = 56  # bytes of a code in one report
_PAYLOAD_MAX: Final = REPORT - _HEADER
_CRC: Final = 2
_SYMBOLOGY: Final = 62
_CONTINUED: Final = 63
_CONTINUED_BIT: Final = 0x01
_COMMAND: Final = b"\x7e\x00"
_UNCHECKED: Final = frozenset({b"\x11\x11", b"\xab\xcd"})
"""In place of a CRC: Newland's own example asks for the serial number with 1111."""
_ANSWER: Final = b"\x02\x00"
_ANSWER_HEADER: Final = 4  # 02 00, type, length
_ANSWER_MIN: Final = _ANSWER_HEADER + 1 + _CRC
_ANSWERS: Final = {0: "done", 1: "bad CRC", 3: "bad command"}  # NLS-EM3095 manual, page 19
_COMMAND_MIN: Final = 2 + 1 + 1 + 2 + _CRC
_PRINTABLE: Final = range(0x20, 0x7F)


class PosDecoder:
    """Turns reports into commands, answers and codes; zeros after a short report are its rest.

    A code carries no check. After bytes that were no report, only what has a command's or an
    answer's inner form is believed, up to the next pause; or a code behind whole reports of them,
    as a damaged report keeps its place.
    """

    def __init__(self) -> None:
        """Begin before a report."""
        self._waiting = bytearray()
        self._padding = 0
        self._skipped = 0  # bytes since the last report
        self._headless = False  # whether the report before may go on in this one, and was none

    @property
    def held(self) -> int:
        """How many bytes wait for the rest of their report."""
        return len(self._waiting)

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return the reports they complete."""
        found: list[Found] = []
        for byte in received:
            if self._padding and byte == 0:
                self._padding -= 1
                continue
            self._padding = 0
            self._waiting.append(byte)
            found += self._search()
        return found

    def pause(self) -> list[Found]:
        """Say that nothing more came: a code whose zeros were left off is whole."""
        found: list[Found] = []
        while self._waiting:
            length = self._length()
            if length is not None and len(self._waiting) >= _HEADER + length:
                found += self._take(REPORT)
            else:
                found += self._skip(HALF_FRAME)
            found += self._search()
        self._padding = self._skipped = 0
        self._headless = False
        return found

    def _length(self) -> int | None:
        return self._waiting[1] if len(self._waiting) >= _HEADER else None

    def _search(self) -> list[Found]:
        found: list[Found] = []
        while self._waiting:
            length = self._length()
            if self._waiting[0] not in {TO_SCANNER, FROM_SCANNER}:
                found += self._skip(NO_FRAME)
            elif length is None:
                break
            elif not 0 < length <= _PAYLOAD_MAX:
                found += self._skip(BAD_LENGTH)
            elif len(self._waiting) < _HEADER + length:
                break
            elif self._waiting[0] == TO_SCANNER or self._answers(length):
                found += self._take(_HEADER + length)
            elif length > _CODE_MAX or self._skipped % REPORT or self._headless:
                found += self._skip(BAD_LENGTH)
            elif len(self._waiting) < REPORT:
                break
            else:
                found += self._take(REPORT)
        return found

    def _answers(self, length: int) -> bool:
        """Say whether a report from the scanner answers a command: its inner length fits."""
        payload = self._waiting[_HEADER : _HEADER + length]
        return (
            length >= _ANSWER_MIN
            and payload.startswith(_ANSWER)
            and payload[3] == length - _ANSWER_HEADER - _CRC
        )

    def _take(self, size: int) -> list[Found]:
        report = bytes(self._waiting[:size]).ljust(size, b"\0")  # zeros that were left off
        told = _read(report)
        if isinstance(told, Rejected):  # noise looked like its beginning: a report may be inside
            return self._skip(told.reason)
        del self._waiting[:size]
        self._skipped = 0
        self._headless = False
        # Its zeros may be here already, or still to come; what follows something else is no zero.
        zeros = len(self._waiting) - len(self._waiting.lstrip(b"\0"))
        zeros = min(zeros, REPORT - size)
        del self._waiting[:zeros]
        self._padding = 0 if self._waiting else REPORT - size - zeros
        return [told]

    def _skip(self, reason: str) -> list[Found]:
        skipped = self._waiting.pop(0)
        told: list[Found] = [] if self._skipped else [Rejected(reason)]
        self._skipped += 1
        if self._skipped % REPORT == 0:
            self._headless = bool(skipped)
        return told


def _read(report: bytes) -> Frame | Rejected:
    length = report[1]
    payload = report[_HEADER : _HEADER + length]
    told: dict[str, Plain] = {"report_id": report[0], "payload_len": length}
    if report[0] == TO_SCANNER:
        if not payload.startswith(_COMMAND) or length < _COMMAND_MIN:
            return Rejected(NO_FRAME)
        command, check = payload[2:-_CRC], payload[-_CRC:]
        right = crc_hqx(command, 0) == int.from_bytes(check)
        if not right and check not in _UNCHECKED:
            return Rejected(BAD_CHECKSUM)
        told |= {"crc_ok": right, "command": command.hex()}
        return Frame(told if right else told | {"crc": f"unchecked ({check.hex().upper()})"})
    if len(report) < REPORT:
        return Frame(told | _answered(payload))
    if set(payload) - set(_PRINTABLE) - {0x1D, 0x0D, 0x0A, 0x09} or not _well_ended(report):
        return Rejected(NO_FRAME)
    return Frame(
        told
        | {
            "text": payload.decode("ascii"),
            "symbology": f"{report[_SYMBOLOGY]:02x}",
            "continued": bool(report[_CONTINUED] & _CONTINUED_BIT),
        }
    )


def _well_ended(report: bytes) -> bool:
    """Say whether a code's report ends as it must: zeros, a letter or none, and one bit or none.

    A wrong length leaves some of the code behind it, and a half report has another one there.
    """
    symbology = report[_SYMBOLOGY]
    return (
        not any(report[_HEADER + report[1] : _SYMBOLOGY])
        and (symbology == 0 or symbology in _PRINTABLE)
        and report[_CONTINUED] in {0, _CONTINUED_BIT}
    )


def _answered(payload: bytes) -> dict[str, Plain]:
    """Tell an answer. Its CRC is told and not demanded: Newland's own example has a wrong one."""
    body = payload[_ANSWER_HEADER:-_CRC]
    right = crc_hqx(payload[2:-_CRC], 0) == int.from_bytes(payload[-_CRC:])
    told: dict[str, Plain] = {
        "answer": _ANSWERS.get(payload[2], f"type {payload[2]}"),
        "answer_bytes": body.hex(),
        "crc_ok": right,
    }
    if all(byte in _PRINTABLE for byte in body):
        told["serial"] = body.decode("ascii")
    return told


def hid_pos() -> PosDecoder:
    """Make a decoder of HID-POS reports, in both directions."""
    return PosDecoder()
