"""What the commands and replies of OSDP carry, field by field (SIA OSDP 2.2, chapters 6 and 7).

Layouts compared with libosdp and OSDP.Net, which agree. A payload that does not fit its layout is
told by its bytes alone: the packet's check held, so it is a device's mistake, not the line's.
"""

from collections.abc import Callable, Mapping
from typing import Final

from drivers.protocols.frames import Plain
from drivers.protocols.wiegand import bits_of, wiegand_card

COMMANDS: Final[Mapping[int, str]] = {
    0x60: "POLL",
    0x61: "ID",
    0x62: "CAP",
    0x63: "DIAG",
    0x64: "LSTAT",
    0x65: "ISTAT",
    0x66: "OSTAT",
    0x67: "RSTAT",
    0x68: "OUT",
    0x69: "LED",
    0x6A: "BUZ",
    0x6B: "TEXT",
    0x6C: "RMODE",
    0x6D: "TDSET",
    0x6E: "COMSET",
    0x6F: "DATA",
    0x70: "XMIT",
    0x71: "PROMPT",
    0x72: "SPE",
    0x73: "BIOREAD",
    0x74: "BIOMATCH",
    0x75: "KEYSET",
    0x76: "CHLNG",
    0x77: "SCRYPT",
    0x79: "CONT",
    0x7B: "ACURXSIZE",
    0x7C: "FILETRANSFER",
    0x80: "MFG",
    0xA0: "SCDONE",
    0xA1: "XWR",
    0xA2: "ABORT",
    0xA3: "PIVDATA",
    0xA4: "GENAUTH",
    0xA5: "CRAUTH",
    0xA7: "KEEPACTIVE",
}
REPLIES: Final[Mapping[int, str]] = {
    0x40: "ACK",
    0x41: "NAK",
    0x45: "PDID",
    0x46: "PDCAP",
    0x48: "LSTATR",
    0x49: "ISTATR",
    0x4A: "OSTATR",
    0x4B: "RSTATR",
    0x50: "RAW",
    0x51: "FMT",
    0x52: "PRES",
    0x53: "KEYPAD",
    0x54: "COM",
    0x55: "SCREP",
    0x56: "SPER",
    0x57: "BIOREADR",
    0x58: "BIOMATCHR",
    0x59: "EXT_PDID",
    0x76: "CCRYPT",
    0x78: "RMAC_I",
    0x79: "BUSY",
    0x7A: "FTSTAT",
    0x80: "PIVDATAR",
    0x81: "GENAUTHR",
    0x82: "CRAUTHR",
    0x83: "MFGSTATR",
    0x84: "MFGERRR",
    0x90: "MFGREP",
    0xB1: "XRD",
}

NAK_REASONS: Final[Mapping[int, str]] = {
    0x00: "no error",
    0x01: "bad check character",
    0x02: "bad command length",
    0x03: "unknown command",
    0x04: "unexpected sequence number",
    0x05: "security block not supported",
    0x06: "security conditions not met",
    0x07: "biometric type not supported",
    0x08: "biometric format not supported",
    0x09: "unable to process",
    0xFF: "general error",
}
CAPABILITIES: Final[Mapping[int, str]] = {
    1: "contact status",
    2: "output control",
    3: "card data format",
    4: "LED control",
    5: "audible output",
    6: "text output",
    7: "time keeping",
    8: "CRC-16",
    9: "communication security",
    10: "receive buffer",
    11: "largest combined message",
    12: "smart card",
    13: "readers",
    14: "biometrics",
    15: "secure PIN entry",
    16: "OSDP version",
    17: "extended PDID",
}

_Fields = dict[str, Plain]
_Read = Callable[[bytes], _Fields | None]
_Part = tuple[str, int]
"""Name of a field and its bytes, low first; a negative number means bytes told in hexadecimal."""

_REST: Final = 0


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def _parts(*parts: _Part) -> _Read:
    """Make a reader of a fixed layout; a last part of no bytes takes the rest in hexadecimal."""
    fixed = sum(abs(width) for _, width in parts)
    open_end = parts[-1][1] == _REST

    def read(payload: bytes) -> _Fields | None:
        if len(payload) < fixed or (len(payload) > fixed and not open_end):
            return None
        told: _Fields = {}
        at = 0
        for name, width in parts:
            raw = payload[at : at + abs(width)] if width else payload[at:]
            told[name] = _little(raw) if width > 0 else raw.hex()
            at += abs(width)
        return told

    return read


