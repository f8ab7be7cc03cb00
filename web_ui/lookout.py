"""The lookout: one thread that asks the hatch what is new, and tells every screen that waits.

However many screens there are, the keeper is asked once. A sight is dated by this program's own
clock; what a screen calls "now" at the kiosk is the view's moment plus what has passed since.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Event, Thread

from kiosk.service.protocol import KioskSilent, Service
from kiosk.service.views import BayView

Clock = Callable[[], int]
"""Monotonic milliseconds of this program."""

TICK_S = 2.0
"""How long the hatch is asked to wait for something new: the beat of every screen."""

_AGAIN_S = 0.5
"""How long to wait before asking a silent kiosk again."""

_RECENT_MS = 1_000 * TICK_S + 500

_OVERTAKEN_MS = 5_000
"""An answer older than the newest by less than this was slow; by more, the kiosk started anew."""


def monotonic_ms() -> int:
    """Return the milliseconds of this machine's monotonic clock."""
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What was last seen. `view` is None while the kiosk is silent; `last` is what it said before.

    `number` grows with every answer, also with one that says nothing new; `at`: our clock.
    """

    number: int = 0
    at: int = 0
    view: BayView | None = None
    last: BayView | None = None

    @property
    def simulated(self) -> bool:
        """Whether nothing moves in this bay; a kiosk that fell silent is still what it was."""
        known = self.view or self.last
        return known is not None and known.simulated

    @property
    def training(self) -> bool:
        """Whether everything in this register is invented, for a course."""
        known = self.view or self.last
        return known is not None and known.training

    def now_mono(self, clock_ms: int) -> int:
        """Return the kiosk's monotonic moment when our clock reads `clock_ms`."""
        known = self.view or self.last
        return 0 if known is None else known.now_mono + clock_ms - self.at

    def now_ms(self, clock_ms: int) -> int:
        """Return the kiosk's wall time when our clock reads `clock_ms`."""
        known = self.view or self.last
        return 0 if known is None else known.now_ms + clock_ms - self.at


class Lookout:
    """Keeps the newest sight of the bay. Started by the first who waits; any thread, any method."""

    def __init__(self, service: Service, clock: Clock = monotonic_ms) -> None:
        self._service = service
        self.clock = clock
        self._sight = Sight()
        self._news = Condition()
        self._stop = Event()
        self._thread: Thread | None = None

    def look(self) -> Sight:
        """Ask the hatch now, without waiting: for a page that is fetched."""
        try:
            return self._seen(self._service.view())
        except KioskSilent:
            return self._silence()

    def recent(self) -> Sight:
        """Return the newest sight if the watch has just confirmed it, else look.

        Saves a page the question, not the truth: an older sight than a beat and a bit is not used.
        """
        sight = self._sight
        fresh = sight.view is not None and self.clock() - sight.at < _RECENT_MS
        return sight if fresh and self._watching else self.look()

    def hear(self, view: BayView) -> None:
        """Take a view that came back with a tap: the page that follows must show no older one."""
        self._seen(view)

    @property
    def _watching(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def later(self, after: int, timeout_s: float) -> Sight:
        """Return the newest sight once its number is beyond `after`, or as it is by then."""
        self._start()
        with self._news:
            self._news.wait_for(
                lambda: self._sight.number > after or self._stop.is_set(), timeout_s
            )
            return self._sight

    def newest(self) -> Sight:
        """Return the newest sight, asking nobody."""
        return self._sight

    @property
    def stopped(self) -> bool:
        """Whether the lookout was called in; streams end then."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Call the lookout in; returns once the thread has ended."""
        self._stop.set()
        with self._news:
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(2 * TICK_S)

    def _start(self) -> None:
        with self._news:
            if self._thread is None and not self._stop.is_set():
                self._thread = Thread(target=self._watch, name="lookout", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while not self._stop.is_set():
            known = self._sight.view
            try:
                service = self._service
                view = service.view() if known is None else service.wait(known.version, TICK_S)
            except KioskSilent:
                self._silence()
                self._stop.wait(_AGAIN_S)
            else:
                self._told(view, known)

    def _told(self, view: BayView, known: BayView | None) -> None:
        """Keep what the watch was told, unless a tap has brought that very news meanwhile."""
        heard = self._sight.view
        if heard is known or heard is None or heard.version != view.version:
            self._seen(view)

    def _seen(self, view: BayView) -> Sight:
        """Keep a view, but not one that was overtaken on its way: screens never go back."""
        with self._news:
            known = self._sight.view
            if known is not None and 0 < known.now_mono - view.now_mono < _OVERTAKEN_MS:
                return self._sight
            self._sight = Sight(self._sight.number + 1, self.clock(), view, view)
            self._news.notify_all()
            return self._sight

    def _silence(self) -> Sight:
        """Forget the view, but not what it said last; `at` stays the moment of the last answer."""
        with self._news:
            gone = self._sight
            if gone.view is not None or gone.number == 0:
                self._sight = Sight(gone.number + 1, gone.at, None, gone.last)
                self._news.notify_all()
            return self._sight


class Seats:
    """How many streams may be open at once; one thread of the server sits in each."""

    def __init__(self, seats: int) -> None:
        self._free = seats
        self._door = Condition()

    def take(self) -> bool:
        """Take a seat if one is free."""
        with self._door:
            if self._free == 0:
                return False
            self._free -= 1
            return True

    def leave(self) -> None:
        """Give a seat back."""
        with self._door:
            self._free += 1
