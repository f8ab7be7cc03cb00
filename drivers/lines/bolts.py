"""Bolts, one at a time, and the arming pulses without which none of them has power.

The pulses charge a pump on the board that closes the bolts' supply (hardware_docs/bolts.md). They
are made here, edge by edge, and never by a library that goes on by itself: when this program dies,
hangs or is stopped there is no next edge, and the bolt drops by hardware half a second later.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

HALF_PERIOD_S: Final = 0.01
"""Between two edges: 50 Hz, for which the pump on the board is made (hardware_docs/bolts.md)."""

PUMP_HOLDS_S: Final = 0.2
"""A pause that long may already let the bolt drop (the pump's arithmetic, worst transistor)."""

_JOIN_S: Final = 1.0

_log = logging.getLogger(__name__)

Wait = Callable[[threading.Event, float], bool]
"""Waits so many seconds for the flag, and returns whether it is set: `threading.Event.wait`."""


class Line(Protocol):
    """An output that can be looked at: `GpioOutput`, or a simulated one."""

    @property
    def is_on(self) -> bool:
        """Whether it was last driven on."""
        ...

    @property
    def level(self) -> bool | None:
        """Whether the line really is on; None where that can not be read."""
        ...

    def on(self) -> None:
        """Drive it on."""
        ...

    def off(self) -> None:
        """Drive it off."""
        ...

    def close(self) -> None:
        """Drive it off and let it go."""
        ...


class BoltUnusable(Exception):
    """The bolt can not be opened: another one does not drop, or no bolt can be opened any more.

    The text is a sentence for a technician.
    """


@dataclass(frozen=True, slots=True)
class _Opening:
    """One bolt that is on: until when at most, and the thread that wanted it."""

    name: str
    until_s: float
    opener: threading.Thread = field(default_factory=threading.current_thread)


class Bolts:
    """All bolts of one bay. All methods may be called from any thread.

    A bolt drops when it is switched off, when another one is switched on, at its bound, when the
    thread that opened it has died, when a line does not read as it is driven, and when the pulses
    end for any reason.
    """

    def __init__(
        self,
        lines: Mapping[str, Line],
        arming: Line,
        *,
        max_on_s: float,
        now_s: Callable[[], float] = time.monotonic,
        wait: Wait = threading.Event.wait,
    ) -> None:
        """Begin with all bolts off and no pulse.

        Args:
            lines: each bolt's own line by the bolt's name. Give each a bound of its own besides:
                it does not depend on this thread.
            arming: the line of the pulses. It may rest at either level.
            max_on_s: the longest time that a bolt is on, in seconds.
            now_s: monotonic seconds.
            wait: how time passes between two edges.

        Raises:
            ValueError: a bound that is not above zero.
        """
        if not max_on_s > 0:
            raise ValueError(f"bolts: max_on_s is {max_on_s}, and must be above 0")
        self._lines = dict(lines)
        self._arming = arming
        self._max_on_s = max_on_s
        self._now_s = now_s
        self._wait = wait
        self._changed = threading.Condition(threading.RLock())
        self._opening: _Opening | None = None
        self._edge_s: float | None = None
        self._closed = threading.Event()
        self._faults: dict[str, str] = {}
        self.pauses = 0
        """How often the pulses of an opening stood still for so long that the bolt may drop."""
        self._thread = threading.Thread(target=self._run, name="arming pulses", daemon=True)
        self._thread.start()
        atexit.register(self.close)  # a crash runs no other clean-up; a kill not even this

    @property
    def names(self) -> tuple[str, ...]:
        """The bolts."""
        return tuple(self._lines)

    @property
    def opened(self) -> str | None:
        """The bolt that is on, if one is."""
        with self._changed:
            return None if self._opening is None else self._opening.name

    @property
    def alive(self) -> bool:
        """Whether the thread of the pulses lives: without it nothing opens. For the watchdog."""
        return self._thread.is_alive()

    def faults(self) -> dict[str, str]:
        """Return what was wrong with a bolt at its last opening, in a sentence for a technician."""
        with self._changed:
            return dict(self._faults)

    def bolt(self, name: str) -> "Bolt":
        """Return one bolt as an output of its own."""
        return Bolt(self, name, self._lines[name])

    def open(self, name: str) -> None:
        """Switch a bolt on, and every other one off before. On already, its bound stays.

        A bolt whose line does not obey stays off; `faults` says so. The bolt drops when the
        calling thread ends.

        Raises:
            BoltUnusable: closed, the pulses' thread has died, or another bolt's line can not be
                switched off. `faults` names that one; there are no pulses, so it has no power.
        """
        with self._changed:
            if self._closed.is_set() or not self.alive:
                raise BoltUnusable(f"bolt {name} can not be opened: the arming pulses have ended")
            if self._opening is not None and self._opening.name == name:
                return
            self._drop_others(name)
            self._faults.pop(name, None)
            self._opening = _Opening(name, self._now_s() + self._max_on_s)
            self._edge_s = None
            try:
                self._lines[name].on()
            except BaseException:
                self._end()
                raise
            if self._checked():
                self._changed.notify_all()

    def shut(self, name: str) -> None:
        """Switch a bolt off, also when it is thought to be off."""
        with self._changed:
            if self._opening is not None and self._opening.name == name:
                self._end()
            else:
                self._off(name)

    def drop(self, name: str, why: str) -> None:
        """Switch a bolt off because something is wrong with it, and keep the sentence."""
        with self._changed:
            _log.error("bolt %s: %s", name, why)
            self._faults[name] = why
            self.shut(name)

    def close(self) -> None:
        """Switch all bolts off and let all lines go; whatever fails, the rest goes on."""
        self._closed.set()
        held = self._changed.acquire(timeout=_JOIN_S)  # a pulse that hangs may have the lock
        try:
            self._opening = None
            for line in (*self._lines.values(), self._arming):
                try:
                    line.close()
                except Exception:  # noqa: BLE001 - whatever it was, the rest goes on
                    _log.exception("a line of the bolts can not be closed")
            if held:
                self._changed.notify_all()
        finally:
            if held:
                self._changed.release()
        self._thread.join(_JOIN_S)
        atexit.unregister(self.close)

    def turn(self) -> bool:
        """Look at the open bolt and make one edge; return whether there is a next one."""
        with self._changed:
            if self._opening is None or not self._checked():
                return False
            try:
                self._edge()
            except Exception as error:  # noqa: BLE001 - gpiozero, lgpio and kernel share no ancestor
                self.drop(self._opening.name, f"the arming pulses can not be made: {error}")
                return False
            return True

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._opening is None and not self._closed.is_set():
                    self._changed.wait()
            if self._closed.is_set():
                return
            try:
                while self.turn():
                    self._wait(self._closed, HALF_PERIOD_S)
            except Exception:  # noqa: BLE001 - without this thread nothing opens: it lives on
                _log.exception("a bolt can not be switched off; there are no pulses")

    def _checked(self) -> bool:
        """Return whether the open bolt may stay on; drop it if not."""
        opening = self._opening
        assert opening is not None
        why = self._objection(opening)
        if why is not None:
            self.drop(opening.name, why)
        return why is None

    def _objection(self, opening: _Opening) -> str | None:
        if self._now_s() >= opening.until_s:
            return f"it was on for {self._max_on_s:g} s, and nobody switched it off"
        if not opening.opener.is_alive():
            return f"the thread that opened it has died: {opening.opener.name}"
        line = self._lines[opening.name]
        if not line.is_on:
            return "its line was switched off by its own bound"
        if line.level is False:
            return "its line is driven on and reads off: a short circuit, or a broken pin"
        for other, each in self._lines.items():
            if other != opening.name and (each.is_on or each.level):
                return f"the line of bolt {other} is on at the same time"
        return None

    def _edge(self) -> None:
        now_s = self._now_s()
        if self._edge_s is not None and now_s - self._edge_s > PUMP_HOLDS_S:
            self.pauses += 1
            _log.warning("the arming pulses paused for %.2f s", now_s - self._edge_s)
        self._edge_s = now_s
        if self._arming.is_on:
            self._arming.off()
        else:
            self._arming.on()

    def _end(self) -> None:
        """Switch the open bolt off: first its line, for it acts at once, then the pulses."""
        opening, self._opening = self._opening, None
        if opening is None:
            return
        try:
            self._off(opening.name)
        finally:
            self._arming.off()

    def _drop_others(self, name: str) -> None:
        """Switch every bolt but one off, and the pulses; whatever fails, the rest goes on."""
        failed: Exception | None = None
        try:
            self._end()
        except Exception as error:  # noqa: BLE001 - gpiozero, lgpio and kernel share no ancestor
            failed = error
        for other in self._lines:
            if other != name:
                try:
                    self._off(other)
                except Exception as error:  # noqa: BLE001 - as above
                    failed = error
        if failed is not None:
            raise BoltUnusable(
                f"bolt {name} can not be opened while another may be on: {failed}"
            ) from failed

    def _off(self, name: str) -> None:
        """Switch a line off; if that fails, it may still be on, and `faults` says so."""
        try:
            self._lines[name].off()
        except Exception as error:
            self._faults[name] = f"its line can not be switched off, and may be on: {error}"
            _log.error("bolt %s: %s", name, self._faults[name])
            raise


class Bolt:
    """One bolt of a bay, as an output like any other."""

    def __init__(self, bolts: Bolts, name: str, line: Line) -> None:
        """Be the bolt `name` of these."""
        self.name = name
        self._bolts = bolts
        self._line = line

    @property
    def is_on(self) -> bool:
        """Whether it is on."""
        return self._line.is_on

    @property
    def level(self) -> bool | None:
        """Whether its line really is on; None where that can not be read."""
        return self._line.level

    def on(self) -> None:
        """Open it, and drop every other one before. The bolt drops when the calling thread ends.

        Raises:
            BoltUnusable: another bolt does not drop, or no bolt can be opened any more.
        """
        self._bolts.open(self.name)

    def off(self) -> None:
        """Drop it."""
        self._bolts.shut(self.name)

    def close(self) -> None:
        """Drop it; the lines are let go when all bolts are closed."""
        self._bolts.shut(self.name)
