"""All there is to play, by the name that a technician types, and how a kiosk is told of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from drivers.emulators.bed.bed import Answers
from drivers.emulators.gm65 import Gm65
from drivers.emulators.talkers import REPEATS_S, LineScanner, Rdm6300, WiegandBridge
from kiosk.assembly.playing.asked import BASE_KEYS, OsdpReaders, Pn532, chafon, magicrf
from kiosk.assembly.playing.cable import Cable
from kiosk.assembly.playing.chips import Chips
from kiosk.assembly.playing.field import MASTER
from kiosk.assembly.playing.nodes import Hand, Keyboard, Mfrc522
from kiosk.assembly.playing.orders import Orders, OrderWrong, digits
from kiosk.assembly.playing.talkers import Speech, Talker

Settings = dict[str, str | int | bool | list[int]]
"""Keys and values of a table."""


class Played(Protocol):
    """A device that is played."""

    @property
    def orders(self) -> Orders:
        """What may be ordered of it."""
        ...

    def close(self) -> None:
        """Take it away."""
        ...


class PlayedNode(Played, Protocol):
    """A device behind a node of a bed."""

    @property
    def node(self) -> str:
        """Its place below /dev."""
        ...

    @property
    def answers(self) -> Answers:
        """What answers there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A device: what it is, who plays it, and the tables of kiosk.toml for it."""

    says: str
    section: str = "[[reader]]"
    tables: Callable[[Sequence[str]], Sequence[Settings]]
    """Takes the paths of its keys; name and device are added."""
    keys: Sequence[bytes] = ()
    """Each is put into a file of its own."""
    note: str = ""
    """What else a technician may want to know, in one sentence; KEY is the path of its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CableKind(Kind):
    """A device on a serial cable: a pseudo-terminal with a name that stays."""

    play: Callable[[Path], Played]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKind(Kind):
    """A device behind a node, which only a program in a bed finds."""

    play: Callable[[int, Hand], PlayedNode]
    """Takes how many of its kind there are already."""
    most: int = 1
    """How many of its kind fit into one bed."""


def _typed(settings: Settings) -> Callable[[Sequence[str]], Sequence[Settings]]:
    return lambda _: [settings]


def _plain(code: str) -> str:
    if not (code.isascii() and code.isprintable()):
        raise OrderWrong(f"{code!a}: a barcode has plain ASCII characters")
    return code


def _scanner(link: Path) -> Talker:
    return _scans(LineScanner(link))


def _engine(link: Path) -> Talker:
    return _scans(Gm65(link))


def _scans(wire: LineScanner) -> Talker:
    speech = Speech("CODE...", "1010000182", _plain, wire.frame, 0.1, order="scan", once=True)
    return Talker(Cable(wire), speech)


def _tags(link: Path, tail: bytes = b"") -> Talker:
    wire = Rdm6300(link, tail=tail)
    speech = Speech("TAG", "3C00CE754C", lambda tag: digits(tag, 10), wire.frame, REPEATS_S)
    return Talker(Cable(wire), speech)


def _wiegand(link: Path) -> Talker:
    wire = WiegandBridge(link)
    speech = Speech("CARD", "3D7A4A", lambda card: digits(card, 6), wire.frame, 0.1, once=True)
    return Talker(Cable(wire), speech)


def _osdp(keys: Sequence[bytes]) -> CableKind:
    many = "a reader" if len(keys) == 1 else f"{len(keys)} readers"
    return CableKind(
        says=f"{many} on an OSDP line, with secure channel",
        tables=lambda paths: [
            {"kind": "osdp", "reads": "badge", "address": addr, "key_file": path}
            for addr, path in enumerate(paths, 1)
        ],
        keys=keys,
        note="The key is that of every bench, and for no rack.",
        play=lambda link: OsdpReaders(link, keys),
    )


def _uhf(says: str, language: str, play: Callable[[Path], Played]) -> CableKind:
    antennas = [1, 2, 3, 4] if language == "chafon288" else [1]
    settings: Settings = {
        "language": language,
        "region": "us",
        "power_dbm": 20,
        "antennas": [*antennas],
    }
    return CableKind(says=says, section="[[uhf]]", tables=_typed(settings), play=play)


_PROOF: Final = 'With key_file = "KEY" only an NTAG 424 DNA that proves itself is a badge.'
_SERIAL: Final[Settings] = {"kind": "serial", "reads": "weapon", "framing": "line"}
_TAG: Final[Settings] = {"kind": "tag", "reads": "badge"}

KINDS: Final[Mapping[str, CableKind | NodeKind]] = {
    "scanner": CableKind(
        says="a barcode scanner that ends its codes with CR", tables=_typed(_SERIAL), play=_scanner
    ),
    "gm65": CableKind(
        says="a barcode engine GM65, which answers commands", tables=_typed(_SERIAL), play=_engine
    ),
    "rdm6300": CableKind(says="a 125 kHz reader, RDM6300", tables=_typed(_TAG), play=_tags),
    "id12": CableKind(
        says="a 125 kHz reader, ID-12LA",
        tables=_typed(_TAG),
        play=lambda link: _tags(link, b"\r\n"),
    ),
    "wiegand": CableKind(
        says="a bridge that writes Wiegand 26 to a serial port: the example of docs/drivers.md",
        tables=_typed({"kind": "wiegand", "reads": "badge"}),
        play=_wiegand,
    ),
    "pn532": CableKind(
        says="a PN532, for cards of type A and badges that prove themselves",
        tables=_typed({"kind": "pn532", "reads": "badge"}),
        keys=[MASTER],
        note=_PROOF,
        play=Pn532,
    ),
    "osdp": _osdp(BASE_KEYS[:1]),
    "osdp2": _osdp(BASE_KEYS),
    "r200": _uhf("a UHF module R200", "r200", lambda link: magicrf(link, 0xAA, 0xDD)),
    "yrm100": _uhf("a UHF module YRM100", "yrm100", lambda link: magicrf(link, 0xBB, 0x7E)),
    "chafon18": _uhf("a Chafon UHFReader18", "chafon18", lambda link: chafon(link, antennas=False)),
    "chafon288": _uhf(
        "a Chafon UHFReader288", "chafon288", lambda link: chafon(link, antennas=True)
    ),
    "keyboard": NodeKind(
        says="a USB scanner that types",
        tables=_typed({"kind": "keyboard", "reads": "weapon"}),
        play=lambda _, hand: Keyboard(hand),
    ),
    "mfrc522": NodeKind(
        says="an MFRC522 on SPI; a second one is on CE1",
        tables=_typed({"kind": "mfrc522", "reads": "badge"}),
        keys=[MASTER],
        note=_PROOF,
        play=Mfrc522,
        most=2,
    ),
    "i2c": NodeKind(
        says="the chips of rack-v1: contacts, loops, lamps, ammeter, clock, memory",
        section="[i2c]",
        tables=_typed({}),
        play=lambda *_: Chips(),
        note="Contacts: 0x20 to 0x22; lamps: 0x40; ammeter: 0x41; loops: 0x48; memory: 0x57.",
    ),
}
