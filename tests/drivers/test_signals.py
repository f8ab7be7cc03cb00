"""The siren's cadence and the lamp's signs, with time that passes when the test says so."""

import queue
import threading

import pytest

from drivers.lines.buzzer import Buzzer
from drivers.lines.signals import Sign, Siren, StatusLamp
from drivers.simulated import SimulatedOutput
from tests.drivers.inbox import PATIENCE_S


class Metronome:
    """Stands in for waiting: says for how long, and goes on when it is told to."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._go: queue.SimpleQueue[None] = queue.SimpleQueue()

    def __call__(self, interrupted: threading.Event, seconds: float) -> bool:
        if interrupted.is_set():
            return True
        self._asked.put(seconds)  # whoever reads it has a wait before them that only they end
        self._go.get(timeout=PATIENCE_S)
        return interrupted.is_set()

    def step(self) -> None:
        """Let the wait end that goes on now."""
        self._go.put(None)

    def asked(self) -> float:
        """Return for how long the next wait is, once it has begun."""
        return self._asked.get(timeout=PATIENCE_S)


@pytest.fixture
def time() -> Metronome:
    return Metronome()


@pytest.fixture
def line() -> SimulatedOutput:
    return SimulatedOutput("line")


def test_a_siren_sounds_in_its_cadence_until_it_is_switched_off(
    line: SimulatedOutput, time: Metronome
) -> None:
    siren = Siren(line, wait=time)
    siren.on()
    for on_s, off_s in ((0.7, 0.3), (0.7, 0.3)):
        assert (time.asked(), line.is_on, siren.is_on) == (on_s, True, True)
        time.step()
        assert (time.asked(), line.is_on, siren.is_on) == (off_s, False, True)
        time.step()
    assert time.asked() == 0.7
    siren.on()
    time.step()
    assert time.asked() == 0.3, "the cadence goes on as it was"
    siren.off()
    assert (line.is_on, siren.is_on) == (False, False)
    time.step()
    siren.close()
    assert list(line.history) == [True, False] * 3


def test_a_siren_that_is_closed_while_it_sounds_is_silent(
    line: SimulatedOutput, time: Metronome
) -> None:
    siren = Siren(line, wait=time)
    siren.on()
    time.asked()
    time.step()
    time.asked()
    time.step()
    time.asked()
    closer = threading.Thread(target=siren.close)
    closer.start()
    time.step()
    closer.join(PATIENCE_S)
    assert (line.is_on, siren.is_on) == (False, False)
    with pytest.raises(RuntimeError, match="line is closed"):
        line.on()


def test_a_steady_lamp_does_not_flicker_and_a_fast_one_blinks(
    line: SimulatedOutput, time: Metronome
) -> None:
    lamp = StatusLamp(line, wait=time)
    lamp.show(Sign.STEADY)
    for _ in range(5):
        assert time.asked() == 1.0
        time.step()
    time.asked()
    assert list(line.history) == [True]
    lamp.show(Sign.FAST)
    time.step()
    assert time.asked() == 0.12
    lamp.show(Sign.FAST)
    time.step()
    assert (time.asked(), line.is_on) == (0.12, False)
    lamp.show(Sign.DARK)
    time.step()
    lamp.close()
    assert (line.is_on, lamp.sign) == (False, Sign.DARK)


def test_every_sign_but_darkness_takes_time_and_no_two_are_alike() -> None:
    signs = [sign for sign in Sign if sign is not Sign.DARK]
    assert len(signs) == 4
    assert all(sum(map(sum, sign.pattern)) > 0 for sign in signs)


def test_a_pattern_that_takes_no_time_can_not_be_played_for_ever(line: SimulatedOutput) -> None:
    buzzer = Buzzer(line)
    with pytest.raises(ValueError, match="takes no time"):
        buzzer.play(((0, 0),), for_ever=True)
    buzzer.close()
