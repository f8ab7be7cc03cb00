"""The known frames of every wire format, and what a decoder makes of bytes."""

from collections.abc import Iterable

from drivers.protocols.formats import FORMATS
from drivers.protocols.frames import HELD_MAX, Found
from drivers.protocols.frames import Frame as Decoded
from tests.drivers.frames import Frame, frames

DEVICES = {
    "rdm6300": "RDM630",
    "id12": "ID-12LA",
    "gm65-command": "GM65/GM861/GM805 barcode engine, host->engine",
    "gm65-reply": "GM65/GM861/GM805 barcode engine, engine->host",
    "gm65-code": "GM861 barcode engine",
    "aim": "scanner output with AIM symbology identifier",
    "line": "serial barcode scanner, other framings",
    "r200": "UHF R200",
    "yrm100": "UHF YRM100",
    "chafon18": "Chafon UHFReader18",
    "chafon288": "Chafon UHFReader288",
    "mercury": "ThingMagic Mercury",
    "pn532": "PN532 HSU",
}
"""Format -> how the description of its frames begins."""

CHECKED = tuple(name for name in DEVICES if name not in {"gm65-code", "aim", "line"})
"""The formats whose frames carry a check value."""

COMMENTS = {"meaning", "note", "how"}
SUFFIXES = (b"\r", b"\n", b"\t", b"\x03")


def known(name: str, *, valid: bool | None = None) -> list[Frame]:
    """Return the known frames of a format."""
    return [f for f in frames(DEVICES[name]) if valid is None or f["valid"] is valid]


def sent(frame: Frame) -> bytes:
    """Return a frame's bytes."""
    return bytes.fromhex(frame["hex"])


def core(name: str, frame: Frame) -> bytes:
    """Return a frame's bytes without what may stand before any frame of its format."""
    return sent(frame).lstrip(b"\x00\x55") if name == "pn532" else sent(frame)


def expected(frame: Frame) -> dict[str, object]:
    """Return what a frame must say."""
    return {key: value for key, value in frame["decoded"].items() if key not in COMMENTS}


def says(found: Found, frame: Frame) -> bool:
    """Return whether what was found is this frame."""
    return isinstance(found, Decoded) and expected(frame).items() <= dict(found.decoded).items()


def joinable(name: str) -> list[Frame]:
    """Return the valid frames that need no silence behind them: all but codes without an end."""
    ends = SUFFIXES if name == "aim" else tuple(bytes([byte]) for byte in range(256))
    return [frame for frame in known(name, valid=True) if sent(frame).endswith(ends)]


def decoded(name: str, pieces: Iterable[bytes]) -> list[Found]:
    """Return what a new decoder finds in some pieces and a silence; it may hold 4 KiB."""
    decoder = FORMATS[name]()
    found = []
    for piece in pieces:
        found += decoder.feed(piece)
        assert decoder.held <= HELD_MAX, f"{name} holds {decoder.held} bytes"
    found += decoder.pause()
    assert decoder.held == 0, f"{name} holds {decoder.held} bytes after a silence"
    return found


def accepted(found: Iterable[Found]) -> list[Decoded]:
    """Return the frames among what was found."""
    return [each for each in found if isinstance(each, Decoded)]
