"""A sense that looks by itself: what it says when the look itself fails."""

from collections.abc import Callable
from threading import Event

from drivers.lines.polled import PolledSense
from drivers.parts.last_look import STALE_S, LastLook
from drivers.readings import Edge, Found, Lost, Put
from tests.drivers.inbox import PATIENCE_S, Inbox

WHY = "the driver itself failed, which is a fault to report: ZeroDivisionError('a mistake')"


class Mistaken(PolledSense):
    """Two lines, one of them away; its look fails as often as it is told to."""

    def __init__(self) -> None:
        super().__init__("a sense", 0.001)
        self.mistakes = 0

    def look(self, put: Put, at_ms: int) -> None:
        if self.mistakes:
            self.mistakes -= 1
            raise ZeroDivisionError("a mistake")
        self._told.level(put, "cable A", closed=True)
        self._told.lost(put, "cable B", "cut")
        assert at_ms


def test_a_look_that_fails_by_itself_leaves_no_line_with_its_last_level() -> None:
    """The level is told anew when it looks again; what was away already is told once."""
    sense, inbox = Mistaken(), Inbox()
    sense.start(inbox)
    assert [inbox.next() for _ in range(3)] == [
        Found("cable A"), Edge("cable A", closed=True), Lost("cable B", "cut"),
    ]  # fmt: skip
    sense.mistakes = 3
    assert [inbox.next() for _ in range(2)] == [Lost("a sense", WHY), Lost("cable A", WHY)]
    assert [inbox.next() for _ in range(3)] == [
        Found("cable A"), Edge("cable A", closed=True), Found("a sense"),
    ]  # fmt: skip
    sense.stop()
    assert not inbox.all()


class MistakenWhole(PolledSense):
    """A sense that is one device, under its own name."""

    def __init__(self) -> None:
        super().__init__("lights", 0.001)
        self.mistakes = 0

    def look(self, put: Put, at_ms: int) -> None:
        if self.mistakes:
            self.mistakes -= 1
            raise ZeroDivisionError("a mistake")
        self._told.found(put, self.device)
        assert at_ms


def test_a_sense_that_is_one_device_is_lost_once_and_found_once() -> None:
    sense, inbox = MistakenWhole(), Inbox()
    sense.start(inbox)
    assert inbox.next() == Found("lights")
    sense.mistakes = 3
    assert [inbox.next() for _ in range(2)] == [Lost("lights", WHY), Found("lights")]
    sense.stop()
    assert not inbox.all()


class Hanging(PolledSense):
    """A sense whose look can be held up for as long as a test likes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__("a sense", 0.001)
        self.looked = LastLook(clock)
        self.goes_on = Event()
        self.goes_on.set()
        self.begun, self.ended = Event(), Event()

    def look(self, put: Put, at_ms: int) -> None:
        if not self.goes_on.is_set():
            self.begun.set()
        assert self.goes_on.wait(PATIENCE_S)
        self.ended.set()
        self._told.level(put, "cable A", closed=bool(at_ms))


def test_a_thread_that_hangs_in_a_call_does_not_look_though_it_lives() -> None:
    """Its lines would keep their last level: a cable that is open would count as shut."""
    now = [0.0]
    sense = Hanging(lambda: now[0])
    alive = [sense.alive]
    sense.start(Inbox())
    alive.append(sense.alive)
    sense.goes_on.clear()
    assert sense.begun.wait(PATIENCE_S)
    now[0] += STALE_S - 0.1
    alive.append(sense.alive)  # a bus may be slow
    now[0] += 0.2
    alive.append(sense.alive)
    sense.ended.clear()
    sense.goes_on.set()
    for _ in range(2):  # what is noted of a look is noted behind it
        assert sense.ended.wait(PATIENCE_S)
        sense.ended.clear()
    alive.append(sense.alive)
    sense.stop()
    assert [*alive, sense.alive] == [False, True, True, False, True, False]
