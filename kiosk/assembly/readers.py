"""The readers of one bay: which driver stands behind which `[[reader]]`. A new kind is one case."""

import secrets
from collections import defaultdict
from pathlib import Path
from typing import Final, Protocol, assert_never, cast

from drivers.keyboard_scanner import KeyboardScanner
from drivers.mfrc522_reader import Mfrc522Reader
from drivers.osdp_line import OsdpLine, OsdpReader
from drivers.parts.badges import MakeProof
from drivers.pn532_reader import Pn532Reader
from drivers.protocols.badge_proof import SELECT_NTAG_424, BadgeProof, select_desfire
from drivers.protocols.lines import Framing
from drivers.protocols.osdp_session import DefaultKeyRefused
from drivers.readings import Put
from drivers.serial_scanner import SerialScanner
from drivers.simulated import SimulatedReader
from drivers.tag_reader import TagReader
from drivers.uhf_module import UhfModule
from kiosk import config as c
from kiosk.registry.device_keys import AesBlocks, read_device_key
from kiosk.rules.broken import ConfigWrong

RND_A: Final = 16
"""Bytes of chance in each proof of a badge (NT4H2421Gx, 9.1.5)."""


class Sense(Protocol):
    """A driver that puts readings until it is stopped."""

    def start(self, put: Put) -> None:
        """Begin to put readings."""
        ...

    def stop(self) -> None:
        """Stop, within a second."""
        ...


def build_readers(settings: c.Settings) -> dict[str, Sense]:
    """Return every sense that reads or sees tags, by name; nothing is opened yet.

    Raises:
        ConfigWrong: a key cannot be read, or settings do not fit each other.
    """
    on_lines: dict[str, list[c.OsdpReader]] = defaultdict(list)
    senses: dict[str, Sense] = {}
    for reader in settings.readers:
        if isinstance(reader, c.OsdpReader):
            on_lines[reader.device].append(reader)
        else:
            senses[reader.name] = _reader(reader)
    for device, readers in on_lines.items():
        line = line_name(device)
        senses[line] = _line(settings.file, line, readers)
    for module in settings.uhfs:
        senses[module.name] = _uhf(settings.file, module)
    return senses


def line_name(device: str) -> str:
    """Return what an RS-485 line is called in Lost and Found."""
    return f"line {Path(device).name}"


def _reader(settings: c.Reader) -> Sense:
    match settings:
        case c.SimulatedReader(name=name):
            return SimulatedReader(name)
        case c.KeyboardReader(name=name, device=device):
            return KeyboardScanner(name, device)
        case c.TagReader(name=name, device=device):
            return TagReader(name, device)
        case c.SerialReader(name=name, device=device, baud=baud, framing=framing):
            return SerialScanner(name, device, baud=baud, framing=cast("Framing", framing))
        case c.Pn532Reader(name=name, device=device):
            return Pn532Reader(name, device, make_proof=_proof(settings))
        case c.Mfrc522Reader(name=name, device=device):
            return Mfrc522Reader(
                name,
                device,
                gain_db=settings.gain_db,
                strict=settings.strict,
                make_proof=_proof(settings),
            )
        case c.OsdpReader():
            raise AssertionError("an OSDP reader is built with its line")
        case _:
            assert_never(settings)


def _proof(settings: c.Pn532Reader | c.Mfrc522Reader) -> MakeProof | None:
    """Return what a card has to prove, or None when its number is believed."""
    if not settings.key_file:
        return None
    master = read_device_key(Path(settings.key_file))
    select = SELECT_NTAG_424
    if settings.application:
        select = select_desfire(bytes.fromhex(settings.application))

    def proof(uid: str) -> BadgeProof:
        chance = secrets.token_bytes(RND_A)
        return BadgeProof(
            AesBlocks, master, uid, chance, select=select, key_number=settings.key_number
        )

    return proof


def _line(file: str, line: str, readers: list[c.OsdpReader]) -> Sense:
    speeds = {reader.baud for reader in readers}
    if len(speeds) > 1:
        raise ConfigWrong(f"{file}: [[reader]], baud: {line} has readers of different speeds")
    try:
        return OsdpLine(
            line,
            readers[0].device,
            [
                OsdpReader(
                    reader.name,
                    reader.address,
                    read_device_key(Path(reader.key_file)),
                    bytes.fromhex(reader.client_uid) or None,
                )
                for reader in readers
            ],
            make_aes=AesBlocks,
            baud=speeds.pop(),
        )
    except (DefaultKeyRefused, ValueError) as wrong:
        raise ConfigWrong(f"{file}: [[reader]] of {line}: {wrong}") from wrong


def _uhf(file: str, settings: c.UhfSettings) -> Sense:
    try:
        return UhfModule(
            settings.name,
            settings.device,
            language=settings.language,
            region=settings.region,
            power_dbm=settings.power_dbm,
            antennas=settings.antennas,
            baud=settings.baud or None,
        )
    except ValueError as wrong:
        raise ConfigWrong(f"{file}: [[uhf]]: {wrong}") from wrong
