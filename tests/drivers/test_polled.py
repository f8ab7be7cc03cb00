"""A sense that looks by itself: what it says when the look itself fails."""

from drivers.lines.polled import PolledSense
from drivers.readings import Edge, Found, Lost, Put
from tests.drivers.inbox import Inbox

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
