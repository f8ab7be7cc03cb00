"""One queue: drivers and the hatch put, one keeper takes, in the order things happened.

Order matters more than urgency: a weapon scanned outside before its cable was shut must be decided
on before the shutting. Scans are bounded, so that a reader gone mad fills nothing; edges never are,
because a lost edge is a cable nobody saw open, and contacts are debounced by their driver.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.rules.entries import Entry

SCANS_MAX = 64
"""Scans waiting at most: more than a queue of officers produces while one commit is slow. Ours."""

Item = TypeVar("Item")


@dataclass(eq=False)
class Ticket:
    """What whoever asked is handed back: done once the question was decided on.

    `entries` and `seq` are valid when `done` is set; `broken` says that nothing was decided.
    """

    done: threading.Event = field(default_factory=threading.Event)
    entries: tuple[Entry, ...] = ()
    seq: int = 0
    broken: str = ""


class Inbox(Generic[Item]):
    """A queue between threads. `is_scan` tells which items may be dropped when too many wait."""

    def __init__(self, is_scan: Callable[[Item], bool], scans_max: int = SCANS_MAX) -> None:
        """Start empty."""
        self._is_scan, self._scans_max = is_scan, scans_max
        self._waiting: deque[Item] = deque()
        self._scans = 0
        self._changed = threading.Condition()
        self.dropped = 0

    def put(self, item: Item) -> None:
        """Add an item; from any thread, never blocks. A scan too many is dropped and counted."""
        with self._changed:
            if self._is_scan(item):
                if self._scans >= self._scans_max:
                    self.dropped += 1
                    return
                self._scans += 1
            self._waiting.append(item)
            self._changed.notify()

    def put_back(self, item: Item) -> None:
        """Put what was taken last before all others again: it could not be decided on."""
        with self._changed:
            self._scans += self._is_scan(item)
            self._waiting.appendleft(item)

    def take(self, timeout_s: float) -> Item | None:
        """Return the oldest item, or None if none came in time."""
        with self._changed:
            if not self._waiting:
                self._changed.wait(timeout_s)
            if not self._waiting:
                return None
            item = self._waiting.popleft()
            self._scans -= self._is_scan(item)
            return item
