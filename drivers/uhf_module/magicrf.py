"""R200, YRM100 and M100: how they are set up and asked (user protocol V2.3.3)."""

from functools import partial
from typing import Final

from drivers.parts.repeats import Clock
from drivers.parts.serial_port import SerialPort
from drivers.protocols import magicrf
from drivers.uhf_module.exchange import Exchange, Tag, Words

BAUD: Final = 115200

MARKS: Final = {"r200": (0xAA, 0xDD), "yrm100": (0xBB, 0x7E)}
"""Name of the language -> header and end of its frames."""

REGIONS: Final = {"china900": 1, "us": 2, "eu": 3, "china800": 4, "korea": 6}

_COMMAND: Final = 0x00
_NAME, _SET_REGION, _REGION, _INVENTORY, _STOP = 0x03, 0x07, 0x08, 0x22, 0x28
_SET_POWER, _POWER, _ERROR = 0xB6, 0xB7, 0xFF
_DONE: Final = "00"
_NO_TAG: Final = 0x15
_PATIENCE_S: Final = 0.2
_LOOK_S: Final = 0.4
"""Ours: one round with 2^4 time slots takes some 50 ms, and each tag 3 ms on the wire."""
_QUIET_S: Final = 0.06
"""Ours: nothing marks the end of the tags; a USB adapter makes gaps of 16 ms."""


class MagicRf:
    """A module of this maker."""

    def __init__(  # noqa: PLR0913, PLR0917 - the settings, and what they are carried by
        self, port: SerialPort, where: str, language: str, region: str, power_dbm: int, clock: Clock
    ) -> None:
        """Ask nothing yet; see `UhfModule` for the settings."""
        self._header, self._end = MARKS[language]
        decoder = partial(magicrf.decoder, self._header, self._end)
        self._exchange = Exchange(port, where, decoder, clock)
        self._region, self._power_dbm = region, power_dbm

    def open(self) -> str:
        """Set region and power, read both back, and return the module's name."""
        # It may be in the middle of an endless inventory that somebody else began.
        list(self._exchange.heard(self._frame(_STOP), _PATIENCE_S, _QUIET_S))
        name = str(self._told(_NAME, b"\x00").get("info", ""))
        self._set(_SET_REGION, bytes([REGIONS[self._region]]), f"region {self._region}")
        power = (100 * self._power_dbm).to_bytes(2, "big")
        self._set(_SET_POWER, power, f"a power of {self._power_dbm} dBm")
        self.check()
        return name

    def check(self) -> None:
        """Read region and power back."""
        region = self._told(_REGION)["params"]
        if region != f"{REGIONS[self._region]:02x}":
            raise self._exchange.faulty(f"is set to region 0x{region}, not to {self._region}")
        power = self._told(_POWER).get("tx_power_dbm")
        if power != self._power_dbm:
            raise self._exchange.faulty(f"is set to {power} dBm, not to {self._power_dbm}")

    def inventory(self, antenna: int) -> list[Tag]:
        """Ask once what tags are there. These modules have one antenna, and do not name it."""
        del antenna
        tags: list[Tag] = []
        answered = False
        for words in self._exchange.heard(self._frame(_INVENTORY), _LOOK_S, _QUIET_S):
            if words["cmd"] == f"0x{_ERROR:02X}":
                if str(words["params"])[:2] != f"{_NO_TAG:02x}":
                    raise self._exchange.faulty(f"can not look for tags: {words.get('error')}")
                answered = True
                break
            if words["type"] == "notice" and "epc" in words:
                answered = True
                tags += _believed(words)
        if not answered:
            self._told(_NAME, b"\x00")  # raises if nobody is there; one lost look is nothing
        return tags

    def was_noisy(self) -> bool:
        """Say whether bytes came that were no frame; see `Exchange`."""
        return self._exchange.was_noisy()

    def _told(self, command: int, params: bytes = b"") -> Words:
        def answers(words: Words) -> bool:
            return words["type"] == "response" and words["cmd"] == f"0x{command:02X}"

        return self._exchange.ask(self._frame(command, params), answers, _PATIENCE_S)

    def _set(self, command: int, params: bytes, what: str) -> None:
        def answers(words: Words) -> bool:
            return words["type"] == "response" and words["cmd"] in {
                f"0x{command:02X}", f"0x{_ERROR:02X}",
            }  # fmt: skip

        words = self._exchange.ask(self._frame(command, params), answers, _PATIENCE_S)
        if words["cmd"] == f"0x{_ERROR:02X}" or words["params"] != _DONE:
            raise self._exchange.faulty(f"does not take {what}")

    def _frame(self, command: int, params: bytes = b"") -> bytes:
        body = bytes([_COMMAND, command]) + len(params).to_bytes(2, "big") + params
        return bytes([self._header]) + body + bytes([sum(body) & 0xFF, self._end])


def _believed(words: Words) -> list[Tag]:
    """Return the tag of a notice, if the tag's own CRC says that it is one."""
    signal = words["rssi_dbm"]
    if not (words["tag_crc_ok"] and words["pc_words_match"] and isinstance(signal, int)):
        return []
    return [Tag(str(words["epc"]), 0, signal)]
