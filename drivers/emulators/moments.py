"""Time that passes only when somebody works or waits: for emulators without a clock."""

import threading


class Moments:
    """A clock that stands still until it is moved. Callable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0.0

    def now(self) -> float:
        """Return the seconds that have passed."""
        return self._now

    def wait(self, seconds: float) -> bool:
        """Let time pass at once; return False, as an Event that nobody set does."""
        with self._lock:
            self._now += seconds
        return False
