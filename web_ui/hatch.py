"""The way to the hatch: few conversations for many threads, and patience.

A thread that speaks over a socket holds a conversation, and the kiosk allows a face only so many;
so a few workers speak for all. A kiosk that hangs is as silent as one that is gone: who waits for
a page is told so after seconds, not after the socket's own patience.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kiosk.service.client import HatchRefused
from kiosk.service.protocol import Bench, KioskSilent, OfficePass, Service, Tap
from kiosk.service.views import BayView, BenchView, Line

WORKERS = 6
"""Conversations at once: one screen tapped, one bench clicked, and a few chiefs logging in."""

LOOK_S = 3.0
"""How long a page waits for the bay: longer than the slowest commit that holds the keeper up."""

TAP_S = 12.0
"""How long a tap waits: longer than the ten seconds the hatch gives the keeper for one."""

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Workers:
    """Asks on behalf of every thread that serves a page."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="hatch")

    def close(self) -> None:
        """Send the workers home; returns once the questions under way are answered."""
        self._pool.shutdown(cancel_futures=True)

    def ask(self, question: Callable[[], _T], patience_s: float) -> _T:
        """Return the answer to a question.

        Raises:
            KioskSilent: nobody answered in time, or the other side speaks another version.
        """
        asked = self._pool.submit(question)
        try:
            return asked.result(patience_s)
        except TimeoutError as late:
            asked.cancel()  # one that has not been asked yet need not be any more
            raise KioskSilent(f"no answer within {patience_s:.0f} s") from late
        except HatchRefused as strange:
            _log.warning("the kiosk does not understand its face: %s", strange)
            raise KioskSilent(str(strange)) from strange


class SharedService:
    """A `Service` that any number of threads may use, over few conversations."""

    def __init__(self, service: Service, workers: Workers) -> None:
        self._service, self._workers = service, workers

    def view(self) -> BayView:
        """Return the bay as it stands now."""
        return self._workers.ask(self._service.view, LOOK_S)

    def wait(self, after: int, timeout_s: float) -> BayView:
        """Return the bay once its version is beyond `after`; for the lookout's own thread."""
        try:
            return self._service.wait(after, timeout_s)
        except HatchRefused as strange:
            raise KioskSilent(str(strange)) from strange

    def tap(self, tap: Tap) -> BayView:
        """Hand a tap to the keeper and return the bay after it was decided on."""
        return self._workers.ask(lambda: self._service.tap(tap), TAP_S)

    def enter_office(self, number: str, pin: str) -> OfficePass:
        """Ask to enter the office pages."""
        return self._workers.ask(lambda: self._service.enter_office(number, pin), TAP_S)

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        """Return lines of the journal, newest first."""
        return self._workers.ask(lambda: self._service.lines(before, limit), LOOK_S)


class SharedBench:
    """A `Bench` that any number of threads may use, over few conversations."""

    def __init__(self, bench: Bench, workers: Workers) -> None:
        self._bench, self._workers = bench, workers

    def parts(self) -> BenchView:
        """Return what can be touched, and how it stands."""
        return self._workers.ask(self._bench.parts, LOOK_S)

    def scan(self, reader: str, text: str) -> BenchView:
        """Hold a badge or a label before a simulated reader."""
        return self._workers.ask(lambda: self._bench.scan(reader, text), LOOK_S)

    def cable(self, cable: str, *, opened: bool) -> BenchView:
        """Pull a cable out or push it in."""
        return self._workers.ask(lambda: self._bench.cable(cable, opened=opened), LOOK_S)

    def plug(self, device: str, *, plugged: bool) -> BenchView:
        """Unplug a simulated reader, or plug it in again."""
        return self._workers.ask(lambda: self._bench.plug(device, plugged=plugged), LOOK_S)
