"""An output that cannot stay on for ever: lock coil, siren, lamp or buzzer.

The bound is here, under every real and simulated output alike, because a coil that somebody
forgot burns and leaves a rack open. The last word has the one-shot on the board
(hardware_docs/fail_secure.md): a program that hangs as a whole can not switch anything off.
"""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

Cancel = Callable[[], None]
"""Calls a countdown off; harmless when it has run out."""

Countdown = Callable[[float, Callable[[], None]], Cancel]
"""Calls the function once after so many seconds, from any thread, unless it is cancelled."""

_AGAIN_S: Final = 1.0
"""When switching off failed at the bound: how soon it is tried again."""

_log = logging.getLogger(__name__)


def wall_countdown(after_s: float, act: Callable[[], None]) -> Cancel:
    """Count down in real time, in a thread of its own."""
    timer = threading.Timer(after_s, act)
    timer.daemon = True
    timer.start()
    return timer.cancel


class BoundedOutput(ABC):
    """An output that is off at first, and off again after `max_on_s` seconds whatever happens.

    All methods may be called from any thread.
    """

    def __init__(
        self,
        name: str,
        *,
        max_on_s: float | None,
        countdown: Countdown = wall_countdown,
    ) -> None:
        """Begin off; driving the line off is the subclass's first deed.

        Args:
            name: what the output is called in sentences.
            max_on_s: the longest time on, in seconds; None for an output that may stay on.
            countdown: what measures that time.

        Raises:
            ValueError: a bound that is not above zero.
        """
        if max_on_s is not None and not max_on_s > 0:
            raise ValueError(f"output {name}: max_on_s is {max_on_s}, and must be above 0")
        self.name = name
        self._max_on_s = max_on_s
        self._countdown = countdown
        self._lock = threading.RLock()
        self._turn = 0
        self._cancel: Cancel | None = None
        self._on = False
        self._closed = False

    @property
    def is_on(self) -> bool:
        """Whether the output was last driven on, or could not be driven off since."""
        with self._lock:
            return self._on

    @property
    def level(self) -> bool | None:
        """Whether the line really is on; None where that can not be read back."""
        return None

    def on(self) -> None:
        """Drive it on. While it is on already, nothing changes: the bound is not extended.

        Raises:
            RuntimeError: it was closed.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError(f"output {self.name} is closed")
            if self._on:
                return
            self._arm(self._max_on_s)  # first the bound, then the coil
            self._on = True
            try:
                self._drive(on=True)
            except BaseException:
                self._drop()  # nobody knows what the line does now
                raise

    def off(self) -> None:
        """Drive it off, also when it is thought to be off. After close() it does nothing."""
        with self._lock:
            if self._closed:
                return
            self._drive(on=False)  # when it raises, the countdown goes on and tries again
            self._disarm()
            self._on = False

    def close(self) -> None:
        """Drive it off and let the line go. A second time it does nothing."""
        with self._lock:
            if self._closed:
                return
            try:
                self.off()
            finally:
                self._closed = True
                self._disarm()
                self._let_go()

    @abstractmethod
    def _drive(self, *, on: bool) -> None:
        """Set the line's level."""

    @abstractmethod
    def _let_go(self) -> None:
        """Give the line back."""

    def _arm(self, after_s: float | None) -> None:
        self._disarm()
        if after_s is not None:
            turn = self._turn
            self._cancel = self._countdown(after_s, lambda: self._expire(turn))

    def _disarm(self) -> None:
        """End this turn: a countdown that runs out at this very moment finds another one."""
        self._turn += 1
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _expire(self, turn: int) -> None:
        with self._lock:
            if turn != self._turn or not self._on:
                return
            _log.warning("output %s was on for too long", self.name)
            self._drop()

    def _drop(self) -> None:
        try:
            self._drive(on=False)
        except Exception:  # noqa: BLE001 - whatever it was, the coil must be tried again
            _log.exception("output %s can not be driven off", self.name)
            self._arm(_AGAIN_S)
        else:
            self._disarm()
            self._on = False
