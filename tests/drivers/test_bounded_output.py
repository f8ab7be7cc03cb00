"""No output stays on for longer than it may, whoever forgets it and whatever fails."""

import threading

import pytest

from drivers.parts.bounded_output import BoundedOutput
from drivers.simulated import SimulatedOutput
from tests.drivers.countdowns import Countdowns
from tests.drivers.inbox import PATIENCE_S


class Stubborn(BoundedOutput):
    """An output whose line can be made to fail in either direction."""

    def __init__(self, max_on_s: float | None, countdowns: Countdowns) -> None:
        super().__init__("coil", max_on_s=max_on_s, countdown=countdowns)
        self.driven = False
        self.fails: set[bool] = set()
        self.held = True

    def _drive(self, *, on: bool) -> None:
        if on in self.fails:
            raise OSError("the line does not obey")
        self.driven = on

    def _let_go(self) -> None:
        self.held = False


@pytest.fixture
def countdowns() -> Countdowns:
    return Countdowns()


@pytest.fixture
def coil(countdowns: Countdowns) -> Stubborn:
    return Stubborn(5.0, countdowns)


def test_a_forgotten_output_drops_after_its_bound(coil: Stubborn, countdowns: Countdowns) -> None:
    coil.on()
    assert (coil.driven, coil.is_on, countdowns.seconds) == (True, True, [5.0])
    countdowns.run_out()
    assert (coil.driven, coil.is_on, countdowns.seconds) == (False, False, [])


def test_an_output_switched_off_in_time_has_no_countdown_left(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.on()
    coil.off()
    assert (coil.driven, coil.is_on, countdowns.seconds) == (False, False, [])


def test_switching_on_again_and_again_does_not_extend_the_bound(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    """A loop that says "on" for ever must not keep a rack open for ever."""
    coil.on()
    coil.on()
    coil.on()
    assert countdowns.seconds == [5.0]
    assert countdowns.late == []
    countdowns.run_out()
    assert not coil.driven


def test_a_countdown_that_ends_too_late_leaves_the_next_opening_alone(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.on()
    coil.off()
    coil.on()
    (late,) = countdowns.late
    late()
    assert coil.driven
    assert coil.is_on


def test_an_output_without_a_bound_stays_on(countdowns: Countdowns) -> None:
    lamp = Stubborn(None, countdowns)
    lamp.on()
    assert lamp.is_on
    assert countdowns.seconds == []


def test_an_output_that_fails_to_go_on_is_driven_off(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.driven = True  # the line moved, and the library failed after it
    coil.fails = {True}
    with pytest.raises(OSError, match="does not obey"):
        coil.on()
    assert (coil.driven, coil.is_on, countdowns.seconds) == (False, False, [])


def test_an_output_that_fails_both_ways_counts_as_on_and_is_tried_every_second(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.fails = {True, False}
    with pytest.raises(OSError, match="does not obey"):
        coil.on()
    assert (coil.is_on, countdowns.seconds) == (True, [1.0])
    countdowns.run_out()
    assert (coil.is_on, countdowns.seconds) == (True, [1.0])
    coil.fails = set()
    countdowns.run_out()
    assert (coil.is_on, countdowns.seconds) == (False, [])


def test_an_output_that_fails_to_go_off_still_has_its_bound(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.on()
    coil.fails = {False}
    with pytest.raises(OSError, match="does not obey"):
        coil.off()
    assert (coil.is_on, countdowns.seconds) == (True, [5.0])
    coil.fails = set()
    countdowns.run_out()
    assert not coil.is_on


def test_off_is_driven_again_even_when_it_is_thought_to_be_off(coil: Stubborn) -> None:
    coil.driven = True  # somebody else's hand
    coil.off()
    assert not coil.driven


def test_closing_drives_off_lets_go_once_and_refuses_to_go_on(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.on()
    coil.close()
    assert (coil.driven, coil.held, countdowns.seconds) == (False, False, [])
    coil.held = True
    coil.close()
    coil.off()
    assert coil.held
    with pytest.raises(RuntimeError, match="closed"):
        coil.on()


def test_closing_lets_go_even_when_driving_off_fails(
    coil: Stubborn, countdowns: Countdowns
) -> None:
    coil.on()
    coil.fails = {False}
    with pytest.raises(OSError, match="does not obey"):
        coil.close()
    assert (coil.held, countdowns.seconds) == (False, [])


@pytest.mark.parametrize("max_on_s", [0, -1, float("nan")])
def test_a_bound_that_is_not_above_zero_is_refused(max_on_s: float) -> None:
    with pytest.raises(ValueError, match="max_on_s"):
        SimulatedOutput("coil", max_on_s)


def test_real_time_ends_the_bound_too() -> None:
    dropped = threading.Event()

    def watch(_name: str, on: bool) -> None:  # noqa: FBT001 - as `on_change` is called
        if not on:
            dropped.set()

    coil = SimulatedOutput("coil", 0.02, on_change=watch)
    coil.on()
    assert dropped.wait(PATIENCE_S)
    assert not coil.is_on
