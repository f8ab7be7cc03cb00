"""Waiting for what a kernel does in its own time."""

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

PATIENCE_S: Final = 30.0
"""Far more than anything takes here; only what is broken waits it out."""

LOOK_S: Final = 0.02

Seen = TypeVar("Seen")


def until(
    look: Callable[[], Seen | None],
    what: str,
    *,
    patience_s: float = PATIENCE_S,
    look_s: float = LOOK_S,
) -> Seen:
    """Look every `look_s` seconds until there is something to see, and return it.

    Raises:
        AssertionError: it did not come.
    """
    pause = threading.Event()
    end = time.monotonic() + patience_s
    while True:
        seen = look()
        if seen is not None and seen is not False:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience_s:.0f} s in vain for {what}")
        pause.wait(look_s)
