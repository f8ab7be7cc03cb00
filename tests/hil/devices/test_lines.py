"""Outputs, contacts and bolts on lines of the kernel, through gpiozero and lgpio as they are."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from gpiozero import Factory

from drivers.lines.bolts import HALF_PERIOD_S, Bolts
from drivers.lines.gpio_contact import GpioContact
from drivers.lines.gpio_output import GpioOutput, PinUnusable
from drivers.readings import Edge, Found, Lost
from tests.drivers.inbox import Inbox
from tests.hil.gpio_sim import GpioSim
from tests.hil.line_trace import Deed, LineTrace
from tests.hil.waiting import until

LOCK, OTHER_LOCK, ARMING, LAMP, CONTACT = 17, 18, 24, 22, 4


@pytest.fixture
def lock(pins: Factory) -> Iterator[GpioOutput]:
    made = GpioOutput("bolt R1-A", LOCK, max_on_s=10, factory=pins)
    yield made
    made.close()


def test_an_output_is_driven_and_a_meter_at_the_pin_shows_it(
    chip: GpioSim, lock: GpioOutput
) -> None:
    assert chip.level(LOCK) == 0
    lock.on()
    assert (chip.level(LOCK), lock.level) == (1, True)
    lock.off()
    assert (chip.level(LOCK), lock.level) == (0, False)


@pytest.mark.parametrize("pulled_up", [False, True], ids=["low before", "high before"])
@pytest.mark.parametrize("active_high", [True, False], ids=["active high", "active low"])
def test_an_output_starts_off_without_a_moment_on_whatever_the_line_was(
    chip: GpioSim, pins: Factory, *, pulled_up: bool, active_high: bool
) -> None:
    """An active-low relay clicks at every start if gpiozero has its way (see `SteadyPin`)."""
    chip.pull(LAMP, up=pulled_up)
    with LineTrace(chip) as trace:
        lamp = GpioOutput("lamp", LAMP, active_high=active_high, max_on_s=None, factory=pins)
        assert chip.level(LAMP) == (0 if active_high else 1)
        off = Deed.LOW if active_high else Deed.HIGH
        driven = [moment.deed for moment in trace.of(LAMP) if moment.deed is not Deed.INPUT]
        assert driven == [off] * len(driven)
        assert driven
    lamp.close()


def test_an_output_that_nobody_switches_off_drops_at_its_bound(
    chip: GpioSim, pins: Factory
) -> None:
    with LineTrace(chip) as trace:
        bounded = GpioOutput("bolt", OTHER_LOCK, max_on_s=0.5, factory=pins)
        bounded.on()
        until(lambda: not bounded.is_on, "the bound")
        assert chip.level(OTHER_LOCK) == 0
        raised = [one for one in trace.of(OTHER_LOCK) if one.deed is Deed.HIGH]
        fallen = trace.of(OTHER_LOCK)[-1]
    bounded.close()
    assert len(raised) == 1
    assert fallen.deed is Deed.LOW
    assert 0.4 < fallen.at_s - raised[0].at_s < 2.0, "counted from just before it rose"


def test_a_pin_that_another_driver_has_is_a_sentence(pins: Factory, lock: GpioOutput) -> None:
    assert lock.level is False
    with pytest.raises(PinUnusable, match="bolt R1-B on GPIO17 can not be used"):
        GpioOutput("bolt R1-B", LOCK, max_on_s=10, factory=pins)


def test_a_contact_tells_how_it_stands_and_each_edge_and_a_cut_wire_is_open(
    chip: GpioSim, pins: Factory
) -> None:
    """Nothing is wired to the pin when it begins: the pull-up makes that an open contact."""
    inbox = Inbox()
    contact = GpioContact("cable R1-A", CONTACT, factory=pins)
    contact.start(inbox)
    assert [inbox.next(), inbox.next()] == [Found("cable R1-A"), Edge("cable R1-A", closed=False)]
    for closed in (True, False, True):
        chip.pull(CONTACT, up=not closed)
        assert inbox.next() == Edge("cable R1-A", closed)
    contact.stop()
    assert inbox.all() == []
    chip.pull(CONTACT, up=True)


def test_a_contact_that_bounces_is_told_once_it_is_still(chip: GpioSim, pins: Factory) -> None:
    inbox = Inbox()
    contact = GpioContact("cable R1-A", CONTACT, stable_ms=200, factory=pins)
    contact.start(inbox)
    assert [inbox.next(), inbox.next()] == [Found("cable R1-A"), Edge("cable R1-A", closed=False)]
    for bounce in range(41):
        chip.pull(CONTACT, up=bounce % 2 == 1)
    shut_s = time.monotonic()
    assert inbox.next() == Edge("cable R1-A", closed=True)
    assert time.monotonic() - shut_s >= 0.19, "not before it was still"
    contact.stop()
    assert inbox.all() == []
    chip.pull(CONTACT, up=True)


def test_a_bolt_has_pulses_while_it_is_on_and_one_at_most_is_on(
    chip: GpioSim, pins: Factory
) -> None:
    """The pulses keep the supply of all bolts closed; the pump is made for edges 10 ms apart."""
    lines = {
        "R1-A": GpioOutput("bolt R1-A", LOCK, max_on_s=10, factory=pins),
        "R1-B": GpioOutput("bolt R1-B", OTHER_LOCK, max_on_s=10, factory=pins),
    }
    arming = GpioOutput("arming", ARMING, max_on_s=None, factory=pins)
    with LineTrace(chip) as trace:
        bolts = Bolts(lines, arming, max_on_s=5.0)
        bolts.open("R1-A")
        until(lambda: len(trace.of(ARMING)) > 40 or None, "forty edges")
        assert (chip.level(LOCK), chip.level(OTHER_LOCK)) == (1, 0)
        bolts.open("R1-B")
        assert (chip.level(LOCK), chip.level(OTHER_LOCK)) == (0, 1)
        bolts.shut("R1-B")
        edges = trace.of(ARMING)
        resting = len(edges)
        threading.Event().wait(10 * HALF_PERIOD_S)
        assert len(trace.of(ARMING)) == resting, "a bolt that is shut has no pulses"
        assert [chip.level(line) for line in (LOCK, OTHER_LOCK, ARMING)] == [0, 0, 0]
        together = trace.of(LOCK), trace.of(OTHER_LOCK)
    bolts.close()
    assert bolts.faults() == {}
    moved = [one for one in edges if one.deed is not Deed.INPUT]
    assert sum(a.deed is not b.deed for a, b in pairwise(moved)) > 30
    pauses = sorted(b.at_s - a.at_s for a, b in pairwise(moved))
    assert pauses[len(pauses) // 2] < 5 * HALF_PERIOD_S, "most edges come about 10 ms apart"
    dropped = next(one.at_s for one in reversed(together[0]) if one.deed is Deed.LOW)
    raised = next(one.at_s for one in together[1] if one.deed is Deed.HIGH)
    assert any(one.deed is Deed.HIGH for one in together[0])
    assert dropped < raised, "one falls before the other rises"


def test_a_bolt_whose_thread_has_died_drops(chip: GpioSim, pins: Factory) -> None:
    lines = {"R1-A": GpioOutput("bolt R1-A", LOCK, max_on_s=10, factory=pins)}
    arming = GpioOutput("arming", ARMING, max_on_s=None, factory=pins)
    bolts = Bolts(lines, arming, max_on_s=5.0)
    opener = threading.Thread(target=bolts.open, args=("R1-A",), name="the keeper")
    opener.start()
    opener.join()
    until(lambda: bolts.opened is None, "the bolt to drop")
    assert chip.level(LOCK) == 0
    assert "the thread that opened it has died: the keeper" in bolts.faults()["R1-A"]
    bolts.close()


def test_a_pin_that_does_not_exist_is_lost_with_a_sentence(pins: Factory) -> None:
    inbox = Inbox()
    contact = GpioContact("cable R9-Z", 99, factory=pins)
    contact.start(inbox)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("GPIO99 can not be used: ")
    assert contact.alive, "it asks for the pin again: whoever had it may let it go"
    contact.stop()
