"""What befalls any reader on a serial cable: the plug, noise, raw bytes, half an answer."""

import os
from typing import Final

from drivers.emulators.far_end import FarEnd
from kiosk.assembly.playing.orders import Order, Orders, OrderWrong, some_bytes

NOISE: Final = 64
"""Bytes of noise. Ours: more than any frame that a reader of ours sends."""


class Cable:
    """The cable of one reader, in the hand of a technician."""

    def __init__(self, wire: FarEnd) -> None:
        """Take a cable that is plugged in."""
        self.wire = wire
        self.orders: Orders = {
            "noise": Order("", "send 64 bytes of noise", self._noise),
            "bytes": Order("HEX...", "send these bytes", self._bytes),
            "unplug": Order("", "pull the cable out", self._unplug),
            "plug": Order("", "plug it in again", self._plug),
        }

    def say(self, sent: bytes) -> str:
        """Send bytes, and return what there is to add to a sentence: nothing when all is well.

        Raises:
            OrderWrong: the cable is out.
        """
        if not self.wire.plugged:
            raise OrderWrong("it is pulled out: say plug first")
        if self.wire.offer(sent):
            return ""
        return ". It is lost: nobody has read what was sent before"

    def halve_answer(self) -> str:
        """Let the next answer stop in its middle: the order `half` of readers that are asked."""
        self.wire.spoil_next(lambda said: said[: len(said) // 2])
        return "its next answer stops in its middle"

    def _noise(self) -> str:
        sent = os.urandom(NOISE)
        return f"it says {sent.hex()}{self.say(sent)}"

    def _bytes(self, word: str) -> str:
        sent = some_bytes(word)
        return f"it says {len(sent)} bytes{self.say(sent)}"

    def _unplug(self) -> str:
        if not self.wire.plugged:
            raise OrderWrong("it is pulled out already")
        self.wire.unplug()
        return f"it is pulled out; {self.wire.link} is gone"

    def _plug(self) -> str:
        if self.wire.plugged:
            raise OrderWrong("it is plugged in already")
        try:
            self.wire.plug()
        except OSError as taken:
            raise OrderWrong(f"{taken.filename} {taken.strerror}") from taken
        return f"it is plugged in at {self.wire.link}"
