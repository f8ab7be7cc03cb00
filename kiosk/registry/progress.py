"""What long work tells the person who waits for it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some work is: `done` of `total`, in bytes or entries; `total` 0: nobody knows."""

    task: str
    done: int
    total: int


Tell = Callable[[Progress], None]
"""Called from the thread that works, a few times a second at most."""


def silent(_: Progress) -> None:
    """Tell nobody."""
