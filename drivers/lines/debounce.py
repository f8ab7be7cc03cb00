"""When a level may be believed: our own debouncing, the same for pins, expanders and loops."""

from typing import Final, Generic, TypeVar

RESTLESS_MS: Final = 2000
"""A contact that bounces that long is broken, or somebody plays with it: bounces last 1-20 ms."""

RESTLESS: Final = "the contact is never still: look for a loose wire or a worn switch"

Level = TypeVar("Level")


class Debounce(Generic[Level]):
    """Accepts a level only after it has been still for long enough. Pure; knows no clock."""

    def __init__(self, stable_ms: int) -> None:
        """Begin with no level accepted, so that the first one is news."""
        self.settled: Level | None = None
        """The level last accepted; None before the first."""
        self._stable_ms = stable_ms
        self._candidate: Level | None = None
        self._since_ms = 0
        self._restless_since_ms: int | None = None

    def look(self, at_ms: int, *, level: Level, moved: bool = False) -> Level | None:
        """Take one look at the level; return it when it becomes the accepted one.

        Args:
            at_ms: monotonic milliseconds.
            level: the level now.
            moved: whether an edge came since the last look, even if the level is the same again.
        """
        if moved or level != self._candidate:
            self._candidate = level
            self._since_ms = at_ms
            if self._restless_since_ms is None:
                self._restless_since_ms = at_ms
        if at_ms - self._since_ms < self._stable_ms:
            return None
        self._restless_since_ms = None
        if level == self.settled:
            return None
        self.settled = level
        return level

    def due_ms(self, at_ms: int) -> int | None:
        """Return in how many milliseconds the level can be accepted; None while all is still."""
        if self._restless_since_ms is None:
            return None
        return max(0, self._since_ms + self._stable_ms - at_ms)

    def restless_ms(self, at_ms: int) -> int:
        """Return for how long the line has not come to rest; 0 while it is still."""
        return 0 if self._restless_since_ms is None else at_ms - self._restless_since_ms
