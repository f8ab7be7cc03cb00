"""However a program ends while a bolt is open, the bolt drops: real processes, really killed.

The kernel is taken to be the bad one, which leaves every line as it was. What still ends then is
the arming pulse, and with it the bolt's supply (hardware_docs/bolts.md).
"""

import signal
import time
from itertools import pairwise

import pytest

from tests.drivers.bolt_child import ARMING, LEFT, MAX_ON_S, RIGHT
from tests.drivers.bolt_program import BoltProgram
from tests.drivers.line_history import driven, instants, powered, rises

PUMP_RUNS_DOWN_S = 0.6
"""From the last pulse to the last current, with the best transistor: tests/drivers/charge_pump."""

OPEN = f"GPIO{ARMING} write 1"


def check_every_instant(lines: list[str]) -> None:
    """At most one bolt is driven, and the pulses rise only while exactly one is."""
    before: frozenset[int] = frozenset()
    for instant in instants(lines):
        bolts = instant.high & {LEFT, RIGHT}
        assert len(bolts) <= 1
        if ARMING in instant.high - before:
            assert len(bolts) == 1
        before = instant.high


@pytest.mark.parametrize("pulses", [1, 2, 7, 30])
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGSTOP])
def test_a_killed_or_stopped_program_opens_nothing_any_more(
    sign: signal.Signals, pulses: int
) -> None:
    with BoltProgram("hang") as program:
        program.until(f"GPIO{LEFT} write 1")  # the other bolt had pulses before
        program.until(OPEN, program.pulses + pulses)
        died_s = program.kill(sign)
        assert program.silent_for(PUMP_RUNS_DOWN_S)
    assert rises(program.lines, ARMING)[-1] < died_s
    check_every_instant(program.lines)
    assert LEFT in list(instants(program.lines))[-1].high, "this kernel keeps lines as they were"
    spans = powered(program.lines, LEFT, ARMING)
    assert all(off_s < died_s + PUMP_RUNS_DOWN_S for _, off_s in spans)
    if pulses > 7:
        assert spans, "the bolt never had power, so the test shows nothing"


def test_a_program_that_is_told_to_end_switches_its_bolt_off_itself() -> None:
    with BoltProgram("ended") as program:
        program.until(OPEN, 12)
        told_s = program.signal(signal.SIGTERM)
        status, said = program.ended()
    assert (status, said) == (0, "")
    check_every_instant(program.lines)
    assert list(instants(program.lines))[-1].high == frozenset()
    ((on_s, off_s),) = driven(program.lines, LEFT)
    assert on_s < off_s < told_s + 2
    assert rises(program.lines, ARMING)[-1] < off_s


def test_a_program_that_is_told_to_end_while_its_pulses_hang_drops_the_bolt_first() -> None:
    """It may not come to its end any more then: systemd kills it later."""
    with BoltProgram("ended, pulses hang") as program:
        program.until(f"GPIO{LEFT} write 1")
        assert program.silent_for(PUMP_RUNS_DOWN_S / 2)
        program.signal(signal.SIGTERM)
        program.until(f"GPIO{LEFT} write 0", 2)
    check_every_instant(program.lines)
    ((on_s, off_s),) = driven(program.lines, LEFT)
    assert off_s - on_s < MAX_ON_S / 2, "it was the bound that dropped it"


@pytest.mark.parametrize("scenario", ["crash", "crash beside others", "crash in a thread"])
def test_a_crash_of_the_thread_that_opened_drops_the_bolt(scenario: str) -> None:
    """Also where another thread keeps the broken program alive, as web servers do."""
    with BoltProgram(scenario) as program:
        program.until(f"GPIO{LEFT} write 1")
        program.until(f"GPIO{ARMING} write 0")
        assert program.silent_for(PUMP_RUNS_DOWN_S)
        if scenario == "crash":
            status, said = program.ended()
            assert (status, "the keeper broke" in said) == (1, True)
        else:
            assert program.process.poll() is None
    check_every_instant(program.lines)
    assert not list(instants(program.lines))[-1].high & {LEFT, RIGHT}
    ((on_s, off_s),) = driven(program.lines, LEFT)
    assert off_s - on_s < MAX_ON_S / 2, "it was the bound that dropped it"


def test_a_program_that_leaves_without_a_word_opens_nothing_any_more() -> None:
    with BoltProgram("leave") as program:
        status, _ = program.ended()
        died_s = time.monotonic()
    assert status == 3
    check_every_instant(program.lines)
    spans = powered(program.lines, LEFT, ARMING)
    assert all(off_s < died_s + PUMP_RUNS_DOWN_S for _, off_s in spans)


def test_a_library_that_never_gives_python_back_ends_the_pulses() -> None:
    """No thread of ours can do anything then, and no bound of ours runs out."""
    with BoltProgram("hold") as program:
        program.until(f"GPIO{LEFT} write 1")
        assert program.silent_for(2 * PUMP_RUNS_DOWN_S)
        assert program.process.poll() is None
        now_s = time.monotonic()
    check_every_instant(program.lines)
    assert driven(program.lines, LEFT)[-1][1] == float("inf")
    spans = powered(program.lines, LEFT, ARMING)
    assert all(off_s < now_s - PUMP_RUNS_DOWN_S / 2 for _, off_s in spans)


@pytest.mark.parametrize("scenario", ["keeper hangs", "pulses hang"])
def test_a_hung_thread_leaves_the_bolt_on_for_no_longer_than_its_bound(scenario: str) -> None:
    """A thread that opened and forgot; and the pulses' own, which then holds every lock it had."""
    with BoltProgram(scenario) as program:
        program.until(f"GPIO{LEFT} write 1")
        program.until(f"GPIO{LEFT} write 0", 2)
        assert program.silent_for(PUMP_RUNS_DOWN_S)
        assert program.process.poll() is None
    check_every_instant(program.lines)
    assert not list(instants(program.lines))[-1].high & {LEFT, RIGHT}
    ((on_s, off_s),) = driven(program.lines, LEFT)
    assert 0.3 < off_s - on_s < MAX_ON_S / 2, "it is counted from before the line goes on"


def test_the_pulses_are_fast_enough_for_the_pump() -> None:
    with BoltProgram("hang") as program:
        program.until(OPEN, 40)
    edges = rises(program.lines, ARMING)
    gaps = sorted(after - before for before, after in pairwise(edges))
    assert 0.015 < gaps[len(gaps) // 2] < 0.1, "the middle one: others may wait for a busy machine"
