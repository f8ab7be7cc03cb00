"""Contacts: how a bouncing switch becomes one edge, and what a broken one says."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from gpiozero import OutputDevice
from gpiozero.pins.mock import MockFactory, MockPin
from hypothesis import given
from hypothesis import strategies as st

from drivers.lines import gpio_contact
from drivers.lines.debounce import Debounce
from drivers.lines.gpio_contact import GpioContact
from drivers.parts.last_look import STALE_S, LastLook
from drivers.readings import Edge, Found, Lost
from tests.drivers.inbox import Inbox

PI_4 = "c03114"

looks = st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.booleans()), max_size=60)


class FaultyPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A pin that can not be read while it is broken, and keeps its callback when it is closed.

    The second is how gpiozero's LGPIOPin really is; so is a pin that is busy for a while when its
    callback is taken away, with lgpio 0.2.2 on a busy machine.
    """

    broken = False
    busy_for = 0
    holds: threading.Event | None = None
    """Set once somebody who reads it is held up; they go on when it is taken away."""

    def __init__(self, *built: object) -> None:
        super().__init__(*built)
        self.goes_on = threading.Event()

    def close(self) -> None:
        self.function = "input"

    def _get_state(self) -> bool:
        if self.broken:
            raise OSError("GPIO not allocated")
        if self.holds is not None:
            self.holds.set()
            assert self.goes_on.wait(10)
        return bool(super()._get_state())

    def _set_when_changed(self, value: object) -> None:
        if value is None and self.busy_for:
            self.busy_for -= 1
            raise OSError("GPIO busy")
        super()._set_when_changed(value)


@pytest.fixture
def factory() -> MockFactory:
    return MockFactory(revision=PI_4, pin_class=FaultyPin)


@pytest.fixture
def watch(factory: MockFactory) -> Iterator[Callable[..., tuple[Inbox, MockPin]]]:
    """Starts a contact, and stops it after the test; gives its inbox and its pin."""
    contacts: list[GpioContact] = []

    def start(*, closed_is_low: bool = True, stable_ms: int = 5) -> tuple[Inbox, MockPin]:
        contact = GpioContact(
            "door", 12, closed_is_low=closed_is_low, stable_ms=stable_ms, factory=factory
        )
        contacts.append(contact)
        inbox = Inbox()
        contact.start(inbox)
        assert inbox.next() == Found("door")
        return inbox, factory.pin(12)

    yield start
    for contact in contacts:
        contact.stop()


def test_a_level_counts_only_when_it_was_still_for_long_enough() -> None:
    debounce = Debounce[bool](stable_ms=30)
    assert debounce.look(1000, level=True) is None
    assert debounce.due_ms(1010) == 20
    assert debounce.look(1029, level=True) is None
    assert debounce.look(1030, level=True) is True
    assert debounce.due_ms(1030) is None
    assert debounce.look(5000, level=True) is None
    assert debounce.settled is True


def test_an_edge_that_was_seen_restarts_the_stillness_though_the_level_is_the_same() -> None:
    """The glitch was shorter than the time to look: only the edge betrays it."""
    debounce = Debounce[bool](stable_ms=30)
    debounce.look(0, level=False)
    assert debounce.look(20, level=False, moved=True) is None
    assert debounce.look(49, level=False) is None
    assert debounce.look(50, level=False) is False


def test_a_line_that_never_rests_says_for_how_long() -> None:
    debounce = Debounce[bool](stable_ms=30)
    for at_ms in range(0, 200, 10):
        debounce.look(at_ms, level=at_ms % 20 == 0)
    assert debounce.restless_ms(200) == 200
    debounce.look(300, level=False)
    assert debounce.restless_ms(300) == 0


@given(looks, st.integers(0, 50))
def test_whatever_a_line_does_accepted_levels_alternate_and_were_still(
    steps: list[tuple[int, bool, bool]], stable_ms: int
) -> None:
    debounce = Debounce[bool](stable_ms)
    at_ms, moved_at_ms, before = 0, 0, None
    accepted: list[bool] = []
    for step_ms, closed, moved in steps:
        at_ms += step_ms
        if moved or closed != before:
            moved_at_ms, before = at_ms, closed
        level = debounce.look(at_ms, level=closed, moved=moved)
        if level is not None:
            assert at_ms - moved_at_ms >= stable_ms
            assert level == closed
            accepted.append(level)
    assert all(first != second for first, second in pairwise(accepted))
    assert debounce.settled == (accepted[-1] if accepted else None)


def test_the_level_at_the_start_is_the_first_edge(
    watch: Callable[..., tuple[Inbox, MockPin]],
) -> None:
    """What moved while the power was off must not wait for the next movement."""
    inbox, _ = watch()
    assert inbox.next() == Edge("door", closed=False)  # the pull-up of a cut wire


@pytest.mark.parametrize("closed_is_low", [True, False])
def test_closing_and_opening_are_told_as_edges(
    watch: Callable[..., tuple[Inbox, MockPin]], *, closed_is_low: bool
) -> None:
    inbox, pin = watch(closed_is_low=closed_is_low)
    make, cut = (
        (pin.drive_low, pin.drive_high) if closed_is_low else (pin.drive_high, pin.drive_low)
    )
    assert inbox.next() == Edge("door", closed=False)
    make()
    assert inbox.next() == Edge("door", closed=True)
    cut()
    assert inbox.next() == Edge("door", closed=False)
    assert pin.pull == ("up" if closed_is_low else "down")


