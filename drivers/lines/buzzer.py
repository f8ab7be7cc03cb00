"""A buzzer: any output, played in a rhythm.

It must be an active buzzer, which sounds by itself while it is on; the rhythms and their meaning
belong to whoever plays them.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Final, Protocol

_JOIN_S: Final = 1.0

_log = logging.getLogger(__name__)

Wait = Callable[[threading.Event, float], bool]
"""Waits so many seconds for the flag, and returns whether it is set: `threading.Event.wait`."""


class Sounding(Protocol):
    """What a buzzer is made of: an output."""

    def on(self) -> None:
        """Sound."""
        ...

    def off(self) -> None:
        """Be silent."""
        ...


class Buzzer:
    """Plays one pattern at a time, in a thread of its own; a new pattern ends the old one."""

    def __init__(self, output: Sounding, *, wait: Wait = threading.Event.wait) -> None:
        """Begin silent.

        Args:
            output: what sounds. Whoever made it closes it, after this buzzer.
            wait: how time passes between on and off.
        """
        self._output = output
        self._wait = wait
        self._changed = threading.Condition()
        self._interrupted = threading.Event()
        self._next: tuple[tuple[int, int], ...] | None = None
        self._for_ever = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="buzzer", daemon=True)
        self._thread.start()

    def play(self, pattern: Sequence[tuple[int, int]], *, for_ever: bool = False) -> None:
        """Begin a pattern and return at once; an empty one only ends what sounds now.

        Args:
            pattern: pairs of milliseconds on and off, in order.
            for_ever: begin again at its end, until another one is played.

        Raises:
            ValueError: a time below zero, or a pattern without any time to be played for ever.
        """
        if for_ever and not sum(map(sum, pattern)):
            raise ValueError("a pattern that takes no time can not be played for ever")
        if any(ms < 0 for pair in pattern for ms in pair):
            raise ValueError(f"a buzzer can not sound for less than nothing: {pattern}")
        with self._changed:
            self._next, self._for_ever = tuple(pattern), for_ever
            self._interrupted.set()
            self._changed.notify()

    def close(self) -> None:
        """Be silent for good; return when it is, within a second."""
        with self._changed:
            self._closed = True
            self._interrupted.set()
            self._changed.notify()
        self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._next is None and not self._closed:
                    self._changed.wait()
                if self._next is None or self._closed:
                    return
                pattern, self._next = self._next, None
                for_ever = self._for_ever
                self._interrupted.clear()
            try:
                self._sound(pattern, for_ever=for_ever)
            except Exception:  # noqa: BLE001 - worth a line, and the next warning must sound
                _log.exception("the buzzer can not sound")

    def _sound(self, pattern: tuple[tuple[int, int], ...], *, for_ever: bool) -> None:
        try:
            while True:
                for on_ms, off_ms in pattern:
                    self._output.on()
                    if self._wait(self._interrupted, on_ms / 1000):
                        return
                    if off_ms or not for_ever:  # what has no pause must not flicker
                        self._output.off()
                        if self._wait(self._interrupted, off_ms / 1000):
                            return
                if not for_ever:
                    return
        finally:
            self._output.off()
