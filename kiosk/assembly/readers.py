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
from drivers.readings import Put, PutSeen
from drivers.serial_scanner import SerialScanner
from drivers.simulated import SimulatedReader
from drivers.tag_reader import TagReader
from drivers.uhf_module import UhfModule
from kiosk.config import Settings
from kiosk.config import readers as kinds
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


def build_readers(settings: Settings, see: PutSeen) -> dict[str, Sense]:
    """Return every sense that reads or sees tags, by name; nothing is opened yet.

    Args:
        settings: what kiosk.toml says.
        see: told of every tag that was seen and not shown; in the threads of the modules.

    Raises:
        ConfigWrong: a key cannot be read, or settings do not fit each other.
    """
    on_lines: dict[str, list[kinds.OsdpReader]] = defaultdict(list)
    senses: dict[str, Sense] = {}
    for reader in settings.readers:
        if isinstance(reader, kinds.OsdpReader):
            on_lines[reader.device].append(reader)
        else:
            senses[reader.name] = _reader(reader)
    for device, readers in on_lines.items():
        line = line_name(device)
        senses[line] = _line(settings.file, line, readers)
    for module in settings.uhfs:
        senses[module.name] = _uhf(settings.file, module, see)
    return senses


def line_name(device: str) -> str:
    """Return what an RS-485 line is called in Lost and Found."""
    return f"line {Path(device).name}"


def _reader(settings: kinds.Reader) -> Sense:
    match settings:
        case kinds.SimulatedReader(name=name):
            return SimulatedReader(name)
        case kinds.KeyboardReader(name=name, device=device):
            return KeyboardScanner(name, device)
        case kinds.TagReader(name=name, device=device):
            return TagReader(name, device)
        case kinds.SerialReader(name=name, device=device, baud=baud, framing=framing, aim=aim):
            return SerialScanner(name, device, baud=baud, framing=cast("Framing", framing), aim=aim)
        case kinds.Pn532Reader() | kinds.Mfrc522Reader():
            return _card_reader(settings)
        case kinds.OsdpReader():
            raise AssertionError("an OSDP reader is built with its line")
        case _:
            assert_never(settings)


def _card_reader(settings: kinds.Pn532Reader | kinds.Mfrc522Reader) -> Sense:
    name, device, make_proof = settings.name, settings.device, _proof(settings)
    if isinstance(settings, kinds.Pn532Reader):
        return Pn532Reader(name, device, make_proof=make_proof)
    gain_db, strict = settings.gain_db, settings.strict
    return Mfrc522Reader(name, device, gain_db=gain_db, strict=strict, make_proof=make_proof)


def _proof(settings: kinds.Pn532Reader | kinds.Mfrc522Reader) -> MakeProof | None:
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


def _line(file: str, line: str, readers: list[kinds.OsdpReader]) -> Sense:
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


def _uhf(file: str, settings: kinds.UhfSettings, see: PutSeen) -> Sense:
    try:
        return UhfModule(
            settings.name,
            settings.device,
            language=settings.language,
            region=settings.region,
            power_dbm=settings.power_dbm,
            antennas=settings.antennas,
            baud=settings.baud or None,
            see=see,
        )
    except ValueError as wrong:
        raise ConfigWrong(f"{file}: [[uhf]]: {wrong}") from wrong