def test_a_bouncing_contact_is_one_edge(watch: Callable[..., tuple[Inbox, MockPin]]) -> None:
    inbox, pin = watch(stable_ms=50)
    assert inbox.next() == Edge("door", closed=False)
    for _ in range(20):
        pin.drive_low()
        pin.drive_high()
    pin.drive_low()
    assert inbox.next() == Edge("door", closed=True)
    pin.drive_high()
    assert inbox.next() == Edge("door", closed=False)


def test_an_edge_that_the_library_lost_is_seen_at_the_next_look(
    watch: Callable[..., tuple[Inbox, MockPin]],
) -> None:
    """One exception in anybody's gpiozero callback makes every pin of the process deaf."""
    inbox, pin = watch()
    assert inbox.next() == Edge("door", closed=False)
    pin.edges = "none"
    pin.drive_low()
    assert inbox.next() == Edge("door", closed=True)


def test_a_contact_that_never_rests_is_lost_until_it_does(
    watch: Callable[..., tuple[Inbox, MockPin]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gpio_contact, "RESTLESS_MS", 60)
    inbox, pin = watch(stable_ms=200)
    told: list[object] = []
    while not told:
        pin.drive_low()
        pin.drive_high()
        told = list(inbox.all())
    assert told == [
        Lost("door", "the contact is never still: look for a loose wire or a worn switch")
    ]
    pin.drive_low()
    assert inbox.next() == Found("door")
    assert inbox.next() == Edge("door", closed=True)


def test_a_pin_that_can_not_be_read_is_lost_and_its_level_told_again_when_it_is_back(
    watch: Callable[..., tuple[Inbox, MockPin]],
) -> None:
    inbox, pin = watch()
    assert inbox.next() == Edge("door", closed=False)
    pin.broken = True
    assert inbox.next() == Lost("door", "GPIO12 can not be read: GPIO not allocated")
    pin.broken = False
    assert inbox.next() == Found("door")
    assert inbox.next() == Edge("door", closed=False)


def test_a_pin_that_somebody_has_is_lost_and_found_once_they_let_it_go(
    factory: MockFactory,
) -> None:
    """Meanwhile the contact looks after itself: nobody has to start the kiosk again for it."""
    other = OutputDevice(12, pin_factory=factory)
    contact, inbox = GpioContact("door", 12, stable_ms=5, factory=factory), Inbox()
    contact.start(inbox)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.why.startswith("GPIO12 can not be used: pin GPIO12 is already in use")
    assert contact.alive
    other.close()
    assert inbox.next() == Found("door")
    assert inbox.next() == Edge("door", closed=False)
    contact.stop()


def test_a_contact_that_hangs_in_the_pin_library_does_not_look_though_its_thread_lives(
    factory: MockFactory,
) -> None:
    """Its cable would be shut for ever, whoever opens it."""
    now = [0.0]
    contact, inbox = GpioContact("door", 12, stable_ms=5, factory=factory), Inbox()
    contact.looked = LastLook(lambda: now[0])
    contact.start(inbox)
    assert [inbox.next(), inbox.next()] == [Found("door"), Edge("door", closed=False)]
    pin = factory.pin(12)
    pin.holds = threading.Event()
    assert pin.holds.wait(10)
    now[0] += STALE_S - 0.1
    alive = [contact.alive]
    now[0] += 0.2
    alive.append(contact.alive)
    pin.holds = None
    pin.goes_on.set()
    pin.drive_low()
    assert inbox.next() == Edge("door", closed=True)
    assert [*alive, contact.alive] == [True, False, True]
    contact.stop()


def test_a_pin_that_can_not_be_had_is_lost_with_a_sentence(factory: MockFactory) -> None:
    inbox = Inbox()
    contact = GpioContact("door", 99, factory=factory)
    contact.start(inbox)
    lost = inbox.next()
    assert isinstance(lost, Lost)
    assert lost.device == contact.device == "door"
    assert lost.why.startswith("GPIO99 can not be used: ")
    contact.stop()


def test_a_contact_stops_within_a_second_and_lets_its_pin_go(factory: MockFactory) -> None:
    inbox = Inbox()
    contact = GpioContact("door", 12, stable_ms=5, factory=factory)
    contact.start(inbox)
    with pytest.raises(RuntimeError, match="started twice"):
        contact.start(inbox)
    assert inbox.next() == Found("door")
    assert inbox.next() == Edge("door", closed=False)
    alive = [contact.alive]
    began = time.monotonic()
    contact.stop()
    assert time.monotonic() - began < 1.0
    assert [*alive, contact.alive] == [True, False]
    assert "contact door" not in [thread.name for thread in threading.enumerate()]
    assert factory.pin(12).when_changed is None
    contact.start(inbox)
    assert inbox.next() == Found("door")
    contact.stop()


@pytest.mark.parametrize(("busy_for", "kept"), [(3, False), (10**9, True)])
def test_a_pin_that_is_busy_for_a_while_is_let_go_all_the_same(
    factory: MockFactory,
    busy_for: int,
    kept: bool,  # noqa: FBT001 - a row of a table
) -> None:
    """One that stays busy is left as it is: a kiosk that stops has other pins to let go."""
    contact, inbox = GpioContact("door", 12, stable_ms=5, factory=factory), Inbox()
    contact.start(inbox)
    assert inbox.next() == Found("door")
    pin = factory.pin(12)
    pin.busy_for = busy_for
    began = time.monotonic()
    contact.stop()
    assert time.monotonic() - began < 1.0
    assert (pin.when_changed is not None) is kept
