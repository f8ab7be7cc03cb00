"""One input pin of the Pi: door contact, cable contact, tamper switch, button (gpiozero).

gpiozero's thread only wakes ours: an exception there would make every pin deaf, and its own
debouncing differs from one library to the next. The level is read again at every edge and four
times a second besides, so that no lost edge goes unseen for long.
"""

import threading
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Final

from drivers.lines.debounce import RESTLESS, RESTLESS_MS, Debounce
from drivers.parts.last_look import LastLook
from drivers.readings import Edge, Found, Lost, Put

if TYPE_CHECKING:
    from gpiozero import Factory

_LOOK_MS: Final = 250
_RETRY_S: Final = 1.0
_JOIN_S: Final = 1.0
_LET_GO_S: Final = 0.5
_POLL_S: Final = 0.002


class GpioContact:
    """A contact between a pin and ground (or 3.3 V), told as edges of a line.

    The first reading after start() is Found or Lost, the second the level that the line then has.
    After a Lost and Found the level is told again.
    """

    def __init__(
        self,
        line: str,
        pin: int,
        *,
        closed_is_low: bool = True,
        stable_ms: int = 30,
        factory: "Factory",
    ) -> None:
        """Do nothing yet.

        Args:
            line: the name that readings carry, in Lost and Found too.
            pin: the BCM number.
            closed_is_low: whether the contact connects the pin to ground. The pin is then pulled
                up, and a cut wire reads as open; otherwise it is pulled down.
            stable_ms: how long a level must be still before it counts. Reed and micro switches
                bounce for up to 20 ms (ours: half as much again).
            factory: `drivers.lines.gpio_output.lgpio_factory()` on a Pi; gpiozero's MockFactory
                elsewhere.
        """
        self.device = line
        self._pin = pin
        self._closed_is_low = closed_is_low
        self._stable_ms = stable_ms
        self._factory = factory
        self._woken = threading.Event()
        self._stopping = False
        self._input: Any = None
        self.looked = LastLook()
        self._thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Whether it looks at its pin: its thread lives, and hangs in no call. For the watchdog."""
        return self._thread is not None and self._thread.is_alive() and self.looked.is_recent

    def start(self, put: Put) -> None:
        """Take the pin and begin to tell its edges, in a thread of its own.

        A pin that can not be had is told as Lost, and asked for again every second: who had it may
        have been a program that was ending.

        Raises:
            RuntimeError: it was started already.
        """
        if self._thread is not None:
            raise RuntimeError(f"contact {self.device} was started twice")
        lost = self._refusal()
        put(Found(self.device) if lost is None else Lost(self.device, lost))
        self._stopping = False
        self._woken.clear()
        self.looked.now()
        self._thread = threading.Thread(
            target=self._run, args=(put, lost), name=f"contact {self.device}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Tell no more edges, and let the pin go; return when that is done, within a second."""
        self._stopping = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None
        if self._input is not None:
            self._let_go(self._input)
            self._input = None

    def _let_go(self, taken: Any) -> None:  # noqa: ANN401 - gpiozero has no types
        """Make a pin an ordinary input again, without its callback.

        gpiozero's close() leaves lgpio's callback alive, so that goes first. lgpio 0.2.2 gives a
        line up while its own thread still waits for the line's edges (ppoll holds it for the
        kernel), grants that thread 2 ms, and asks for the line anew: a busy machine answers 'GPIO
        busy'. By then the callback is gone, and the line is free as soon as that thread runs.
        """
        ends = time.monotonic() + _LET_GO_S
        while time.monotonic() < ends:
            with suppress(Exception):  # gpiozero, lgpio and kernel share no ancestor
                taken.pin.when_changed = None
                taken.close()
                return
            self._woken.clear()
            self._woken.wait(_POLL_S)

    def _refusal(self) -> str | None:
        """Take the pin; return why that can not be, or None."""
        with ExitStack() as unwanted:
            try:
                from gpiozero import InputDevice

                taken = InputDevice(
                    self._pin, pull_up=self._closed_is_low, pin_factory=self._factory
                )
                unwanted.callback(taken.close)
                taken.pin.edges = "both"
                taken.pin.when_changed = self._edge_seen
            except Exception as error:  # noqa: BLE001 - gpiozero, lgpio and kernel share no ancestor
                return f"GPIO{self._pin} can not be used: {str(error) or type(error).__name__}"
            unwanted.pop_all()
        self._input = taken
        return None

    def _edge_seen(self, _ticks: object, _state: object) -> None:
        """Run in the pin library's thread: wake ours, and nothing else."""
        self._woken.set()

    def _run(self, put: Put, lost: str | None) -> None:
        while self._input is None and not self._stopping:
            self.looked.now()
            if self._woken.wait(_RETRY_S):
                continue  # without a pin nobody wakes it but stop()
            why = self._refusal()
            if why is not None and why != lost:
                put(Lost(self.device, why))
            lost = why or lost
        self._look(put, lost)

    def _look(self, put: Put, lost: str | None) -> None:
        debounce = Debounce[bool](self._stable_ms)
        while not self._stopping:
            self.looked.now()
            moved = self._woken.is_set()
            self._woken.clear()
            now_ms = time.monotonic_ns() // 1_000_000
            try:
                closed = debounce.look(now_ms, level=bool(self._input.is_active), moved=moved)
                why = None
                if debounce.restless_ms(now_ms) > RESTLESS_MS:
                    why = RESTLESS
            except Exception as error:  # noqa: BLE001 - a thread that dies is a deaf contact
                closed, why = None, f"GPIO{self._pin} can not be read: {error}"
            if why is not None and why != lost:
                put(Lost(self.device, why))
            elif why is None and lost is not None:
                put(Found(self.device))
                closed = debounce.settled
            lost = why
            if closed is not None:
                put(Edge(self.device, closed))
            due_ms = debounce.due_ms(now_ms)
            self._woken.wait((_LOOK_MS if due_ms is None else min(due_ms + 1, _LOOK_MS)) / 1000)
