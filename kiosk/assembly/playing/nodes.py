"""Readers behind device nodes, inside a bed: a scanner that types, MFRC522 chips on SPI."""

import time
from collections.abc import Callable
from random import Random
from typing import Final

from drivers.emulators.bed.bed import Answers, OrderRefused, nobody
from drivers.emulators.bed.chips import ChipSelect
from drivers.emulators.bed.input_node import NAME
from drivers.emulators.bed.keys import presses
from drivers.emulators.lasting import Lasting
from drivers.emulators.mfrc522 import EmulatedMfrc522
from kiosk.assembly.playing.field import Cards
from kiosk.assembly.playing.orders import Order, Orders, OrderWrong, seconds

Hand = Callable[[str, str], None]
"""Gives a node an order: pulls and puts its plug, types (`drivers.emulators.bed.program`)."""

_HELD_S: Final = 0.2
"""How often a stuck scanner types its code. Ours: a scanner types 13 digits in that time."""

_ENTER: Final = 6  # records
_SAMPLE: Final = "1010000182"
_NOISE: Final = 32


class Keyboard:
    """A USB scanner that types like a keyboard."""

    def __init__(self, hand: Hand) -> None:
        """Begin plugged in."""
        self.node, self.answers = NAME, nobody
        self._hand = hand
        self._lasting = Lasting()
        self._last = _SAMPLE
        self._count = 0
        self.orders: Orders = {
            "scan": Order("CODE...", "type a code, and Enter", self._scan),
            "hold": Order("CODE 60s", "be stuck: type it again and again for so long", self._hold),
            "away": Order("", "end what is held", self._away),
            "half": Order("", "type half of the last code, and no Enter", self._half),
            "noise": Order("", "press 32 keys that no code has", self._noise),
            "unplug": Order("", "pull it out", self._unplug),
            "plug": Order("", "plug it in again", self._plug),
        }
        self._plugged = True

    def close(self) -> None:
        """Type nothing more."""
        self._lasting.end()

    def _scan(self, code: str) -> str:
        self._do(f"type {_typable(code)}")
        self._last = code
        return f"it types {code} and Enter"

    def _hold(self, code: str, time: str) -> str:
        for_s = seconds(time)
        self._scan(code)

        def again() -> None:
            if self._plugged:
                self._hand(NAME, f"type {code}")

        self._lasting.begin(each=again, every_s=_HELD_S, for_s=for_s)
        return f"it types {code} again and again for {for_s:g} s, or until away"

    def _away(self) -> str:
        self._lasting.end()
        return "it is not stuck any more"

    def _half(self) -> str:
        part = self._last[: (len(self._last) + 1) // 2]
        self._records(presses(part)[:-_ENTER])
        return f"it types {part} of {self._last}"

    def _noise(self) -> str:
        chance = Random(self._count)  # noqa: S311 - noise that can be had again
        self._count += 1
        keys = [chance.randrange(1, 128) for _ in range(_NOISE)]
        self._records([one for key in keys for one in ((1, key, 1), (1, key, 0), (0, 0, 0))])
        return f"it presses the keys {' '.join(map(str, keys))}"

    def _unplug(self) -> str:
        if not self._plugged:
            raise OrderWrong("it is pulled out already")
        self._do("unplug")
        self._plugged = False
        return f"it is pulled out; /dev/{NAME} is gone"

    def _plug(self) -> str:
        if self._plugged:
            raise OrderWrong("it is plugged in already")
        self._do("plug")
        self._plugged = True
        return f"it is plugged in at /dev/{NAME}"

    def _records(self, records: list[tuple[int, int, int]]) -> None:
        self._do("ev " + ";".join(",".join(map(str, record)) for record in records))

    def _do(self, order: str) -> None:
        try:
            self._hand(self.node, order)
        except OrderRefused as refused:
            raise OrderWrong(str(refused)) from refused


def _typable(code: str) -> str:
    try:
        presses(code)
    except ValueError as wrong:
        raise OrderWrong(str(wrong)) from wrong
    return code


class Mfrc522:
    """An MFRC522 at one chip select, with its field."""

    def __init__(self, select: int, hand: Hand) -> None:
        """Wire it."""
        chip = EmulatedMfrc522(time.monotonic)
        self._chip, self._hand = chip, hand
        self._select = ChipSelect(chip)
        self.node = f"spidev0.{select}"
        self.answers: Answers = self._select.answer
        self._cards = Cards(chip.field)
        self.orders: Orders = {
            **self._cards.orders,
            **self._cards.disturbances,
            "stuck": Order("", "let no command of the chip ever end", self._stuck),
            "reset": Order("", "let its supply dip", self._reset),
            "unplug": Order("", "pull its wires", self._unplug),
            "plug": Order("", "put its wires back", self._plug),
            "gone": Order("", "take the device node away", self._gone),
            "back": Order("", "put the device node back", self._back),
        }

    def close(self) -> None:
        """Take it away."""
        self._cards.close()

    def _stuck(self) -> str:
        self._chip.stuck = True
        return "no command ends until reset"

    def _reset(self) -> str:
        self._chip.stuck = False
        self._chip.brown_out()
        return "it lost power for a moment"

    def _unplug(self) -> str:
        self._chip.unplug()
        return "its wires are off"

    def _plug(self) -> str:
        self._chip.plug()
        return "its wires are on, and it was without power"

    def _gone(self) -> str:
        self._select.removed = True
        self._do("unplug")
        return f"/dev/{self.node} is gone"

    def _back(self) -> str:
        self._select.removed = False
        self._do("plug")
        return f"/dev/{self.node} is back"

    def _do(self, order: str) -> None:
        try:
            self._hand(self.node, order)
        except OrderRefused as refused:
            raise OrderWrong(str(refused)) from refused
