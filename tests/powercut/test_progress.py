"""A long campaign says that it goes on, also to a file."""

import multiprocessing
from collections import Counter
from io import StringIO

import pytest

from tests.powercut.explorer import Tally
from tests.powercut.progress import Progress


class Terminal(StringIO):
    """Somewhere a person looks."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


class HandClock:
    """A clock that is moved by hand, in seconds."""

    def __init__(self) -> None:
        """Begin at a moment that is not nought."""
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the moment."""
        return self.now


class SlowPool:
    """Parts that come after some waiting; what is waited for passes on the clock."""

    def __init__(self, clock: HandClock, waits: list[float]) -> None:
        """Give one part of ten images after each wait."""
        self._clock, self._waits = clock, waits

    def next(self, timeout: float | None = None) -> Tally:
        """Return the next part as a pool does."""
        if not self._waits:
            raise StopIteration
        assert timeout is not None, "nobody waits for ever without a word"
        self._waits[0] -= timeout
        if self._waits[0] > 0:
            self._clock.now += timeout
            raise multiprocessing.TimeoutError
        self._clock.now += timeout + self._waits.pop(0)  # what was left of it, of all the patience
        return Tally(images=10)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def campaign(progress: Progress, clock: HandClock, waits: list[float]) -> Tally:
    """Go through a campaign."""
    tally = Tally(wrongs=Counter(P1=2))
    for part in progress.each(SlowPool(clock, waits), tally):
        tally.add(part)
    return tally


def test_a_file_gets_a_line_every_half_minute_also_while_no_part_comes(clock: HandClock) -> None:
    out = StringIO()
    tally = campaign(Progress(1_000, out, clock), clock, [10, 10, 65, 20])
    assert tally.images == 40
    assert out.getvalue().splitlines() == [
        "powercut: 20 of 1,000 images, 0 failed writes, 2 violations so far, 30 s",
        "powercut: 20 of 1,000 images, 0 failed writes, 2 violations so far, 60 s",
        "powercut: 30 of 1,000 images, 0 failed writes, 2 violations so far, 90 s",
    ]


def test_what_is_over_in_less_than_that_says_nothing(clock: HandClock) -> None:
    out = StringIO()
    campaign(Progress(1_000, out, clock), clock, [10, 10, 9])
    assert out.getvalue() == ""


def test_a_terminal_sees_one_line_that_changes(clock: HandClock) -> None:
    out = Terminal()
    campaign(Progress(1_000, out, clock), clock, [1, 1])
    assert out.getvalue() == "\r10 of 1,000 images, 2 wrong \r20 of 1,000 images, 2 wrong "
