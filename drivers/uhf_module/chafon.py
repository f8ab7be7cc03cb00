"""Chafon UHFReader18 and UHFReader288: how they are set up and asked (readers' manuals)."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from drivers.parts.repeats import Clock
from drivers.parts.serial_port import SerialPort
from drivers.protocols import chafon
from drivers.protocols.checks import crc_chafon
from drivers.uhf_module.exchange import Exchange, Tag, Words

BAUD: Final = 57600

LANGUAGES: Final = {"chafon18": False, "chafon288": True}
"""Name of the language -> whether antennas are told and chosen."""

REGIONS: Final = {
    "china900": ("China 2", 1, 19),
    "us": ("US", 2, 49),
    "korea": ("Korea", 3, 31),
    "eu": ("EU", 4, 14),
    "china800": ("China 1", 8, 19),
}
"""Region -> its name in an answer, its four bits, and its last channel."""

_ADDRESS: Final = 0x00
_INVENTORY, _READER, _SET_REGION, _SET_TIME = 0x01, 0x21, 0x22, 0x25
_SET_POWER, _SET_MODE = 0x2F, 0x76
_ANSWER_MODE: Final = b"\x00"
_DONE: Final = "0x00"
_ENDS: Final = frozenset({"0x01", "0x02", "0x04"})
_MORE: Final = "0x03"
_STATISTICS: Final = "0x26"
_NO_TAG: Final = "0xFB"
_PATIENCE_S: Final = 0.3
_LOOK_S: Final = 0.8
_SCAN_TENTHS: Final = 5
"""How long a look may take the reader. Ours: stopping waits for it, and must take less than 1 s."""
_HOW: Final = bytes([4, 0, 1, 0, 0, 0, 0])
"""Q 4, session 0, no mask (where, from bit 0, 0 bits), target A."""
_FIRST_ANTENNA: Final = 0x80


class Chafon:
    """A reader of this maker."""

    def __init__(  # noqa: PLR0913, PLR0917 - the settings, and what they are carried by
        self, port: SerialPort, where: str, language: str, region: str, power_dbm: int, clock: Clock
    ) -> None:
        """Ask nothing yet; see `UhfModule` for the settings."""
        self._antennas = LANGUAGES[language]
        decoder = partial(chafon.decoder, antennas=self._antennas)
        self._exchange = Exchange(port, where, decoder, clock)
        self._region, self._power_dbm = region, power_dbm

    def open(self) -> str:
        """Set region and power, read both back, and return the reader's name."""
        if self._antennas:
            self._set(_SET_MODE, _ANSWER_MODE, "a mode in which it only answers")
        _, bits, last = REGIONS[self._region]
        channels = bytes([(bits >> 2) << 6 | last, (bits & 3) << 6])
        self._set(_SET_TIME, bytes([_SCAN_TENTHS]), "a shorter time to look")
        self._set(_SET_REGION, channels, f"region {self._region}")
        self._set(_SET_POWER, bytes([self._power_dbm]), f"a power of {self._power_dbm} dBm")
        self.check()
        told = self._told(_READER)
        return f"reader type {told['reader_type']}, firmware {told['firmware']}"

    def check(self) -> None:
        """Read region and power back."""
        told = self._told(_READER)
        if told.get("band") != REGIONS[self._region][0]:
            raise self._exchange.faulty(f"is set to {told.get('band')}, not to {self._region}")
        power = told.get("power_dbm")
        if power != self._power_dbm:
            raise self._exchange.faulty(f"is set to {power} dBm, not to {self._power_dbm}")

    def inventory(self, antenna: int) -> list[Tag]:
        """Ask once what tags are there, through one antenna."""
        params = b""
        if self._antennas:
            params = _HOW + bytes([_FIRST_ANTENNA + antenna - 1, _SCAN_TENTHS])
        tags: list[Tag] = []
        for words in self._exchange.heard(self._frame(_INVENTORY, params), _LOOK_S):
            if words["cmd"] != f"0x{_INVENTORY:02X}" or "status" not in words:
                continue
            if words["status"] in {*_ENDS, _MORE}:
                tags += _tags(words)
            elif words["status"] not in {_NO_TAG, _STATISTICS}:
                raise self._exchange.faulty(f"can not look for tags: {words['status_says']}")
            if words["status"] in {*_ENDS, _NO_TAG}:
                return tags
        self._told(_READER)  # raises if nobody is there; one lost look is nothing
        return tags

    def was_noisy(self) -> bool:
        """Say whether bytes came that were no frame; see `Exchange`."""
        return self._exchange.was_noisy()

    def _told(self, command: int, params: bytes = b"") -> Words:
        def answers(words: Words) -> bool:
            return words["cmd"] == f"0x{command:02X}" and "status" in words

        return self._exchange.ask(self._frame(command, params), answers, _PATIENCE_S)

    def _set(self, command: int, params: bytes, what: str) -> None:
        if self._told(command, params)["status"] != _DONE:
            raise self._exchange.faulty(f"does not take {what}")

    def _frame(self, command: int, params: bytes = b"") -> bytes:
        body = bytes([4 + len(params), _ADDRESS, command]) + params
        return body + crc_chafon(body).to_bytes(2, "little")


def _tags(words: Words) -> Iterable[Tag]:
    told = words.get("tags")
    antenna = words.get("antenna", 0)
    for tag in told if isinstance(told, list) else ():
        signal = tag.get("rssi")
        yield Tag(str(tag["epc"]), antenna if isinstance(antenna, int) else 0, signal)
