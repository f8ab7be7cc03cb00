"""Contacts on expanders: what is believed, and what a chip that was reset can not fake."""

import logging
import threading
from collections.abc import Callable

import pytest

from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.mcp23017 import EmulatedMcp23017
from drivers.lines.debounce import RESTLESS
from drivers.lines.expander import INPUTS, Expander
from drivers.lines.expander_contacts import ExpanderContacts, Wire
from drivers.readings import Edge, Found, Lost, Reading
from tests.drivers.inbox import Inbox

LOOK_MS = 25


class Bench:
    """Two expanders with a door, a rack position and a button, looked at by hand."""

    def __init__(self) -> None:
        self.first, self.second = EmulatedMcp23017(), EmulatedMcp23017()
        self.bus = EmulatedI2c("/dev/i2c-1")
        self.bus.chips |= {0x20: self.first, 0x21: self.second}
        self.first.wired[0] = False
        self.contacts = ExpanderContacts(
            self.bus,
            {
                "door": Wire(0x20, 0),
                "rack": Wire(0x20, 14),
                "button": Wire(0x21, 3, closed_is_low=False),
            },
        )
        self.at_ms = 0
        self.readings: list[Reading] = []

    def look(self, times: int = 1) -> list[Reading]:
        """Look so many times, and return what was said."""
        self.readings.clear()
        for _ in range(times):
            self.contacts.look(self.readings.append, self.at_ms)
            self.at_ms += LOOK_MS
        return list(self.readings)

    def settled(self) -> "Bench":
        """Let everything be said once."""
        self.look(4)
        return self


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_each_contact_is_found_and_says_its_level(bench: Bench) -> None:
    assert bench.look(4) == [
        Found("door"), Edge("door", closed=True),
        Found("rack"), Edge("rack", closed=False),
        Found("button"), Edge("button", closed=True),
    ]  # fmt: skip
    assert bench.look(40) == []


def test_an_edge_is_told_when_the_level_was_still_for_long_enough(bench: Bench) -> None:
    bench.settled().first.wired[0] = True
    assert bench.look(2) == []
    assert bench.look() == [Edge("door", closed=False)]
    bench.second.wired[3] = False
    assert bench.look(3) == [Edge("button", closed=False)]


def test_a_glitch_shorter_than_two_looks_is_no_edge(bench: Bench) -> None:
    bench.settled().first.wired[0] = True
    bench.look()
    bench.first.wired[0] = False
    assert bench.look(10) == []


