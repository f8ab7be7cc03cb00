"""What a barcode scanner sends: codes with an end, with or without the AIM symbology prefix.

A code that a silence ends is taken as it stands in the GS1 standards ("scan data") and is held
to them. A code that a suffix ends comes from a scanner that was programmed by somebody, on labels
of anybody: there FNC1 in front makes it `gs1`, and contents that are no element strings stay text.
"""

from typing import Final

from drivers.protocols.checks import gs1_digit_holds
from drivers.protocols.frames import Found, Frame, Plain, Rejected
from drivers.protocols.gs1 import GS, elements_hold, is_link, link_holds, prepare
from drivers.protocols.lines import AIM_LENGTH, AIM_PREFIX
from drivers.protocols.reasons import BAD_CHECKSUM, HALF_SCAN, NO_AIM_PREFIX
from drivers.protocols.texts import PRINTABLE, End, Text, TextFramer

BAD_ELEMENTS: Final = "bad_elements"
"""Announced as GS1 data, and is none."""

LONGEST: Final = 4000
"""Bytes of a code at most; a QR code of version 40 that a weapon's label never is holds more."""

WITH_SEPARATORS: Final = PRINTABLE | {ord(GS)}

_EAN_13: Final = 13
_EAN_DIGITS: Final = {"E0": (13,), "E4": (8,)}
_EAN_DIGITS_OF_SCANNERS: Final = {"E0": (13, 12), "E4": (8,)}  # UPC-A also without its zero
_COMPOSITE: Final = "]e0"
_GS1_CARRIERS: Final = frozenset({"C1", "e0", "d2", "Q3", "J1"})

_NAMES_ALONE: Final = {
    "C1": "GS1_128_CCA", "E0": "EAN13", "E4": "EAN8", "e0": "DataBarExpanded", "d1": "DM",
    "d2": "DM", "Q1": "QR", "Q3": "QR", "J0": "DotCode", "J1": "DotCode",
}  # fmt: skip
"""As the GS1 syntax engine calls them."""

_NAMES: Final = {
    "A": "Code 39", "B": "Telepen", "C": "Code 128", "D": "Code One", "E": "EAN/UPC",
    "F": "Codabar", "G": "Code 93", "H": "Code 11", "I": "Interleaved 2 of 5", "J": "DotCode",
    "K": "Code 16K", "L": "PDF417", "M": "MSI", "N": "Anker", "O": "Codablock", "P": "Plessey",
    "Q": "QR Code", "R": "Straight 2 of 5", "S": "Straight 2 of 5", "T": "Code 49",
    "U": "MaxiCode", "X": "other", "Z": "no barcode", "c": "Channel Code", "d": "Data Matrix",
    "e": "GS1 DataBar", "h": "Han Xin", "o": "OCR", "p": "PosiCode", "s": "SuperCode",
    "z": "Aztec",
}  # fmt: skip
"""ISO/IEC 15424, by letter."""

_EXACT_NAMES: Final = {"E0": "EAN-13/UPC-A", "E4": "EAN-8"}


def code_of(text: str, end: End) -> Frame:
    """Read a code without a prefix."""
    shown = text.replace(GS, "<GS>")
    decoded: dict[str, Plain] = {"barcode": shown, "framing": end, **_suffix(end)}
    if len(text) == _EAN_13 and text.isdigit():
        decoded["ean13_check_ok"] = gs1_digit_holds(text)
    return Frame(decoded)


def aim_code_of(text: str, end: End) -> Found:
    """Read a code with its prefix."""
    carrier, content = text[1:AIM_LENGTH], text[AIM_LENGTH:]
    if not AIM_PREFIX.match(text) or carrier[0] not in _NAMES:
        return Rejected(NO_AIM_PREFIX)
    alone = end == "pause"
    gs1 = carrier in _GS1_CARRIERS
    reason = _fault(carrier, content, alone=alone)
    if reason:
        return Rejected(reason)
    shown = content.replace(GS, "<GS>")
    name = _EXACT_NAMES.get(carrier, _NAMES[carrier[0]])
    return Frame(
        {
            "aim": text[:AIM_LENGTH],
            "accepted": True,
            "symbology": _NAMES_ALONE.get(carrier, name) if alone else name,
            "gs1": gs1,
            "data": shown,
            "barcode": shown,
            "gs1_elements": (
                "^" + content.replace(GS, "^") if gs1 and elements_hold(content) else None
            ),
            **_suffix(end),
        }
    )


def _fault(carrier: str, content: str, *, alone: bool) -> str | None:
    """Return why a code is none, or None."""
    if carrier in _EAN_DIGITS:
        return _ean_fault(carrier, content, alone=alone)
    if not content and (carrier in _GS1_CARRIERS or not alone):
        return HALF_SCAN
    if not alone:
        return None
    if carrier in _GS1_CARRIERS:
        return None if elements_hold(content) else BAD_ELEMENTS
    return BAD_ELEMENTS if is_link(content) and not link_holds(content) else None


def _ean_fault(carrier: str, content: str, *, alone: bool) -> str | None:
    lengths = _EAN_DIGITS if alone else _EAN_DIGITS_OF_SCANNERS
    digits, mark, composite = content.partition("|")
    if len(digits) not in lengths[carrier]:
        return HALF_SCAN
    if not gs1_digit_holds(digits):
        return BAD_CHECKSUM
    second = composite.removeprefix(_COMPOSITE)
    whole = not mark or (second != composite and elements_hold(second))
    return None if whole else BAD_ELEMENTS


def _suffix(end: End) -> dict[str, Plain]:
    return {} if end in {"pause", "STX..ETX"} else {"suffix": end}


class CodeDecoder:
    """Turns the bytes of a scanner into codes."""

    def __init__(self, *, aim: bool) -> None:
        """Begin between two codes; `aim`: each code has the symbology prefix."""
        prepare()
        self._aim = aim
        self._framer = (
            TextFramer("line", LONGEST, allowed=WITH_SEPARATORS, tell_crlf=True, pause_ends=True)
            if aim
            else TextFramer("auto", LONGEST, allowed=WITH_SEPARATORS, tell_crlf=True)
        )

    @property
    def held(self) -> int:
        """How many bytes wait for the end of their code."""
        return self._framer.held

    def feed(self, received: bytes) -> list[Found]:
        """Take some bytes, and return what they complete."""
        return [self._code(found) for found in self._framer.feed(received)]

    def pause(self) -> list[Found]:
        """Say that nothing more came."""
        return [self._code(found) for found in self._framer.pause()]

    def _code(self, found: Text | Rejected) -> Found:
        if isinstance(found, Rejected):
            return found
        if self._aim:
            return aim_code_of(found.text, found.end)
        return code_of(found.text, found.end) if found.text else Rejected(HALF_SCAN)
