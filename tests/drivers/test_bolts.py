"""Bolts: one at a time, with pulses, for a bounded time, and never on a line that lies."""

import logging
import threading
from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.lines.bolts import Bolts, BoltUnusable
from drivers.lines.gpio_output import GpioOutput
from drivers.simulated import SimulatedOutput
from tests.drivers.bolt_board import MAX_ON_S, Board
from tests.drivers.countdowns import Countdowns
from tests.drivers.inbox import PATIENCE_S


@pytest.fixture
def board() -> Iterator[Board]:
    made = Board()
    yield made
    made.left.fails.clear()
    made.right.fails.clear()
    made.arming.fails.clear()
    made.bolts.close()


def test_an_open_bolt_has_pulses_and_a_shut_one_has_none(board: Board) -> None:
    assert not board.bolts.turn()
    board.open("left")
    assert all(board.bolts.turn() for _ in range(3))
    assert board.bolts.opened == "left"
    board.bolts.shut("left")
    assert not board.bolts.turn()
    assert board.told == [
        "left on", "arming on", "arming off", "arming on", "arming off", "left off",
    ]  # fmt: skip
    assert board.bolts.opened is None


def test_the_pulses_end_low_when_a_bolt_is_shut_in_the_middle_of_one(board: Board) -> None:
    board.open("left")
    board.bolts.shut("left")
    assert board.told == ["left on", "arming on", "left off", "arming off"]


def test_opening_one_bolt_drops_the_other_first(board: Board) -> None:
    board.open("left")
    board.bolts.open("right")
    assert board.bolts.turn()
    assert board.told == [
        "left on", "arming on", "left off", "arming off", "right on", "arming on",
    ]  # fmt: skip


STUCK = {"left": "its line can not be switched off, and may be on: left does not obey"}


def test_a_bolt_that_can_not_be_switched_off_lets_no_other_open_and_is_a_fault(
    board: Board,
) -> None:
    board.open("left")
    board.left.fails.add(False)
    with pytest.raises(BoltUnusable, match=r"right can not be opened .* left does not obey"):
        board.bolts.open("right")
    assert board.bolts.faults() == STUCK
    assert board.bolts.opened is None
    assert not board.bolts.turn()
    assert board.told == ["left on", "arming on", "arming off"], "without pulses it has no power"


def test_a_bolt_that_is_stuck_on_lets_no_other_open_however_often_it_is_asked_for(
    board: Board,
) -> None:
    board.left.on()
    board.left.fails.add(False)
    for _ in range(2):
        with pytest.raises(BoltUnusable, match="left does not obey"):
            board.bolts.open("right")
        assert (board.bolts.faults(), board.bolts.turn()) == (STUCK, False)
    assert board.told == ["left on"]
    board.left.fails.clear()
    board.open("right")
    assert board.told[:3] == ["left on", "left off", "right on"]
    assert board.bolts.faults() == STUCK, "until it was opened again"


def test_a_bolt_that_does_not_drop_when_it_is_shut_is_a_fault(board: Board) -> None:
    board.open("left")
    board.left.fails.add(False)
    with pytest.raises(OSError, match="left does not obey"):
        board.bolts.shut("left")
    assert (board.bolts.faults(), board.bolts.turn()) == (STUCK, False)


def test_pulses_that_can_not_be_switched_off_let_no_other_bolt_open(board: Board) -> None:
    board.open("left")
    board.arming.fails.add(False)
    with pytest.raises(BoltUnusable, match="arming does not obey"):
        board.bolts.open("right")
    assert not board.bolts.turn()
    assert board.told == ["left on", "arming on", "left off"]


def test_a_forgotten_bolt_drops_at_its_bound_by_the_pulses_alone(board: Board) -> None:
    """The line has its own countdown besides, which did not run here."""
    board.open("left")
    board.now_s += MAX_ON_S - 0.01
    assert board.bolts.turn()
    board.now_s += 0.01
    assert not board.bolts.turn()
    assert not board.left.level
    assert board.bolts.faults() == {"left": "it was on for 5 s, and nobody switched it off"}


