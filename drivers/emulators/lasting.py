"""What goes on for a while: a tag that stays at its reader, a reader that is stuck."""

import threading
import time
from collections.abc import Callable
from typing import Final

_FOR_EVER_S: Final = 3600.0
"""Between two looks at nothing."""


def _nothing() -> None:
    """Do nothing."""


class Lasting:
    """Does something every so often, in a thread of its own, until its time is over."""

    def __init__(self) -> None:
        """Begin with nothing going on."""
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(
        self,
        *,
        each: Callable[[], object] = _nothing,
        every_s: float = _FOR_EVER_S,
        for_s: float | None = None,
        last: Callable[[], object] = _nothing,
    ) -> None:
        """End what went on, and begin; the first time is now.

        Args:
            each: what is done, again and again.
            every_s: how often, in seconds.
            for_s: how long; None: until it is ended.
            last: what is done at the end of that time. Not if it is ended before.
        """
        self.end()
        self._over = over = threading.Event()
        until = None if for_s is None else time.monotonic() + for_s
        each()

        def go_on() -> None:
            while not over.wait(every_s if until is None else min(every_s, _left(until))):
                if until is not None and not _left(until):
                    last()
                    return
                each()

        self._thread = threading.Thread(target=go_on, name="lasting", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End what goes on, and return when it has ended. Not from `each` or `last`."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
