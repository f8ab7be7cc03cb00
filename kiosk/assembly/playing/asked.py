"""Readers on a serial cable that are asked: PN532, OSDP readers on one line, UHF modules."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from drivers.emulators.far_end import FarEnd
from drivers.emulators.lasting import Lasting
from drivers.emulators.osdp import EmulatedLine, EmulatedOsdpReader
from drivers.emulators.pn532 import EmulatedPn532
from drivers.emulators.uhf import EmulatedChafon, EmulatedMagicRf
from kiosk.assembly.playing.cable import Cable
from kiosk.assembly.playing.field import Cards
from kiosk.assembly.playing.orders import Order, Orders, OrderWrong, digits, number, seconds
from kiosk.registry.device_keys import AesBlocks

BASE_KEYS: Final = (
    bytes.fromhex("42454e43485f4f5344505f4b45595f31"),
    bytes.fromhex("42454e43485f4f5344505f4b45595f32"),
)
"""Base keys of the readers at every bench. Whoever has this program knows them: for no rack."""

_REPEATS_S: Final = 0.1
"""How often a stuck OSDP reader says its card. Ours: at 9600 baud two readers get no more turns."""

_UIDS: Final = (8, 14, 20)
_WIEGAND: Final = (6, 8)
"""Digits between the parities of 26 and 34 bits."""

_EPC: Final = tuple(range(4, 63, 4))
"""Digits of an EPC: whole words, 240 bits at most. Ours: nobody prints longer ones."""


class Pn532:
    """A PN532 with its field."""

    def __init__(self, link: Path) -> None:
        """Plug it in."""
        self._chip = chip = EmulatedPn532()
        self._cable = cable = Cable(FarEnd(link, chip.hear))
        self._cards = Cards(chip.field, lambda: cable.wire.still)
        self.orders: Orders = {
            **self._cards.orders,
            "half": Order("", "let its next answer stop in its middle", cable.halve_answer),
            "stuck": Order("", "acknowledge commands and answer nothing", self._stuck),
            "reset": Order("", "lose power for a moment", self._reset),
            **cable.orders,
        }

    def close(self) -> None:
        """Take it away."""
        self._cards.close()
        self._cable.wire.unplug()

    def _stuck(self) -> str:
        self._chip.stuck = True
        return "it hangs in every command until reset"

    def _reset(self) -> str:
        with self._cable.wire.still:
            self._chip.stuck = False
            self._chip.power_off()
        return "it lost power for a moment, and sleeps"


class OsdpReaders:
    """Readers on one RS-485 line, at the addresses 1, 2 and so on."""

    def __init__(self, link: Path, keys: Sequence[bytes]) -> None:
        """Wire them, each with a base key of its own."""
        self._readers = {
            addr: EmulatedOsdpReader(addr, key, AesBlocks, secrets.token_bytes)
            for addr, key in enumerate(keys, 1)
        }
        self._line = EmulatedLine(list(self._readers.values()))
        self._cable = cable = Cable(FarEnd(link, self._line.hear))
        self._lasting = Lasting()
        self.orders: Orders = {
            "card": Order("ADDR UID", "show a card to a reader", self._card),
            "wiegand": Order("ADDR DIGITS", "the same with 26 or 34 bits", self._wiegand),
            "hold": Order("ADDR UID 60s", "be stuck: say a card for so long", self._hold),
            "away": Order("", "end what is held", self._away),
            "tamper": Order("ADDR", "open or shut a reader's case", self._tamper),
            "weak": Order("ADDR", "let its supply be weak, or well again", self._weak),
            "reset": Order("ADDR", "lose power for a moment", self._reset),
            "loose": Order("ADDR", "let a reader's wire be loose, or fast again", self._loose),
            "half": Order("", "let the next answer stop in its middle", cable.halve_answer),
            **cable.orders,
        }

    def close(self) -> None:
        """Take them away."""
        self._lasting.end()
        self._cable.wire.unplug()

    def _card(self, addr: str, uid: str) -> str:
        uid = digits(uid, *_UIDS)
        self._show(self._at(addr), _bits(uid))
        return f"reader {addr} tells {uid}"

    def _wiegand(self, addr: str, between: str) -> str:
        between = digits(between, *_WIEGAND)
        bits = _bits(between)
        half = len(bits) // 2
        even, odd = bits[:half].count("1") % 2, 1 - bits[half:].count("1") % 2
        self._show(self._at(addr), f"{even}{bits}{odd}")
        return f"reader {addr} tells {between} in {len(bits) + 2} bits"

    def _hold(self, addr: str, uid: str, time: str) -> str:
        reader, uid, for_s = self._at(addr), digits(uid, *_UIDS), seconds(time)

        def say() -> None:
            if not reader.cards:  # one that is not polled does not pile them up
                self._show(reader, _bits(uid))

        self._lasting.begin(each=say, every_s=_REPEATS_S, for_s=for_s)
        return f"reader {addr} tells {uid} again and again for {for_s:g} s, or until away"

    def _away(self) -> str:
        self._lasting.end()
        return "no reader is stuck"

    def _tamper(self, addr: str) -> str:
        reader = self._at(addr)
        reader.tampered = not reader.tampered
        return f"the case of reader {addr} is {'open' if reader.tampered else 'shut'}"

    def _weak(self, addr: str) -> str:
        reader = self._at(addr)
        reader.power_failed = not reader.power_failed
        return f"the supply of reader {addr} is {'weak' if reader.power_failed else 'well'}"

    def _reset(self, addr: str) -> str:
        with self._cable.wire.still:
            self._at(addr).lose_power()
        return f"reader {addr} lost power for a moment"

    def _loose(self, addr: str) -> str:
        self._line.away ^= {self._at(addr).addr}
        return f"reader {addr} is {'off' if self._line.away & {int(addr, 0)} else 'on'} the line"

    def _at(self, addr: str) -> EmulatedOsdpReader:
        return self._readers[number(addr, range(1, len(self._readers) + 1))]

    def _show(self, reader: EmulatedOsdpReader, bits: str) -> None:
        with self._cable.wire.still:
            reader.show(bits)


def _bits(hexadecimal: str) -> str:
    return f"{int(hexadecimal, 16):0{4 * len(hexadecimal)}b}"


class UhfTags:
    """A UHF module, and the tags that lie before its antennas."""

    def __init__(
        self, link: Path, hear: Callable[[bytes], bytes], tags: Mapping[int, list[str]]
    ) -> None:
        """Plug it in; `tags`: the module's own lists, by antenna."""
        self._tags = tags
        self._cable = cable = Cable(FarEnd(link, hear))
        self._lasting = Lasting()
        several = "[ANTENNA]" if len(tags) > 1 else ""
        self.orders: Orders = {
            "tag": Order(f"EPC {several}".strip(), "lay a tag there, until away", self._lay),
            "hold": Order("EPC 60s", "let a tag lie there for so long", self._hold),
            "away": Order("[EPC]", "take this tag away, or all", self._away),
            "half": Order("", "let its next answer stop in its middle", cable.halve_answer),
            **cable.orders,
        }

    def close(self) -> None:
        """Take it away."""
        self._lasting.end()
        self._cable.wire.unplug()

    def _lay(self, epc: str, antenna: str = "1") -> str:
        epc = digits(epc, *_EPC)
        at = number(antenna, range(1, len(self._tags) + 1))
        if any(epc in there for there in self._tags.values()):
            raise OrderWrong(f"{epc} lies there already")
        with self._cable.wire.still:
            self._tags[at].append(epc)
        return f"{epc} lies before antenna {at} until away"

    def _hold(self, epc: str, time: str) -> str:
        for_s = seconds(time)
        self._lay(epc)
        self._lasting.begin(for_s=for_s, last=lambda: self._take(epc.upper()))
        return f"{epc.upper()} lies there for {for_s:g} s, or until away"

    def _away(self, epc: str = "") -> str:
        if epc and not self._take(digits(epc, *_EPC)):
            raise OrderWrong(f"{epc.upper()} does not lie there")
        gone = [epc.upper()] if epc else [
            each for there in self._tags.values() for each in list(there) if self._take(each)
        ]  # fmt: skip
        return f"{' and '.join(gone) or 'nothing'} was taken away"

    def _take(self, epc: str) -> bool:
        with self._cable.wire.still:
            found = [there for there in self._tags.values() if epc in there]
            for there in found:
                there.remove(epc)
        return bool(found)


def magicrf(link: Path, header: int, end: int) -> UhfTags:
    """Play an R200 or a YRM100."""
    module = EmulatedMagicRf(header, end)
    return UhfTags(link, module.hear, {1: module.tags})


def chafon(link: Path, *, antennas: bool) -> UhfTags:
    """Play a UHFReader18, or with antennas a UHFReader288."""
    module = EmulatedChafon(antennas=antennas)
    tags = module.tags if antennas else {1: module.tags[1]}
    return UhfTags(link, module.hear, tags)