def test_a_chip_that_was_reset_is_noticed_within_a_second_and_set_again(bench: Bench) -> None:
    bench.settled()
    bench.bus.brown_out(0x21)
    assert bench.look(1000 // LOOK_MS + 1) == []
    assert bench.contacts.resets == 1
    assert bench.second.register(6, 0) == 0x7F


def test_a_chip_on_which_nothing_moves_is_looked_after_too(bench: Bench) -> None:
    """All its contacts are closed, and read as closed without any pull-up."""
    bench.first.wired[14] = False
    bench.settled().bus.brown_out(0x20)
    assert bench.look(1000 // LOOK_MS + 1) == []
    assert bench.contacts.resets == 1
    assert bench.first.register(6, 0) == 0x7F


def test_a_chip_without_its_pull_ups_can_not_say_that_what_is_away_is_there(bench: Bench) -> None:
    """The rack position is open, and floats to "closed" the moment the pull-up is gone."""
    bench.settled()
    for _ in range(50):
        bench.bus.brown_out(0x20)
        assert bench.look() == []
    assert bench.contacts.resets == 50


def test_a_reset_between_two_looks_at_a_true_edge_only_delays_it(bench: Bench) -> None:
    bench.settled().first.wired[0] = True
    bench.look()
    bench.bus.brown_out(0x20)
    assert Edge("door", closed=False) in bench.look(4)


def test_a_chip_that_does_not_answer_is_lost_and_its_neighbour_goes_on(bench: Bench) -> None:
    bench.settled().bus.deaf.add(0x20)
    why = "no chip answers at 0x20 on /dev/i2c-1"
    assert bench.look(3) == [Lost("door", why), Lost("rack", why)]
    bench.second.wired[3] = False
    assert bench.look(3) == [Edge("button", closed=False)]
    bench.bus.deaf.clear()
    assert bench.look(4) == [
        Found("door"), Edge("door", closed=True),
        Found("rack"), Edge("rack", closed=False),
    ]  # fmt: skip


def test_what_moved_while_a_chip_was_away_is_told_when_it_is_back(bench: Bench) -> None:
    bench.settled().bus.deaf.add(0x20)
    bench.look()
    bench.first.wired[0] = True
    bench.bus.brown_out(0x20)
    bench.bus.deaf.clear()
    assert bench.look(4)[:2] == [Found("door"), Edge("door", closed=False)]


def test_a_held_bus_loses_every_contact_once_and_all_come_back(bench: Bench) -> None:
    bench.settled().bus.held = True
    lost = bench.look(40)
    assert [type(each) for each in lost] == [Lost] * 3
    assert "holds it low" in str(lost[0])
    bench.bus.held = False
    assert len([each for each in bench.look(4) if isinstance(each, Found)]) == 3


def test_a_contact_that_never_rests_is_lost_until_it_does(bench: Bench) -> None:
    bench.settled()
    told: list[Reading] = []
    for turn in range(100):
        bench.first.wired[0] = bool(turn % 2)
        told += bench.look()
    assert told == [Lost("door", RESTLESS)]
    assert bench.look(3) == [Found("door"), Edge("door", closed=False)]


def test_the_two_pins_that_are_no_inputs_are_driven_low(bench: Bench) -> None:
    bench.settled()
    for port in (0, 1):
        assert bench.first.register(0, port) == 0x7F
        assert bench.first.register(10, port) == 0
    assert len(INPUTS) == 14


def test_an_expander_that_noise_put_into_the_other_bank_is_brought_back(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.settled().bus.transfer(0x20, bytes([0x0A, 0x80]))
    with caplog.at_level(logging.WARNING):
        bench.look(1000 // LOOK_MS + 1)
    assert bench.first.register(5, 0) == 0
    assert "expander 0x20 had lost its settings" in caplog.text


@pytest.mark.parametrize(
    ("wires", "says"),
    [
        ({"door": Wire(0x20, 7)}, "pin 7 of an MCP23017 can not be an input"),
        ({"door": Wire(0x20, 16)}, "pin 16 of an MCP23017 can not be an input"),
        ({"door": Wire(0x20, 1), "rack": Wire(0x20, 1)}, "pin 1 of 0x20 is door's"),
        ({"door": Wire(0x28, 1)}, "0x20 to 0x27, not at 0x28"),
    ],
)
def test_wires_that_can_not_be_are_refused(wires: dict[str, Wire], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ExpanderContacts(EmulatedI2c(), wires)


def test_a_chip_that_is_set_up_is_left_alone() -> None:
    bus = EmulatedI2c()
    bus.chips[0x20] = EmulatedMcp23017()
    expander = Expander(bus, 0x20)
    assert [expander.check() for _ in range(3)] == [False, True, True]
    assert expander.resets == 0
    assert bus.transfers == 3 + 2


def test_the_thread_looks_by_itself_and_stops_when_told(bench: Bench) -> None:
    inbox = Inbox()
    bench.contacts.start(inbox)
    first, *_ = [inbox.next() for _ in range(6)]
    assert first == Found("door")
    with pytest.raises(RuntimeError, match="started twice"):
        bench.contacts.start(inbox)
    alive = [bench.contacts.alive]
    bench.first.wired[0] = True
    assert inbox.next() == Edge("door", closed=False)
    bench.contacts.stop()
    assert [*alive, bench.contacts.alive] == [True, False]
    assert "expander contacts" not in {thread.name for thread in threading.enumerate()}


def test_a_thread_whose_look_fails_says_so_once_and_looks_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug in a driver must not be a deaf contact that nobody notices."""
    good: Callable[..., None] = bench.contacts.look
    broken = [True]

    def look(put: Callable[[Reading], None], at_ms: int) -> None:
        if broken[0]:
            raise KeyError("door")
        good(put, at_ms)

    monkeypatch.setattr(bench.contacts, "look", look)
    inbox = Inbox()
    bench.contacts.start(inbox)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert (lost.device, "KeyError" in lost.why) == ("expander contacts", True)
    broken[0] = False
    readings = [inbox.next() for _ in range(7)]
    assert Found("expander contacts") in readings
    assert Edge("door", closed=True) in readings
    bench.contacts.stop()