def _rows(name: str, row: _Read, width: int) -> _Read:
    """Make a reader of one row after another."""

    def read(payload: bytes) -> _Fields | None:
        if not payload or len(payload) % width:
            return None
        rows = [row(payload[at : at + width]) for at in range(0, len(payload), width)]
        return {name: [one for one in rows if one is not None]}

    return read


def _levels(name: str) -> _Read:
    """Make a reader of one byte for each input, output or reader."""
    return lambda payload: {name: list(payload)} if payload else None


def _text(payload: bytes) -> _Fields | None:
    told = _parts(
        ("reader", 1), ("text_command", 1), ("seconds", 1), ("row", 1), ("column", 1), ("size", 1),
        ("characters", _REST),
    )(payload)  # fmt: skip
    if told is None or told["size"] != len(payload) - 6:
        return None
    return told | {"text": payload[6:].decode("latin-1")}


def _sized_key(payload: bytes) -> _Fields | None:
    """Tell that a key was set. Spelled out beside the payload, a key would be copied about."""
    if len(payload) < 2 or payload[1] != len(payload) - 2:  # noqa: PLR2004 - type and length
        return None
    return {"key_type": payload[0], "key_length": payload[1]}


def _nak(payload: bytes) -> _Fields | None:
    if not payload:
        return None
    error = NAK_REASONS.get(payload[0], "unknown")
    return {"error_code": payload[0], "error": error, "detail": payload[1:].hex()}


def _pdid(payload: bytes) -> _Fields | None:
    told = _parts(
        ("vendor", -3), ("model", 1), ("version", 1), ("serial", 4), ("firmware_bytes", -3)
    )(payload)
    if told is None:
        return None
    # The serial is an identity: four bytes, told low byte last, as it is printed.
    serial = payload[5:9][::-1].hex().upper()
    return told | {"serial": serial, "firmware": ".".join(str(part) for part in payload[9:])}


def _pdcap(payload: bytes) -> _Fields | None:
    told = _rows("capabilities", _parts(("function", 1), ("level", 1), ("items", 1)), 3)(payload)
    if told is None:
        return None
    names: list[Plain] = [CAPABILITIES.get(code, f"{code}") for code in payload[::3]]
    return told | {"names": names}


def _lstatr(payload: bytes) -> _Fields | None:
    if len(payload) != 2:  # noqa: PLR2004 - tamper and power
        return None
    return {"tamper": payload[0] != 0, "power_failed": payload[1] != 0}


def _raw(payload: bytes) -> _Fields | None:
    told = _parts(("reader", 1), ("fmt", 1), ("bit_count", 2), ("card_bytes", _REST))(payload)
    if told is None:
        return None
    bit_count = _little(payload[2:4])
    if len(payload) - 4 != (bit_count + 7) // 8:
        return None
    told["bits"] = bits_of(payload[4:])[:bit_count]
    card = wiegand_card(str(told["bits"]))
    if card is None:
        return told
    return told | {"facility": card.facility, "card": card.card, "identity": card.identity}


def _fmt(payload: bytes) -> _Fields | None:
    told = _parts(("reader", 1), ("direction", 1), ("size", 1), ("characters", _REST))(payload)
    if told is None or told["size"] != len(payload) - 3:
        return None
    text = payload[3:].decode("latin-1")
    return told | {"text": text[::-1] if payload[1] & 1 else text}


def _keypad(payload: bytes) -> _Fields | None:
    """Tell how many keys were pressed. Which ones is an officer's PIN: it is not spelled out."""
    told = _parts(("reader", 1), ("digit_count", 1), ("digits", _REST))(payload)
    if told is None or told["digit_count"] != len(payload) - 2:
        return None
    return {"reader": payload[0], "digit_count": payload[1]}


def _ftstat(payload: bytes) -> _Fields | None:
    told = _parts(("action", 1), ("delay_ms", 2), ("status", 2), ("update_max", 2))(payload)
    if told is None:
        return None
    return told | {"status": int.from_bytes(payload[3:5], "little", signed=True)}


def _pieces(first: str) -> _Read:
    """Make a reader of one piece of a long message: total size, offset, size, and the bytes."""
    return _parts((first, 2), ("offset", 2), ("piece_size", 2), ("piece", _REST))


