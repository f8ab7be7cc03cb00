"""How far a campaign is: written over itself at a terminal, a line now and then anywhere else."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from tests.powercut.explorer import Tally

EVERY_S = 30.0
"""Seconds between two lines: whoever watches a build then knows that it goes on. Ours."""


class Parts(Protocol):
    """What a pool gives back, one part after the other (`multiprocessing.pool.IMapIterator`)."""

    def next(self, timeout: float | None = None) -> Tally:
        """Return the next part, or raise `multiprocessing.TimeoutError`."""
        ...


@dataclass
class Progress:
    """Says how many images of how many were tried, and how many broke a promise."""

    images: int
    out: TextIO = sys.stderr
    clock: Callable[[], float] = time.monotonic
    every_s: float = EVERY_S
    _begun: float = field(init=False)
    _said: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin now."""
        self._begun = self._said = self.clock()

    def say(self, tally: Tally) -> None:
        """Say it, unless it was said a moment ago to somebody who reads lines."""
        now, wrongs = self.clock(), sum(tally.wrongs.values())
        if self.out.isatty():
            self._said = now
            self.out.write(f"\r{tally.images:,} of {self.images:,} images, {wrongs} wrong ")
        elif now - self._said >= self.every_s:
            self._said = now
            self.out.write(
                f"powercut: {tally.images:,} of {self.images:,} images, {tally.io_faults:,} failed"
                f" writes, {wrongs:,} violations so far, {now - self._begun:.0f} s\n"
            )
        self.out.flush()

    def each(self, parts: Parts, tally: Tally) -> Iterator[Tally]:
        """Return the parts as they come, and go on saying how it stands while none comes."""
        while True:
            try:
                part = parts.next(max(1.0, self._said + self.every_s - self.clock()))
            except multiprocessing.TimeoutError:
                self.say(tally)
            except StopIteration:
                return
            else:
                yield part
                self.say(tally)
