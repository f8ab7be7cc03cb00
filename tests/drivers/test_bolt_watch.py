"""What the current says about a coil, and how a bolt that can not be trusted is told."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.ina219 import EmulatedIna219
from drivers.lines.ammeter import Ammeter
from drivers.lines.bolt_watch import BoltWatch
from drivers.lines.coil_judgement import LOOKS, RUN_DOWN_MS, SETTLE_MS, Coil, CoilJudge, Limits
from drivers.readings import Edge, Found, Lost, Reading
from tests.drivers.bolt_board import Board

LOOK_MS = 50
GOOD_MA = 600.0


class Bench:
    """Two bolts, and an ammeter in their supply whose current is set by hand."""

    def __init__(self) -> None:
        self.board = Board()
        self.bolts = self.board.bolts
        self.bus = EmulatedI2c("/dev/i2c-1")
        self.chip = EmulatedIna219()
        self.bus.chips[0x41] = self.chip
        self.watch = BoltWatch(self.bolts, Ammeter(self.bus))
        self.at_ms = 0

    def look(self, for_ms: int = LOOK_MS) -> list[Reading]:
        """Look for so long, and return what was said."""
        readings: list[Reading] = []
        for _ in range(for_ms // LOOK_MS):
            self.watch.look(readings.append, self.at_ms)
            self.at_ms += LOOK_MS
        return readings

    def flows(self, current_ma: float) -> None:
        self.chip.current_ma = current_ma


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    assert made.look(2 * RUN_DOWN_MS) == [
        Found("bolt current"), Found("bolts"), Found("bolt left"), Found("bolt right"),
        Edge("bolt power", closed=True),
    ]  # fmt: skip
    yield made
    made.bolts.close()


def test_a_good_opening_says_nothing(bench: Bench) -> None:
    bench.board.open("left")
    assert bench.look(200) == []
    bench.flows(GOOD_MA)
    assert bench.look(2000) == []
    bench.bolts.shut("left")
    assert bench.look(300) == [], "the pump runs down, and the current with it"
    bench.flows(0)
    assert bench.look(3000) == []


def test_a_coil_that_draws_nothing_is_lost_and_dropped_and_found_at_the_next_good_opening(
    bench: Bench,
) -> None:
    bench.board.open("left")
    assert bench.look(SETTLE_MS) == []
    assert bench.look(300) == [Lost("bolt left", Coil.NO_CURRENT.value)]
    assert bench.bolts.opened is None
    assert bench.look(3000) == []
    bench.bolts.open("left")
    bench.flows(GOOD_MA)
    assert bench.look(SETTLE_MS) == []
    assert bench.look(300) == [Found("bolt left")]


def test_a_bolt_that_is_shut_before_its_coil_was_judged_stays_lost(bench: Bench) -> None:
    bench.board.open("left")
    bench.look(1000)
    bench.bolts.open("left")
    bench.look(100)
    bench.bolts.shut("left")
    assert bench.look(3000) == []


def test_too_much_current_drops_the_bolt_at_once(bench: Bench) -> None:
    bench.board.open("left")
    bench.flows(1300)
    assert bench.look(150) == [Lost("bolt left", Coil.TOO_MUCH.value)]
    assert bench.bolts.opened is None
    assert not bench.board.left.level


def test_a_spark_of_a_tenth_of_a_second_drops_nothing(bench: Bench) -> None:
    bench.board.open("left")
    bench.flows(3000)
    bench.look(100)
    bench.flows(GOOD_MA)
    assert bench.look(2000) == []


def test_current_while_nothing_is_on_is_told_of_all_bolts_until_it_ends(bench: Bench) -> None:
    bench.flows(500)
    assert bench.look(150) == [Lost("bolts", Coil.STUCK.value), Edge("bolt power", closed=False)]
    assert bench.look(1000) == []
    bench.flows(0)
    assert bench.look(150) == [Found("bolts"), Edge("bolt power", closed=True)]


def test_an_ammeter_that_does_not_answer_is_lost_and_bolts_still_open(bench: Bench) -> None:
    bench.bus.deaf.add(0x41)
    why = "no chip answers at 0x41 on /dev/i2c-1"
    assert bench.look(1000) == [Lost("bolt current", why)]
    bench.board.open("left")
    assert bench.look(2000) == []
    assert bench.bolts.opened == "left"
    bench.bus.deaf.clear()
    bench.flows(GOOD_MA)
    assert bench.look() == [Found("bolt current")]


def test_a_line_that_lies_is_told(bench: Bench) -> None:
    bench.board.left.forced = False
    bench.bolts.open("left")
    (lost,) = bench.look()
    assert isinstance(lost, Lost)
    assert (lost.device, "reads off" in lost.why) == ("bolt left", True)


def test_pulses_that_have_ended_are_told_of_all_bolts(bench: Bench) -> None:
    bench.bolts.close()
    assert bench.look(1000) == [
        Lost("bolts", "the arming pulses have ended: no bolt can be opened")
    ]


def test_without_an_ammeter_the_lines_alone_are_told() -> None:
    board = Board()
    watch = BoltWatch(board.bolts, None)
    readings: list[Reading] = []
    watch.look(readings.append, 0)
    assert readings == [Found("bolts"), Found("bolt left"), Found("bolt right")]
    board.open("left")
    board.now_s += 5
    board.bolts.turn()
    readings.clear()
    watch.look(readings.append, 50)
    watch.look(readings.append, 100)
    assert [type(each) for each in readings] == [Lost]
    board.bolts.open("left")
    readings.clear()
    watch.look(readings.append, 150)
    assert readings == [Found("bolt left")]
    board.bolts.close()


def test_an_ammeter_that_was_reset_is_set_again_and_counted() -> None:
    bus, chip = EmulatedI2c(), EmulatedIna219(shunt_mohm=50)
    bus.chips[0x41] = chip
    ammeter = Ammeter(bus, shunt_mohm=50)
    chip.current_ma = -120
    assert (ammeter.current_ma(), ammeter.resets, chip.configuration) == (-120, 0, 0x199F)
    bus.brown_out()
    assert (ammeter.current_ma(), ammeter.resets, chip.configuration) == (-120, 1, 0x199F)


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "left", "right"]), st.floats(-3200, 3200)), max_size=80
    )
)
def test_whatever_flows_a_verdict_is_one_that_so_many_looks_agree_on(
    looks: list[tuple[str | None, float]],
) -> None:
    limits, judge = Limits(), CoilJudge(Limits())
    for number, (opened, current_ma) in enumerate(looks):
        said = judge.look(number * LOOK_MS, opened, current_ma)
        last = looks[: number + 1][-LOOKS:]
        if said is Coil.UNKNOWN:
            continue
        assert len(last) == LOOKS
        assert {each for each, _ in last} == {opened}
        currents = [each for _, each in last]
        match said:
            case Coil.TOO_MUCH:
                assert min(currents) > limits.most_ma
            case Coil.NO_CURRENT:
                assert max(currents) < limits.least_ma
            case Coil.STUCK:
                assert opened is None
                assert min(map(abs, currents)) > limits.idle_ma
            case _:
                assert opened is None or limits.least_ma <= min(currents)
