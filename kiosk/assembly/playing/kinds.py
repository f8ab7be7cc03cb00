"""All there is to play, by the name that a technician types, and how a kiosk is told of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from drivers.emulators.talkers import REPEATS_S, LineScanner, Rdm6300, WiegandBridge
from kiosk.assembly.playing.cable import Cable
from kiosk.assembly.playing.orders import Orders, OrderWrong, digits
from kiosk.assembly.playing.talkers import Speech, Talker

Table = Mapping[str, str | int | bool]
"""One [[reader]] of kiosk.toml."""


class Played(Protocol):
    """A device that is played."""

    @property
    def orders(self) -> Orders:
        """What may be ordered of it."""
        ...

    def close(self) -> None:
        """Take it away."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A device on a serial cable: what it is, who plays it, what kiosk.toml says of it."""

    says: str
    play: Callable[[Path], Played]
    readers: Sequence[Table]
    """Without name and device."""
    notes: Sequence[str] = field(default=())
    """What kiosk.toml does not say: one sentence each."""


def _printable(code: str) -> str:
    if not (code.isascii() and code.isprintable()):
        raise OrderWrong(f"{code!a}: a barcode has plain ASCII characters")
    return code


def _scanner(link: Path, end: bytes = b"\r") -> Talker:
    wire = LineScanner(link, end=end)
    return Talker(
        Cable(wire),
        Speech("CODE...", "1010000168", _printable, wire.frame, 0.1, order="scan", once=True),
    )


def _tags(link: Path, tail: bytes = b"") -> Talker:
    wire = Rdm6300(link, tail=tail)
    speech = Speech("TAG", "3C00CE754C", lambda tag: digits(tag, 10), wire.frame, REPEATS_S)
    return Talker(Cable(wire), speech)


def _wiegand(link: Path) -> Talker:
    wire = WiegandBridge(link)
    speech = Speech("CARD", "3D7A4A", lambda card: digits(card, 6), wire.frame, 0.1, once=True)
    return Talker(Cable(wire), speech)


CABLES: Final[Mapping[str, Kind]] = {
    "scanner": Kind(
        "a barcode scanner that ends its codes with CR",
        _scanner,
        [{"kind": "serial", "reads": "weapon", "framing": "line"}],
    ),
    "rdm6300": Kind(
        "a 125 kHz tag reader, RDM6300",
        _tags,
        [{"kind": "serial", "reads": "badge", "framing": "rdm6300"}],
    ),
    "id12": Kind(
        "a 125 kHz tag reader, ID-12LA",
        lambda link: _tags(link, b"\r\n"),
        [{"kind": "serial", "reads": "badge", "framing": "rdm6300"}],
    ),
    "wiegand": Kind(
        "a bridge that writes Wiegand 26 to a serial port",
        _wiegand,
        [{"kind": "wiegand", "reads": "badge"}],
    ),
}
"""What is played on a pseudo-terminal."""