def test_opening_again_and_again_does_not_extend_the_bound(board: Board) -> None:
    board.open("left")
    for _ in range(4):
        board.now_s += MAX_ON_S / 4
        board.bolts.open("left")
    assert not board.bolts.turn()


def test_a_bolt_whose_own_bound_came_first_has_no_pulses_any_more(board: Board) -> None:
    board.open("left")
    board.countdowns.run_out()
    assert not board.bolts.turn()
    assert board.bolts.faults() == {"left": "its line was switched off by its own bound"}


def test_a_bolt_drops_when_the_thread_that_opened_it_has_died(board: Board) -> None:
    keeper = threading.Thread(target=board.open, args=("left",), name="keeper")
    keeper.start()
    keeper.join(PATIENCE_S)
    assert not board.bolts.turn()
    assert not board.left.level
    assert board.bolts.faults() == {"left": "the thread that opened it has died: keeper"}


def test_a_line_that_reads_off_though_it_is_driven_on_is_dropped_before_any_pulse(
    board: Board,
) -> None:
    board.left.forced = False
    board.bolts.open("left")
    assert board.told == ["left on", "left off"]
    assert "reads off" in board.bolts.faults()["left"]


def test_a_second_line_that_reads_on_drops_the_first(board: Board) -> None:
    board.open("left")
    board.right.forced = True
    assert not board.bolts.turn()
    assert board.told[-2:] == ["left off", "arming off"]
    assert board.bolts.faults() == {"left": "the line of bolt right is on at the same time"}


def test_a_second_line_that_somebody_switches_on_past_us_drops_the_first(board: Board) -> None:
    board.open("left")
    board.right.forced = False
    board.right.on()
    assert not board.bolts.turn()
    assert "left off" in board.told


def test_a_line_that_was_switched_on_past_us_is_dropped_before_a_bolt_opens(board: Board) -> None:
    board.right.on()
    board.open("left")
    assert board.told == ["right on", "right off", "left on", "arming on"]


def test_pulses_that_can_not_be_made_drop_the_bolt(board: Board) -> None:
    board.open("left")
    assert board.bolts.turn()
    board.arming.fails.add(True)
    assert not board.bolts.turn()
    assert "arming does not obey" in board.bolts.faults()["left"]
    assert not board.left.level


def test_a_fault_is_forgotten_when_the_bolt_is_opened_again(board: Board) -> None:
    board.left.forced = False
    board.bolts.open("left")
    board.left.forced = None
    board.open("left")
    assert board.bolts.faults() == {}


def test_a_line_that_can_not_be_driven_on_is_off_and_has_no_pulses(board: Board) -> None:
    board.left.fails.add(True)
    with pytest.raises(OSError, match="left does not obey"):
        board.bolts.open("left")
    assert board.bolts.opened is None
    assert not board.bolts.turn()
    assert board.told == []


