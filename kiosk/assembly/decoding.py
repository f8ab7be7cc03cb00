"""What a reader's bytes say, for the technician's `kiosk decode`: formats by name, bytes in."""

import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from drivers.parts.serial_bytes import record_bytes, serial_bytes
from drivers.protocols.formats import BAUD, FORMATS, USUAL_BAUD
from drivers.protocols.frames import Found, Frame

NAMES: Final = tuple(FORMATS)
"""Every format that can be asked for."""

_GAP_S: Final = 0.5
"""A longer silence ends what has begun; as for the readers of a kiosk (`gap_ms`)."""

_PIECE: Final = 4096


def frames_in(name: str, pieces: Iterable[bytes]) -> Iterator[Mapping[str, object]]:
    """Return the frames of a format as they come, and rejections as {"rejected": reason}.

    An empty piece is a silence. Silence and the end of the pieces end what has begun.
    """
    decoder = FORMATS[name]()
    for piece in pieces:
        yield from map(_told, decoder.feed(piece) if piece else decoder.pause())
    yield from map(_told, decoder.pause())


def bytes_of(place: Path, name: str, baud: int | None) -> Iterator[bytes]:
    """Return the bytes of a file, an input device or a serial one.

    Args:
        place: where they come from.
        name: their format, which has a usual speed and, on an input device, silences.
        baud: bits a second of a serial device; None for the format's usual speed.

    Raises:
        OSError: it can't be opened, or the device went away.
    """
    if stat.S_ISCHR(place.stat().st_mode):
        if _is_record_device(place):
            yield from record_bytes(str(place), _GAP_S)
            return
        yield from serial_bytes(str(place), baud or BAUD.get(name, USUAL_BAUD), _GAP_S)
        return
    with place.open("rb", buffering=0) as opened:
        while piece := opened.read(_PIECE):
            yield piece


def _is_record_device(place: Path) -> bool:
    """Return whether a device gives records or reports, and has no speed to be set."""
    return place.resolve().name.startswith(("event", "hidraw"))


def _told(found: Found) -> Mapping[str, object]:
    return found.decoded if isinstance(found, Frame) else {"rejected": found.reason}
