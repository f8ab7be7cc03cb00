"""The kinds of `[[reader]]`, and `[[uhf]]`: each lists the keys that its table may have."""

import re
from dataclasses import dataclass
from typing import ClassVar

from kiosk.config.tables import Unfit, listed

READS = ("badge", "weapon", "any")
FRAMINGS = ("line", "stx-etx", "auto")
GAINS_DB = (18, 23, 33, 38, 43, 48)
"""What an MFRC522 can do: its data sheet, RFCfgReg."""

KEY_NUMBERS = range(14)
"""A DESFire application has 14 keys at most, an NTAG 424 DNA 5 (data sheets)."""

OSDP_ADDRESSES = range(127)
"""SIA OSDP 2.2: 127 means everybody."""

LANGUAGES = ("r200", "yrm100", "chafon18", "chafon288")
REGIONS = ("china900", "china800", "us", "eu", "korea")
POWERS_DBM = range(31)
BAUDS = (1200, 2400, 4800, 9600, 14400, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
USB_NAME = re.compile(r"usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:.+)?")
"""As `drivers.parts.usb` takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What every reader has. `reads`: what is held before it."""

    name: str
    reads: str

    def __post_init__(self) -> None:
        """Insist on what a reader can read."""
        _insist("reads", self.reads, READS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedReader(_Named):
    """A reader in whose place somebody clicks."""

    KIND: ClassVar[str] = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnDevice(_Named):
    """A reader at a device.

    `device`: a path below /dev/ that stays the same whatever is plugged in first, or `usb:` with
    vendor and product, as `usb:1a86:7523`.
    """

    device: str

    def __post_init__(self) -> None:
        """Insist on a device."""
        _Named.__post_init__(self)
        _insist_on_device(self.device)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyboardReader(_OnDevice):
    """A USB scanner that types like a keyboard."""

    KIND: ClassVar[str] = "keyboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialReader(_OnDevice):
    """A barcode scanner on a serial line. `aim`: it names the symbology before each code."""

    KIND: ClassVar[str] = "serial"
    baud: int = 9600
    framing: str = "auto"
    aim: bool = False

    def __post_init__(self) -> None:
        """Insist on a framing and a speed that there are."""
        _OnDevice.__post_init__(self)
        _insist_on_speed(self.baud)
        _insist("framing", self.framing, FRAMINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagReader(_OnDevice):
    """A 125 kHz badge reader on a serial line: RDM6300, ID-12LA and their like."""

    KIND: ClassVar[str] = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proving(_OnDevice):
    """A reader before which a card can prove that it is no copy.

    `key_file`: the badges' master key; with it, a card that can not prove that it knows its own key
    is no badge. `key_number` of the card's application; `application`: a DESFire's, six hexadecimal
    digits as they are sent, low byte first; empty for an NTAG 424 DNA.
    """

    key_file: str = ""
    key_number: int = 1
    application: str = ""

    def __post_init__(self) -> None:
        """Insist on a key and an application that there can be."""
        _OnDevice.__post_init__(self)
        if self.key_number not in KEY_NUMBERS:
            raise Unfit("key_number", f"expected 0 to 13, not {self.key_number}")
        if self.application and not _is_hex(self.application, 3):
            raise Unfit("application", f"expected 6 hexadecimal digits, not {self.application!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mfrc522Reader(_Proving):
    """An MFRC522 on SPI. `gain_db` of its receiver; `strict`: refuse a chip of unknown make."""

    KIND: ClassVar[str] = "mfrc522"
    gain_db: int = 43
    strict: bool = True

    def __post_init__(self) -> None:
        """Insist on a gain that the chip has."""
        _Proving.__post_init__(self)
        if self.gain_db not in GAINS_DB:
            expected = listed(map(str, GAINS_DB))
            raise Unfit("gain_db", f"expected one of {expected}, not {self.gain_db}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pn532Reader(_Proving):
    """A PN532 on a serial line."""

    KIND: ClassVar[str] = "pn532"


@dataclass(frozen=True, slots=True, kw_only=True)
class OsdpReader(_OnDevice):
    """A reader on an RS-485 line; those with the same `device` share it.

    `key_file`: its own base key. `client_uid`: the eight bytes it called itself when that key was
    set, in hexadecimal, or empty.
    """

    KIND: ClassVar[str] = "osdp"
    address: int
    key_file: str
    baud: int = 9600
    client_uid: str = ""

    def __post_init__(self) -> None:
        """Insist on an address, a speed, a key and eight bytes."""
        _OnDevice.__post_init__(self)
        _insist_on_speed(self.baud)
        if self.address not in OSDP_ADDRESSES:
            raise Unfit("address", f"expected 0 to 126, not {self.address}")
        if not self.key_file:
            raise Unfit("key_file", "expected the path of the reader's key")
        if self.client_uid and not _is_hex(self.client_uid, 8):
            raise Unfit("client_uid", f"expected 16 hexadecimal digits, not {self.client_uid!r}")


Reader = (
    SimulatedReader | KeyboardReader | SerialReader | TagReader | Mfrc522Reader | Pn532Reader
    | OsdpReader
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class UhfSettings:
    """A UHF module: it sees tags through clothes and doors, so it never opens anything.

    `region`: what the law allows where it stands. `baud`: 0 for the maker's own. `racks`: those it
    is the second witness of when they are counted; all of the bay if none is named.
    """

    name: str
    device: str
    language: str
    region: str
    power_dbm: int
    antennas: tuple[int, ...] = (1,)
    baud: int = 0
    racks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Insist on a device, a module, a region and a power that there are."""
        _insist_on_device(self.device)
        _insist("language", self.language, LANGUAGES)
        _insist("region", self.region, REGIONS)
        if self.baud:
            _insist_on_speed(self.baud)
        if self.power_dbm not in POWERS_DBM:
            raise Unfit("power_dbm", f"expected 0 to 30, not {self.power_dbm}")


def _insist(key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise Unfit(key, f"expected one of {listed(allowed)}, not {value!r}")


def _insist_on_device(device: str) -> None:
    if not device:
        raise Unfit("device", "expected the path of the reader")
    if not device.startswith("/") and not USB_NAME.fullmatch(device):
        raise Unfit("device", f"expected a path, or usb:VENDOR:PRODUCT, not {device!r}")


def _insist_on_speed(baud: int) -> None:
    if baud not in BAUDS:
        raise Unfit("baud", f"expected one of {listed(map(str, BAUDS))}, not {baud}")


def _is_hex(text: str, size: int) -> bool:
    try:
        return len(bytes.fromhex(text)) == size
    except ValueError:
        return False
