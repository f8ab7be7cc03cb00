"""Loops with resistors: what each resistance means, and that nothing in between is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulators.ads1115 import EmulatedAds1115
from drivers.emulators.i2c import EmulatedI2c
from drivers.lines.debounce import RESTLESS
from drivers.lines.loop_levels import BANDS, Loop, judge
from drivers.lines.supervised_loops import LoopWire, SupervisedLoops
from drivers.readings import Edge, Found, Lost, Reading

LOOK_MS = 50
PULL_OHM = 4700.0
OHMS = {Loop.REST: 4700.0, Loop.ACTIVE: 9400.0, Loop.SHORTED: 0.0, Loop.CUT: 1e9}
SUPPLY_MV = 3300.0


def millivolts(ohms: float, supply_mv: float = SUPPLY_MV) -> float:
    return supply_mv * ohms / (ohms + PULL_OHM)


class Bench:
    """Two loops on one converter."""

    def __init__(self) -> None:
        self.chip = EmulatedAds1115()
        self.chip.busy_for = 3
        self.bus = EmulatedI2c("/dev/i2c-1")
        self.bus.chips[0x48] = self.chip
        self.chip.inputs_mv = [millivolts(4700), millivolts(4700), 0, SUPPLY_MV]
        self.loops = SupervisedLoops(
            self.bus, {"tamper": LoopWire(0x48, 0), "duress": LoopWire(0x48, 1)}
        )
        self.at_ms = 0

    def look(self, times: int = 4) -> list[Reading]:
        readings: list[Reading] = []
        for _ in range(times):
            self.loops.look(readings.append, self.at_ms)
            self.at_ms += LOOK_MS
        return readings

    def put(self, number: int, ohms: float) -> None:
        self.chip.inputs_mv[number] = millivolts(ohms)


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    assert made.look() == [
        Found("tamper"), Edge("tamper", closed=True),
        Found("duress"), Edge("duress", closed=True),
    ]  # fmt: skip
    return made


def test_a_switch_that_opens_and_closes_is_two_edges(bench: Bench) -> None:
    bench.put(0, OHMS[Loop.ACTIVE])
    assert bench.look() == [Edge("tamper", closed=False)]
    bench.put(0, OHMS[Loop.REST])
    assert bench.look() == [Edge("tamper", closed=True)]


@pytest.mark.parametrize("loop", [Loop.SHORTED, Loop.CUT])
def test_a_shorted_and_a_cut_loop_are_lost_each_by_its_name_and_found_again(
    bench: Bench, loop: Loop
) -> None:
    bench.put(0, OHMS[loop])
    assert bench.look() == [Lost("tamper", loop.value)]
    bench.put(0, OHMS[Loop.REST])
    assert bench.look() == [Found("tamper"), Edge("tamper", closed=True)]


def test_a_resistor_that_is_none_of_ours_is_seen(bench: Bench) -> None:
    """Somebody who bridges the switch with what he has in his pocket."""
    for ohms in (1000, 2200, 6800, 22_000):
        bench.put(0, ohms)
        assert bench.look() == [Lost("tamper", Loop.STRANGE.value)]
        bench.put(0, OHMS[Loop.REST])
        bench.look()


def test_the_supply_may_drift_for_only_the_ratio_counts(bench: Bench) -> None:
    bench.chip.inputs_mv = [millivolts(4700, 3100), millivolts(9400, 3100), 0, 3100]
    assert bench.look() == [Edge("duress", closed=False)]


def test_without_supply_nothing_is_believed(bench: Bench) -> None:
    bench.chip.inputs_mv = [0, 0, 0, 0]
    assert bench.look() == [Lost("tamper", Loop.DEAF.value), Lost("duress", Loop.DEAF.value)]


def test_a_spike_is_nothing_and_a_loop_that_never_rests_is_lost(bench: Bench) -> None:
    bench.put(0, OHMS[Loop.CUT])
    assert bench.look(1) == []
    bench.put(0, OHMS[Loop.REST])
    assert bench.look(10) == []
    told = []
    for turn in range(50):
        bench.put(0, OHMS[Loop.CUT if turn % 2 else Loop.REST])
        told += bench.look(1)
    assert told == [Lost("tamper", RESTLESS)]


def test_a_converter_that_does_not_answer_or_never_ends_is_lost(bench: Bench) -> None:
    bench.bus.deaf.add(0x48)
    assert Lost("tamper", "no chip answers at 0x48 on /dev/i2c-1") in bench.look()
    bench.bus.deaf.clear()
    assert Found("tamper") in bench.look()
    bench.chip.busy_for = 1000
    assert "does not end its conversion" in str(bench.look())


def test_what_moved_while_a_converter_was_away_is_told_when_it_is_back(bench: Bench) -> None:
    bench.bus.deaf.add(0x48)
    bench.look()
    bench.put(0, OHMS[Loop.ACTIVE])
    bench.bus.deaf.clear()
    told = [each for each in bench.look() if "tamper" in str(each)]
    assert told == [Found("tamper"), Edge("tamper", closed=False)]


def test_a_converter_that_was_reset_in_the_middle_is_not_believed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would give the difference of two other inputs: zero, a short circuit."""
    real = bench.bus.transfer

    def dip(address: int, written: bytes, read: int = 0) -> bytes:
        if read == 1:  # it is asked whether the conversion has ended
            bench.bus.brown_out()
        return real(address, written, read)

    monkeypatch.setattr(bench.bus, "transfer", dip)
    lost = bench.look(1)
    assert [type(each) for each in lost] == [Lost, Lost]
    assert "was reset in the middle" in str(lost)


@given(
    st.sampled_from(list(OHMS)),
    st.floats(-0.01, 0.01),
    st.floats(-0.01, 0.01),
    st.floats(0, 100),
    st.floats(100_000, 1e9),
)
def test_one_percent_parts_long_wires_and_damp_joints_are_still_told_apart(
    loop: Loop, end: float, pull: float, wire_ohm: float, leak_ohm: float
) -> None:
    ohms = OHMS[loop] * (1 + end) + wire_ohm
    ohms = ohms * leak_ohm / (ohms + leak_ohm)
    pull_ohm = PULL_OHM * (1 + pull)
    assert judge(SUPPLY_MV * ohms / (ohms + pull_ohm), SUPPLY_MV) is loop


@given(st.floats(0, 3300))
def test_every_voltage_means_one_thing_and_bands_do_not_touch(loop_mv: float) -> None:
    assert isinstance(judge(loop_mv, SUPPLY_MV), Loop)
    edges = [edge for least, most, _ in BANDS for edge in (least, most)]
    assert edges == sorted(edges)


@pytest.mark.parametrize(
    ("wires", "says"),
    [
        ({"tamper": LoopWire(0x48, 3)}, "input 3 of 0x48 is no loop's"),
        ({"tamper": LoopWire(0x47, 0)}, "input 0 of 0x47 is no loop's"),
        ({"tamper": LoopWire(0x48, 0), "door": LoopWire(0x48, 0)}, "0x48 is tamper's"),
    ],
)
def test_wires_that_can_not_be_are_refused(wires: dict[str, LoopWire], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        SupervisedLoops(EmulatedI2c(), wires)
