"""The numbers that hardware_docs/bolts.md claims for the arming pump, worked out."""

from pathlib import Path

from drivers.lines.bolts import HALF_PERIOD_S, PUMP_HOLDS_S
from tests.drivers.charge_pump import DEAD_V, SURE_V, SWING_V, ChargePump, armed_spans

PERIOD_S = 2 * HALF_PERIOD_S
PAGE = (Path(__file__).parents[2] / "hardware_docs/bolts.md").read_text(encoding="utf-8")


def steady() -> list[float]:
    """Return the rising edges of ten seconds."""
    return [edge * PERIOD_S for edge in range(round(10 / PERIOD_S))]


def test_the_pulses_of_the_driver_arm_the_worst_transistor_within_0_2_s_and_hold_it() -> None:
    ((from_s, until_s),) = armed_spans(steady(), SURE_V)
    assert from_s <= 0.2
    assert until_s > 10
    assert "armed 0.2 s after the first pulse" in PAGE


def test_a_pause_that_the_driver_counts_may_drop_the_bolt_and_a_shorter_one_does_not() -> None:
    edges = steady()
    held = [edge if edge < 5 else edge + PUMP_HOLDS_S - PERIOD_S for edge in edges]
    assert len(armed_spans(held, SURE_V)) == 1
    longer = [edge if edge < 5 else edge + 0.3 for edge in edges]
    assert len(armed_spans(longer, SURE_V)) == 2


def test_after_the_last_pulse_the_best_transistor_is_dead_within_0_6_s() -> None:
    edges = steady()
    ((_, until_s),) = armed_spans(edges, DEAD_V)
    assert until_s - edges[-1] < 0.6
    assert "within 0.6 s" in PAGE


def test_one_edge_arms_nothing_and_neither_does_a_level_that_stays() -> None:
    """The edge of a start, of a stuck pin, of a crash."""
    assert armed_spans([1.0], DEAD_V) == []
    pump = ChargePump()
    assert pump.rise(1.0) < DEAD_V
    assert pump.volts(3.0) < 0.01


def test_slow_edges_arm_nothing() -> None:
    """A person who touches the pin with a wire, twice a second."""
    assert armed_spans([edge / 2 for edge in range(40)], DEAD_V) == []


def test_the_gate_never_sees_more_than_the_pump_can_give() -> None:
    pump = ChargePump()
    assert max(pump.rise(at_s) for at_s in steady()) < SWING_V
