"""What a decoded frame must have looked like on the wire: the judge of every accepted frame.

Written from the formats' documents and not from the decoders; check values bit by bit.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.drivers import wire_builders as build
from tests.fuzz.card_encoding import STANDS

Decoded = Mapping[str, Any]


def _tag(said: Decoded) -> list[bytes]:
    number = bytes.fromhex(said["tag_id"])
    return [build.tag_125(number)]


def _gm65_command(said: Decoded) -> list[bytes]:
    kinds = ("read zone", "write zone", "save to flash", "heartbeat")
    kind = 7 + kinds.index(said["type"])
    whole = build.gm65(kind, int(said["zone"], 16), bytes.fromhex(said["data"]))
    return [whole[:-2] + b"\xab\xcd" if said["crc"] != "ok" else whole]


def _gm65_reply(said: Decoded) -> list[bytes]:
    whole = build.gm65_reply(bytes.fromhex(said["data"]))
    return [b"\x03" + whole[1:] if said["type"] == "heartbeat reply" else whole]


def _gm65_code(said: Decoded) -> list[bytes]:
    if "crc_ok" in said:
        return _gm65_reply(said)
    if "len" in said:
        text = _text(said["barcode"])
        return [b"\x03" + len(text).to_bytes(2, "big") + text]
    return _line(said)


def _line(said: Decoded) -> list[bytes]:
    before, behind = {
        "CR": ("", "\r"), "LF": ("", "\n"), "TAB": ("", "\t"), "CRLF": ("", "\r\n"),
        "STX..ETX": ("\x02", ""), None: ("", ""),
    }[said.get("suffix", said.get("framing"))]  # fmt: skip
    text = said.get("aim", "") + said["barcode"]
    return [before.encode() + _text(text) + behind.encode()]


def _text(shown: str) -> bytes:
    return shown.replace("<GS>", "\x1d").encode()


def _uhf(header: int, end: int) -> Callable[[Decoded], list[bytes]]:
    def encoded(said: Decoded) -> list[bytes]:
        kind = ("command", "response", "notice").index(said["type"])
        params = bytes.fromhex(said["params"])
        return [build.r200(kind, int(said["cmd"], 16), params, header, end)]

    return encoded


def _chafon(said: Decoded) -> list[bytes]:
    status = bytes([int(said["status"], 16)]) if "status" in said else b""
    return [
        build.chafon(said["addr"], int(said["cmd"], 16), status + bytes.fromhex(said["params"]))
    ]


def _mercury(said: Decoded) -> list[bytes]:
    contents = bytes.fromhex(said["params"])
    return [build.mercury(int(said["opcode"], 16), contents, said.get("status"))]


def _pn532(said: Decoded) -> list[bytes]:
    special = {
        "ACK": "0000ff00ff00", "NACK": "0000ffff0000", "application error": "0000ff01ff7f8100",
    }  # fmt: skip
    if said["frame"] in special:
        error = [build.pn532(b"\x7f", extended=True)[1:]] * (said["frame"] == "application error")
        return [bytes.fromhex(special[said["frame"]])[1:], *error]
    contents = bytes.fromhex(said["tfi"] + said["data"])
    normal = [build.pn532(contents)[1:]] if len(contents) < 256 else []
    return [*normal, build.pn532(contents, extended=True)[1:]]


ENCODED: Mapping[str, Callable[[Decoded], list[bytes]]] = {
    "rdm6300": _tag,
    "id12": _tag,
    "gm65-command": _gm65_command,
    "gm65-reply": _gm65_reply,
    "gm65-code": _gm65_code,
    "aim": _line,
    "line": _line,
    "r200": _uhf(0xAA, 0xDD),
    "yrm100": _uhf(0xBB, 0x7E),
    "chafon18": _chafon,
    "chafon288": _chafon,
    "mercury": _mercury,
    "pn532": _pn532,
}
"""Format -> the ways in which a decoded frame can be written."""


def _scan(name: str, said: Decoded, received: bytes) -> bool:
    """Return whether a scan stands there with an end; a badge's number with its checksum."""
    if name == "scan-keys":
        return True  # its keys are judged in the records of `evdev64`
    if name == "scan-rdm6300":
        whole = build.tag_125(bytes.fromhex(said["scan"]))
        return whole in received.upper().translate(None, b"\r\n")
    text = said["scan"].encode()
    return any(text + end in received for end in (b"\r", b"\n", b"\t", b"\x03"))


def stands_in(name: str, said: Decoded, received: bytes) -> bool:
    """Return whether a decoded frame can have come from these bytes."""
    if name in STANDS:
        return STANDS[name](said, received)
    if name.startswith("scan-"):
        return _scan(name, said, received)
    if name in {"rdm6300", "id12"}:
        # Digits may be of either case, and any CR and LF may stand before the ETX.
        received = received.upper().translate(None, b"\r\n")
    return any(whole in received for whole in ENCODED[name](said))