def test_a_pause_that_may_drop_the_bolt_is_counted(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    board.open("left")
    board.now_s += 0.19
    assert board.bolts.turn()
    assert board.bolts.pauses == 0
    board.now_s += 0.21
    with caplog.at_level(logging.WARNING):
        assert board.bolts.turn()
    assert board.bolts.pauses == 1
    assert "paused for 0.21 s" in caplog.text


def test_the_time_between_two_openings_is_no_pause(board: Board) -> None:
    board.open("left")
    board.bolts.shut("left")
    board.now_s += 60
    board.bolts.open("left")
    assert board.bolts.turn()
    assert board.bolts.pauses == 0


def test_closed_bolts_are_off_let_go_and_can_not_be_opened(board: Board) -> None:
    board.open("left")
    alive = [board.bolts.alive]
    board.bolts.close()
    board.bolts.close()
    assert [*alive, board.bolts.alive] == [True, False]
    assert [line.held for line in (board.left, board.right, board.arming)] == [False] * 3
    with pytest.raises(BoltUnusable, match="the arming pulses have ended"):
        board.bolts.open("left")


def test_bolts_that_were_never_opened_close_at_once(board: Board) -> None:
    board.bolts.close()
    assert not board.bolts.alive


def test_closing_goes_on_after_a_line_that_fails(board: Board) -> None:
    board.open("right")
    board.left.fails.add(False)
    board.bolts.close()
    assert not board.right.level
    assert not board.right.held
    assert not board.arming.held


def test_one_bolt_is_an_output_like_any_other(board: Board) -> None:
    left, right = board.bolts.bolt("left"), board.bolts.bolt("right")
    left.on()
    assert (left.is_on, right.is_on, board.bolts.opened) == (True, False, "left")
    right.off()
    assert left.is_on
    right.on()
    assert (left.is_on, right.is_on) == (False, True)
    right.close()
    assert not right.is_on
    assert board.bolts.names == ("left", "right")
    left.off()


def test_a_bound_that_is_not_above_zero_is_refused(board: Board) -> None:
    with pytest.raises(ValueError, match="max_on_s is 0, and must be above 0"):
        Bolts({}, board.arming, max_on_s=0)


def test_simulated_lines_serve_as_well_though_they_can_not_be_read_back() -> None:
    left = SimulatedOutput("left", countdown=Countdowns())
    bolts = Bolts({"left": left}, SimulatedOutput("arming"), max_on_s=5)
    bolts.open("left")
    assert bolts.turn()
    bolts.close()
    assert list(left.history) == [True, False]


def test_a_pin_reads_as_what_means_on_and_says_nothing_once_it_was_let_go() -> None:
    factory = MockFactory(revision="c03114")
    low = GpioOutput("lamp", 21, active_high=False, max_on_s=None, factory=factory)
    seen = [low.level]
    low.on()
    seen.append(low.level)
    low.close()
    assert [*seen, low.level] == [False, True, None]


DEEDS = (
    "open left", "open right", "shut left", "shut right", "turn", "turn", "turn", "wait",
    "wait", "left expires", "left lies on", "left lies off", "left is honest",
    "right fails off", "right obeys", "close",
)  # fmt: skip


def do(board: Board, deed: str) -> None:
    """Do one thing to the bolts, or let one thing happen to them."""
    match deed.split():
        case ["open", name]:
            board.bolts.open(name)
        case ["shut", name]:
            board.bolts.shut(name)
        case ["turn"]:
            board.bolts.turn()
        case ["wait"]:
            board.now_s += MAX_ON_S / 2
        case ["left", "expires"]:
            board.left._expire(board.left._turn)
        case ["left", *words]:
            board.left.forced = {"on": True, "off": False}.get(words[-1])
        case ["right", *words]:
            board.right.fails = {False} if words[0] == "fails" else set()
        case _:
            board.bolts.close()


@settings(max_examples=200)
@given(st.lists(st.sampled_from(DEEDS), max_size=40))
def test_whatever_happens_at_most_one_bolt_has_pulses_and_never_for_longer_than_its_bound(
    deeds: list[str],
) -> None:
    board = Board()
    board.open("left")
    on: dict[str, float] = {"left": board.now_s}
    for number, deed in enumerate(deeds):
        board.told.clear()
        try:
            do(board, deed)
        except (OSError, BoltUnusable):
            if deed.startswith("open"):
                assert board.bolts.opened is None, deeds[: number + 1]
        for line in board.told:
            name, level = line.split()
            if name == "arming":
                assert level == "off" or len(on) == 1, deeds[: number + 1]
            elif level == "on":
                on[name] = board.now_s
            else:
                on.pop(name, None)
        if "arming on" in board.told:
            (since_s,) = on.values()
            assert board.now_s - since_s < MAX_ON_S, deeds[: number + 1]
    board.right.fails.clear()
    board.bolts.close()
    assert [line._level for line in (board.left, board.right, board.arming)] == [False] * 3
