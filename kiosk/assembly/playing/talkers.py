"""Readers that only talk: a code is scanned once, a tag is told for as long as it lies there."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.emulators.lasting import Lasting
from kiosk.assembly.playing.cable import Cable
from kiosk.assembly.playing.orders import Order, Orders, OrderWrong, seconds


@dataclass(frozen=True, slots=True)
class Speech:
    """How a reader talks: what is shown to it, what it makes of that, how often it says it."""

    usage: str
    """What is shown to it, as orders name it: CODE, TAG, CARD."""
    sample: str
    checked: Callable[[str], str]
    """Returns what was typed in the reader's own spelling; raises OrderWrong."""
    frame: Callable[[str], bytes]
    """Returns what it says of it."""
    every_s: float
    """How often it says what stays before it, or what it is stuck with."""
    order: str = "card"
    """What showing it something is called."""
    once: bool = False
    """Whether it says once what stays before it."""


class Talker:
    """A talking reader on its cable."""

    def __init__(self, cable: Cable, speech: Speech) -> None:
        """Begin with nothing before it."""
        self._cable, self._speech = cable, speech
        self._lasting = Lasting()
        self._last = speech.sample
        self._there = False
        show = (
            Order(speech.usage, "show it, to be read once", self._show)
            if speech.once
            else Order(speech.usage, "lay it there, until away", self._lay)
        )
        self.orders: Orders = {
            speech.order: show,
            "hold": Order(
                f"{speech.usage.rstrip('.')} 60s",
                f"be stuck: say it every {speech.every_s * 1000:.0f} ms for so long",
                self._hold,
            ),
            "away": Order("", "take away what lies there or is held", self._away),
            "half": Order("", "say half of what was read last, and stop", self._half),
            **cable.orders,
        }

    def close(self) -> None:
        """Fall silent, and take the cable away."""
        self._lasting.end()
        self._cable.wire.unplug()

    def _show(self, code: str) -> str:
        self._last = code = self._speech.checked(code)
        return f"it says {code}{self._cable.say(self._speech.frame(code))}"

    def _lay(self, shown: str) -> str:
        return f"{self._repeat(shown, None)} lies there until away"

    def _hold(self, shown: str, time: str) -> str:
        for_s = seconds(time)
        return f"it says {self._repeat(shown, for_s)} for {for_s:g} s, or until away"

    def _repeat(self, shown: str, for_s: float | None) -> str:
        shown = self._speech.checked(shown)
        frame, wire = self._speech.frame(shown), self._cable.wire
        if not wire.plugged:
            raise OrderWrong("it is pulled out: say plug first")
        self._last, self._there = shown, True
        self._lasting.begin(
            each=lambda: wire.offer(frame), every_s=self._speech.every_s, for_s=for_s
        )
        return shown

    def _away(self) -> str:
        was, self._there = self._there, False
        self._lasting.end()
        return "nothing is before it any more" if was else "nothing was before it"

    def _half(self) -> str:
        frame = self._speech.frame(self._last)
        sent = frame[: len(frame) // 2]
        return f"it says {len(sent)} of {len(frame)} bytes of {self._last}{self._cable.say(sent)}"