_TEMPORARY: Final = (
    ("temporary_code", 1), ("on_100ms", 1), ("off_100ms", 1), ("on_colour", 1), ("off_colour", 1),
    ("timer_100ms", 2),
)  # fmt: skip
_PERMANENT: Final = (
    ("permanent_code", 1), ("permanent_on_100ms", 1), ("permanent_off_100ms", 1),
    ("permanent_on_colour", 1), ("permanent_off_colour", 1),
)  # fmt: skip

_LAYOUTS: Final[Mapping[str, _Read]] = {
    "ID": _parts(("reply_type", 1)),
    "CAP": _parts(("reply_type", 1)),
    "OUT": _rows("outputs", _parts(("output", 1), ("control", 1), ("timer_100ms", 2)), 4),
    "LED": _rows("lights", _parts(("reader", 1), ("light", 1), *_TEMPORARY, *_PERMANENT), 14),
    "BUZ": _parts(("reader", 1), ("tone", 1), ("on_100ms", 1), ("off_100ms", 1), ("count", 1)),
    "TEXT": _text,
    "RMODE": _parts(("reader", 1), ("mode", 1), ("rest", _REST)),
    "COMSET": _parts(("new_addr", 1), ("baud", 4)),
    "BIOREAD": _parts(("reader", 1), ("bio_type", 1), ("bio_format", 1), ("quality", 1)),
    "BIOMATCH": _parts(
        ("reader", 1), ("bio_type", 1), ("bio_format", 1), ("quality", 1), ("size", 2),
        ("template", _REST),
    ),
    "KEYSET": _sized_key,
    "CHLNG": _parts(("rnd_a", -8)),
    "SCRYPT": _parts(("server_cryptogram", -16)),
    "ACURXSIZE": _parts(("receive_max", 2)),
    "FILETRANSFER": _parts(
        ("file_type", 1), ("file_size", 4), ("offset", 4), ("piece_size", 2), ("piece", _REST)
    ),
    "MFG": _parts(("vendor", -3), ("vendor_bytes", _REST)),
    "XWR": _parts(("mode", 1), ("mode_command", 1), ("mode_bytes", _REST)),
    "PIVDATA": _parts(("object_id", -3), ("element", 1), ("offset", 2)),
    "GENAUTH": _pieces("total_size"),
    "CRAUTH": _pieces("total_size"),
    "KEEPACTIVE": _parts(("keep_ms", 2)),
    "NAK": _nak,
    "PDID": _pdid,
    "PDCAP": _pdcap,
    "LSTATR": _lstatr,
    "ISTATR": _levels("inputs"),
    "OSTATR": _levels("output_levels"),
    "RSTATR": _levels("reader_tamper"),
    "RAW": _raw,
    "FMT": _fmt,
    "KEYPAD": _keypad,
    "COM": _parts(("new_addr", 1), ("baud", 4)),
    "BIOREADR": _parts(
        ("reader", 1), ("status", 1), ("bio_type", 1), ("quality", 1), ("size", 2),
        ("template", _REST),
    ),
    "BIOMATCHR": _parts(("reader", 1), ("status", 1), ("score", 1)),
    "CCRYPT": _parts(("client_uid", -8), ("rnd_b", -8), ("client_cryptogram", -16)),
    "RMAC_I": _parts(("r_mac_i", -16)),
    "FTSTAT": _ftstat,
    "PIVDATAR": _pieces("total_size"),
    "GENAUTHR": _pieces("total_size"),
    "CRAUTHR": _pieces("total_size"),
    "MFGSTATR": _parts(("status", 1), ("vendor_bytes", _REST)),
    "MFGERRR": _parts(("status", 1), ("vendor_bytes", _REST)),
    "MFGREP": _parts(("vendor", -3), ("vendor_bytes", _REST)),
    "XRD": _parts(("mode", 1), ("mode_reply", 1), ("mode_bytes", _REST)),
}  # fmt: skip


def fields(name: str, payload: bytes) -> dict[str, Plain]:
    """Return the fields of a payload in the clear, or none if it does not fit its layout.

    Args:
        name: of the command or reply, as in `COMMANDS` and `REPLIES`.
        payload: what follows its code, without MAC and check.
    """
    layout = _LAYOUTS.get(name)
    told = layout(payload) if layout is not None else None
    return told or {}
